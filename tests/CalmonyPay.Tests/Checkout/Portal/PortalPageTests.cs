using System.Net;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Checkout.Portal;

public sealed class PortalPageTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task The_overview_shows_what_a_customer_has()
    {
        var (customer, subscription) = await SubscribedAsync();
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["return_url"] = "https://shop.example/account" });
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Equal("no-store", visitor.Answer.Headers.CacheControl!.ToString());
        Assert.Contains("Gold Active Gold £10.00 every month Renews on", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Visa •••• 4242 Default", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("ada@example.com", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("https://shop.example/account", visitor.Link("Back to"));
        Assert.Null(visitor.Link("Change plan"));
        var invoice = Assert.Single(await api.A.InvoicesAsync(subscription));
        Assert.Contains($"{invoice.Text("number")}", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(invoice.Text("hosted_invoice_url"), visitor.Link("View"));
        Assert.Equal(invoice.Text("invoice_pdf"), visitor.Link("PDF"));
        Assert.Empty(visitor.Page.QuerySelectorAll("script, [style], style"));
    }

    [Theory]
    [InlineData("de", "Abos und Zahlungen", "10,00 £ monatlich")]
    [InlineData("fr-CA", "Abonnements et paiements", "Renouvellement le")]
    [InlineData("cy", "Tanysgrifiadau a thaliadau", "Adnewyddu ar")]
    public async Task It_speaks_the_session_s_language(string locale, string title, string says)
    {
        var (customer, _) = await SubscribedAsync();
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["locale"] = locale });
        Assert.Equal(title, visitor.Heading);
        Assert.Contains(says, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoices_are_shown_ten_a_page()
    {
        var customer = await api.A.PayerAsync();
        for (var i = 0; i < 12; i++)
        {
            (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["amount"] = $"{1000 + i}", ["currency"] = "gbp" })).Ok();
            var invoice = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include", ["auto_advance"] = "false" })).Ok();
            (await api.A.PostAsync($"/v1/invoices/{invoice.Id}/finalize", new() { ["auto_advance"] = "false" })).Ok();
        }
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        Assert.Equal(10, visitor.Page.QuerySelectorAll("#invoices tbody tr").Length);
        await visitor.FollowAsync("Older invoices");
        Assert.Equal(2, visitor.Page.QuerySelectorAll("#invoices tbody tr").Length);
        Assert.Contains("£10.00", visitor.Text, StringComparison.Ordinal);
        await visitor.FollowAsync("Newest invoices");
        Assert.Equal(10, visitor.Page.QuerySelectorAll("#invoices tbody tr").Length);
    }

    [Fact]
    public async Task A_subscription_is_cancelled_at_its_period_s_end_and_kept_after_all()
    {
        var (customer, subscription) = await SubscribedAsync();
        var configuration = await ConfiguredAsync(new()
        {
            ["features[subscription_cancel][enabled]"] = "true",
            ["features[subscription_cancel][cancellation_reason][enabled]"] = "true",
            ["features[subscription_cancel][cancellation_reason][options][0]"] = "too_expensive",
        });
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["configuration"] = configuration });
        await visitor.FollowAsync("Cancel subscription");
        Assert.Equal("Cancel Gold?", visitor.Heading);
        var again = await visitor.PressAsync("Cancel subscription", new() { ["reason"] = "too_expensive", ["comment"] = "Sorry" });
        Assert.Contains("Your subscription is cancelled. ", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Ends on", visitor.Text, StringComparison.Ordinal);
        await again();
        Assert.Contains("Your subscription is cancelled. ", visitor.Text, StringComparison.Ordinal);
        var shown = await api.A.ShownAsync(subscription);
        Assert.True(shown.Flag("cancel_at_period_end"));
        Assert.Equal(["too_expensive", "Sorry", "cancellation_requested"], [shown.Text("cancellation_details.feedback")!, shown.Text("cancellation_details.comment")!, shown.Text("cancellation_details.reason")!]);
        Assert.Single((await api.A.GetAsync("/v1/events?type=customer.subscription.updated&limit=100")).Ok().List().Select(e => e.GetProperty("data").GetProperty("object")), told =>
            told.GetProperty("id").GetString() == subscription && told.GetProperty("cancel_at_period_end").GetBoolean());

        again = await visitor.PressAsync("Keep subscription");
        await again();
        Assert.Contains("Your subscription goes on.", visitor.Text, StringComparison.Ordinal);
        Assert.False((await api.A.ShownAsync(subscription)).Flag("cancel_at_period_end"));
    }

    [Fact]
    public async Task Cancelling_at_once_credits_the_rest_where_the_merchant_wants_that()
    {
        var clock = await api.A.ClockAsync();
        var (customer, subscription) = await SubscribedAsync(clock);
        await api.A.AdvanceAsync(clock, BillingSteps.NewYear.AddDays(15.5));
        var configuration = await ConfiguredAsync(new()
        {
            ["features[subscription_cancel][enabled]"] = "true",
            ["features[subscription_cancel][mode]"] = "immediately",
            ["features[subscription_cancel][proration_behavior]"] = "create_prorations",
        });
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["configuration"] = configuration });
        await visitor.FollowAsync("Cancel subscription");
        Assert.Contains("£5.00 for the time that you have not used", visitor.Text, StringComparison.Ordinal);
        var again = await visitor.PressAsync("Cancel subscription");
        await again();
        Assert.Contains("You have no subscription at present.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("canceled", (await api.A.ShownAsync(subscription)).Text("status"));
        Assert.Equal(-500, Assert.Single((await api.A.GetAsync($"/v1/invoiceitems?customer={customer}&pending=true")).Ok().List()).GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task Details_are_changed_as_far_as_the_merchant_allows()
    {
        var customer = await api.A.PayerAsync(null);
        var configuration = await ConfiguredAsync(new() { ["features[customer_update][enabled]"] = "true", ["features[customer_update][allowed_updates][0]"] = "email", ["features[customer_update][allowed_updates][1]"] = "address" });
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["configuration"] = configuration });
        await visitor.FollowAsync("Change details");
        Assert.Null(visitor.Page.QuerySelector("[name=name]"));
        await visitor.PressAsync("Save", new() { ["email"] = "nobody", ["address[city]"] = "Leeds" });
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("Check the e-mail address", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("Leeds", visitor.Page.QuerySelector("[name='address[city]']")!.GetAttribute("value"));
        await visitor.PressAsync("Save", new() { ["email"] = "countess@example.com", ["address[line1]"] = "1 Mill Lane", ["address[country]"] = "GB", ["name"] = "Mallory", ["phone"] = "1" });
        Assert.Contains("Your details are saved.", visitor.Text, StringComparison.Ordinal);
        var shown = (await api.A.GetAsync($"/v1/customers/{customer}")).Ok();
        Assert.Equal(["countess@example.com", "Ada", "Leeds", "GB"], [shown.Text("email")!, shown.Text("name")!, shown.Text("address.city")!, shown.Text("address.country")!]);
        Assert.True(shown.IsNull("phone"));
        Assert.Single((await api.A.GetAsync("/v1/events?type=customer.updated&limit=100")).Ok().List(), e => e.GetProperty("data").GetProperty("object").GetProperty("id").GetString() == customer);
    }

    [Fact]
    public async Task What_is_switched_off_is_neither_shown_nor_taken()
    {
        var (customer, subscription) = await SubscribedAsync();
        var configuration = await ConfiguredAsync(new() { ["features[invoice_history][enabled]"] = "false" });
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["configuration"] = configuration });
        Assert.Null(visitor.Page.QuerySelector("#invoices, #cards, #details, main button"));
        var home = visitor.Address.AbsolutePath;
        var card = Assert.Single((await api.A.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List()).GetProperty("id").GetString();
        foreach (var path in (string[])[$"/subscriptions/{subscription}/cancel", $"/subscriptions/{subscription}/confirm", $"/subscriptions/{subscription}/keep", "/details", "/cards/new", $"/cards/{card}/remove", $"/cards/{card}/default"])
        {
            await visitor.PostAsync(home + path, new() { ["email"] = "mallory@example.com" });
            Assert.Equal(HttpStatusCode.OK, visitor.Status);
            Assert.Equal(home, visitor.Address.AbsolutePath);
        }
        Assert.False((await api.A.ShownAsync(subscription)).Flag("cancel_at_period_end"));
        Assert.Equal("ada@example.com", (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Text("email"));
    }

    [Fact]
    public async Task Addresses_open_for_a_short_time_and_for_their_own_customer()
    {
        var (customer, _) = await SubscribedAsync();
        var (other, theirs) = await SubscribedAsync();
        var session = (await api.A.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = customer, ["return_url"] = "https://shop.example" })).Ok();
        using var visitor = new Visitor(api.A.Url);
        await visitor.GoAsync(session.Text("url")!);
        Assert.True((DateTime)(await api.SqlAsync("select expires_at from pay_portal_sessions where id = $1", session.Id))[0][0]! > DateTime.UtcNow.AddMinutes(55));
        var home = visitor.Address.AbsolutePath;
        await visitor.GoAsync($"{home}/subscriptions/{theirs}/cancel");
        Assert.Equal(home, visitor.Address.AbsolutePath);
        await visitor.PostAsync($"{home}/subscriptions/{theirs}/cancel");
        Assert.False((await api.A.ShownAsync(theirs)).Flag("cancel_at_period_end"));

        await api.SqlAsync("update pay_portal_sessions set expires_at = now() where id = $1", session.Id);
        foreach (var post in (bool[])[false, true])
        {
            await (post ? visitor.PostAsync($"{home}/details", new() { ["email"] = "late@example.com" }) : visitor.GoAsync(home));
            Assert.Equal(HttpStatusCode.Gone, visitor.Status);
            Assert.DoesNotContain("Ada", visitor.Text, StringComparison.Ordinal);
            Assert.Equal("https://shop.example", visitor.Link("Back to"));
        }
        var token = home.Split('/')[^1];
        await visitor.GoAsync($"/invoice/{token}");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        await visitor.GoAsync($"/portal/{session.Id}");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
    }

    [Fact]
    public async Task A_post_from_another_site_changes_nothing()
    {
        var (customer, subscription) = await SubscribedAsync();
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        await visitor.PostAsync($"{visitor.Address.AbsolutePath}/subscriptions/{subscription}/cancel", site: "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, visitor.Status);
        Assert.False((await api.A.ShownAsync(subscription)).Flag("cancel_at_period_end"));
    }

    [Theory]
    [InlineData("redirect")]
    [InlineData("hosted_confirmation")]
    [InlineData("portal_homepage")]
    public async Task A_deep_link_leads_to_one_thing_and_ends_as_it_says(string end)
    {
        var (customer, subscription) = await SubscribedAsync();
        var flow = new Form { ["flow_data[type]"] = "subscription_cancel", ["flow_data[subscription_cancel][subscription]"] = subscription, ["flow_data[after_completion][type]"] = end };
        if (end == "redirect") flow["flow_data[after_completion][redirect][return_url]"] = "https://shop.example/bye?a=1&b=2";
        if (end == "hosted_confirmation") flow["flow_data[after_completion][hosted_confirmation][custom_message]"] = "Farewell";
        using var visitor = await Visitor.OpenAsync(api.A, customer, flow);
        Assert.Equal("Cancel Gold?", visitor.Heading);
        var home = visitor.Address.AbsolutePath[..visitor.Address.AbsolutePath.IndexOf("/subscriptions", StringComparison.Ordinal)];
        await visitor.GoAsync($"{home}/details");
        Assert.Equal("Cancel Gold?", visitor.Heading);
        await visitor.PressAsync("Cancel subscription");
        Assert.True((await api.A.ShownAsync(subscription)).Flag("cancel_at_period_end"));
        Assert.Contains("Your subscription is cancelled.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(end == "redirect" ? "1;url=https://shop.example/bye?a=1&b=2" : null, visitor.Page.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content"));
        Assert.Equal(end == "hosted_confirmation", visitor.Text.Contains("Farewell", StringComparison.Ordinal));
        await visitor.GoAsync(home);
        Assert.Equal(end == "portal_homepage", visitor.Page.QuerySelector("#cards") is not null);
    }

    private async Task<(string Customer, string Subscription)> SubscribedAsync(string? clock = null)
    {
        var customer = await api.A.PayerAsync(clock: clock);
        return (customer, (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Ok().Id);
    }

    private async Task<string> ConfiguredAsync(Form form) => (await api.A.PostAsync("/v1/billing_portal/configurations", form)).Ok().Id;
}
