using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Shipping rates on the API.</summary>
public sealed class ShippingRateTests(PayApi api) : IClassFixture<PayApi>
{
    private static Form Post => new()
    {
        ["display_name"] = "Post",
        ["fixed_amount[amount]"] = "450",
        ["fixed_amount[currency]"] = "gbp",
        ["fixed_amount[currency_options][eur][amount]"] = "520",
        ["delivery_estimate[minimum][unit]"] = "business_day",
        ["delivery_estimate[minimum][value]"] = "2",
        ["metadata[a]"] = "1",
    };

    [Fact]
    public async Task A_rate_is_made_and_changed_but_not_its_amount()
    {
        var made = (await api.A.PostAsync("/v1/shipping_rates", Post)).Ok();
        Assert.StartsWith("shr_", made.Id, StringComparison.Ordinal);
        Assert.Equal((450, "gbp", "fixed_amount", "unspecified"), (made.Number("fixed_amount.amount"), made.Text("fixed_amount.currency"), made.Text("type"), made.Text("tax_behavior")));
        Assert.Equal(("business_day", 2), (made.Text("delivery_estimate.minimum.unit"), made.Number("delivery_estimate.minimum.value")));
        Assert.False(made["fixed_amount"].TryGetProperty("currency_options", out _));

        var changed = (await api.A.PostAsync($"/v1/shipping_rates/{made.Id}", new()
        {
            ["active"] = "false",
            ["tax_behavior"] = "exclusive",
            ["fixed_amount[currency_options][usd][amount]"] = "600",
            ["expand[]"] = "fixed_amount.currency_options",
        })).Ok();
        Assert.Equal((false, "exclusive", 520, 600),
            (changed.Flag("active"), changed.Text("tax_behavior"), changed.Number("fixed_amount.currency_options.eur.amount"), changed.Number("fixed_amount.currency_options.usd.amount")));
        (await api.A.PostAsync($"/v1/shipping_rates/{made.Id}", new() { ["fixed_amount[amount]"] = "1" })).Fails(400, "parameter_unknown", "fixed_amount[amount]");
        (await api.A.PostAsync($"/v1/shipping_rates/{made.Id}", new() { ["tax_behavior"] = "inclusive" })).Fails(400, param: "tax_behavior");
        (await api.A.GetAsync("/v1/shipping_rates/shr_none")).Fails(404, "resource_missing");
        (await api.A.SessionAsync(new() { ["shipping_options[0][shipping_rate]"] = made.Id })).Fails(400, param: "shipping_options[0][shipping_rate]"); // inactive
    }

    [Fact]
    public async Task A_session_offers_rates_in_its_own_currency_and_those_made_for_it_are_not_listed()
    {
        var rate = (await api.A.PostAsync("/v1/shipping_rates", Post)).Ok();
        var made = (await api.A.SessionAsync(new()
        {
            ["line_items[0][price_data][currency]"] = "eur",
            ["line_items[0][price_data][unit_amount]"] = "1000",
            ["line_items[0][price_data][product_data][name]"] = "Tea",
            ["line_items[0][quantity]"] = "1",
            ["shipping_options[0][shipping_rate]"] = rate.Id,
            ["shipping_options[1][shipping_rate_data][display_name]"] = "Drone",
            ["shipping_options[1][shipping_rate_data][fixed_amount][amount]"] = "900",
            ["shipping_options[1][shipping_rate_data][fixed_amount][currency]"] = "eur",
            ["expand[]"] = "shipping_cost.shipping_rate",
        }, sells: false)).Ok();
        Assert.Equal((1520, 520, rate.Id), (made.Number("amount_total"), made.Number("shipping_options[0].shipping_amount"), made.Text("shipping_cost.shipping_rate.id")));
        var listed = (await api.A.GetAsync("/v1/shipping_rates?active=true&currency=gbp")).Ok().List().Select(r => r.GetProperty("id").GetString()).ToList();
        Assert.Contains(rate.Id, listed);
        Assert.DoesNotContain(made.Text("shipping_options[1].shipping_rate"), (await api.A.GetAsync("/v1/shipping_rates?limit=100")).Ok().List().Select(r => r.GetProperty("id").GetString()));
        Assert.Equal("Drone", (await api.A.GetAsync($"/v1/shipping_rates/{made.Text("shipping_options[1].shipping_rate")}")).Ok().Text("display_name"));
    }
}
