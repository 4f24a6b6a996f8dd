using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Subscription and setup mode, paid and set up at the simulator.</summary>
public sealed class SubscriptionTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task The_first_invoice_is_paid_by_the_session_and_comes_to_the_same()
    {
        var rate = (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["percentage"] = "20", ["inclusive"] = "false", ["country"] = "GB" })).Ok().Id;
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["duration"] = "forever" })).Ok().Id;
        var made = (await api.A.SessionAsync(new()
        {
            ["line_items[1][price_data][currency]"] = "gbp",
            ["line_items[1][price_data][unit_amount]"] = "555",
            ["line_items[1][price_data][product_data][name]"] = "Welcome box",
            ["line_items[1][quantity]"] = "1",
            ["subscription_data[default_tax_rates][]"] = rate,
            ["subscription_data[metadata][plan]"] = "gold",
            ["subscription_data[description]"] = "Tea every month",
            ["discounts[0][coupon]"] = coupon,
        }, mode: "subscription")).Ok();
        // 2000 + 555 = 2555; a tenth off is 255.5, so 256: 2299; a fifth of that on top is 459.8, of which the fraction is ignored: 459.
        Assert.Equal((2555, 2758), (made.Number("amount_subtotal"), made.Number("amount_total")));
        var view = await api.ViewAsync(made.Id);
        Assert.Equal((2758, 2160, "month"), ((int)view.DueNow, (int)view.Following!.Amount, view.Following.Interval.Interval)); // 1800 and its fifth

        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription&expand[]=invoice&expand[]=customer")).Ok();
        Assert.Equal(("complete", "paid"), (paid.Text("status"), paid.Text("payment_status")));
        Assert.True(paid.IsNull("payment_intent"));
        Assert.Equal(("paid", 2758, "subscription_create"), (paid.Text("invoice.status"), paid.Number("invoice.total"), paid.Text("invoice.billing_reason")));
        Assert.Equal(("active", "gold", "Tea every month"), (paid.Text("subscription.status"), paid.Text("subscription.metadata.plan"), paid.Text("subscription.description")));
        Assert.False(paid.IsNull("subscription.default_payment_method"));
        Assert.Equal("ada@example.com", paid.Text("customer.email"));
        Assert.Equal(["checkout.session.completed"], await api.A.ToldAsync(made.Id));
        Assert.Equal(1, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
    }

    [Fact]
    public async Task After_a_decline_the_same_invoice_is_tried_again_and_another_selection_opens_another()
    {
        var made = (await api.A.SessionAsync(new() { ["line_items[0][adjustable_quantity][enabled]"] = "true" }, mode: "subscription")).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        var first = await api.A.SeeAsync(made.Id);
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.Equal(first.Text("subscription"), (await api.A.SeeAsync(made.Id)).Text("subscription"));

        var line = (await api.ViewAsync(made.Id)).Lines[0].Id;
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, Shopping.Fill(selection: Shopping.Choose(null, null, (line, 3)))));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription&expand[]=invoice")).Ok();
        Assert.NotEqual(first.Text("subscription"), paid.Text("subscription.id"));
        Assert.Equal(("active", 6000), (paid.Text("subscription.status"), paid.Number("invoice.amount_paid")));
        Assert.Equal(first.Text("customer"), paid.Text("customer"));
        Assert.Equal("incomplete_expired", (await api.A.GetAsync($"/v1/subscriptions/{first.Text("subscription")}")).Ok().Text("status"));
    }

    [Fact]
    public async Task Two_forms_at_once_subscribe_once()
    {
        var made = (await api.A.SessionAsync(mode: "subscription")).Ok();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.PayAsync(made.Id)));
        Assert.All(answers, answer => Assert.True(answer is CheckoutAnswer.Complete or CheckoutAnswer.Processing, answer.ToString()));
        var paid = await api.A.SeeAsync(made.Id);
        Assert.Equal("complete", paid.Text("status"));
        Assert.Equal("succeeded", Assert.Single((await api.A.GetAsync($"/v1/charges?customer={paid.Text("customer")}")).Ok().List()).GetProperty("status").GetString());
        Assert.Single((await api.A.GetAsync($"/v1/subscriptions?customer={paid.Text("customer")}&status=all")).Ok().List());
    }

    [Fact]
    public async Task A_free_trial_stores_the_card_and_charges_nothing()
    {
        var made = (await api.A.SessionAsync(new() { ["subscription_data[trial_period_days]"] = "14" }, mode: "subscription")).Ok();
        Assert.Equal(0, made.Number("amount_total"));
        var view = await api.ViewAsync(made.Id);
        Assert.Equal((0, 2000, true), ((int)view.DueNow, (int)view.Following!.Amount, view.NeedsCard));
        Assert.InRange((view.Following.TrialEnd!.Value - DateTimeOffset.UtcNow).TotalDays, 13.9, 14.1);

        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.True((await api.A.SeeAsync(made.Id)).IsNull("subscription"));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var done = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription.default_payment_method")).Ok();
        Assert.Equal(("complete", "no_payment_required", "trialing"), (done.Text("status"), done.Text("payment_status"), done.Text("subscription.status")));
        Assert.Equal("4242", done.Text("subscription.default_payment_method.card.last4"));
        Assert.True(done.IsNull("setup_intent"));
    }

    [Fact]
    public async Task A_free_trial_may_begin_without_a_card()
    {
        var made = (await api.A.SessionAsync(new()
        {
            ["subscription_data[trial_period_days]"] = "14",
            ["payment_method_collection"] = "if_required",
            ["subscription_data[trial_settings][end_behavior][missing_payment_method]"] = "pause",
        }, mode: "subscription")).Ok();
        Assert.False((await api.ViewAsync(made.Id)).NeedsCard);
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, Shopping.Fill(card: null)));
        var done = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription")).Ok();
        Assert.Equal(("trialing", "no_payment_required", "pause"),
            (done.Text("subscription.status"), done.Text("payment_status"), done.Text("subscription.trial_settings.end_behavior.missing_payment_method")));
    }

    [Fact]
    public async Task A_card_that_was_stored_when_the_host_died_begins_its_subscription_later()
    {
        var made = (await api.A.SessionAsync(new() { ["subscription_data[trial_period_days]"] = "14" }, mode: "subscription")).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        // As the form leaves it that stored the card and got no further.
        var setup = (await api.SqlAsync("select setup_intent_id from pay_checkout_sessions where id = $1", made.Id))[0][0]!.ToString()!;
        (await api.A.PostAsync($"/v1/setup_intents/{setup}/confirm", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        for (var i = 0; i < 200 && (await api.A.SeeAsync(made.Id)).Text("status") == "open"; i++) await Task.Delay(50);
        var done = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription")).Ok();
        Assert.Equal(("complete", "trialing"), (done.Text("status"), done.Text("subscription.status")));
    }

    [Fact]
    public async Task Credit_lowers_what_is_due_now_and_pending_items_wait()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "grace@example.com", ["balance"] = "-500" })).Ok();
        (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer.Id, ["amount"] = "333", ["currency"] = "gbp" })).Ok();
        var made = (await api.A.SessionAsync(new() { ["customer"] = customer.Id }, mode: "subscription")).Ok();
        Assert.Equal((2000, 1500), ((int)made.Number("amount_total"), (int)(await api.ViewAsync(made.Id)).DueNow));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=invoice")).Ok();
        Assert.Equal((2000, 1500), (paid.Number("invoice.total"), paid.Number("invoice.amount_paid")));
        Assert.Single((await api.A.GetAsync($"/v1/invoiceitems?customer={customer.Id}&pending=true")).Ok().List());
    }

    [Fact]
    public async Task What_is_due_beside_a_trial_is_paid_and_without_it_there_is_no_trial()
    {
        var made = (await api.A.SessionAsync(new()
        {
            ["line_items[1][price_data][currency]"] = "gbp",
            ["line_items[1][price_data][unit_amount]"] = "700",
            ["line_items[1][price_data][product_data][name]"] = "Welcome box",
            ["line_items[1][quantity]"] = "1",
            ["subscription_data[trial_period_days]"] = "7",
        }, mode: "subscription")).Ok();
        Assert.Equal((700, 700), (made.Number("amount_subtotal"), made.Number("amount_total")));
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        var tried = await api.A.SeeAsync(made.Id);
        (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}/expire")).Ok();
        Assert.Equal("canceled", (await api.A.GetAsync($"/v1/subscriptions/{tried.Text("subscription")}")).Ok().Text("status"));
    }

    [Fact]
    public async Task The_last_redemption_of_a_code_is_taken_once()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "50", ["duration"] = "once" })).Ok().Id;
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = "LASTONE", ["max_redemptions"] = "1" })).Ok();
        var sessions = new List<string>();
        foreach (var mode in (string[])["payment", "subscription", "payment"]) sessions.Add((await api.A.SessionAsync(new() { ["allow_promotion_codes"] = "true" }, mode: mode)).Ok().Id);
        var answers = await Task.WhenAll(sessions.Select(id => api.PayAsync(id, Shopping.Fill(selection: Shopping.Choose("LASTONE")))));
        Assert.Single(answers, answer => answer is CheckoutAnswer.Complete);
        Assert.All(answers, answer => Assert.True(answer is CheckoutAnswer.Complete or CheckoutAnswer.Declined or CheckoutAnswer.Invalid, answer.ToString()));
        Assert.Equal(1, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
    }

    [Fact]
    public async Task Setup_mode_keeps_a_card_for_later()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "grace@example.com" })).Ok();
        var made = (await api.A.SessionAsync(new() { ["customer"] = customer.Id, ["setup_intent_data[metadata][why]"] = "later" }, sells: false, mode: "setup")).Ok();
        Assert.Equal(("no_payment_required", true), (made.Text("payment_status"), made.IsNull("amount_total")));
        Assert.Equal("later", (await api.A.GetAsync($"/v1/setup_intents/{made.Text("setup_intent")}")).Ok().Text("metadata.why"));
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var done = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=setup_intent")).Ok();
        Assert.Equal(("complete", "succeeded", customer.Id), (done.Text("status"), done.Text("setup_intent.status"), done.Text("setup_intent.customer")));
        Assert.Single((await api.A.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Ok().List());
        Assert.Equal(["checkout.session.completed"], await api.A.ToldAsync(made.Id));
    }
}
