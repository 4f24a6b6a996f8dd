using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Catalog;

/// <summary>Redeeming coupons and codes, by customers on the API and by other rooms through the service.</summary>
public sealed class DiscountTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_customer_gets_a_discount_another_one_and_none()
    {
        var (tenth, quarter) = (await CouponAsync(new() { ["percent_off"] = "10", ["duration"] = "forever" }), await CouponAsync(new() { ["percent_off"] = "25" }));
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = tenth, ["expand[]"] = "discount.source.coupon" })).Ok();
        Assert.StartsWith("di_", ada.Text("discount.id"));
        Assert.Equal((ada.Id, tenth, 1), (ada.Text("discount.customer"), ada.Text("discount.source.coupon.id"), (await api.A.GetAsync($"/v1/coupons/{tenth}")).Ok().Number("times_redeemed")));
        Assert.True(ada.IsNull("discount.end"));
        var now = (await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["coupon"] = quarter })).Ok();
        Assert.Equal(quarter, now.Text("discount.source.coupon"));
        Assert.Equal(now.Text("discount.id"), (await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["name"] = "Ada" })).Ok().Text("discount.id"));
        var deleted = (await api.A.DeleteAsync($"/v1/customers/{ada.Id}/discount")).Ok();
        Assert.Equal((now.Text("discount.id"), true, quarter), (deleted.Id, deleted.Flag("deleted"), deleted.Text("source.coupon")));
        Assert.True((await api.A.GetAsync($"/v1/customers/{ada.Id}")).Ok().IsNull("discount"));
        (await api.A.DeleteAsync($"/v1/customers/{ada.Id}/discount")).Fails(404, "resource_missing");
        (await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["coupon"] = tenth })).Ok();
        Assert.True((await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["coupon"] = "" })).Ok().IsNull("discount"));
        var types = (await api.A.GetAsync($"/v1/events?object_id={ada.Id}&limit=100")).Ok().List().Select(e => e.GetProperty("type").GetString()).Where(type => type!.StartsWith("customer.discount.", StringComparison.Ordinal));
        Assert.Equal(["customer.discount.deleted", "customer.discount.created", "customer.discount.deleted", "customer.discount.updated", "customer.discount.created"], types);
    }

    [Fact]
    public async Task A_discount_outlives_its_coupon()
    {
        var coupon = await CouponAsync(new() { ["percent_off"] = "10" });
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = coupon })).Ok();
        (await api.A.DeleteAsync($"/v1/coupons/{coupon}")).Ok();
        var shown = (await api.A.GetAsync($"/v1/customers/{ada.Id}?expand[]=discount.source.coupon")).Ok();
        Assert.Equal((10, false), (shown["discount.source.coupon.percent_off"].GetDecimal(), shown.Flag("discount.source.coupon.valid")));
        (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = coupon })).Fails(400, "resource_missing", "coupon");
    }

    [Fact]
    public async Task A_code_for_new_customers_is_not_for_one_who_has_paid()
    {
        var code = await CodeAsync(new() { ["restrictions[first_time_transaction]"] = "true" });
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = code })).Ok();
        Assert.Equal(code, customer.Text("discount.promotion_code"));
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "500", ["currency"] = "gbp", ["customer"] = customer.Id, ["payment_method"] = "pm_card_visa", ["confirm"] = "true" })).Ok();
        await api.SqlAsync("update pay_payment_attempts set amount_captured = 500 where customer_id = $1", customer.Id);
        Assert.Equal("This promotion code cannot be redeemed because the associated customer has prior transactions.",
            (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["promotion_code"] = code })).Fails(400, param: "promotion_code").Text("error.message"));
    }

    [Fact]
    public async Task What_cannot_be_redeemed_is_refused_with_its_reason()
    {
        var (expired, last) = (await CouponAsync(new() { ["percent_off"] = "10" }), await CouponAsync(new() { ["percent_off"] = "10", ["max_redemptions"] = "1" }));
        await api.SqlAsync("update pay_coupons set redeem_by = now() - interval '1 second' where id = $1", expired);
        Assert.Equal($"Coupon expired: {expired}", (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = expired })).Fails(400, "coupon_expired", "coupon").Text("error.message"));
        (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = last })).Ok();
        (await api.A.PostAsync("/v1/customers", new() { ["coupon"] = last })).Fails(400, "coupon_expired", "coupon");
        Assert.False((await api.A.GetAsync($"/v1/coupons/{last}")).Ok().Flag("valid"));
        var inactive = await CodeAsync(new() { ["active"] = "false" });
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = inactive })).Fails(400, param: "promotion_code");
        var minimum = await CodeAsync(new() { ["restrictions[minimum_amount]"] = "1000", ["restrictions[minimum_amount_currency]"] = "gbp" });
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = minimum })).Fails(400, param: "promotion_code");
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = "promo_none" })).Fails(400, "resource_missing", "promotion_code");
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = minimum, ["coupon"] = last })).Fails(400, "parameters_exclusive", "coupon");
        var owner = (await api.A.PostAsync("/v1/customers")).Ok().Id;
        var owned = await CodeAsync(new() { ["customer"] = owner });
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = owned })).Fails(400, param: "promotion_code");
        (await api.A.PostAsync($"/v1/customers/{owner}", new() { ["promotion_code"] = owned })).Ok();
    }

    [Fact]
    public async Task The_last_redemption_is_taken_once()
    {
        var coupon = await CouponAsync(new() { ["percent_off"] = "10", ["max_redemptions"] = "3" });
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.A.PostAsync("/v1/customers", new() { ["coupon"] = coupon })));
        Assert.Equal((3, 5), (replies.Count(reply => reply.Code == 200), replies.Count(reply => reply.Code == 400)));
        Assert.Equal(3, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
    }

    [Fact]
    public async Task A_used_up_code_is_told_of_and_inactive()
    {
        var code = await CodeAsync(new() { ["max_redemptions"] = "1" });
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = code })).Ok();
        var shown = (await api.A.GetAsync($"/v1/promotion_codes/{code}")).Ok();
        Assert.Equal((1, false), (shown.Number("times_redeemed"), shown.Flag("active")));
        Assert.Equal(0, (await api.A.GetAsync($"/v1/events?object_id={code}&type=promotion_code.updated")).Ok().Number("data[0].data.previous_attributes.times_redeemed"));
        (await api.A.PostAsync("/v1/customers", new() { ["promotion_code"] = code })).Fails(400, param: "promotion_code");
    }

    [Fact]
    public async Task A_repeating_discount_ends_after_its_months_on_a_day_that_the_month_has()
    {
        var coupon = await CouponAsync(new() { ["amount_off"] = "100", ["currency"] = "gbp", ["duration"] = "repeating", ["duration_in_months"] = "1", ["currency_options[eur][amount_off]"] = "120" });
        await using var scope = Request();
        var start = new DateTimeOffset(2027, 1, 31, 10, 0, 0, TimeSpan.Zero);
        scope.ServiceProvider.GetRequiredService<ScopeTime>().Enter("clock_1", start);
        var discount = await scope.ServiceProvider.GetRequiredService<DiscountService>()
            .RedeemAsync(new(coupon, null, null, "coupon"), new("cus_1", Subscription: "sub_1"), new RedemptionFacts(true, new(1000, Currency.Of("eur"))), CancellationToken.None);
        Assert.Equal((start, new DateTimeOffset(2027, 2, 28, 10, 0, 0, TimeSpan.Zero), "sub_1"), (discount.Start, discount.End, discount.Subscription));
        Assert.Equal((100, 120, (long?)null), (discount.Terms.AmountOffIn("gbp"), discount.Terms.AmountOffIn("eur"), discount.Terms.AmountOffIn("usd")));
        Assert.True(discount.IsActiveAt(start) && !discount.IsActiveAt(discount.End!.Value));
        var refused = await Assert.ThrowsAsync<StripeError>(() => scope.ServiceProvider.GetRequiredService<DiscountService>()
            .RedeemAsync(new(coupon, null, null, "coupon"), new("cus_1"), new RedemptionFacts(true, new(1000, Currency.Of("usd"))), CancellationToken.None));
        Assert.Equal("coupon", refused.Param);
    }

    [Theory]
    [InlineData("gbp", 999, false)]
    [InlineData("gbp", 1000, true)]
    [InlineData("eur", 1199, false)]
    [InlineData("eur", 1200, true)]
    [InlineData("usd", 99999, false)]
    public async Task A_minimum_amount_is_asked_for_in_each_currency(string currency, long amount, bool redeemed)
    {
        var code = await CodeAsync(new() { ["restrictions[minimum_amount]"] = "1000", ["restrictions[minimum_amount_currency]"] = "gbp", ["restrictions[currency_options][eur][minimum_amount]"] = "1200" });
        await using var scope = Request();
        var trying = scope.ServiceProvider.GetRequiredService<DiscountService>()
            .RedeemAsync(new(null, code, null, "discounts[0][promotion_code]"), new(null), new RedemptionFacts(true, new(amount, Currency.Of(currency))), CancellationToken.None);
        if (redeemed) Assert.Equal(code, (await trying).PromotionCode);
        else Assert.Equal("discounts[0][promotion_code]", (await Assert.ThrowsAsync<StripeError>(() => trying)).Param);
    }

    [Fact]
    public async Task A_list_of_discounts_is_left_cleared_or_replaced_and_keeps_those_it_names()
    {
        var (one, two) = (await CouponAsync(new() { ["percent_off"] = "10" }), await CouponAsync(new() { ["percent_off"] = "20" }));
        await using var scope = Request();
        var service = scope.ServiceProvider.GetRequiredService<DiscountService>();
        var (owner, facts) = (new DiscountOwner("cus_1"), new RedemptionFacts(true));
        var first = await service.ApplyAsync(Choices(new(two, null, null, "a"), new(one, null, null, "b")), [], owner, facts, CancellationToken.None);
        Assert.Equal([two, one], first.Select(discount => discount.Coupon));
        Assert.Same(first, await service.ApplyAsync(default, first, owner, facts, CancellationToken.None));
        Assert.Empty(await service.ApplyAsync(Change<IReadOnlyList<DiscountChoice>>.Clear, first, owner, facts, CancellationToken.None));
        Assert.Equal([first[1]], await service.ApplyAsync(Choices(new DiscountChoice(null, null, first[1].Id, "a")), first, owner, facts, CancellationToken.None));
        Assert.Equal("resource_missing", (await Assert.ThrowsAsync<StripeError>(() => service.ApplyAsync(Choices(new DiscountChoice(null, null, "di_none", "a")), first, owner, facts, CancellationToken.None))).Code);
        Assert.Equal("b", (await Assert.ThrowsAsync<StripeError>(() => service.ApplyAsync(Choices(new(one, null, null, "a"), new(one, null, null, "b")), [], owner, facts, CancellationToken.None))).Param);
    }

    private static Change<IReadOnlyList<DiscountChoice>> Choices(params DiscountChoice[] choices) => Change<IReadOnlyList<DiscountChoice>>.To(choices);

    private AsyncServiceScope Request()
    {
        var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CalmonyPay.Platform.Tenancy.TenantScope>().Enter(new(api.ProjectA, false));
        _ = scope.ServiceProvider.GetRequiredService<PayDb>();
        return scope;
    }

    private async Task<string> CouponAsync(Form form) => (await api.A.PostAsync("/v1/coupons", form)).Ok().Id;

    private async Task<string> CodeAsync(Form form)
    {
        form.Add(new("coupon", await CouponAsync(new() { ["percent_off"] = "10" })));
        return (await api.A.PostAsync("/v1/promotion_codes", form)).Ok().Id;
    }
}
