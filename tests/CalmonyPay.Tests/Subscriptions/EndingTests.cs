using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class EndingTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset HalfTime = Billing.NewYear.AddDays(15.5);

    [Fact]
    public async Task It_ends_with_its_period_where_that_was_asked_for_and_nothing_more_is_billed()
    {
        var (clock, made) = await HalfAsync();
        var ending = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["cancel_at_period_end"] = "true", ["cancellation_details[feedback]"] = "unused" })).Ok();
        Assert.Equal(("active", ending.Number("current_period_end"), "unused"), (ending.Text("status"), ending.Number("cancel_at"), ending.Text("cancellation_details.feedback")));
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(3));
        var ended = await api.A.ShownAsync(made.Id);
        Assert.Equal(("canceled", Billing.NewYear.AddMonths(1).ToUnixTimeSeconds(), "cancellation_requested"), (ended.Text("status"), ended.Number("ended_at"), ended.Text("cancellation_details.reason")));
        Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Equal("customer.subscription.deleted", (await api.A.ToldAsync(made.Id))[^1]);
    }

    [Fact]
    public async Task Who_thinks_better_of_it_goes_on()
    {
        var (clock, made) = await HalfAsync();
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["cancel_at_period_end"] = "true" })).Ok();
        var kept = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["cancel_at_period_end"] = "false" })).Ok();
        Assert.True(kept.IsNull("cancel_at") && kept.IsNull("canceled_at") && kept.IsNull("cancellation_details.reason"));
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(1).AddHours(2));
        Assert.Equal(2, (await api.A.InvoicesAsync(made.Id)).Count);
    }

    [Fact]
    public async Task An_end_within_the_month_that_is_paid_for_gives_back_the_rest_and_one_in_the_next_is_paid_up_to_it()
    {
        var (clock, made) = await HalfAsync(3100);
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["cancel_at"] = Billing.Seconds(Billing.NewYear.AddDays(21)) })).Ok();
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddDays(22));
        // 10 of 31 days of 3100 are not used.
        Assert.Equal(-1000, (await api.A.InvoicesAsync(made.Id))[1].Number("total"));

        var (other, next) = await HalfAsync(2800);
        (await api.A.PostAsync($"/v1/subscriptions/{next.Id}", new() { ["cancel_at"] = Billing.Seconds(Billing.NewYear.AddMonths(1).AddDays(7)) })).Ok();
        await api.A.AdvanceAsync(other, Billing.NewYear.AddMonths(1).AddHours(2));
        // 7 of the 28 days from 1 February.
        Assert.Equal(["Time on Gold from 01 Feb 2026 until 08 Feb 2026: 700"], (await api.A.InvoicesAsync(next.Id))[1].Lines());
        await api.A.AdvanceAsync(other, Billing.NewYear.AddMonths(2));
        Assert.Equal("canceled", (await api.A.ShownAsync(next.Id)).Text("status"));
        Assert.Equal(2, (await api.A.InvoicesAsync(next.Id)).Count);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?invoice_now=true", null)]
    [InlineData("?prorate=true&invoice_now=true", -500L)]
    public async Task Cancelled_at_once_it_settles_what_it_is_told_to(string query, long? total)
    {
        var (_, made) = await HalfAsync();
        var ended = (await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}{query}")).Ok();
        Assert.Equal(("canceled", HalfTime.ToUnixTimeSeconds()), (ended.Text("status"), ended.Number("ended_at")));
        Assert.Equal(total is null ? [1000L] : [1000L, total.Value], (await api.A.InvoicesAsync(made.Id)).Select(i => i.Number("total")));
        (await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}")).Fails(404, "resource_missing");
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["description"] = "late" })).Fails(400);
        Assert.Equal("b", (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["metadata[a]"] = "b" })).Ok().Text("metadata.a"));
    }

    [Fact]
    public async Task A_credit_that_no_invoice_took_is_on_the_customers_next_one()
    {
        var (_, made) = await HalfAsync();
        (await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}?prorate=true")).Ok();
        var next = (await api.A.SubscribeAsync(made.Text("customer")!, await api.A.PriceAsync(2000, product: "Platinum"))).Ok();
        Assert.Equal(1500, Assert.Single(await api.A.InvoicesAsync(next.Id)).Number("amount_paid"));
    }

    [Fact]
    public async Task An_incomplete_one_goes_with_its_invoice()
    {
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(), await api.A.PriceAsync(), new() { ["payment_behavior"] = "default_incomplete" })).Ok();
        Assert.Equal("canceled", (await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}")).Ok().Text("status"));
        Assert.Equal("void", Assert.Single(await api.A.InvoicesAsync(made.Id)).Text("status"));
    }

    [Fact]
    public async Task A_customer_who_goes_takes_the_subscriptions_along()
    {
        var (clock, made) = await HalfAsync();
        (await api.A.DeleteAsync($"/v1/customers/{made.Text("customer")}")).Ok();
        Assert.Equal("canceled", (await api.A.ShownAsync(made.Id)).Text("status"));
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(2));
        Assert.Single(await api.A.InvoicesAsync(made.Id));
    }

    [Fact]
    public async Task Paused_it_gives_back_the_rest_of_the_month_bills_nothing_and_resumes_with_a_new_period()
    {
        var (clock, made) = await HalfAsync();
        Assert.Equal("paused", (await api.A.PostAsync($"/v1/subscriptions/{made.Id}/pause")).Ok().Text("status"));
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(3));
        Assert.Single(await api.A.InvoicesAsync(made.Id));
        var resumed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}/resume", new() { ["expand[]"] = "latest_invoice" })).Ok();
        Assert.Equal(("active", Billing.NewYear.AddMonths(3).ToUnixTimeSeconds()), (resumed.Text("status"), resumed.Number("billing_cycle_anchor")));
        // 1000 for the new month, 500 back for the half that was paused.
        Assert.Equal(500, resumed.Number("latest_invoice.amount_paid"));
        Assert.Equal(["customer.subscription.paused", "customer.subscription.resumed"], (await api.A.ToldAsync(made.Id)).Where(type => type.Contains("ause", StringComparison.Ordinal) || type.Contains("resumed", StringComparison.Ordinal)));
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}/resume")).Fails(400);
    }

    [Fact]
    public async Task A_discount_is_taken_away()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "forever" })).Ok().Id;
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(), await api.A.PriceAsync(), new() { ["coupon"] = coupon })).Ok();
        Assert.Single(made.List("discounts"));
        Assert.True((await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}/discount")).Ok().Flag("deleted"));
        Assert.Empty((await api.A.ShownAsync(made.Id)).List("discounts"));
        (await api.A.DeleteAsync($"/v1/subscriptions/{made.Id}/discount")).Fails(404);
    }

    [Fact]
    public async Task Lists_leave_out_what_is_over_and_searches_find_by_metadata()
    {
        var customer = await api.A.PayerAsync();
        var mark = Guid.NewGuid().ToString("N");
        var (price, other) = (await api.A.PriceAsync(), await api.A.PriceAsync(product: "Silver"));
        var living = (await api.A.SubscribeAsync(customer, price, new() { ["metadata[mark]"] = mark })).Ok();
        var over = (await api.A.SubscribeAsync(customer, other)).Ok();
        (await api.A.DeleteAsync($"/v1/subscriptions/{over.Id}")).Ok();
        Assert.Equal([living.Id], await IdsAsync($"customer={customer}"));
        Assert.Equal([over.Id], await IdsAsync($"customer={customer}&status=canceled"));
        Assert.Equal([over.Id, living.Id], await IdsAsync($"customer={customer}&status=all"));
        Assert.Equal([living.Id], await IdsAsync($"price={price}&status=all"));
        Assert.Equal([living.Id], await IdsAsync($"customer={customer}&current_period_end[gt]={living.Number("current_period_end") - 1}"));
        Assert.Equal([living.Id], (await api.A.GetAsync($"/v1/subscriptions/search?query=metadata['mark']:'{mark}'")).Ok().List().Select(s => s.GetProperty("id").GetString()));
        (await api.B.GetAsync($"/v1/subscriptions/{living.Id}")).Fails(404);
        (await api.B.GetAsync($"/v1/subscription_items/{living.Text("items.data[0].id")}")).Fails(404);
    }

    private async Task<string[]> IdsAsync(string query) => [.. (await api.A.GetAsync($"/v1/subscriptions?{query}")).Ok().List().Select(s => s.GetProperty("id").GetString()!)];

    private async Task<(string Clock, Reply Made)> HalfAsync(long amount = 1000)
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(amount))).Ok();
        await api.A.AdvanceAsync(clock, HalfTime);
        return (clock, made);
    }
}
