using System.Net;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Checkout.Portal;

/// <summary>A customer who changes a subscription that costs £10.00 a month, on the clock's 1 January 2026.</summary>
public sealed class PortalChangeTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_dearer_plan_is_shown_charged_and_made_once()
    {
        var shop = await ShopAsync("always_invoice");
        await api.A.AdvanceAsync(shop.Clock, BillingSteps.NewYear.AddDays(15.5));
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["price"] = shop.Dearer });
        // Half of £10.00 back, half of £30.00 more.
        Assert.Contains("Due today £10.00 GBP", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Visa •••• 4242 is charged.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(1000, (await api.A.ShownAsync(shop.Subscription)).Number("items.data[0].price.unit_amount"));
        var again = await visitor.PressAsync("Confirm change");
        Assert.Contains("Your plan is changed.", visitor.Text, StringComparison.Ordinal);
        await again();
        Assert.Contains("Your plan is changed.", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Platinum £30.00 every month", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(3000, (await api.A.ShownAsync(shop.Subscription)).Number("items.data[0].price.unit_amount"));
        var invoices = await api.A.InvoicesAsync(shop.Subscription);
        Assert.Equal([1000L, 1000L], invoices.Select(invoice => invoice.Number("amount_paid")));
    }

    [Fact]
    public async Task A_change_that_is_sent_by_several_tabs_at_once_is_charged_once_and_all_read_that_it_is_made()
    {
        var shop = await ShopAsync("always_invoice");
        await api.A.AdvanceAsync(shop.Clock, BillingSteps.NewYear.AddDays(15.5));
        var tabs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(shop)));
        foreach (var tab in tabs)
        {
            await tab.FollowAsync("Change plan");
            await tab.PressAsync("Continue", new() { ["price"] = shop.Dearer });
        }
        await Task.WhenAll(tabs.Select(tab => tab.PressAsync("Confirm change")));
        foreach (var tab in tabs)
        {
            Assert.Contains("Your plan is changed.", tab.Text, StringComparison.Ordinal);
            tab.Dispose();
        }
        Assert.Equal([1000L, 1000L], (await api.A.InvoicesAsync(shop.Subscription)).Select(invoice => invoice.Number("amount_paid")));
    }

    [Fact]
    public async Task A_trial_that_ends_with_a_change_is_told_before_it_is_made()
    {
        var clock = await api.A.ClockAsync();
        var shop = await PortalShop.OpenAsync(api.A, "always_invoice", clock, new() { ["trial_period_days"] = "30" });
        (await api.A.PostAsync($"/v1/billing_portal/configurations/{shop.Configuration}", new() { ["features[subscription_update][trial_update_behavior]"] = "end_trial" })).Ok();
        using var visitor = await OpenAsync(new(clock, shop));
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["quantity"] = "2" });
        Assert.Contains("Your trial ends with this change.", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Due today £20.00 GBP", visitor.Text, StringComparison.Ordinal);
        await visitor.PressAsync("Confirm change");
        Assert.Equal("active", (await api.A.ShownAsync(shop.Subscription)).Text("status"));
    }

    [Fact]
    public async Task A_quantity_waits_for_the_next_invoice_where_the_merchant_wants_that()
    {
        var shop = await ShopAsync("create_prorations");
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["quantity"] = "9" });
        Assert.Contains("Check the field “Quantity”.", visitor.Text, StringComparison.Ordinal);
        await visitor.PressAsync("Continue", new() { ["quantity"] = "3" });
        Assert.Contains("Nothing is charged today. Next invoice on 1 February 2026", visitor.Text, StringComparison.Ordinal);
        await visitor.PressAsync("Confirm change");
        Assert.Contains("3 × Gold £30.00 every month", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await api.A.ShownAsync(shop.Subscription)).Number("items.data[0].quantity"));
        Assert.Single(await api.A.InvoicesAsync(shop.Subscription));
    }

    [Fact]
    public async Task A_declined_card_leaves_everything_as_it_was()
    {
        var shop = await ShopAsync("always_invoice");
        var card = (await api.A.PostAsync("/v1/payment_methods/pm_card_chargeCustomerFail/attach", new() { ["customer"] = shop.Customer })).Ok().Id;
        (await api.A.PostAsync($"/v1/customers/{shop.Customer}", new() { ["invoice_settings[default_payment_method]"] = card })).Ok();
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["price"] = shop.Dearer });
        await visitor.PressAsync("Confirm change");
        Assert.Contains("The card could not be charged, so nothing was changed.", visitor.Text, StringComparison.Ordinal);
        var shown = await api.A.ShownAsync(shop.Subscription);
        Assert.Equal(1000, shown.Number("items.data[0].price.unit_amount"));
        Assert.Equal("active", shown.Text("status"));
        Assert.True(shown.IsNull("pending_update"));
        Assert.Equal(["paid", "void"], (await api.A.InvoicesAsync(shop.Subscription)).Select(invoice => invoice.Text("status")));
    }

    [Fact]
    public async Task A_promotion_code_comes_on_top()
    {
        var shop = await ShopAsync("create_prorations");
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "forever" })).Ok().Id;
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = "QUARTER" })).Ok();
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["code"] = "HALF" });
        Assert.Contains("We do not know this promotion code.", visitor.Text, StringComparison.Ordinal);
        await visitor.PressAsync("Continue", new() { ["code"] = "quarter" });
        Assert.Contains("Total £7.50 GBP", visitor.Text, StringComparison.Ordinal);
        var again = await visitor.PressAsync("Confirm change");
        await again();
        Assert.Equal(1, (await api.A.ShownAsync(shop.Subscription))["discounts"].GetArrayLength());
        Assert.Equal(1, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
    }

    [Fact]
    public async Task A_form_that_is_too_old_does_nothing()
    {
        var shop = await ShopAsync("none");
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["price"] = shop.Dearer });
        (await api.A.PostAsync($"/v1/subscriptions/{shop.Subscription}", new() { ["items[0][id]"] = (await api.A.ShownAsync(shop.Subscription)).Text("items.data[0].id")!, ["items[0][quantity]"] = "2" })).Ok();
        await visitor.PressAsync("Confirm change");
        Assert.Contains("Nothing was changed, because your subscription has changed in the meantime.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(1000, (await api.A.ShownAsync(shop.Subscription)).Number("items.data[0].price.unit_amount"));
    }

    [Fact]
    public async Task Prices_that_the_merchant_does_not_offer_are_not_taken()
    {
        var shop = await ShopAsync("none");
        var secret = await api.A.PriceAsync(1, product: "Staff");
        using var visitor = await OpenAsync(shop);
        await visitor.FollowAsync("Change plan");
        await visitor.PressAsync("Continue", new() { ["price"] = shop.Dearer });
        await visitor.PressAsync("Confirm change", new() { ["price"] = secret });
        Assert.Equal("Change Gold", visitor.Heading);
        Assert.Equal(1000, (await api.A.ShownAsync(shop.Subscription)).Number("items.data[0].price.unit_amount"));
    }

    [Fact]
    public async Task A_deep_link_confirms_what_the_merchant_has_chosen()
    {
        var shop = await ShopAsync("always_invoice");
        var item = (await api.A.ShownAsync(shop.Subscription)).Text("items.data[0].id")!;
        Form FlowTo(string price) => new()
        {
            ["flow_data[type]"] = "subscription_update_confirm",
            ["flow_data[subscription_update_confirm][subscription]"] = shop.Subscription,
            ["flow_data[subscription_update_confirm][items][0][id]"] = item,
            ["flow_data[subscription_update_confirm][items][0][price]"] = price,
            ["flow_data[subscription_update_confirm][items][0][quantity]"] = "2",
        };
        (await api.A.PostAsync("/v1/billing_portal/sessions", [new("customer", shop.Customer), new("configuration", shop.Configuration), .. FlowTo(await api.A.PriceAsync())]))
            .Fails(400, param: "flow_data[subscription_update_confirm][items][0][price]");
        using var visitor = await OpenAsync(shop, FlowTo(shop.Dearer));
        Assert.Equal("Confirm your change", visitor.Heading);
        Assert.Contains("2 × Platinum £60.00 every month", visitor.Text, StringComparison.Ordinal);
        await visitor.PressAsync("Confirm change", new() { ["quantity"] = "1" }); // the merchant's word counts
        Assert.Contains("Your plan is changed.", visitor.Text, StringComparison.Ordinal);
        var shown = await api.A.ShownAsync(shop.Subscription);
        Assert.Equal((3000, 2), (shown.Number("items.data[0].price.unit_amount"), shown.Number("items.data[0].quantity")));
    }

    [Fact]
    public async Task A_deep_link_whose_change_is_no_longer_possible_says_so()
    {
        var shop = await ShopAsync("none");
        var flow = new Form { ["flow_data[type]"] = "subscription_update", ["flow_data[subscription_update][subscription]"] = shop.Subscription };
        using var visitor = await OpenAsync(shop, flow);
        Assert.Equal("Change Gold", visitor.Heading);
        (await api.A.DeleteAsync($"/v1/subscriptions/{shop.Subscription}")).Ok();
        await visitor.GoAsync(visitor.Address.ToString());
        Assert.Equal(HttpStatusCode.Conflict, visitor.Status);
        Assert.Contains("This is no longer possible.", visitor.Text, StringComparison.Ordinal);
    }

    private Task<Visitor> OpenAsync(Shop shop, Form? more = null) => Visitor.OpenAsync(api.A, shop.Customer, [new("configuration", shop.Configuration), .. more ?? []]);

    private async Task<Shop> ShopAsync(string proration)
    {
        var clock = await api.A.ClockAsync();
        return new(clock, await PortalShop.OpenAsync(api.A, proration, clock));
    }

    private sealed record Shop(string Clock, PortalShop Of)
    {
        public string Customer => Of.Customer;
        public string Subscription => Of.Subscription;
        public string Dearer => Of.Dearer;
        public string Configuration => Of.Configuration;
    }
}
