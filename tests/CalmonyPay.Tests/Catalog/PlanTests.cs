using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Catalog;

public sealed class PlanTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_plan_is_a_price_that_recurs_seen_by_older_clients()
    {
        var plan = (await api.A.PostAsync("/v1/plans", new()
        {
            ["id"] = "gold",
            ["amount"] = "2500",
            ["currency"] = "gbp",
            ["interval"] = "month",
            ["interval_count"] = "2",
            ["product[name]"] = "Gold",
            ["trial_period_days"] = "14",
            ["nickname"] = "the gold one",
        })).Ok();
        Assert.Equal(("gold", "plan", 2500, "licensed", 14), (plan.Id, plan.Text("object"), plan.Number("amount"), plan.Text("usage_type"), plan.Number("trial_period_days")));
        var price = (await api.A.GetAsync("/v1/prices/gold?expand[]=product")).Ok();
        Assert.Equal(("price", 2500, 2, "Gold"), (price.Text("object"), price.Number("unit_amount"), price.Number("recurring.interval_count"), price.Text("product.name")));
        var made = (await api.A.PostAsync("/v1/prices", new() { ["unit_amount"] = "7", ["currency"] = "gbp", ["recurring[interval]"] = "year", ["product"] = price.Text("product.id")! })).Ok();
        Assert.Equal("year", (await api.A.GetAsync($"/v1/plans/{made.Id}")).Ok().Text("interval"));
        Assert.Equal([made.Id, "gold"], (await api.A.GetAsync($"/v1/plans?product={price.Text("product.id")}")).Ok().List().Select(p => p.GetProperty("id").GetString()));
        (await api.A.PostAsync("/v1/plans", new() { ["id"] = "gold", ["amount"] = "1", ["currency"] = "gbp", ["interval"] = "day", ["product[name]"] = "x" })).Fails(400, "resource_already_exists");
        Assert.Equal("gold", (await api.Live.PostAsync("/v1/plans", new() { ["id"] = "gold", ["amount"] = "1", ["currency"] = "gbp", ["interval"] = "day", ["product[name]"] = "x" })).Ok().Id);
    }

    [Fact]
    public async Task A_price_that_is_paid_once_is_no_plan()
    {
        var once = (await api.A.PostAsync("/v1/prices", new() { ["unit_amount"] = "7", ["currency"] = "gbp", ["product_data[name]"] = "x" })).Ok();
        (await api.A.GetAsync($"/v1/plans/{once.Id}")).Fails(404, "resource_missing", "plan");
        (await api.A.DeleteAsync($"/v1/plans/{once.Id}")).Fails(404, "resource_missing", "plan");
    }

    [Fact]
    public async Task A_plan_is_changed_and_deleted_and_both_resources_tell()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "x" })).Ok().Id;
        var plan = (await api.A.PostAsync("/v1/plans", new() { ["amount_decimal"] = "0.5", ["currency"] = "gbp", ["interval"] = "day", ["product"] = product, ["transform_usage[divide_by]"] = "10", ["transform_usage[round]"] = "up" })).Ok();
        Assert.StartsWith("plan_", plan.Id);
        var changed = (await api.A.PostAsync($"/v1/plans/{plan.Id}", new() { ["active"] = "false", ["metadata[a]"] = "1", ["trial_period_days"] = "3" })).Ok();
        Assert.Equal((false, 3), (changed.Flag("active"), changed.Number("trial_period_days")));
        (await api.A.DeleteAsync($"/v1/products/{product}")).Fails(400);
        Assert.True((await api.A.DeleteAsync($"/v1/plans/{plan.Id}")).Ok().Flag("deleted"));
        (await api.A.GetAsync($"/v1/plans/{plan.Id}")).Fails(404);
        (await api.A.GetAsync($"/v1/prices/{plan.Id}")).Fails(404);
        (await api.A.DeleteAsync($"/v1/products/{product}")).Ok();
        var types = (await api.A.GetAsync($"/v1/events?object_id={plan.Id}")).Ok().List().Select(e => e.GetProperty("type").GetString());
        Assert.Equal(["plan.deleted", "price.deleted", "plan.updated", "price.updated", "plan.created", "price.created"], types);
    }

    [Theory]
    [InlineData("amount=1&currency=gbp&product[name]=x", "parameter_missing", "interval")]
    [InlineData("amount=1&currency=gbp&interval=month", "parameter_missing", "product")]
    [InlineData("currency=gbp&interval=month&product[name]=x", "parameter_missing", "amount")]
    [InlineData("amount=1&currency=gbp&interval=month&product[colour]=x", "parameter_missing", "product[name]")]
    [InlineData("amount=1&currency=gbp&interval=week&interval_count=157&product[name]=x", null, "interval_count")]
    [InlineData("amount=1&currency=gbp&interval=month&usage_type=metered&product[name]=x", null, "meter")]
    [InlineData("amount=1&currency=gbp&interval=month&aggregate_usage=max&product[name]=x", null, "aggregate_usage")]
    [InlineData("amount=1&currency=gbp&interval=month&product=prod_none", "resource_missing", "product")]
    public async Task Mistakes_are_named(string sent, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Select(pair => pair.Split('=', 2))) form.Add(new(pair[0], pair[1]));
        (await api.A.PostAsync("/v1/plans", form)).Fails(400, code, param);
    }
}
