using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Catalog;

public sealed class CouponTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_coupon_takes_a_percentage_off()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "22.50" })).Ok();
        Assert.Matches("^[0-9A-Za-z]{8}$", coupon.Id);
        Assert.Equal((22.5m, "once", 0, true), (coupon["percent_off"].GetDecimal(), coupon.Text("duration"), coupon.Number("times_redeemed"), coupon.Flag("valid")));
        var shown = (await api.A.GetAsync($"/v1/coupons/{coupon.Id}")).Ok();
        Assert.Equal(coupon.Body, shown.Body);
        Assert.Contains("\"percent_off\":22.5,", shown.Body, StringComparison.Ordinal);
        Assert.False(shown.Has("applies_to") || shown.Has("currency_options"));
    }

    [Fact]
    public async Task A_coupon_takes_an_amount_off_some_products_in_several_currencies()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tea" })).Ok().Id;
        var coupon = (await api.A.PostAsync("/v1/coupons", new()
        {
            ["amount_off"] = "500",
            ["currency"] = "GBP",
            ["duration"] = "repeating",
            ["duration_in_months"] = "3",
            ["max_redemptions"] = "10",
            ["redeem_by"] = $"{DateTimeOffset.UtcNow.AddDays(3).ToUnixTimeSeconds()}",
            ["applies_to[products][0]"] = product,
            ["currency_options[eur][amount_off]"] = "600",
            ["expand[0]"] = "applies_to",
            ["expand[1]"] = "currency_options",
        })).Ok();
        Assert.Equal(("gbp", 3, 600, 500), (coupon.Text("currency"), coupon.Number("duration_in_months"), coupon.Number("currency_options.eur.amount_off"), coupon.Number("currency_options.gbp.amount_off")));
        Assert.Equal(product, coupon.Text("applies_to.products[0]"));
        var renamed = (await api.A.PostAsync($"/v1/coupons/{coupon.Id}", new() { ["name"] = "Five off", ["currency_options[usd][amount_off]"] = "700", ["expand[]"] = "currency_options" })).Ok();
        Assert.Equal(("Five off", 600, 700), (renamed.Text("name"), renamed.Number("currency_options.eur.amount_off"), renamed.Number("currency_options.usd.amount_off")));
        (await api.A.PostAsync($"/v1/coupons/{coupon.Id}", new() { ["amount_off"] = "1" })).Fails(400, "parameter_unknown", "amount_off");
    }

    [Fact]
    public async Task An_id_is_the_merchant_s_own_in_each_mode_and_free_again_after_deletion()
    {
        var form = new Form { ["id"] = "SPRING", ["percent_off"] = "10", ["duration"] = "forever" };
        (await api.A.PostAsync("/v1/coupons", form)).Ok();
        (await api.Live.PostAsync("/v1/coupons", form)).Ok();
        Assert.Equal("Coupon already exists.", (await api.A.PostAsync("/v1/coupons", form)).Fails(400, "resource_already_exists").Text("error.message"));
        var code = (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = "SPRING" })).Ok();
        Assert.Equal("""{"id":"SPRING","object":"coupon","deleted":true}""", (await api.A.DeleteAsync("/v1/coupons/SPRING")).Ok().Body);
        (await api.A.GetAsync("/v1/coupons/SPRING")).Fails(404, "resource_missing", "coupon");
        Assert.False((await api.A.GetAsync("/v1/events?type=coupon.deleted")).Ok().Flag("data[0].data.object.valid"));
        Assert.False((await api.A.GetAsync($"/v1/promotion_codes/{code.Id}?expand[]=promotion.coupon")).Ok().Flag("promotion.coupon.valid"));
        Assert.Equal(20, (await api.A.PostAsync("/v1/coupons", new() { ["id"] = "SPRING", ["percent_off"] = "20" })).Ok()["percent_off"].GetDecimal());
        Assert.False((await api.A.GetAsync($"/v1/promotion_codes/{code.Id}")).Ok().Flag("active"));
    }

    [Fact]
    public async Task Coupons_are_listed_newest_first_whatever_their_ids()
    {
        foreach (var id in (string[])["LIST-Z", "LIST-A", "LIST-M"]) (await api.A.PostAsync("/v1/coupons", new() { ["id"] = id, ["percent_off"] = "1" })).Ok();
        var page = (await api.A.GetAsync("/v1/coupons?limit=1&starting_after=LIST-M")).Ok();
        Assert.Equal(("LIST-A", true), (page.Text("data[0].id"), page.Flag("has_more")));
        Assert.Equal("LIST-Z", (await api.A.GetAsync("/v1/coupons?limit=1&starting_after=LIST-A")).Ok().Text("data[0].id"));
        (await api.A.GetAsync("/v1/coupons?ending_before=none")).Fails(400, "resource_missing", "ending_before");
    }

    [Theory]
    [InlineData("duration=once", "parameter_missing", "percent_off")]
    [InlineData("percent_off=10&amount_off=1&currency=gbp", null, "percent_off")]
    [InlineData("percent_off=0", null, "percent_off")]
    [InlineData("percent_off=100.01", null, "percent_off")]
    [InlineData("percent_off=1.234", null, "percent_off")]
    [InlineData("amount_off=5", null, "currency")]
    [InlineData("amount_off=0&currency=gbp", "parameter_invalid_integer", "amount_off")]
    [InlineData("percent_off=5&duration=repeating", null, "duration")]
    [InlineData("percent_off=5&duration_in_months=2", null, "duration_in_months")]
    [InlineData("percent_off=5&duration=sometimes", null, "duration")]
    [InlineData("percent_off=5&redeem_by=1000", null, "redeem_by")]
    [InlineData("percent_off=5&redeem_by=99999999999", null, "redeem_by")]
    [InlineData("percent_off=5&max_redemptions=0", "parameter_invalid_integer", "max_redemptions")]
    [InlineData("percent_off=5&currency_options[eur][amount_off]=4", "parameters_exclusive", "currency_options")]
    [InlineData("amount_off=5&currency=gbp&currency_options=5", null, "currency_options")]
    [InlineData("amount_off=5&currency=gbp&currency_options[EUR][amount_off]=4", null, "currency_options[EUR]")]
    [InlineData("amount_off=5&currency=gbp&currency_options[gbp][amount_off]=4", null, "currency_options[gbp]")]
    [InlineData("percent_off=5&applies_to[products][]=prod_none", "resource_missing", "applies_to[products]")]
    public async Task Mistakes_are_named(string sent, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Select(pair => pair.Split('=', 2))) form.Add(new(pair[0], pair[1]));
        (await api.A.PostAsync("/v1/coupons", form)).Fails(400, code, param);
    }
}
