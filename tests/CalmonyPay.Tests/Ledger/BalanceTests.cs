using CalmonyPay.Ledger;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Ledger;

public sealed class BalanceTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task An_empty_balance_shows_zero_in_the_projects_own_currency()
    {
        var balance = (await api.Live.GetAsync("/v1/balance")).Ok();
        Assert.Equal("""{"object":"balance","available":[{"amount":0,"currency":"gbp","source_types":{"card":0}}],"livemode":true,"pending":[{"amount":0,"currency":"gbp","source_types":{"card":0}}]}""", balance.Body);
    }

    [Fact]
    public async Task A_balance_lists_each_currency_once_and_the_projects_own_first()
    {
        await ChargeAsync(500, "aud");
        await ChargeAsync(300, "aud");
        var balance = (await api.A.GetAsync("/v1/balance")).Ok();
        Assert.False(balance.Flag("livemode"));
        foreach (var side in new[] { "available", "pending" })
        {
            var currencies = balance.List(side).Select(part => part.GetProperty("currency").GetString()).ToList();
            Assert.Equal("gbp", currencies[0]);
            Assert.Equal(currencies.Distinct(), currencies);
            Assert.Contains("aud", currencies);
        }
        Assert.Equal((800, 0), await api.A.BalanceAsync("aud"));
    }

    [Fact]
    public async Task A_balance_transaction_says_what_came_what_it_cost_and_what_is_left()
    {
        var charge = await ChargeAsync(5000, "gbp", 100);
        var shown = (await api.A.GetAsync($"/v1/balance_transactions/{charge.Id}")).Ok();
        Assert.StartsWith("txn_", shown.Id);
        Assert.Equal(
            ("balance_transaction", 5000, 100, 4900, "gbp", "charge", "charge", "pending", "payments"),
            (shown.Text("object"), shown.Number("amount"), shown.Number("fee"), shown.Number("net"), shown.Text("currency"), shown.Text("type"), shown.Text("reporting_category"), shown.Text("status"), shown.Text("balance_type")));
        Assert.Equal((charge.SourceId, "a book"), (shown.Text("source"), shown.Text("description")));
        Assert.Equal(Books.Tomorrow.ToUnixTimeSeconds(), shown.Number("available_on"));
        Assert.True(shown.IsNull("exchange_rate"));
        Assert.Equal(100, shown.Number("fee_details[0].amount"));
        Assert.Equal(shown.Body, (await api.A.GetAsync($"/v1/balance/history/{charge.Id}")).Ok().Body);
    }

    [Fact]
    public async Task Balance_transactions_are_listed_by_type_source_currency_and_time()
    {
        var charge = await ChargeAsync(5000, "cad");
        var refund = await api.BookAsync(ledger => ledger.Refund(Books.NewId("re"), charge.SourceId, new(1000, Currency.Of("cad")), chargeSettled: false));
        Assert.Equal([charge.Id], await IdsAsync($"source={charge.SourceId}"));
        Assert.Equal([refund.Id], await IdsAsync($"source={refund.SourceId}&type=refund"));
        Assert.Equal([refund.Id, charge.Id], await IdsAsync("currency=cad"));
        Assert.Equal([charge.Id], await IdsAsync("currency=CAD&type=charge"));
        Assert.Empty(await IdsAsync("type=payout"));
        Assert.Empty(await IdsAsync($"created[gt]={DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}"));
        var first = (await api.A.GetAsync("/v1/balance/history?currency=cad&limit=1")).Ok();
        Assert.True(first.Flag("has_more"));
        Assert.Equal("/v1/balance/history", first.Text("url"));
        Assert.Equal([charge.Id], await IdsAsync($"currency=cad&starting_after={first.Text("data[0].id")}"));
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        (await api.A.GetAsync("/v1/balance_transactions/txn_000000000000000000000000")).Fails(404, "resource_missing", "id");
        (await api.A.GetAsync("/v1/balance_transactions?payout=po_1")).Fails(400, param: "payout");
        (await api.A.GetAsync("/v1/balance_transactions?type=chrage")).Fails(400, param: "type");
        (await api.A.GetAsync("/v1/balance_transactions?limit=1000")).Fails(400, param: "limit");
        (await api.A.GetAsync("/v1/balance?currency=gbp")).Fails(400, "parameter_unknown", "currency");
        (await api.Browser.GetAsync("/v1/balance")).Fails(403);
    }

    [Fact]
    public async Task A_neighbour_and_the_other_mode_see_nothing()
    {
        var charge = await ChargeAsync(5000, "nzd");
        foreach (var other in new[] { api.B, api.Live })
        {
            (await other.GetAsync($"/v1/balance_transactions/{charge.Id}")).Fails(404, "resource_missing");
            Assert.Empty((await other.GetAsync("/v1/balance_transactions?limit=100")).Ok().List());
            Assert.Equal((0, 0), await other.BalanceAsync("nzd"));
        }
    }

    private sealed record Holder(Expandable BalanceTransaction);

    [Fact]
    public async Task Other_objects_expand_their_balance_transaction()
    {
        var charge = await ChargeAsync(5000, "gbp");
        await using var scope = api.Worker(api.ProjectA);
        var holder = new Holder(new("balance_transaction", charge.Id));
        await scope.ServiceProvider.GetRequiredService<Expander>().ExpandAsync(holder, ["balance_transaction"], scope.ServiceProvider, CancellationToken.None);
        Assert.Equal(charge.SourceId, Assert.IsType<BalanceTransactionResponse>(holder.BalanceTransaction.Value).Source.Key);
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string query) =>
        [.. (await api.A.GetAsync($"/v1/balance_transactions?{query}")).Ok().List().Select(t => t.GetProperty("id").GetString()!)];

    private Task<BalanceTransaction> ChargeAsync(long minor, string currency, long fee = 0) =>
        api.BookAsync(ledger => ledger.Charge(Books.NewId("ch"), new(minor, Currency.Of(currency)), new Money(fee, Currency.Of(currency)), Books.Tomorrow, "a book"));
}
