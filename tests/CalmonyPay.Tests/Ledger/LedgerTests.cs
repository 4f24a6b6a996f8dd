using CalmonyPay.Ledger;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Ledger;

/// <summary>What each move does to the pending and the available balance. Every test has a currency of its own.</summary>
public sealed class LedgerTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_charge_waits_for_settlement_and_is_then_available()
    {
        var charge = await ChargeAsync(5000, "sek", fee: 150);
        Assert.Equal((4850, 0), await api.A.BalanceAsync("sek"));
        Assert.Equal("pending", (await api.A.GetAsync($"/v1/balance_transactions/{charge.Id}")).Ok().Text("status"));

        await api.SettleAsync(charge);
        await api.SettleAsync(charge);

        Assert.Equal((0, 4850), await api.A.BalanceAsync("sek"));
        var settled = (await api.A.GetAsync($"/v1/balance_transactions/{charge.Id}")).Ok();
        Assert.Equal("available", settled.Text("status"));
        Assert.InRange(settled.Number("available_on"), settled.Number("created"), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_charge_that_the_gateway_settles_at_once_is_available_at_once()
    {
        await api.BookAsync(ledger => ledger.Charge(Books.NewId("ch"), Of(700, "dkk"), null, Books.Tomorrow, null, settled: true));

        Assert.Equal((0, 700), await api.A.BalanceAsync("dkk"));
    }

    [Fact]
    public async Task A_refund_before_settlement_comes_out_of_the_pending_funds_and_settles_with_its_charge()
    {
        var charge = await ChargeAsync(5000, "nok");
        var refund = await api.BookAsync(ledger => ledger.Refund(Books.NewId("re"), charge.SourceId, Of(2000, "nok"), chargeSettled: false, charge.AvailableOn));
        Assert.Equal((3000, 0), await api.A.BalanceAsync("nok"));
        Assert.Equal(charge.AvailableOn, refund.AvailableOn);

        await api.SettleAsync(charge);

        Assert.Equal((0, 3000), await api.A.BalanceAsync("nok"));
        Assert.Equal("available", (await api.A.GetAsync($"/v1/balance_transactions/{refund.Id}")).Ok().Text("status"));
    }

    [Fact]
    public async Task A_sale_that_is_cancelled_by_a_full_refund_leaves_nothing_pending()
    {
        var charge = await ChargeAsync(5000, "chf");
        await api.BookAsync(async ledger =>
        {
            var refund = ledger.Refund(Books.NewId("re"), charge.SourceId, Of(5000, "chf"), chargeSettled: false);
            await ledger.SettleAsync(charge.Id, CancellationToken.None);   // the refund is not saved yet, and is settled too
            return refund;
        });

        Assert.Equal((0, 0), await api.A.BalanceAsync("chf"));
        Assert.All((await api.A.GetAsync("/v1/balance_transactions?currency=chf")).Ok().List(), t => Assert.Equal("available", t.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_refund_after_settlement_comes_out_of_the_available_funds_and_back_if_it_fails()
    {
        var charge = await ChargeAsync(5000, "pln");
        await api.SettleAsync(charge);
        var refund = Books.NewId("re");
        await api.BookAsync(ledger => ledger.Refund(refund, charge.SourceId, Of(5000, "pln"), chargeSettled: true));
        Assert.Equal((0, 0), await api.A.BalanceAsync("pln"));

        var failed = await api.BookAsync(ledger => ledger.RefundFailed(refund, charge.SourceId, Of(5000, "pln"), chargeSettled: true));

        Assert.Equal((0, 5000), await api.A.BalanceAsync("pln"));
        Assert.Equal((BalanceTransactionType.RefundFailure, ReportingCategory.RefundFailure, 5000), (failed.Type, failed.ReportingCategory, failed.Net));
    }

    [Fact]
    public async Task A_rejected_sale_gives_everything_back_that_it_brought()
    {
        var charge = await ChargeAsync(5000, "czk", fee: 100);
        await api.BookAsync(ledger => ledger.Refund(Books.NewId("re"), charge.SourceId, Of(2000, "czk"), chargeSettled: false));

        var failed = (await api.FailAsync(charge))!;

        Assert.Equal((0, 0), await api.A.BalanceAsync("czk"));
        Assert.Equal((-3000, -100, -2900), (failed.Amount, failed.Fee, failed.Net));
        Assert.Equal((BalanceTransactionType.PaymentFailureRefund, ReportingCategory.ChargeFailure, charge.SourceId), (failed.Type, failed.ReportingCategory, failed.SourceId));
        Assert.Empty(await api.SqlAsync("select id from pay_balance_transactions where currency = 'czk' and status = 'pending'"));
    }

    [Fact]
    public async Task A_rejected_sale_that_was_refunded_in_full_has_nothing_to_give_back()
    {
        var charge = await ChargeAsync(5000, "huf");
        await api.BookAsync(ledger => ledger.Refund(Books.NewId("re"), charge.SourceId, Of(5000, "huf"), chargeSettled: false));

        Assert.Null(await api.FailAsync(charge));
        Assert.Equal((0, 0), await api.A.BalanceAsync("huf"));
    }

    [Fact]
    public async Task A_dispute_takes_available_funds_and_its_reversal_brings_them_back()
    {
        await api.SettleAsync(await ChargeAsync(5000, "ron"));
        var dispute = Books.NewId("dp");
        var opened = await api.BookAsync(ledger => ledger.DisputeOpened(dispute, Of(5000, "ron"), Of(1500, "ron")));
        Assert.Equal((0, -1500), await api.A.BalanceAsync("ron"));
        Assert.Equal((-5000, 1500, -6500, ReportingCategory.Dispute), (opened.Amount, opened.Fee, opened.Net, opened.ReportingCategory));

        var reversed = await api.BookAsync(ledger => ledger.DisputeReversed(dispute, Of(5000, "ron"), Of(1500, "ron")));

        Assert.Equal((0, 5000), await api.A.BalanceAsync("ron"));
        Assert.Equal((5000, -1500, 6500, ReportingCategory.DisputeReversal), (reversed.Amount, reversed.Fee, reversed.Net, reversed.ReportingCategory));
    }

    [Fact]
    public async Task Nothing_is_booked_twice()
    {
        var charge = await ChargeAsync(5000, "bgn");
        var refund = Books.NewId("re");
        await api.BookAsync(ledger => ledger.Refund(refund, charge.SourceId, Of(100, "bgn"), chargeSettled: false));

        await Assert.ThrowsAsync<DbUpdateException>(() => api.BookAsync(ledger => ledger.Charge(charge.SourceId, Of(5000, "bgn"), null, Books.Tomorrow, null)));
        await Assert.ThrowsAsync<DbUpdateException>(() => api.BookAsync(ledger => ledger.Refund(refund, charge.SourceId, Of(100, "bgn"), chargeSettled: false)));
        Assert.Equal((4900, 0), await api.A.BalanceAsync("bgn"));
    }

    [Fact]
    public async Task Two_hosts_that_settle_a_charge_at_once_settle_it_once()
    {
        var charge = await ChargeAsync(5000, "try");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.SettleAsync(charge)));

        Assert.Equal((0, 5000), await api.A.BalanceAsync("try"));
    }

    [Fact]
    public async Task Amounts_that_move_nothing_and_unknown_charges_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ChargeAsync(0, "gbp"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => api.BookAsync(ledger => ledger.Refund("re_1", "ch_1", Of(-5, "gbp"), true)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => api.BookAsync(ledger => ledger.Charge("ch_1", Of(5, "gbp"), Of(1, "usd"), Books.Tomorrow, null)));
        var charge = await ChargeAsync(500, "isk");
        var refund = await api.BookAsync(ledger => ledger.Refund(Books.NewId("re"), charge.SourceId, Of(100, "isk"), false));
        await Assert.ThrowsAsync<InvalidOperationException>(() => api.SettleAsync(refund));
        await using var neighbour = api.Worker(api.ProjectB);
        await Assert.ThrowsAsync<InvalidOperationException>(() => neighbour.ServiceProvider.GetRequiredService<LedgerService>().SettleAsync(charge.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_long_balance_is_folded_into_its_sum()
    {
        await using (var scope = api.Worker(api.ProjectA))
        {
            var ledger = scope.ServiceProvider.GetRequiredService<LedgerService>();
            for (var i = 1; i <= BalanceFolding.MostParts + 10; i++) ledger.Charge(Books.NewId("ch"), Of(i, "thb"), null, Books.Tomorrow, null);
            await scope.ServiceProvider.GetRequiredService<PayDb>().SaveChangesAsync();
        }
        var before = await api.A.BalanceAsync("thb");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.Services.GetRequiredService<BalanceFolding>().FoldAsync(CancellationToken.None)));

        Assert.Equal(before, await api.A.BalanceAsync("thb"));
        Assert.InRange((long)(await api.SqlAsync("select count(*) from pay_ledger_balances where currency = 'thb'"))[0][0]!, 1, 10);
    }

    private static Money Of(long minor, string currency) => new(minor, Currency.Of(currency));

    private Task<BalanceTransaction> ChargeAsync(long minor, string currency, long fee = 0) =>
        api.BookAsync(ledger => ledger.Charge(Books.NewId("ch"), Of(minor, currency), fee == 0 ? null : Of(fee, currency), Books.Tomorrow, "a book"));
}
