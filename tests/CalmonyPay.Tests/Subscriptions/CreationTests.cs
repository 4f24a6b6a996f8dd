using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class CreationTests(PayApi api) : IClassFixture<PayApi>
{
    private const string Good = "pm_card_visa", Declined = "pm_card_chargeCustomerFail";

    [Theory]
    // payment_behavior, card: what the subscription and its first invoice are
    [InlineData("allow_incomplete", Good, "active", "paid")]
    [InlineData("allow_incomplete", Declined, "incomplete", "open")]
    [InlineData("default_incomplete", Good, "incomplete", "open")]
    [InlineData("default_incomplete", Declined, "incomplete", "open")]
    [InlineData("default_incomplete", null, "incomplete", "open")]
    [InlineData("error_if_incomplete", Good, "active", "paid")]
    [InlineData("pending_if_incomplete", Good, "active", "paid")]
    [InlineData("pending_if_incomplete", Declined, "incomplete", "open")]
    public async Task What_becomes_of_a_new_subscription_is_what_its_first_payment_does(string behavior, string? card, string status, string invoice)
    {
        var customer = await api.A.PayerAsync(card);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["payment_behavior"] = behavior, ["expand[]"] = "latest_invoice" })).Ok();
        Assert.Equal(status, made.Text("status"));
        Assert.Equal(invoice, made.Text("latest_invoice.status"));
        Assert.Equal("subscription_create", made.Text("latest_invoice.billing_reason"));
        Assert.Equal(["1 × Gold (at £10.00 / month): 1000"], new Reply(new(), made["latest_invoice"].GetRawText()).Lines());
        Assert.Equal(made.Number("current_period_end"), made.Number("items.data[0].current_period_end"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(made.Number("current_period_start")).AddMonths(1).ToUnixTimeSeconds(), made.Number("current_period_end"));
    }

    [Theory]
    // What two thousand years cost, and what two lines come to, are sums that no invoice holds: they are refused, and never an error of ours.
    [InlineData("99999999", "999999999", "backdate_start_date=86400", 400)]
    [InlineData("999999999999", "999999999", "metadata[a]=b", 400)]
    [InlineData("900000", "999999999", "metadata[a]=b", 200)]
    public async Task Sums_that_are_too_large_are_refused(string unit, string quantity, string more, int line)
    {
        var customer = await api.A.PayerAsync();
        var form = new Form { ["customer"] = customer, ["payment_behavior"] = "default_incomplete", [more.Split('=')[0]] = more.Split('=')[1] };
        for (var i = 0; i < 12; i++)
        {
            form[$"items[{i}][price]"] = await api.A.PriceAsync(product: $"Big {i}", more: new() { ["unit_amount"] = unit, ["recurring[interval]"] = "day" });
            form[$"items[{i}][quantity]"] = quantity;
        }
        (await api.A.PostAsync("/v1/subscriptions", form)).Fails(400, "amount_too_large");
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["currency"] = "gbp" })).Ok();
        for (var i = 0; i < 12; i++)
            Assert.Equal(line, (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["invoice"] = draft.Id, ["currency"] = "gbp", ["unit_amount_decimal"] = unit, ["quantity"] = quantity })).Code);
    }

    [Fact]
    public async Task Where_an_error_was_asked_for_a_decline_is_the_answer_and_nothing_is_left_to_pay()
    {
        var customer = await api.A.PayerAsync(Declined);
        var price = await api.A.PriceAsync();
        var key = Guid.NewGuid().ToString();
        var first = (await api.A.SubscribeAsync(customer, price, new() { ["payment_behavior"] = "error_if_incomplete" }, key)).Fails(402, "card_declined");
        Assert.Equal(first.Body, (await api.A.SubscribeAsync(customer, price, new() { ["payment_behavior"] = "error_if_incomplete" }, key)).Fails(402).Body);
        Assert.Empty((await api.A.GetAsync($"/v1/subscriptions?customer={customer}")).Ok().List());
        var ended = Assert.Single((await api.A.GetAsync($"/v1/subscriptions?customer={customer}&status=all")).Ok().List());
        Assert.Equal("incomplete_expired", ended.GetProperty("status").GetString());
        Assert.Equal("void", Assert.Single(await api.A.InvoicesAsync(ended.GetProperty("id").GetString()!)).Text("status"));
    }

    [Fact]
    public async Task Without_a_card_nothing_is_made_unless_it_may_wait()
    {
        var customer = await api.A.PayerAsync(card: null);
        (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Fails(400, "resource_missing");
        Assert.Empty((await api.A.GetAsync($"/v1/subscriptions?customer={customer}&status=all")).Ok().List());
        Assert.Empty((await api.A.GetAsync($"/v1/invoices?customer={customer}")).Ok().List());
    }

    [Fact]
    public async Task An_incomplete_one_becomes_active_when_its_invoice_is_paid_and_keeps_the_card_if_asked()
    {
        var customer = await api.A.PayerAsync(card: null);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new()
        {
            ["payment_behavior"] = "default_incomplete",
            ["payment_settings[save_default_payment_method]"] = "on_subscription",
            ["expand[]"] = "latest_invoice.payment_intent",
        })).Ok();
        Assert.Equal("incomplete", made.Text("status"));
        var intent = made.Text("latest_invoice.payment_intent.id")!;
        var card = (await api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[token]"] = "tok_visa" })).Ok().Id;
        (await api.A.PostAsync($"/v1/payment_methods/{card}/attach", new() { ["customer"] = customer })).Ok();
        (await api.A.PostAsync($"/v1/payment_intents/{intent}/confirm", new() { ["payment_method"] = card })).Ok();
        var active = await api.A.ShownAsync(made.Id);
        Assert.Equal("active", active.Text("status"));
        Assert.Equal(card, active.Text("default_payment_method"));
        Assert.Equal(["customer.subscription.created", "customer.subscription.updated"], await api.A.ToldAsync(made.Id));
    }

    [Fact]
    public async Task A_retry_under_the_same_key_makes_no_second_subscription()
    {
        var customer = await api.A.PayerAsync();
        var price = await api.A.PriceAsync();
        var key = Guid.NewGuid().ToString();
        var first = (await api.A.SubscribeAsync(customer, price, key: key)).Ok();
        Assert.Equal(first.Body, (await api.A.SubscribeAsync(customer, price, key: key)).Ok().Body);
        Assert.Single((await api.A.GetAsync($"/v1/subscriptions?customer={customer}&status=all")).Ok().List());
    }

    [Fact]
    public async Task A_trial_begins_with_an_invoice_over_nothing_and_needs_no_card()
    {
        var customer = await api.A.PayerAsync(card: null);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["trial_period_days"] = "14" })).Ok();
        Assert.Equal("trialing", made.Text("status"));
        Assert.Equal(14 * 86400, made.Number("trial_end") - made.Number("trial_start"));
        Assert.Equal(made.Number("trial_end"), made.Number("billing_cycle_anchor"));
        var invoice = Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Equal(("paid", 0), (invoice.Text("status"), invoice.Number("total")));
        Assert.Equal(["Trial period for Gold: 0"], invoice.Lines());
    }

    [Fact]
    public async Task A_bill_is_sent_and_the_subscription_is_active_at_once()
    {
        var customer = await api.A.PayerAsync(card: null);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = "7" })).Ok();
        Assert.Equal("active", made.Text("status"));
        var invoice = Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Equal("draft", invoice.Text("status"));
        Assert.True(invoice.Flag("auto_advance"));
    }

    [Fact]
    public async Task An_anchor_ahead_charges_the_days_until_it_and_no_more()
    {
        // 1 January noon to 15 January noon are 14 of the 31 days from 15 December: 3100 × 14 / 31 = 1400.
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var price = await api.A.PriceAsync(3100);
        var made = (await api.A.SubscribeAsync(customer, price, new() { ["billing_cycle_anchor"] = BillingSteps.Seconds(BillingSteps.NewYear.AddDays(14)) })).Ok();
        var first = Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Equal(["Time on Gold from 01 Jan 2026 until 15 Jan 2026: 1400"], first.Lines());
        Assert.Equal("paid", first.Text("status"));
        var free = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["billing_cycle_anchor"] = BillingSteps.Seconds(BillingSteps.NewYear.AddDays(14)), ["proration_behavior"] = "none" })).Ok();
        Assert.Equal(0, Assert.Single(await api.A.InvoicesAsync(free.Id)).Number("total"));
        (await api.A.SubscribeAsync(customer, price, new() { ["billing_cycle_anchor"] = BillingSteps.Seconds(BillingSteps.NewYear.AddDays(32)) })).Fails(400, param: "billing_cycle_anchor");
    }

    [Fact]
    public async Task Backdated_time_is_billed_by_months_that_begin_with_the_start()
    {
        // From 1 December: the month has 31 days, and all of them are past: one whole month, and the month to come.
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["backdate_start_date"] = BillingSteps.Seconds(BillingSteps.NewYear.AddMonths(-1)) })).Ok();
        Assert.Equal(BillingSteps.NewYear.AddMonths(-1).ToUnixTimeSeconds(), made.Number("start_date"));
        Assert.Equal(BillingSteps.NewYear.ToUnixTimeSeconds(), made.Number("billing_cycle_anchor"));
        Assert.Equal(["Time on Gold from 01 Dec 2025 until 01 Jan 2026: 1000", "1 × Gold (at £10.00 / month): 1000"], Assert.Single(await api.A.InvoicesAsync(made.Id)).Lines());
    }

    [Fact]
    public async Task A_coupon_for_once_makes_the_first_invoice_cheaper_and_is_gone()
    {
        var customer = await api.A.PayerAsync();
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "once" })).Ok().Id;
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["discounts[0][coupon]"] = coupon })).Ok();
        Assert.Equal(750, Assert.Single(await api.A.InvoicesAsync(made.Id)).Number("amount_paid"));
        Assert.Empty(made.List("discounts"));
    }

    [Fact]
    public async Task Things_paid_once_and_what_was_pending_join_the_first_invoice()
    {
        var customer = await api.A.PayerAsync();
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Setup" })).Ok().Id;
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new()
        {
            ["add_invoice_items[0][price_data][currency]"] = "gbp",
            ["add_invoice_items[0][price_data][product]"] = product,
            ["add_invoice_items[0][price_data][unit_amount]"] = "4900",
        })).Ok();
        var invoice = Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Contains("Setup: 4900", invoice.Lines());
        Assert.Equal(5900, invoice.Number("amount_paid"));
    }

    [Theory]
    [InlineData("customer", "cus_none", "customer")]
    [InlineData("items[0][price]", "price_none", "items[0][price]")]
    [InlineData("items[0][quantity]", "-1", "items[0][quantity]")]
    [InlineData("trial_end", "1000000", "trial_end")]
    [InlineData("trial_end", "soon", "trial_end")]
    [InlineData("days_until_due", "7", "days_until_due")]
    [InlineData("automatic_tax[enabled]", "true", "automatic_tax[enabled]")]
    [InlineData("billing_mode[type]", "flexible", "billing_mode[type]")]
    [InlineData("application_fee_percent", "10", "application_fee_percent")]
    [InlineData("pending_invoice_item_interval[interval]", "month", "pending_invoice_item_interval")]
    [InlineData("default_payment_method", "pm_none", "default_payment_method")]
    [InlineData("cancel_at", "1000000", "cancel_at")]
    [InlineData("flavour", "plain", "flavour")]
    [InlineData("payment_behavior", "maybe", "payment_behavior")]
    [InlineData("discounts[0][coupon]", "none", "discounts[0][coupon]")]
    [InlineData("payment_settings[payment_method_types][0]", "klarna", "payment_settings[payment_method_types]")]
    public async Task What_does_not_fit_is_refused_by_its_name(string name, string value, string param)
    {
        var form = new Form { ["customer"] = await api.A.PayerAsync(), ["items[0][price]"] = await api.A.PriceAsync() };
        form.RemoveAll(pair => pair.Key == name);
        form[name] = value;
        (await api.A.PostAsync("/v1/subscriptions", form)).Fails(400, param: param);
    }

    [Fact]
    public async Task Items_share_their_interval_and_none_stands_there_twice()
    {
        var customer = await api.A.PayerAsync();
        var (monthly, yearly) = (await api.A.PriceAsync(), await api.A.PriceAsync(interval: "year"));
        (await api.A.SubscribeAsync(customer, monthly, new() { ["items[1][price]"] = yearly })).Fails(400, param: "items");
        (await api.A.SubscribeAsync(customer, monthly, new() { ["items[1][price]"] = monthly })).Fails(400, param: "items");
        var once = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "100", ["product_data[name]"] = "Once" })).Ok().Id;
        (await api.A.SubscribeAsync(customer, once)).Fails(400, param: "items[0][price]");
    }
}
