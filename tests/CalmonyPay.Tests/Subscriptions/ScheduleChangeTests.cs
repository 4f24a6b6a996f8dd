using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class ScheduleChangeTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset NewYear = BillingSteps.NewYear;

    [Fact]
    public async Task A_schedule_takes_a_subscription_over_as_it_is_and_then_changes_it()
    {
        var (clock, platinum) = (await api.A.ClockAsync(), await api.A.PriceAsync(3000, product: "Platinum"));
        var subscription = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        var made = (await api.A.PostAsync("/v1/subscription_schedules", new() { ["from_subscription"] = subscription.Id })).Ok();
        Assert.Equal(("active", subscription.Id, "release"), (made.Text("status"), made.Text("subscription"), made.Text("end_behavior")));
        Assert.Equal(["2026-01-01 to 2026-02-01"], made.Days());
        Assert.Equal(made.Id, (await api.A.ShownAsync(subscription.Id)).Text("schedule"));
        var again = (await api.A.PostAsync("/v1/subscription_schedules", new() { ["from_subscription"] = subscription.Id })).Fails(400, param: "from_subscription");
        Assert.StartsWith("You cannot migrate a subscription that is already attached to a schedule: ", again.Text("error.message"), StringComparison.Ordinal);
        (await api.A.PostAsync("/v1/subscription_schedules", new() { ["from_subscription"] = subscription.Id, ["end_behavior"] = "cancel" })).Fails(400, param: "end_behavior");

        // Both phases are sent: the present one as it is, and the next.
        var changed = (await api.A.ChangeAsync(made.Id, Present(made).And("phases[1][items][0][price]", platinum).And("phases[1][iterations]", "1"))).Ok();
        Assert.Equal(["2026-01-01 to 2026-02-01", "2026-02-01 to 2026-03-01"], changed.Days());
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(1).AddHours(2));
        Assert.Equal(["1 × Platinum (at £30.00 / month): 3000"], (await api.A.InvoicesAsync(subscription.Id))[1].Lines());
    }

    [Fact]
    public async Task Pauses_and_ends_of_a_subscription_that_a_schedule_drives_are_the_schedules()
    {
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(), null, (await api.A.PriceAsync(), 2))).Ok();
        var id = made.Text("subscription")!;
        (await api.A.PostAsync($"/v1/subscriptions/{id}/pause")).Fails(400);
        var refused = (await api.A.PostAsync($"/v1/subscriptions/{id}", new() { ["cancel_at_period_end"] = "true" })).Fails(400);
        Assert.Contains($"is managed by the subscription schedule `{made.Id}`", refused.Text("error.message"), StringComparison.Ordinal);
        // A direct end is possible, and ends the schedule.
        (await api.A.DeleteAsync($"/v1/subscriptions/{id}")).Ok();
        Assert.Equal("canceled", (await api.A.PlanAsync(made.Id)).Text("status"));
        Assert.Equal("subscription_schedule.aborted", (await api.A.ToldAsync(made.Id))[^1]);
    }

    [Fact]
    public async Task A_cancelled_schedule_ends_its_subscription_and_settles()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (await api.A.PriceAsync(), 2))).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddDays(15.5));
        var canceled = (await api.A.PostAsync($"/v1/subscription_schedules/{made.Id}/cancel")).Ok();
        Assert.Equal(("canceled", NewYear.AddDays(15.5).ToUnixTimeSeconds()), (canceled.Text("status"), canceled.Number("canceled_at")));
        var id = made.Text("subscription")!;
        Assert.Equal("canceled", (await api.A.ShownAsync(id)).Text("status"));
        Assert.Equal(-500, (await api.A.InvoicesAsync(id))[1].Number("total"));
        Assert.Equal("subscription_schedule.canceled", (await api.A.ToldAsync(made.Id))[^1]);
        var again = (await api.A.PostAsync($"/v1/subscription_schedules/{made.Id}/cancel")).Fails(400);
        Assert.StartsWith("You cannot cancel a subscription schedule that is currently in the `canceled` status.", again.Text("error.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_released_subscription_goes_on_and_keeps_its_end_only_if_that_is_wanted(string keeps)
    {
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(), new() { ["end_behavior"] = "cancel" }, (await api.A.PriceAsync(), 3))).Ok();
        var id = made.Text("subscription")!;
        var released = (await api.A.PostAsync($"/v1/subscription_schedules/{made.Id}/release", new() { ["preserve_cancel_date"] = keeps })).Ok();
        Assert.Equal(("released", id), (released.Text("status"), released.Text("released_subscription")));
        Assert.True(released.IsNull("subscription"));
        var free = await api.A.ShownAsync(id);
        Assert.True(free.IsNull("schedule"));
        Assert.Equal(keeps == "false", free.IsNull("cancel_at"));
        Assert.Equal("active", free.Text("status"));
        (await api.A.PostAsync($"/v1/subscription_schedules/{made.Id}/release")).Fails(400);
        (await api.A.ChangeAsync(made.Id, new() { ["end_behavior"] = "release" })).Fails(400);
        Assert.Equal("x", (await api.A.ChangeAsync(made.Id, new() { ["metadata[a]"] = "x" })).Ok().Text("metadata.a"));
    }

    [Fact]
    public async Task What_is_past_stands_and_what_is_to_come_is_written_anew()
    {
        var (clock, gold, platinum) = (await api.A.ClockAsync(), await api.A.PriceAsync(), await api.A.PriceAsync(3000, product: "Platinum"));
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (gold, 1), (gold, 1), (gold, 1))).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(1).AddHours(2));
        var (first, second) = (NewYear, NewYear.AddMonths(1));

        // The past may be sent along, as it was, or left out.
        Form Past(string price) => new() { ["phases[0][start_date]"] = BillingSteps.Seconds(first), ["phases[0][end_date]"] = BillingSteps.Seconds(second), ["phases[0][items][0][price]"] = price };
        Form From(Form form, int at, DateTimeOffset start) => form.And($"phases[{at}][start_date]", BillingSteps.Seconds(start)).And($"phases[{at}][items][0][price]", gold).And($"phases[{at}][iterations]", "2")
            .And($"phases[{at + 1}][items][0][price]", platinum).And($"phases[{at + 1}][iterations]", "1");
        (await api.A.ChangeAsync(made.Id, From(Past(platinum), 1, second))).Fails(400, param: "phases[0]");
        (await api.A.ChangeAsync(made.Id, From([], 0, second.AddDays(1)))).Fails(400, param: "phases[0][start_date]");
        Assert.Equal("You can not modify the start date of the current phase.", (await api.A.ChangeAsync(made.Id, Past(gold))).Fails(400).Text("error.message"));
        (await api.A.ChangeAsync(made.Id, new() { ["phases[0][items][0][price]"] = platinum })).Fails(400, "parameter_missing", "phases[0][start_date]");
        string[] expected = ["2026-01-01 to 2026-02-01", "2026-02-01 to 2026-04-01", "2026-04-01 to 2026-05-01"];
        Assert.Equal(expected, (await api.A.ChangeAsync(made.Id, From(Past(gold), 1, second))).Ok().Days());
        Assert.Equal(expected, (await api.A.ChangeAsync(made.Id, From([], 0, second))).Ok().Days());
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(3).AddHours(2));
        Assert.Equal([1000, 1000, 1000, 3000], (await api.A.InvoicesAsync(made.Text("subscription")!)).Select(i => i.Number("total")));
    }

    [Fact]
    public async Task The_present_phase_may_change_what_it_bills_and_that_is_charged_as_asked_for()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (await api.A.PriceAsync(), 2))).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddDays(15.5));
        var changed = (await api.A.ChangeAsync(made.Id, Present(made).And("phases[0][items][0][quantity]", "3").And("proration_behavior", "always_invoice"))).Ok();
        Assert.Equal(3, changed.Number("phases[0].items[0].quantity"));
        var id = made.Text("subscription")!;
        Assert.Equal(3, (await api.A.ShownAsync(id)).Number("quantity"));
        var settled = (await api.A.InvoicesAsync(id))[1];
        Assert.Equal(("paid", 1000), (settled.Text("status"), settled.Number("amount_paid")));
    }

    [Fact]
    public async Task The_present_phase_may_end_now()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (await api.A.PriceAsync(), 2))).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddDays(15.5));
        var form = Present(made, end: "now").And("phases[1][start_date]", "now").And("phases[1][items][0][price]", await api.A.PriceAsync(3000, product: "Platinum")).And("phases[1][iterations]", "1");
        var changed = (await api.A.ChangeAsync(made.Id, form)).Ok();
        Assert.Equal(NewYear.AddDays(15.5).ToUnixTimeSeconds(), changed.Number("current_phase.start_date"));
        Assert.Equal(3000, (await api.A.ShownAsync(made.Text("subscription")!)).Number("items.data[0].price.unit_amount"));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_name()
    {
        var (customer, price) = (await api.A.PayerAsync(), await api.A.PriceAsync());
        (await api.A.PostAsync("/v1/subscription_schedules", new() { ["customer"] = customer })).Fails(400, "parameter_missing", "phases");
        (await api.A.PostAsync("/v1/subscription_schedules", new() { ["phases[0][items][0][price]"] = price })).Fails(400, "parameter_missing", "customer");
        (await api.A.ScheduleAsync(customer, new() { ["phases[0][end_date]"] = BillingSteps.Seconds(DateTimeOffset.UtcNow.AddDays(3)) }, (price, 1))).Fails(400, "parameters_exclusive");
        (await api.A.ScheduleAsync(customer, new() { ["phases[0][trial_end]"] = BillingSteps.Seconds(DateTimeOffset.UtcNow.AddYears(1)) }, (price, 1))).Fails(400, param: "phases[0][trial_end]");
        (await api.A.ScheduleAsync(customer, new() { ["phases[0][discounts][0][coupon]"] = "nothing" }, (price, 1))).Fails(400, "resource_missing", "phases[0][discounts][0][coupon]");
        (await api.A.ScheduleAsync(customer, null, ("price_nothing", 1))).Fails(400, "resource_missing", "phases[0][items][0][price]");
        (await api.A.ScheduleAsync("cus_nothing", null, (price, 1))).Fails(400, "resource_missing", "customer");
        (await api.A.GetAsync("/v1/subscription_schedules/sub_sched_nothing")).Fails(404, "resource_missing", "schedule");
    }

    /// <summary>The first phase of a schedule as it is.</summary>
    private static Form Present(Reply made, string? end = null) => new()
    {
        ["phases[0][start_date]"] = $"{made.Number("phases[0].start_date")}",
        ["phases[0][end_date]"] = end ?? $"{made.Number("phases[0].end_date")}",
        ["phases[0][items][0][price]"] = made.Text("phases[0].items[0].price")!,
    };
}

file static class Forms
{
    public static Form And(this Form form, string name, string value)
    {
        form[name] = value;
        return form;
    }
}
