using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Checkout.Portal;
using CalmonyPay.Tests.Platform;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>The pages beside the payment form, in a browser: each can be used by everybody, fits its window, and keeps to this server.</summary>
public sealed class EveryPageTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    [Theory]
    [InlineData("receipt")]
    [InlineData("invoice")]
    [InlineData("invoice-paid")]
    [InlineData("invoice-pay")]
    [InlineData("portal")]
    [InlineData("portal-cancel")]
    [InlineData("portal-card")]
    [InlineData("portal-change")]
    [InlineData("portal-confirm")]
    [InlineData("portal-stuck")]
    [InlineData("portal-done")]
    [InlineData("portal-expired")]
    [InlineData("portal-details")]
    [InlineData("link-closed")]
    [InlineData("nothing")]
    public async Task Each_page_can_be_used_by_everybody(string what)
    {
        var address = await AddressOfAsync(what);
        foreach (var screen in new[] { Screen.Desktop, Screen.Phone })
        {
            await using var visit = await Visit.StartAsync(screen);
            await visit.Page.GotoAsync(address);
            await visit.Page.AssertAccessibleAsync();
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{what} is wider than its window.");
            await visit.ShotAsync($"{what}-{screen}".ToLowerInvariant());
            if (what is "link-closed" or "nothing" or "portal-stuck" or "portal-expired") visit.AssertOnlyStatusComplaints();
            else visit.AssertKeptTo(api.B.Url);
        }
    }

    [Fact]
    public async Task A_guest_becomes_a_customer()
    {
        var session = (await api.B.SessionAsync(new() { ["customer_creation"] = "always" })).Ok();
        Assert.True(session.IsNull("customer"));
        await PayAsync(session);
        var customer = (await api.B.GetAsync($"/v1/customers/{(await api.B.SeeAsync(session.Id)).Text("customer")}")).Ok();
        Assert.Equal(("ada@example.com", "Ada Lovelace", "N1 1AA"), (customer.Text("email"), customer.Text("name"), customer.Text("address.postal_code")));
    }

    [Fact]
    public async Task A_guest_stays_one_where_nobody_wants_a_customer()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await PayAsync(session);
        var done = await api.B.SeeAsync(session.Id);
        Assert.True(done.IsNull("customer"));
        Assert.Equal("ada@example.com", done.Text("customer_details.email"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_card_is_kept_and_nothing_taken(bool javaScript)
    {
        var customer = (await api.B.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com" })).Ok();
        var session = (await api.B.SessionAsync(new() { ["customer"] = customer.Id, ["currency"] = "gbp" }, sells: false, mode: "setup")).Ok();
        await PayAsync(session, javaScript, emailFixed: true);
        var done = await api.B.SeeAsync(session.Id);
        Assert.Equal(("complete", "no_payment_required"), (done.Text("status"), done.Text("payment_status")));
        Assert.Equal("succeeded", (await api.B.GetAsync($"/v1/setup_intents/{done.Text("setup_intent")}")).Ok().Text("status"));
        Assert.Equal("4242", Assert.Single((await api.B.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Ok().List()).GetProperty("card").GetProperty("last4").GetString());
        Assert.Empty((await api.B.GetAsync($"/v1/charges?customer={customer.Id}")).Ok().List());
    }

    [Fact]
    public async Task A_subscription_begins()
    {
        var session = (await api.B.SessionAsync(mode: "subscription")).Ok();
        await PayAsync(session);
        var subscription = (await api.B.GetAsync($"/v1/subscriptions/{(await api.B.SeeAsync(session.Id)).Text("subscription")}")).Ok();
        Assert.Equal("active", subscription.Text("status"));
    }

    [Fact]
    public async Task A_challenge_that_is_failed_leads_back_to_the_form_and_another_card_pays()
    {
        var session = (await api.A.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync(Shopping.Challenging);
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#decline").ClickAsync();
        // The bank has said something to its cardholder: that is read first.
        await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Back to") }).ClickAsync();
        await visit.Page.Locator("#problem").WaitForAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("checkout-challenge-failed-phone");
        await visit.Page.TypeAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal("paid", (await api.A.SeeAsync(session.Id)).Text("payment_status"));
    }

    [Fact]
    public async Task A_challenge_that_is_left_can_be_gone_back_to()
    {
        var session = (await api.A.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync(Shopping.Challenging);
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").WaitForAsync();
        await visit.CloseTabAsync();
        Assert.Equal("open", (await api.A.SeeAsync(session.Id)).Text("status"));
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.Locator("#problem a").ClickAsync();
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Single((await api.A.GetAsync($"/v1/charges?payment_intent={(await api.A.SeeAsync(session.Id)).Text("payment_intent")}")).Ok().List());
    }

    [Fact]
    public async Task An_invoice_is_paid_on_its_page()
    {
        var invoice = await InvoiceAsync();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(invoice.Text("hosted_invoice_url")!);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Pay £15.00" }).ClickAsync();
        await visit.Page.FillAsync("#name", "Ada Lovelace");
        await visit.Page.FillAsync("#billing-postal_code", "N1 1AA");
        await visit.Page.TypeCardAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("£15.00.* paid") }).WaitForAsync();
        Assert.Equal("paid", (await api.B.GetAsync($"/v1/invoices/{invoice.Id}")).Ok().Text("status"));
        visit.AssertKeptTo(api.B.Url);
    }

    private async Task PayAsync(Reply session, bool javaScript = true, bool emailFixed = false)
    {
        await using var visit = await Visit.StartAsync(javaScript: javaScript);
        await visit.Page.GotoAsync(session.Text("url")!);
        if (emailFixed)
        {
            await visit.Page.FillAsync("#name", "Ada Lovelace");
            await visit.Page.FillAsync("#billing-postal_code", "N1 1AA");
            await visit.Page.TypeCardAsync();
        }
        else await visit.Page.TypeAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        visit.AssertKeptTo(api.B.Url);
    }

    private async Task<string> AddressOfAsync(string what)
    {
        switch (what)
        {
            case "receipt":
                var intent = (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["return_url"] = "https://shop.example/" })).Ok();
                return (await api.B.GetAsync($"/v1/charges/{intent.Text("latest_charge")}")).Ok().Text("receipt_url")!;
            case "invoice":
                return (await InvoiceAsync()).Text("hosted_invoice_url")!;
            case "invoice-paid":
                var paid = await InvoiceAsync();
                (await api.B.PostAsync($"/v1/invoices/{paid.Id}/pay", new() { ["paid_out_of_band"] = "true" })).Ok();
                return paid.Text("hosted_invoice_url")!;
            case "invoice-pay":
                return $"{(await InvoiceAsync()).Text("hosted_invoice_url")}/pay";
            case "link-closed":
                var price = (await api.B.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1500", ["product_data[name]"] = "Tea" })).Ok();
                var link = (await api.B.PostAsync("/v1/payment_links", new() { ["line_items[0][price]"] = price.Id, ["line_items[0][quantity]"] = "1" })).Ok();
                (await api.B.PostAsync($"/v1/payment_links/{link.Id}", new() { ["active"] = "false" })).Ok();
                return link.Text("url")!;
            case "nothing":
                return new Uri(api.B.Url, "/checkout/nothing").ToString();
            case "portal-change" or "portal-confirm" or "portal-stuck":
                var shop = await PortalShop.OpenAsync(api.B, "always_invoice");
                Form? flow = what == "portal-stuck" ? new() { ["flow_data[type]"] = "subscription_update", ["flow_data[subscription_update][subscription]"] = shop.Subscription } : null;
                var home = await shop.AddressAsync(api.B, flow);
                if (what == "portal-stuck") (await api.B.DeleteAsync($"/v1/subscriptions/{shop.Subscription}")).Ok();
                return what == "portal-confirm" ? $"{home}/subscriptions/{shop.Subscription}/confirm?price={shop.Dearer}&quantity=2" : $"{home}/subscriptions/{shop.Subscription}/change";
            default:
                return await PortalAsync(what);
        }
    }

    private async Task<string> PortalAsync(string what)
    {
        var customer = (await api.B.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com", ["name"] = "Ada Lovelace", ["payment_method"] = "pm_card_visa", ["invoice_settings[default_payment_method]"] = "pm_card_visa" })).Ok();
        var price = (await api.B.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "900", ["recurring[interval]"] = "month", ["product_data[name]"] = "Club" })).Ok();
        var subscription = (await api.B.PostAsync("/v1/subscriptions", new() { ["customer"] = customer.Id, ["items[0][price]"] = price.Id })).Ok();
        var form = new Form { ["customer"] = customer.Id, ["return_url"] = "https://shop.example/account" };
        if (what == "portal-cancel") (form["flow_data[type]"], form["flow_data[subscription_cancel][subscription]"]) = ("subscription_cancel", subscription.Id);
        if (what == "portal-card") form["flow_data[type]"] = "payment_method_update";
        if (what == "portal-done")
        {
            (form["flow_data[type]"], form["flow_data[after_completion][type]"]) = ("customer_update", "hosted_confirmation");
            form["flow_data[after_completion][hosted_confirmation][custom_message]"] = "Thank you, Ada.";
        }
        var session = (await api.B.PostAsync("/v1/billing_portal/sessions", form)).Ok();
        if (what == "portal-expired") await api.SqlAsync("update pay_portal_sessions set expires_at = now() where id = $1", session.Id);
        if (what == "portal-done") await api.SqlAsync("update pay_portal_sessions set flow_completed_at = now() where id = $1", session.Id);
        return what == "portal-details" ? $"{session.Text("url")}/details" : session.Text("url")!;
    }

    private async Task<Reply> InvoiceAsync()
    {
        var customer = (await api.B.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com", ["name"] = "Ada Lovelace" })).Ok();
        (await api.B.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer.Id, ["amount"] = "1500", ["currency"] = "gbp", ["description"] = "Garden work" })).Ok();
        var draft = (await api.B.PostAsync("/v1/invoices", new() { ["customer"] = customer.Id, ["pending_invoice_items_behavior"] = "include", ["collection_method"] = "send_invoice", ["days_until_due"] = "14" })).Ok();
        return (await api.B.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
    }
}
