using CalmonyPay.Simulator.Wire;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class LifecycleTests : IAsyncLifetime
{
    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync() => gateway = await StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Fact]
    public async Task An_authorised_sale_is_captured_lower_and_never_higher()
    {
        var sale = await gateway.PostAsync(Sale(("captureDelay", "-1")));
        Assert.Equal("approved", sale["state"]);
        Assert.Equal("66312", (await gateway.PostAsync(Manage("CAPTURE", sale["xref"], ("amount", "1100"))))["responseCode"]);
        var captured = await gateway.PostAsync(Manage("CAPTURE", sale["xref"], ("amount", "900")));
        Assert.Equal(("0", "captured", "900", "CAPTURE:SALE", sale["xref"]), (captured["responseCode"], captured["state"],
            captured["amountReceived"], captured["action"], captured["xref"]));
        Assert.Equal("66312", (await gateway.PostAsync(Manage("CAPTURE", sale["xref"], ("amount", "901"))))["responseCode"]);
        var lower = await gateway.PostAsync(Manage("CAPTURE", sale["xref"], ("amount", "500")));
        Assert.Equal(("captured", "500"), (lower["state"], lower["amountReceived"]));
    }

    [Fact]
    public async Task A_cancelled_sale_stays_cancelled()
    {
        var sale = await gateway.PostAsync(Sale());
        var cancelled = await gateway.PostAsync(Manage("CANCEL", sale["xref"]));
        Assert.Equal(("0", "canceled", "0", "CANCEL:SALE"), (cancelled["responseCode"], cancelled["state"],
            cancelled["amountReceived"], cancelled["action"]));
        var again = await gateway.PostAsync(Manage("CANCEL", sale["xref"]));
        Assert.Equal(("65541", "finished", "CANCEL:SALE"), (again["responseCode"], again["state"], again["action"]));
        Assert.NotEqual(sale["xref"], again["xref"]);
        var query = await gateway.PostAsync(Manage("QUERY", sale["xref"]));
        Assert.Equal(("canceled", "QUERY:SALE", sale["xref"]), (query["state"], query["action"], query["xref"]));
    }

    [Theory]
    [InlineData("QUERY", "amount")]
    [InlineData("CANCEL", "cardNumber")]
    [InlineData("CAPTURE", "transactionUnique")]
    public async Task Managing_takes_no_fields_of_a_new_payment(string action, string field)
    {
        var sale = await gateway.PostAsync(Sale());
        Assert.Equal("65543", (await gateway.PostAsync(Manage(action, sale["xref"], (field, "1"))))["responseCode"]);
    }

    [Fact]
    public async Task A_neighbour_cannot_see_a_transaction()
    {
        var sale = await gateway.PostAsync(Sale());
        var query = Manage("QUERY", sale["xref"]).Set("merchantID", SecureMerchant);
        Assert.Equal("66341", (await gateway.PostAsync(query))["responseCode"]);
    }

    [Fact]
    public async Task A_sale_is_refunded_only_once_it_is_settled()
    {
        var sale = await gateway.PostAsync(Sale());
        var early = await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"]));
        Assert.Equal(("65541", "Cannot REFUND this SALE transaction"), (early["responseCode"], early["responseMessage"]));
        await gateway.AdminAsync("settle", "to=tendered");
        Assert.Equal("65541", (await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"])))["responseCode"]);
        Assert.Equal("65541", (await gateway.PostAsync(Manage("CANCEL", sale["xref"])))["responseCode"]);
        await gateway.AdminAsync("settle");

        var part = await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"], ("amount", "300"), ("transactionUnique", "r1")));
        Assert.Equal(("0", "captured", "300", "REFUNDACCEPTED"), (part["responseCode"], part["state"], part["amountRefunded"], part["responseMessage"]));
        var tooMuch = await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"], ("amount", "800"), ("transactionUnique", "r2")));
        Assert.Equal("66312", tooMuch["responseCode"]);
        var rest = await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"], ("transactionUnique", "r3")));
        Assert.Equal(("799", "1099"), (rest["amount"], rest["amountRefunded"]));

        var query = await gateway.PostAsync(Manage("QUERY", sale["xref"]));
        Assert.Equal(("accepted", "1099", "0"), (query["state"], query["amountRefunded"], query["amountRetained"]));
        await gateway.PostAsync(Manage("CANCEL", rest["xref"]));
        Assert.Equal("300", (await gateway.PostAsync(Manage("QUERY", sale["xref"])))["amountRefunded"]);
    }

    [Fact]
    public async Task A_refund_to_another_card_is_a_mismatch()
    {
        var sale = await gateway.SettledAsync(Sale());
        var refund = Manage("REFUND_SALE", sale["xref"], ("cardNumber", "5555555555554444"));
        Assert.Equal("65542", (await gateway.PostAsync(refund))["responseCode"]);
    }

    [Fact]
    public async Task A_credit_needs_no_sale()
    {
        var credit = await gateway.PostAsync(Sale(("action", "REFUND")));
        Assert.Equal(("0", "captured", "REFUND"), (credit["responseCode"], credit["state"], credit["action"]));
    }

    [Theory]
    [InlineData("VERIFY", "0", "verified")]
    [InlineData("PREAUTH", "1099", "reversed")]
    public async Task Actions_that_move_no_money_end_as_they_should(string action, string amount, string state)
    {
        var answer = await gateway.PostAsync(Sale(("action", action), ("amount", amount)));
        Assert.Equal(("0", state), (answer["responseCode"], answer["state"]));
        Assert.Equal("65541", (await gateway.PostAsync(Manage("CAPTURE", answer["xref"])))["responseCode"]);
    }

    [Fact]
    public async Task A_delayed_capture_falls_due()
    {
        var sale = await gateway.PostAsync(Sale(("captureDelay", "2")));
        var never = await gateway.PostAsync(Sale(("captureDelay", "never")));
        await gateway.AdminAsync("settle");
        Assert.Equal("approved", await StateAsync(sale));
        gateway.Clock.Advance(TimeSpan.FromDays(2));
        await gateway.AdminAsync("settle");
        Assert.Equal("accepted", await StateAsync(sale));
        Assert.Equal("approved", await StateAsync(never));
    }

    [Fact]
    public async Task The_settlement_can_stop_on_the_way_and_reject_late()
    {
        var sale = await gateway.PostAsync(Sale());
        var other = await gateway.PostAsync(Sale());
        await gateway.AdminAsync("settle", $"xref={sale["xref"]}&to=deferred");
        Assert.Equal(("deferred", "captured"), (await StateAsync(sale), await StateAsync(other)));
        await gateway.AdminAsync("settle", $"xref={sale["xref"]}");
        Assert.Equal("accepted", await StateAsync(sale));
        await gateway.AdminAsync("settle", $"xref={sale["xref"]}&to=rejected");
        Assert.Equal("rejected", await StateAsync(sale));
    }

    [Theory]
    [InlineData("4000000000007726", "approved", "accepted", "1099")]
    [InlineData("4000000000005126", "captured", "rejected", null)]
    public async Task Refund_cards_settle_at_once_and_their_refunds_late_or_never(string card, string first, string then, string? refunded)
    {
        var sale = await gateway.PostAsync(Sale(("cardNumber", card)));
        Assert.Equal(("captured", "accepted"), (sale["state"], await StateAsync(sale)));
        var refund = await gateway.PostAsync(Manage("REFUND_SALE", sale["xref"], ("transactionUnique", "r")));
        Assert.Equal(("0", first), (refund["responseCode"], refund["state"]));
        await gateway.AdminAsync("settle");
        Assert.Equal(then, await StateAsync(refund));
        Assert.Equal(refunded, (await gateway.PostAsync(Manage("QUERY", sale["xref"])))["amountRefunded"]);
    }

    [Fact]
    public async Task The_clock_settles_by_itself()
    {
        await using var quick = await StartAsync(options => options.SettleEvery = 0.05, null);
        var sale = await quick.PostAsync(Sale());
        for (var i = 0; i < 100 && (await quick.PostAsync(Manage("QUERY", sale["xref"])))["state"] != "accepted"; i++)
            await Task.Delay(50);
        Assert.Equal("accepted", (await quick.PostAsync(Manage("QUERY", sale["xref"])))["state"]);
    }

    private async Task<string?> StateAsync(Form sale) => (await gateway.PostAsync(Manage("QUERY", sale["xref"])))["state"];
}
