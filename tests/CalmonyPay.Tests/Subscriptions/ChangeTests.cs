using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class ChangeTests(PayApi api) : IClassFixture<PayApi>
{
    /// <summary>Half of January's 31 days.</summary>
    private static readonly DateTimeOffset HalfTime = BillingSteps.NewYear.AddDays(15.5);

    [Fact]
    public async Task A_dearer_price_in_the_middle_of_a_month_waits_as_prorations_for_the_next_invoice()
    {
        var (clock, made) = await HalfAsync(1000);
        var changed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = Item(made), ["items[0][price]"] = await api.A.PriceAsync(3000, product: "Platinum") })).Ok();
        Assert.Equal(3000, changed.Number("items.data[0].price.unit_amount"));
        Assert.Equal(Item(made), Item(changed));
        Assert.Single(await api.A.InvoicesAsync(made.Id));
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddHours(2));
        // Half of 1000 back, half of 3000 more, and 3000 for February.
        var next = (await api.A.InvoicesAsync(made.Id))[1];
        Assert.Equal(
            ["1 × Platinum (at £30.00 / month): 3000", "Remaining time on Platinum after 17 Jan 2026: 1500", "Unused time on Gold after 17 Jan 2026: -500"], next.Lines().Order(StringComparer.Ordinal));
        Assert.Equal(4000, next.Number("amount_paid"));
    }

    [Fact]
    public async Task A_change_and_its_reversal_at_the_same_moment_cost_nothing()
    {
        var (clock, made) = await HalfAsync(999);
        foreach (var quantity in (string[])["7", "1"]) (await api.A.PostAsync($"/v1/subscription_items/{Item(made)}", new() { ["quantity"] = quantity })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddHours(2));
        Assert.Equal(999, (await api.A.InvoicesAsync(made.Id))[1].Number("total"));
    }

    [Fact]
    public async Task Percent_discounts_are_within_prorations_and_are_not_taken_twice()
    {
        var clock = await api.A.ClockAsync();
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "50", ["duration"] = "forever" })).Ok().Id;
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(), new() { ["discounts[0][coupon]"] = coupon })).Ok();
        await api.A.AdvanceAsync(clock, HalfTime);
        var changed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new()
        {
            ["items[0][id]"] = Item(made),
            ["items[0][quantity]"] = "3",
            ["proration_behavior"] = "always_invoice",
            ["expand[]"] = "latest_invoice",
        })).Ok();
        // Half a month at half price: 250 back, 750 more.
        var invoice = new Reply(new(), changed["latest_invoice"].GetRawText());
        Assert.Equal(["Unused time on Gold after 17 Jan 2026: -250", "Remaining time on 3 × Gold after 17 Jan 2026: 750"], invoice.Lines());
        Assert.Equal((500, "paid", "subscription_update"), (invoice.Number("total"), invoice.Text("status"), invoice.Text("billing_reason")));
    }

    [Fact]
    public async Task Without_prorations_only_the_next_invoice_knows_of_a_change()
    {
        var (clock, made) = await HalfAsync(1000);
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = Item(made), ["items[0][quantity]"] = "2", ["proration_behavior"] = "none" })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddMonths(1).AddHours(2));
        Assert.Equal(["2 × Gold (at £10.00 / month): 2000"], (await api.A.InvoicesAsync(made.Id))[1].Lines());
    }

    [Fact]
    public async Task Another_interval_begins_a_period_at_once_and_gives_back_what_is_unused()
    {
        var (_, made) = await HalfAsync(1000);
        var yearly = await api.A.PriceAsync(10_000, "year", "Gold for a year");
        var changed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = Item(made), ["items[0][price]"] = yearly, ["expand[]"] = "latest_invoice" })).Ok();
        Assert.Equal((HalfTime.ToUnixTimeSeconds(), HalfTime.AddYears(1).ToUnixTimeSeconds()), (changed.Number("billing_cycle_anchor"), changed.Number("current_period_end")));
        var invoice = new Reply(new(), changed["latest_invoice"].GetRawText());
        Assert.Equal(["1 × Gold for a year (at £100.00 / year): 10000", "Unused time on Gold after 17 Jan 2026: -500"], invoice.Lines().Order(StringComparer.Ordinal));
        Assert.Equal(9500, invoice.Number("amount_paid"));
    }

    [Fact]
    public async Task A_trial_that_is_ended_is_billed_at_once()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(), new() { ["trial_period_days"] = "30" })).Ok();
        await api.A.AdvanceAsync(clock, HalfTime);
        var changed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["trial_end"] = "now", ["expand[]"] = "latest_invoice" })).Ok();
        Assert.Equal(("active", HalfTime.ToUnixTimeSeconds()), (changed.Text("status"), changed.Number("trial_end")));
        Assert.Equal((1000, "subscription_update"), (changed.Number("latest_invoice.amount_paid"), changed.Text("latest_invoice.billing_reason")));
        Assert.Equal(HalfTime.AddMonths(1).ToUnixTimeSeconds(), changed.Number("current_period_end"));
    }

    [Theory]
    // payment_behavior, card: answer, status, quantity afterwards, whether the change waits
    [InlineData("allow_incomplete", "pm_card_visa", 200, "active", 3, false)]
    [InlineData("allow_incomplete", "pm_card_chargeCustomerFail", 200, "past_due", 3, false)]
    [InlineData("default_incomplete", "pm_card_visa", 200, "past_due", 3, false)]
    [InlineData("pending_if_incomplete", "pm_card_visa", 200, "active", 3, false)]
    [InlineData("pending_if_incomplete", "pm_card_chargeCustomerFail", 200, "active", 1, true)]
    [InlineData("error_if_incomplete", "pm_card_visa", 200, "active", 3, false)]
    [InlineData("error_if_incomplete", "pm_card_chargeCustomerFail", 402, "active", 1, false)]
    public async Task What_becomes_of_a_change_that_is_invoiced_is_what_its_payment_does(string behavior, string card, int answer, string status, int quantity, bool waits)
    {
        var (_, made) = await HalfAsync(1000);
        await UseAsync(made, card);
        var change = await ChangeAsync(made, behavior);
        Assert.Equal(answer, change.Code);
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal((status, quantity, waits), (now.Text("status"), now.Number("quantity"), !now.IsNull("pending_update")));
    }

    [Fact]
    public async Task A_change_that_waits_is_made_when_its_invoice_is_paid()
    {
        var (_, made) = await HalfAsync(1000);
        await UseAsync(made, "pm_card_chargeCustomerFail");
        var waiting = (await ChangeAsync(made, "pending_if_incomplete")).Ok();
        Assert.Equal(3, waiting.Number("pending_update.subscription_items[0].quantity"));
        (await api.A.PostAsync($"/v1/invoices/{waiting.Text("latest_invoice")}/pay", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal(3, now.Number("quantity"));
        Assert.True(now.IsNull("pending_update"));
        Assert.Contains("customer.subscription.pending_update_applied", await api.A.ToldAsync(made.Id));
    }

    [Fact]
    public async Task A_change_that_waits_in_vain_is_dropped_after_23_hours()
    {
        var (clock, made) = await HalfAsync(1000);
        await UseAsync(made, "pm_card_chargeCustomerFail");
        (await ChangeAsync(made, "pending_if_incomplete")).Ok();
        await api.A.AdvanceAsync(clock, HalfTime.AddHours(24));
        var now = await api.A.ShownAsync(made.Id);
        Assert.Equal(("active", 1), (now.Text("status"), now.Number("quantity")));
        Assert.True(now.IsNull("pending_update"));
        Assert.Equal("void", (await api.A.InvoicesAsync(made.Id))[1].Text("status"));
    }

    [Fact]
    public async Task A_credit_names_the_lines_that_charged_what_it_gives_back()
    {
        var (_, made) = await HalfAsync(1000);
        var first = (await api.A.InvoicesAsync(made.Id))[0];
        await UseAsync(made, "pm_card_chargeCustomerFail");
        // A change that waits charges nothing yet, and one that is dropped never did.
        var dropped = (await ChangeAsync(made, "pending_if_incomplete")).Ok().Text("latest_invoice")!;
        (await api.A.PostAsync($"/v1/invoices/{dropped}/void")).Ok();
        var waiting = (await ChangeAsync(made, "pending_if_incomplete")).Ok().Text("latest_invoice")!;
        (await api.A.PostAsync($"/v1/invoices/{waiting}/pay", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        await UseAsync(made, "pm_card_visa");
        var last = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = Item(made), ["items[0][quantity]"] = "5", ["proration_behavior"] = "always_invoice" })).Ok().Text("latest_invoice")!;

        var (second, third) = ((await api.A.GetAsync($"/v1/invoices/{waiting}")).Ok(), (await api.A.GetAsync($"/v1/invoices/{last}")).Ok());
        Assert.Equal(["Unused time on Gold after 17 Jan 2026: -500", "Remaining time on 3 × Gold after 17 Jan 2026: 1500"], second.Lines());
        Assert.Equal((first.Id, first.Text("lines.data[0].id")), Credited(second));
        Assert.Equal(["Unused time on 3 × Gold after 17 Jan 2026: -1500", "Remaining time on 5 × Gold after 17 Jan 2026: 2500"], third.Lines());
        Assert.Equal((second.Id, second.Text("lines.data[1].id")), Credited(third));
        Assert.True(third.IsNull("lines.data[1].parent.subscription_item_details.proration_details.credited_items"));

        static (string?, string?) Credited(Reply invoice)
        {
            const string Of = "lines.data[0].parent.subscription_item_details.proration_details.credited_items";
            return (invoice.Text($"{Of}.invoice"), invoice.Text($"{Of}.invoice_line_items[0]"));
        }
    }

    [Fact]
    public async Task A_proration_is_explained_by_price_discount_and_time()
    {
        var clock = await api.A.ClockAsync();
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "forever" })).Ok().Id;
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(999), new() { ["items[0][quantity]"] = "2", ["discounts[0][coupon]"] = coupon })).Ok();
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(20));
        (await ChangeAsync(made, "allow_incomplete")).Ok();
        var explained = (await api.A.GetAsync($"/v1/invoices/{(await api.A.InvoicesAsync(made.Id))[1].Id}/explain")).Ok();
        Assert.True(explained.Flag("adds_up"));
        // 11 of January's 31 days from noon to noon are left.
        Assert.Equal(
            ["2 × 999 = 1998", $"25% off by coupon {coupon}: 1998 - 499.5 = 1498.5", "11 of 31 days: 1498.5 × 11 / 31 = 531.725806451613, rounded to 532", "given back: -532"], Arithmetic(0));
        Assert.Equal(["3 × 999 = 2997", $"25% off by coupon {coupon}: 2997 - 749.25 = 2247.75", "11 of 31 days: 2247.75 × 11 / 31 = 797.588709677419, rounded to 798"], Arithmetic(1));

        IEnumerable<string?> Arithmetic(int line) => explained.List($"lines[{line}].arithmetic").Select(step => step.GetString());
    }

    [Fact]
    public async Task Items_come_and_go_with_their_prorations_and_the_last_one_stays()
    {
        var (_, made) = await HalfAsync(1000);
        var added = (await api.A.PostAsync("/v1/subscription_items", new() { ["subscription"] = made.Id, ["price"] = await api.A.PriceAsync(200, product: "Support"), ["proration_behavior"] = "always_invoice" })).Ok();
        Assert.Equal(["Remaining time on Support after 17 Jan 2026: 100"], (await api.A.InvoicesAsync(made.Id))[1].Lines());
        Assert.Equal(2, (await api.A.GetAsync($"/v1/subscription_items?subscription={made.Id}")).Ok().List().Count);
        Assert.True((await api.A.DeleteAsync($"/v1/subscription_items/{added.Id}?proration_behavior=always_invoice")).Ok().Flag("deleted"));
        // 100 below zero: a credit on the customer's balance.
        var credit = (await api.A.InvoicesAsync(made.Id))[2];
        Assert.Equal((-100, "paid"), (credit.Number("total"), credit.Text("status")));
        Assert.Equal(-100, (await api.A.GetAsync($"/v1/customers/{made.Text("customer")}")).Ok().Number("balance"));
        (await api.A.DeleteAsync($"/v1/subscription_items/{Item(made)}")).Fails(400);
        (await api.A.GetAsync($"/v1/subscription_items/{added.Id}")).Fails(404);
    }

    [Fact]
    public async Task An_update_tells_what_it_changed_and_leaves_the_rest()
    {
        var (_, made) = await HalfAsync(1000);
        var changed = (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["metadata[a]"] = "b", ["description"] = "For the team" })).Ok();
        Assert.Equal("For the team", changed.Text("description"));
        var told = (await api.A.GetAsync($"/v1/events?object_id={made.Id}&type=customer.subscription.updated")).Ok().List()[0].GetProperty("data").GetProperty("previous_attributes");
        Assert.Equal(["description", "metadata"], told.EnumerateObject().Select(p => p.Name).Order());
        var events = (await api.A.ToldAsync(made.Id)).Length;
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["description"] = "For the team" })).Ok();
        Assert.Equal(events, (await api.A.ToldAsync(made.Id)).Length);
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = "si_none", ["items[0][quantity]"] = "2" })).Fails(400, param: "items[0][id]");
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["items[0][id]"] = Item(made), ["items[0][quantity]"] = "2", ["proration_date"] = "1000000" })).Fails(400, param: "proration_date");
    }

    private async Task<(string Clock, Reply Made)> HalfAsync(long amount)
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync(amount))).Ok();
        await api.A.AdvanceAsync(clock, HalfTime);
        return (clock, made);
    }

    private Task<Reply> ChangeAsync(Reply made, string behavior) => api.A.PostAsync($"/v1/subscriptions/{made.Id}", new()
    {
        ["items[0][id]"] = Item(made),
        ["items[0][quantity]"] = "3",
        ["proration_behavior"] = "always_invoice",
        ["payment_behavior"] = behavior,
    });

    private async Task UseAsync(Reply made, string card)
    {
        var method = (await api.A.PostAsync($"/v1/payment_methods/{card}/attach", new() { ["customer"] = made.Text("customer")! })).Ok().Id;
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["default_payment_method"] = method })).Ok();
    }

    private static string Item(Reply subscription) => subscription.Text("items.data[0].id")!;
}
