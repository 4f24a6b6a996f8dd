using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Catalog;

public sealed class PromotionCodeTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_code_leads_to_its_coupon()
    {
        var coupon = await CouponAsync();
        var code = (await api.A.PostAsync("/v1/promotion_codes", new()
        {
            ["promotion[type]"] = "coupon",
            ["promotion[coupon]"] = coupon,
            ["code"] = "Tea-2026",
            ["restrictions[minimum_amount]"] = "1000",
            ["restrictions[minimum_amount_currency]"] = "gbp",
            ["restrictions[currency_options][eur][minimum_amount]"] = "1200",
            ["restrictions[first_time_transaction]"] = "true",
            ["expand[0]"] = "promotion.coupon",
            ["expand[1]"] = "restrictions.currency_options",
        })).Ok();
        Assert.StartsWith("promo_", code.Id);
        Assert.Equal(("Tea-2026", true, coupon, 1200), (code.Text("code"), code.Flag("active"), code.Text("promotion.coupon.id"), code.Number("restrictions.currency_options.eur.minimum_amount")));
        Assert.Equal(code.Id, Assert.Single((await api.A.GetAsync("/v1/promotion_codes?code=TEA-2026")).Ok().List()).GetProperty("id").GetString());
        var older = (await api.A.PostAsync("/v1/promotion_codes", new() { ["coupon"] = coupon })).Ok();
        Assert.Matches("^[0-9A-Z]{8}$", older.Text("code")!);
        Assert.Equal([older.Id, code.Id], (await api.A.GetAsync($"/v1/promotion_codes?coupon={coupon}&active=true")).Ok().List().Select(c => c.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_code_is_the_only_active_one_of_its_name_whatever_the_case()
    {
        var coupon = await CouponAsync();
        var first = (await CodeAsync(coupon, "ONLY")).Ok();
        Assert.Equal("An active promotion code with `code: only` already exists.", (await CodeAsync(coupon, "only")).Fails(400, param: "code").Text("error.message"));
        (await api.A.PostAsync($"/v1/promotion_codes/{first.Id}", new() { ["active"] = "false" })).Ok();
        var second = (await CodeAsync(coupon, "only")).Ok();
        (await api.A.PostAsync($"/v1/promotion_codes/{first.Id}", new() { ["active"] = "true" })).Fails(400, param: "code");
        (await api.A.PostAsync($"/v1/promotion_codes/{second.Id}", new() { ["active"] = "false" })).Ok();
        Assert.True((await api.A.PostAsync($"/v1/promotion_codes/{first.Id}", new() { ["active"] = "true" })).Ok().Flag("active"));
        (await CodeAsync(coupon, "ONLY", api.Live)).Fails(400, "resource_missing", "coupon");
    }

    [Fact]
    public async Task One_of_several_who_want_the_same_code_gets_it()
    {
        var coupon = await CouponAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CodeAsync(coupon, "RACED")));
        Assert.Equal([200, 400, 400, 400, 400, 400], replies.Select(reply => reply.Code).Order());
    }

    [Fact]
    public async Task Customers_may_each_have_a_code_of_one_name_but_not_beside_one_for_everybody()
    {
        var coupon = await CouponAsync();
        var (ada, eve) = ((await api.A.PostAsync("/v1/customers")).Ok().Id, (await api.A.PostAsync("/v1/customers")).Ok().Id);
        foreach (var customer in (string[])[ada, eve])
            Assert.Equal(customer, (await api.A.PostAsync("/v1/promotion_codes", new() { ["coupon"] = coupon, ["code"] = "MINE", ["customer"] = customer })).Ok().Text("customer"));
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["coupon"] = coupon, ["code"] = "mine", ["customer"] = ada })).Fails(400, param: "code");
        (await CodeAsync(coupon, "MINE")).Fails(400, param: "code");
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["coupon"] = coupon, ["customer"] = "cus_none" })).Fails(400, "resource_missing", "customer");
    }

    [Fact]
    public async Task A_code_that_nobody_can_redeem_any_more_is_inactive_and_leaves_its_name()
    {
        var coupon = await CouponAsync();
        var first = (await CodeAsync(coupon, "PAST")).Ok();
        await api.SqlAsync("update pay_promotion_codes set expires_at = now() - interval '1 minute' where id = $1", first.Id);
        Assert.False((await api.A.GetAsync($"/v1/promotion_codes/{first.Id}")).Ok().Flag("active"));
        Assert.Empty((await api.A.GetAsync("/v1/promotion_codes?code=past&active=true")).Ok().List());
        Assert.Single((await api.A.GetAsync("/v1/promotion_codes?code=past&active=false")).Ok().List());
        (await CodeAsync(coupon, "PAST")).Ok();
        (await api.A.PostAsync($"/v1/promotion_codes/{first.Id}", new() { ["active"] = "true" })).Fails(400, param: "active");
    }

    [Theory]
    [InlineData("promotion[coupon]=x", "parameter_missing", "promotion[type]")]
    [InlineData("promotion[type]=gift&promotion[coupon]=x", null, "promotion[type]")]
    [InlineData("promotion[type]=coupon", "parameter_missing", "promotion[coupon]")]
    [InlineData("code=x", "parameter_missing", "promotion")]
    [InlineData("coupon=none", "resource_missing", "coupon")]
    [InlineData("promotion[type]=coupon&promotion[coupon]=none", "resource_missing", "promotion[coupon]")]
    [InlineData("coupon=x&code=a b", null, "code")]
    [InlineData("coupon=x&expires_at=1000", null, "expires_at")]
    [InlineData("coupon=x&restrictions[minimum_amount]=5", "parameter_missing", "restrictions[minimum_amount_currency]")]
    [InlineData("coupon=x&restrictions[minimum_amount_currency]=gbp", "parameter_missing", "restrictions[minimum_amount]")]
    [InlineData("coupon=x&max_redemptions=0", "parameter_invalid_integer", "max_redemptions")]
    [InlineData("coupon=x&customer_account=acct_1", null, "customer_account")]
    public async Task Mistakes_are_named(string sent, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Select(pair => pair.Split('=', 2))) form.Add(new(pair[0], pair[1]));
        (await api.A.PostAsync("/v1/promotion_codes", form)).Fails(400, code, param);
    }

    private async Task<string> CouponAsync() => (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10" })).Ok().Id;

    private Task<Reply> CodeAsync(string coupon, string code, ApiClient? client = null) => (client ?? api.A).PostAsync("/v1/promotion_codes", new() { ["coupon"] = coupon, ["code"] = code });
}
