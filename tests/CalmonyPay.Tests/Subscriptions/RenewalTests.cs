using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class RenewalTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Every_month_is_invoiced_once_and_charged_an_hour_later_though_months_end_on_other_days()
    {
        var start = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
        var clock = await api.A.ClockAsync(start);
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        await api.A.AdvanceAsync(clock, start.AddMonths(4).AddHours(2));
        var invoices = await api.A.InvoicesAsync(made.Id);
        // 31 Jan, 28 Feb, 31 Mar, 30 Apr, 31 May
        Assert.Equal(
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
            invoices.Select(i => DateTimeOffset.FromUnixTimeSeconds(i.Number("lines.data[0].period.start")).ToString("yyyy-MM-dd", null)));
        Assert.All(invoices, invoice => Assert.Equal("paid", invoice.Text("status")));
        Assert.All(invoices[1..], invoice =>
        {
            Assert.Equal("subscription_cycle", invoice.Text("billing_reason"));
            Assert.Equal(invoice.Number("created") + 3600, invoice.Number("status_transitions.paid_at"));
            Assert.Equal(invoice.Number("lines.data[0].period.start"), invoice.Number("period_end"));
        });
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal(("active", invoices[^1].Id), (now.Text("status"), now.Text("latest_invoice")));
        Assert.Equal(start.AddMonths(5).ToUnixTimeSeconds(), now.Number("current_period_end"));
    }

    [Fact]
    public async Task A_renewal_is_told_ahead_and_the_preview_has_no_id()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(23.9));
        Assert.DoesNotContain("invoice.upcoming", await api.A.ToldAsync(made.Id));
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(24.1));
        var told = Assert.Single((await api.A.GetAsync($"/v1/events?object_id={made.Id}&type=invoice.upcoming")).Ok().List());
        var preview = told.GetProperty("data").GetProperty("object");
        Assert.False(preview.TryGetProperty("id", out _));
        Assert.Equal(1000, preview.GetProperty("amount_due").GetInt64());
    }

    [Fact]
    public async Task A_trial_ends_in_its_first_bill_after_it_was_told()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(), new() { ["trial_period_days"] = "14" })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(14).AddHours(2));
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal("active", now.Text("status"));
        Assert.Equal(BillingSteps.NewYear.AddDays(14).AddMonths(1).ToUnixTimeSeconds(), now.Number("current_period_end"));
        var first = (await api.A.InvoicesAsync(made.Id))[1];
        Assert.Equal(("paid", 1000), (first.Text("status"), first.Number("amount_paid")));
        Assert.Contains("customer.subscription.trial_will_end", await api.A.ToldAsync(made.Id));
    }

    [Theory]
    [InlineData("cancel", "canceled", 1)]
    [InlineData("pause", "paused", 1)]
    [InlineData("create_invoice", "past_due", 2)]
    public async Task A_trial_that_ends_without_a_card_does_what_its_settings_say(string behavior, string status, int invoices)
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(
            await api.A.PayerAsync(card: null, clock: clock), await api.A.PriceAsync(), new() { ["trial_period_days"] = "7", ["trial_settings[end_behavior][missing_payment_method]"] = behavior })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(7).AddHours(2));
        Assert.Equal(status, (await api.A.ShownAsync(made.Id)).Text("status"));
        Assert.Equal(invoices, (await api.A.InvoicesAsync(made.Id)).Count);
    }

    [Fact]
    public async Task A_declined_renewal_is_past_due_is_tried_again_and_ends_the_subscription_when_no_try_is_left()
    {
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Ok();
        (await api.A.PostAsync($"/v1/customers/{customer}", new() { ["invoice_settings[default_payment_method]"] = await CardAsync(customer, "pm_card_chargeCustomerFail") })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddHours(2));
        Assert.Equal("past_due", (await api.A.ShownAsync(made.Id)).Text("status"));
        // 3, 5 and 7 days after each failure
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddDays(16));
        var ended = await api.A.ShownAsync(made.Id);
        Assert.Equal(("canceled", "payment_failed"), (ended.Text("status"), ended.Text("cancellation_details.reason")));
        var failed = (await api.A.InvoicesAsync(made.Id))[1];
        Assert.Equal(("open", 4), (failed.Text("status"), failed.Number("attempt_count")));
    }

    [Fact]
    public async Task A_past_due_one_is_active_again_when_the_retry_finds_a_better_card()
    {
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Ok();
        (await api.A.PostAsync($"/v1/customers/{customer}", new() { ["invoice_settings[default_payment_method]"] = await CardAsync(customer, "pm_card_chargeCustomerFail") })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddHours(2));
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["default_payment_method"] = await CardAsync(customer, "pm_card_visa") })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddDays(4));
        Assert.Equal("active", (await api.A.ShownAsync(made.Id)).Text("status"));
        Assert.Equal("paid", (await api.A.InvoicesAsync(made.Id))[1].Text("status"));
    }

    [Fact]
    public async Task What_is_not_paid_in_23_hours_expires_with_its_invoice()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(), new() { ["payment_behavior"] = "default_incomplete" })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddHours(22));
        Assert.Equal("incomplete", (await api.A.ShownAsync(made.Id)).Text("status"));
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddHours(24));
        Assert.Equal("incomplete_expired", (await api.A.ShownAsync(made.Id)).Text("status"));
        Assert.Equal("void", Assert.Single(await api.A.InvoicesAsync(made.Id)).Text("status"));
    }

    [Fact]
    public async Task A_bill_that_is_sent_goes_past_due_when_nobody_pays()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(card: null, clock: clock), await api.A.PriceAsync(), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = "5" })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddHours(2));
        var bill = Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Equal("open", bill.Text("status"));
        Assert.Single((await api.A.GetAsync($"/v1/events?type=invoice.sent&object_id={bill.Id}")).Ok().List());
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(6));
        Assert.Equal("past_due", (await api.A.ShownAsync(made.Id)).Text("status"));
        (await api.A.PostAsync($"/v1/invoices/{(await api.A.InvoicesAsync(made.Id))[0].Id}/pay", new() { ["paid_out_of_band"] = "true" })).Ok();
        Assert.Equal("active", (await api.A.ShownAsync(made.Id)).Text("status"));
    }

    [Theory]
    [InlineData("keep_as_draft", "draft")]
    [InlineData("void", "void")]
    [InlineData("mark_uncollectible", "uncollectible")]
    public async Task While_collection_is_paused_invoices_are_made_and_not_collected(string behavior, string status)
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new()
        {
            ["pause_collection[behavior]"] = behavior,
            ["pause_collection[resumes_at]"] = BillingSteps.Seconds(BillingSteps.NewYear.AddMonths(1).AddDays(3)),
        })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(2).AddHours(2));
        var invoices = await api.A.InvoicesAsync(made.Id);
        Assert.Equal(["paid", status, "paid"], invoices.Select(i => i.Text("status")));
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal("active", now.Text("status"));
        Assert.True(now.IsNull("pause_collection"));
    }

    private async Task<string> CardAsync(string customer, string name) => (await api.A.PostAsync($"/v1/payment_methods/{name}/attach", new() { ["customer"] = customer })).Ok().Id;
}
