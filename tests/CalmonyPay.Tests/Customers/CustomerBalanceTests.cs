using CalmonyPay.Tests.Invoices;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Customers;

public sealed class CustomerBalanceTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Adjustments_add_up_to_the_balance_and_are_applied_to_the_next_invoice()
    {
        var customer = await api.A.CustomerAsync();
        var first = (await api.A.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = "-500", ["currency"] = "gbp", ["description"] = "Sorry", ["metadata[a]"] = "1" })).Ok();
        Assert.StartsWith("cbtxn_", first.Id, StringComparison.Ordinal);
        Assert.Equal(("adjustment", -500L, -500L, customer), (first.Text("type"), first.Number("amount"), first.Number("ending_balance"), first.Text("customer")));
        var second = (await api.A.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = "100", ["currency"] = "gbp" })).Ok();
        Assert.Equal(-400, second.Number("ending_balance"));
        Assert.Equal(-400, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Number("balance"));
        var renamed = (await api.A.PostAsync($"/v1/customers/{customer}/balance_transactions/{first.Id}", new() { ["description"] = "", ["metadata[b]"] = "2" })).Ok();
        Assert.True(renamed.IsNull("description"));
        Assert.Equal(("1", "2"), (renamed.Text("metadata.a"), renamed.Text("metadata.b")));

        var open = await api.A.OpenAsync(customer, null, 1000);
        Assert.Equal((600L, -400L, 0L), (open.Number("amount_due"), open.Number("starting_balance"), open.Number("ending_balance")));
        var list = (await api.A.GetAsync($"/v1/customers/{customer}/balance_transactions?expand[]=data.invoice")).Ok();
        Assert.Equal([400L, 100L, -500L], list.List().Select(t => t.GetProperty("amount").GetInt64()));
        Assert.Equal(("applied_to_invoice", open.Id), (list.Text("data[0].type"), list.Text("data[0].invoice.id")));
        Assert.Single((await api.A.GetAsync($"/v1/customers/{customer}/balance_transactions?invoice={open.Id}")).Ok().List());
        Assert.Equal(first.Id, (await api.A.GetAsync($"/v1/customers/{customer}/balance_transactions?limit=1&starting_after={second.Id}")).Ok().Text("data[0].id"));
    }

    [Fact]
    public async Task Concurrent_adjustments_are_all_counted()
    {
        var customer = await api.A.CustomerAsync(null);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => api.A.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = "-10", ["currency"] = "gbp" })));
        Assert.Equal(-320, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Number("balance"));
        var endings = (await api.A.GetAsync($"/v1/customers/{customer}/balance_transactions?limit=100")).Ok().List().Select(t => t.GetProperty("ending_balance").GetInt64()).Order();
        Assert.Equal(Enumerable.Range(1, 32).Select(n => n * -10L).Reverse(), endings);
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        var customer = await api.A.CustomerAsync(null);
        var path = $"/v1/customers/{customer}/balance_transactions";
        (await api.A.PostAsync(path, new() { ["currency"] = "gbp" })).Fails(400, "parameter_missing", "amount");
        (await api.A.PostAsync(path, new() { ["amount"] = "1" })).Fails(400, "parameter_missing", "currency");
        (await api.A.PostAsync(path, new() { ["amount"] = "0", ["currency"] = "gbp" })).Fails(400, param: "amount");
        (await api.A.PostAsync(path, new() { ["amount"] = "1", ["currency"] = "gbp" })).Ok();
        (await api.A.PostAsync(path, new() { ["amount"] = "1", ["currency"] = "eur" })).Fails(400, param: "currency");
        (await api.A.GetAsync($"{path}/cbtxn_none")).Fails(404, "resource_missing", "transaction");
        (await api.A.PostAsync("/v1/customers/cus_none/balance_transactions", new() { ["amount"] = "1", ["currency"] = "gbp" })).Fails(404, "resource_missing", "customer");
        (await api.B.GetAsync(path)).Fails(404, "resource_missing");
    }
}
