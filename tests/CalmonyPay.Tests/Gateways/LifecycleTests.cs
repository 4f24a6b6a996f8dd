using System.Diagnostics.Metrics;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Simulator;
using static CalmonyPay.Tests.Gateways.Orders;

namespace CalmonyPay.Tests.Gateways;

/// <summary>The driver against a whole gateway.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private GatewayUnderTest gateway = null!;
    private CardstreamGateway driver = null!;

    public async Task InitializeAsync() => (gateway, driver) = (await GatewayUnderTest.StartAsync(o => o.Accounts["100777"] = new() { Secret = "s", DelayedCapture = false }), Driver());

    public async Task DisposeAsync()
    {
        driver.Dispose();
        await gateway.DisposeAsync();
    }

    private Uri Direct => new(gateway.Http.BaseAddress!, "/direct/");

    [Fact]
    public async Task Money_is_held_taken_settled_and_given_back()
    {
        var account = Account(Direct);
        var held = Transaction(await driver.ChargeAsync(account, Charge()));
        Assert.Equal((GatewayState.Authorized, 1099, 1099), (held.State, held.Amount, held.AmountReceived));
        var taken = Transaction(await driver.CaptureAsync(account, held.Reference!, new Money(900, Pounds)));
        Assert.Equal((GatewayState.Captured, 900, held.Reference), (taken.State, taken.AmountReceived, taken.Reference));

        Assert.Equal(RefusalKind.State, Assert.IsType<GatewayOutcome.Refused>(
            await driver.RefundAsync(account, new RefundOrder("re_0", held.Reference!, new Money(400, Pounds), null))).Kind);
        await gateway.AdminAsync("settle", "xref=" + held.Reference);
        Assert.Equal(GatewayState.Settled, Transaction(await driver.QueryAsync(account, held.Reference!)).State);
        Assert.Equal(RefusalKind.State, Assert.IsType<GatewayOutcome.Refused>(await driver.CancelAsync(account, held.Reference!)).Kind);

        var refund = Transaction(await driver.RefundAsync(account, new RefundOrder("re_1", held.Reference!, new Money(400, Pounds), null)));
        Assert.NotEqual(held.Reference, refund.Reference);
        Assert.Equal(("re_1", 400), (refund.AttemptId, refund.Amount));
        Assert.Equal(400, Transaction(await driver.QueryAsync(account, held.Reference!)).AmountRefunded);
    }

    [Fact]
    public async Task A_hold_is_voided_and_a_stranger_is_unknown()
    {
        var account = Account(Direct);
        var held = Transaction(await driver.ChargeAsync(account, Charge()));
        var voided = Transaction(await driver.CancelAsync(account, held.Reference!));
        Assert.Equal((GatewayState.Canceled, held.Reference), (voided.State, voided.Reference));
        Assert.Equal(RefusalKind.NoSuchTransaction, Assert.IsType<GatewayOutcome.Refused>(await driver.QueryAsync(account, "26112109NP15CM22QH21JRL")).Kind);
    }

    [Fact]
    public async Task A_checked_card_is_charged_later_by_the_merchant()
    {
        var account = Account(Direct);
        var stored = Transaction(await driver.VerifyAsync(account, Verify()));
        Assert.Equal(GatewayState.Verified, stored.State);
        var charged = Transaction(await driver.ChargeAsync(account, Charge("ch_later", source: new CardSource.Stored(stored.Reference!), agreement: Agreement.Unscheduled)));
        Assert.Equal(("visa", "4242"), (charged.Card?.Brand, charged.Card?.Last4));
    }

    [Fact]
    public async Task A_shopper_answers_a_challenge()
    {
        var account = Account(Direct, secure: true);
        var first = Assert.IsType<GatewayOutcome.Challenged>(await driver.ChargeAsync(account, Charge(card: "4000000000003220", browser: Shopper with { ChallengeMandated = false })));
        Assert.True(first.Challenge.Method);
        var second = Assert.IsType<GatewayOutcome.Challenged>(await driver.ContinueAsync(account, first.Challenge.Reference, [new("threeDSMethodData", "timeout")]));
        Assert.False(second.Challenge.Method);
        Assert.Equal(first.Transaction.Reference, second.Transaction.Reference);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_the_repeat_proves_that_it_arrived()
    {
        var account = Account(Direct);
        await gateway.AdminAsync("faults", "kind=drop_after&count=1");
        Assert.IsType<GatewayOutcome.Unknown>(await driver.ChargeAsync(account, Charge()));
        Assert.IsType<GatewayOutcome.Duplicate>(await driver.ChargeAsync(account, Charge()));
    }

    [Fact]
    public async Task An_acquirer_that_cannot_delay_says_so_and_takes_the_money_at_once()
    {
        var account = Account(Direct) with { MerchantId = "100777", Secret = "s" };
        Assert.Equal(RefusalKind.Unsupported, Assert.IsType<GatewayOutcome.Refused>(await driver.ChargeAsync(account, Charge())).Kind);
        Assert.Equal(GatewayState.Captured, Transaction(await driver.ChargeAsync(account, Charge("ch_2", capture: true))).State);
    }

    [Fact]
    public async Task Every_call_is_counted_by_action_and_outcome()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "calmonypay.gateway.calls") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => seen.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();
        await driver.QueryAsync(Account(Direct), "26112109NP15CM22QH21JRL");
        Assert.Contains("cardstream QUERY refused", seen);
    }

    private static GatewayTransaction Transaction(GatewayOutcome outcome) => Assert.IsType<GatewayOutcome.Approved>(outcome).Transaction;
}
