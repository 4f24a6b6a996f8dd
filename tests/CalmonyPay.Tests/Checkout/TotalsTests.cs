using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>What a session comes to, against sums done by hand.</summary>
public sealed class TotalsTests(PayApi api) : IClassFixture<PayApi>
{
    /// <summary>
    /// 3 × £10.00 with 20 % VAT on top and 1 × £11.00 that contains 10 %. A quarter off: 3000 − 750 = 2250 and 1100 − 275 = 825. VAT on top of
    /// 2250 is 450; contained in 825 is 825 × 10 / 110 = 75. With £4.99 for shipping: 2250 + 450 + 825 + 499 = 4024.
    /// </summary>
    [Fact]
    public async Task Discounts_taxes_and_shipping_add_up()
    {
        var (coupon, onTop, within) = (await CouponAsync("25"), await RateAsync("20", "false"), await RateAsync("10", "true"));
        var made = (await api.A.SessionAsync(new()
        {
            ["line_items[0][price_data][currency]"] = "gbp",
            ["line_items[0][price_data][unit_amount]"] = "1000",
            ["line_items[0][price_data][product_data][name]"] = "Cup",
            ["line_items[0][quantity]"] = "3",
            ["line_items[0][tax_rates][]"] = onTop,
            ["line_items[1][price_data][currency]"] = "gbp",
            ["line_items[1][price_data][unit_amount]"] = "1100",
            ["line_items[1][price_data][product_data][name]"] = "Pot",
            ["line_items[1][quantity]"] = "1",
            ["line_items[1][tax_rates][]"] = within,
            ["discounts[0][coupon]"] = coupon,
            ["shipping_options[0][shipping_rate_data][display_name]"] = "Post",
            ["shipping_options[0][shipping_rate_data][fixed_amount][amount]"] = "499",
            ["shipping_options[0][shipping_rate_data][fixed_amount][currency]"] = "gbp",
            ["expand[0]"] = "total_details.breakdown",
            ["expand[1]"] = "line_items",
        }, sells: false)).Ok();
        Assert.Equal((4100, 4024), (made.Number("amount_subtotal"), made.Number("amount_total")));
        Assert.Equal((1025, 525, 499), (made.Number("total_details.amount_discount"), made.Number("total_details.amount_tax"), made.Number("total_details.amount_shipping")));
        Assert.Equal(1025, made.Number("total_details.breakdown.discounts[0].amount"));
        Assert.Equal([(450, 2250, false), (75, 750, true)],
            made.List("total_details.breakdown.taxes").Select(t => (t.GetProperty("amount").GetInt32(), t.GetProperty("taxable_amount").GetInt32(), t.GetProperty("rate").GetProperty("inclusive").GetBoolean())));
        Assert.Equal((3000, 750, 450, 2700), Line(made, 0));
        Assert.Equal((1100, 275, 75, 825), Line(made, 1));

        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var paid = await api.A.SeeAsync(made.Id);
        Assert.Equal(4024, (await api.A.GetAsync($"/v1/payment_intents/{paid.Text("payment_intent")}")).Ok().Number("amount_received"));
        Assert.Equal(1, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
    }

    [Fact]
    public async Task A_shopper_chooses_quantity_shipping_and_code_and_pays_what_the_page_said()
    {
        var coupon = await CouponAsync("50");
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = "HALF", ["max_redemptions"] = "1" })).Ok();
        var made = (await api.A.SessionAsync(new()
        {
            ["allow_promotion_codes"] = "true",
            ["line_items[0][adjustable_quantity][enabled]"] = "true",
            ["line_items[0][adjustable_quantity][maximum]"] = "5",
            ["shipping_options[0][shipping_rate_data][display_name]"] = "Post",
            ["shipping_options[0][shipping_rate_data][fixed_amount][amount]"] = "300",
            ["shipping_options[0][shipping_rate_data][fixed_amount][currency]"] = "gbp",
            ["shipping_options[1][shipping_rate_data][display_name]"] = "Courier",
            ["shipping_options[1][shipping_rate_data][fixed_amount][amount]"] = "900",
            ["shipping_options[1][shipping_rate_data][fixed_amount][currency]"] = "gbp",
        })).Ok();
        var view = await api.ViewAsync(made.Id);
        Assert.Equal((2300, 2300), ((int)view.Amounts.Total, (int)view.DueNow));
        var chosen = Shopping.Choose("half", view.ShippingOptions[1].Id, (view.Lines[0].Id, 4));
        view = await api.ViewAsync(made.Id, chosen);
        Assert.Equal((8000, 900, 4900), ((int)view.Amounts.Subtotal, (int)view.Amounts.Shipping!, (int)view.Amounts.Total)); // 4 × 2000 less a half, and the courier
        Assert.Equal(("HALF", 4000), (view.PromotionCode, (int)view.Amounts.Discounts[0].Amount));
        Assert.Equal(2300, (int)(await api.ViewAsync(made.Id)).Amounts.Total); // looking changes nothing

        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, Shopping.Fill(selection: chosen)));
        var paid = await api.A.SeeAsync(made.Id);
        Assert.Equal((8000, 4900, 900), (paid.Number("amount_subtotal"), paid.Number("amount_total"), paid.Number("shipping_cost.amount_total")));
        Assert.False(paid.IsNull("discounts[0].promotion_code"));
        Assert.Equal(4900, (await api.A.GetAsync($"/v1/payment_intents/{paid.Text("payment_intent")}")).Ok().Number("amount"));

        var late = (await api.A.SessionAsync(new() { ["allow_promotion_codes"] = "true" })).Ok();
        Assert.Equal(CheckoutCodes.PromotionUnknown, (await api.ViewAsync(late.Id, Shopping.Choose("HALF"))).SelectionCodes["promotion_code"]); // it was for one
    }

    [Fact]
    public async Task A_selection_that_cannot_be_is_refused_by_field()
    {
        var made = (await api.A.SessionAsync(new() { ["line_items[0][adjustable_quantity][enabled]"] = "true", ["line_items[0][adjustable_quantity][maximum]"] = "5", ["allow_promotion_codes"] = "true" })).Ok();
        var line = (await api.ViewAsync(made.Id)).Lines[0].Id;
        foreach (var quantity in (long[])[0, 6])
            Assert.Equal(CheckoutCodes.QuantityOutOfRange, (await api.ViewAsync(made.Id, Shopping.Choose(null, null, (line, quantity)))).SelectionCodes[$"quantities[{line}]"]);
        var invalid = Assert.IsType<CheckoutAnswer.Invalid>(await api.PayAsync(made.Id, Shopping.Fill(selection: Shopping.Choose("NOPE", "shr_none", (line, 9)))));
        Assert.Equal(CheckoutCodes.PromotionUnknown, invalid.CodesByField["promotion_code"]);
        Assert.True((await api.A.SeeAsync(made.Id)).IsNull("payment_intent"));
    }

    [Fact]
    public async Task Nothing_to_pay_needs_no_card()
    {
        var made = (await api.A.SessionAsync(new() { ["discounts[0][coupon]"] = await CouponAsync("100") })).Ok();
        Assert.Equal(0, made.Number("amount_total"));
        Assert.False((await api.ViewAsync(made.Id)).NeedsCard);
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, Shopping.Fill(card: null)));
        var done = await api.A.SeeAsync(made.Id);
        Assert.Equal(("complete", "no_payment_required"), (done.Text("status"), done.Text("payment_status")));
        Assert.True(done.IsNull("payment_intent"));
        Assert.Equal(["checkout.session.completed"], await api.A.ToldAsync(made.Id));
    }

    private static (long, long, long, long) Line(Reply session, int i)
    {
        var line = session[$"line_items.data[{i}]"];
        long Of(string name) => line.GetProperty(name).GetInt64();
        return (Of("amount_subtotal"), Of("amount_discount"), Of("amount_tax"), Of("amount_total"));
    }

    private async Task<string> CouponAsync(string percent) => (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = percent, ["duration"] = "once", ["name"] = "Spring" })).Ok().Id;

    private async Task<string> RateAsync(string percent, string inclusive) => (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["percentage"] = percent, ["inclusive"] = inclusive })).Ok().Id;
}
