using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class ScheduleTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset NewYear = BillingSteps.NewYear;

    [Fact]
    public async Task A_subscription_goes_from_phase_to_phase_and_is_let_go_at_the_end()
    {
        var (clock, gold, platinum) = (await api.A.ClockAsync(), await api.A.PriceAsync(1000), await api.A.PriceAsync(3000, product: "Platinum"));
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (gold, 2), (platinum, 1))).Ok();
        Assert.Equal(("active", NewYear.AddMonths(2).ToUnixTimeSeconds()), (made.Text("status"), made.Number("current_phase.end_date")));
        Assert.Equal(["2026-01-01 to 2026-03-01", "2026-03-01 to 2026-04-01"], made.Days());
        var id = made.Text("subscription")!;
        var begun = await api.A.ShownAsync(id);
        Assert.Equal(("active", made.Id), (begun.Text("status"), begun.Text("schedule")));
        // Nobody waits for the answer, so the first invoice goes its way like a renewal's.
        Assert.Equal("draft", Assert.Single(await api.A.InvoicesAsync(id)).Text("status"));

        await api.A.AdvanceAsync(clock, NewYear.AddMonths(2).AddHours(2));
        Assert.Equal(
            ["1 × Gold (at £10.00 / month): 1000", "1 × Gold (at £10.00 / month): 1000", "1 × Platinum (at £30.00 / month): 3000"], (await api.A.InvoicesAsync(id)).Select(i => Assert.Single(i.Lines())));
        Assert.All(await api.A.InvoicesAsync(id), invoice => Assert.Equal("paid", invoice.Text("status")));
        Assert.Equal(NewYear.AddMonths(2).ToUnixTimeSeconds(), (await api.A.PlanAsync(made.Id)).Number("current_phase.start_date"));

        await api.A.AdvanceAsync(clock, NewYear.AddMonths(3).AddHours(2));
        var over = await api.A.PlanAsync(made.Id);
        Assert.Equal(("completed", id), (over.Text("status"), over.Text("released_subscription")));
        Assert.Equal(NewYear.AddMonths(3).ToUnixTimeSeconds(), over.Number("completed_at"));
        Assert.True(over.IsNull("subscription") && over.IsNull("current_phase"));
        var free = await api.A.ShownAsync(id);
        Assert.Equal("active", free.Text("status"));
        Assert.True(free.IsNull("schedule"));
        Assert.Equal(3000, (await api.A.InvoicesAsync(id))[3].Number("amount_paid"));
        Assert.Equal(
            ["subscription_schedule.created", "subscription_schedule.updated", "subscription_schedule.updated", "subscription_schedule.expiring", "subscription_schedule.completed"], await api.A.ToldAsync(made.Id));
    }

    [Fact]
    public async Task With_end_behavior_cancel_the_subscription_says_when_it_ends_and_ends_then()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), new() { ["end_behavior"] = "cancel" }, (await api.A.PriceAsync(), 2))).Ok();
        var id = made.Text("subscription")!;
        Assert.Equal(NewYear.AddMonths(2).ToUnixTimeSeconds(), (await api.A.ShownAsync(id)).Number("cancel_at"));
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(2).AddHours(2));
        Assert.Equal("completed", (await api.A.PlanAsync(made.Id)).Text("status"));
        var ended = await api.A.ShownAsync(id);
        Assert.Equal(("canceled", NewYear.AddMonths(2).ToUnixTimeSeconds()), (ended.Text("status"), ended.Number("ended_at")));
        Assert.Equal(2, (await api.A.InvoicesAsync(id)).Count);
        Assert.Equal("subscription_schedule.completed", (await api.A.ToldAsync(made.Id))[^1]);
    }

    [Fact]
    public async Task A_schedule_that_starts_later_begins_its_subscription_then()
    {
        var (clock, start) = (await api.A.ClockAsync(), NewYear.AddDays(10));
        var customer = await api.A.PayerAsync(clock: clock);
        var made = (await api.A.ScheduleAsync(customer, new() { ["start_date"] = BillingSteps.Seconds(start) }, (await api.A.PriceAsync(), 1))).Ok();
        Assert.Equal("not_started", made.Text("status"));
        Assert.True(made.IsNull("subscription"));
        Assert.Single((await api.A.GetAsync($"/v1/subscription_schedules?customer={customer}&scheduled=true")).Ok().List());
        await api.A.AdvanceAsync(clock, start.AddDays(2));
        var begun = await api.A.PlanAsync(made.Id);
        Assert.Equal("active", begun.Text("status"));
        var subscription = await api.A.ShownAsync(begun.Text("subscription")!);
        Assert.Equal((start.ToUnixTimeSeconds(), start.ToUnixTimeSeconds(), "active"), (subscription.Number("start_date"), subscription.Number("current_period_start"), subscription.Text("status")));
        Assert.Equal(1000, Assert.Single(await api.A.InvoicesAsync(subscription.Id)).Number("amount_paid"));
        Assert.Empty((await api.A.GetAsync($"/v1/subscription_schedules?customer={customer}&scheduled=true")).Ok().List());
    }

    [Fact]
    public async Task On_the_wall_clock_the_engine_begins_what_is_due()
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(2);
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(), new() { ["start_date"] = BillingSteps.Seconds(start) }, (await api.A.PriceAsync(), 1))).Ok();
        for (var i = 0; i < 200 && (await api.A.PlanAsync(made.Id)).Text("status") == "not_started"; i++) await Task.Delay(100);
        var subscription = await api.A.ShownAsync((await api.A.PlanAsync(made.Id)).Text("subscription")!);
        Assert.Equal(start.ToUnixTimeSeconds(), subscription.Number("current_period_start"));
    }

    [Fact]
    public async Task A_phase_that_begins_within_a_period_settles_as_it_says()
    {
        var clock = await api.A.ClockAsync();
        var half = NewYear.AddDays(15.5);
        var form = new Form
        {
            ["customer"] = await api.A.PayerAsync(clock: clock),
            ["start_date"] = "now",
            ["phases[0][items][0][price]"] = await api.A.PriceAsync(1000),
            ["phases[0][end_date]"] = BillingSteps.Seconds(half),
            ["phases[1][items][0][price]"] = await api.A.PriceAsync(3000, product: "Platinum"),
            ["phases[1][proration_behavior]"] = "always_invoice",
            ["phases[1][duration][interval]"] = "month",
        };
        var made = (await api.A.PostAsync("/v1/subscription_schedules", form)).Ok();
        await api.A.AdvanceAsync(clock, half.AddMinutes(1));
        var settled = (await api.A.InvoicesAsync(made.Text("subscription")!))[1];
        Assert.Equal(["Unused time on Gold after 17 Jan 2026: -500", "Remaining time on Platinum after 17 Jan 2026: 1500"], settled.Lines());
        Assert.Equal(("paid", 1000), (settled.Text("status"), settled.Number("amount_paid")));
    }

    [Fact]
    public async Task A_phase_with_phase_start_begins_a_period_of_its_own()
    {
        var clock = await api.A.ClockAsync();
        var half = NewYear.AddDays(15.5);
        var price = await api.A.PriceAsync(1000);
        var form = new Form
        {
            ["customer"] = await api.A.PayerAsync(clock: clock),
            ["start_date"] = "now",
            ["phases[0][items][0][price]"] = price,
            ["phases[0][end_date]"] = BillingSteps.Seconds(half),
            ["phases[1][items][0][price]"] = price,
            ["phases[1][billing_cycle_anchor]"] = "phase_start",
            ["phases[1][iterations]"] = "1",
        };
        var made = (await api.A.PostAsync("/v1/subscription_schedules", form)).Ok();
        await api.A.AdvanceAsync(clock, half.AddHours(2));
        var subscription = await api.A.ShownAsync(made.Text("subscription")!);
        Assert.Equal((half.ToUnixTimeSeconds(), half.AddMonths(1).ToUnixTimeSeconds()), (subscription.Number("billing_cycle_anchor"), subscription.Number("current_period_end")));
        Assert.Equal(500, (await api.A.InvoicesAsync(subscription.Id))[1].Number("amount_paid"));
    }

    [Fact]
    public async Task A_phase_brings_its_trial_discount_extras_and_way_of_collecting()
    {
        var clock = await api.A.ClockAsync();
        var price = await api.A.PriceAsync(1000);
        var setup = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Setup" })).Ok().Id;
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "50", ["duration"] = "forever" })).Ok().Id;
        var form = new Form
        {
            ["customer"] = await api.A.PayerAsync(clock: clock),
            ["start_date"] = "now",
            ["phases[0][items][0][price]"] = price,
            ["phases[0][iterations]"] = "1",
            ["phases[0][trial]"] = "true",
            ["phases[1][items][0][price]"] = price,
            ["phases[1][items][0][quantity]"] = "2",
            ["phases[1][iterations]"] = "1",
            ["phases[1][discounts][0][coupon]"] = coupon,
            ["phases[1][metadata][phase]"] = "second",
            ["phases[1][description]"] = "The second phase",
            ["phases[1][collection_method]"] = "send_invoice",
            ["phases[1][invoice_settings][days_until_due]"] = "10",
            ["phases[1][add_invoice_items][0][price_data][currency]"] = "gbp",
            ["phases[1][add_invoice_items][0][price_data][product]"] = setup,
            ["phases[1][add_invoice_items][0][price_data][unit_amount]"] = "700",
        };
        var made = (await api.A.PostAsync("/v1/subscription_schedules", form)).Ok();
        Assert.Equal("phase_start", made.Text("phases[1].add_invoice_items[0].period.start.type"));
        var id = made.Text("subscription")!;
        Assert.Equal(("trialing", NewYear.AddMonths(1).ToUnixTimeSeconds()), ((await api.A.ShownAsync(id)).Text("status"), (await api.A.ShownAsync(id)).Number("trial_end")));
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(1).AddHours(2));
        var now = await api.A.ShownAsync(id);
        Assert.Equal(("active", "send_invoice", 10, "second", "The second phase"), (now.Text("status"), now.Text("collection_method"), now.Number("days_until_due"), now.Text("metadata.phase"), now.Text("description")));
        var bill = (await api.A.InvoicesAsync(id))[1];
        Assert.Equal(["2 × Gold (at £10.00 / month): 2000", "Setup: 700"], bill.Lines().Order(StringComparer.Ordinal));
        Assert.Equal(("open", 1350), (bill.Text("status"), bill.Number("amount_due")));
    }

    [Fact]
    public async Task Ends_are_counted_from_where_the_months_began()
    {
        var clock = await api.A.ClockAsync(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var price = await api.A.PriceAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), null, (price, 1), (price, 1), (price, 3))).Ok();
        Assert.Equal(["2026-01-31 to 2026-02-28", "2026-02-28 to 2026-03-31", "2026-03-31 to 2026-06-30"], made.Days());
    }

    [Fact]
    public async Task A_coupon_that_is_gone_when_its_phase_begins_is_left_out()
    {
        var clock = await api.A.ClockAsync();
        var (coupon, price) = ((await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "50", ["duration"] = "forever" })).Ok().Id, await api.A.PriceAsync());
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync(clock: clock), new() { ["phases[1][discounts][0][coupon]"] = coupon }, (price, 1), (price, 1))).Ok();
        (await api.A.DeleteAsync($"/v1/coupons/{coupon}")).Ok();
        (await api.A.PostAsync($"/v1/prices/{price}", new() { ["active"] = "false" })).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddMonths(1).AddHours(2));
        Assert.Equal("active", (await api.A.PlanAsync(made.Id)).Text("status"));
        Assert.Equal(1000, (await api.A.InvoicesAsync(made.Text("subscription")!))[1].Number("amount_paid"));
    }

    [Fact]
    public async Task A_first_payment_that_fails_is_tried_again()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.ScheduleAsync(await api.A.PayerAsync("pm_card_chargeCustomerFail", clock), null, (await api.A.PriceAsync(), 1))).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddHours(2));
        Assert.Equal("past_due", (await api.A.ShownAsync(made.Text("subscription")!)).Text("status"));
        Assert.False(Assert.Single(await api.A.InvoicesAsync(made.Text("subscription")!)).IsNull("next_payment_attempt"));
    }

    [Fact]
    public async Task A_customer_who_goes_takes_what_has_not_begun_along()
    {
        var customer = await api.A.PayerAsync();
        var made = (await api.A.ScheduleAsync(customer, new() { ["start_date"] = BillingSteps.Seconds(DateTimeOffset.UtcNow.AddDays(3)) }, (await api.A.PriceAsync(), 1))).Ok();
        (await api.A.DeleteAsync($"/v1/customers/{customer}")).Ok();
        Assert.Equal("canceled", (await api.A.PlanAsync(made.Id)).Text("status"));
    }
}
