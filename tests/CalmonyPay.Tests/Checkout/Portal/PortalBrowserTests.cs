using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Checkout.Page;
using CalmonyPay.Tests.Subscriptions;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Portal;

/// <summary>The portal in a browser, at an account with 3-D Secure.</summary>
public sealed class PortalBrowserTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_card_that_its_bank_asks_about_is_added_at_the_bank(bool javaScript)
    {
        var customer = await api.A.PayerAsync(null);
        await using var visit = await Visit.StartAsync(Screen.Phone, javaScript);
        await EnterAsync(visit, customer, Shopping.Challenging);
        await ApproveAsync(visit, javaScript);
        await visit.Page.GetByText("The card is saved. It is now your default.").WaitForAsync();
        Assert.NotNull(await DefaultAsync(customer));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_card_is_the_default_even_if_its_owner_does_not_come_back_to_the_portal()
    {
        var customer = await api.A.PayerAsync(null);
        await using var visit = await Visit.StartAsync();
        await EnterAsync(visit, customer, Shopping.Challenging);
        await visit.Page.RouteAsync("**/cards/new?setup_intent=*", route => route.AbortAsync());
        var left = visit.Page.WaitForRequestAsync("**/cards/new?setup_intent=*");
        await ApproveAsync(visit, true);
        await left;
        Assert.NotNull(await DefaultAsync(customer));
    }

    [Fact]
    public async Task A_challenge_that_is_failed_leads_back_to_the_form_and_another_card_is_added()
    {
        var customer = await api.A.PayerAsync(null);
        await using var visit = await Visit.StartAsync();
        await EnterAsync(visit, customer, Shopping.Challenging);
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#decline").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Back to") }).ClickAsync();
        await visit.Page.Locator("#problem").WaitForAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("portal-card-failed-desktop");
        Assert.Null(await DefaultAsync(customer));
        await TypeAsync(visit, Shopping.Good);
        await visit.Page.GetByText("The card is saved. It is now your default.").WaitForAsync();
        Assert.NotNull(await DefaultAsync(customer));
    }

    [Fact]
    public async Task A_dearer_plan_is_paid_at_the_bank_and_then_made()
    {
        var (shop, visit) = await ChangingAsync();
        await using (visit)
        {
            await ApproveAsync(visit, true);
            await visit.Page.GetByText("Your plan is changed.").WaitForAsync();
            await visit.ShotAsync("portal-changed-desktop");
            var shown = await api.A.ShownAsync(shop.Subscription);
            Assert.Equal(3000, shown.Number("items.data[0].price.unit_amount"));
            Assert.True(shown.IsNull("pending_update"));
            Assert.All(await api.A.InvoicesAsync(shop.Subscription), invoice => Assert.Equal("paid", invoice.Text("status")));
            visit.AssertKeptTo(api.A.Url, api.Bank);
        }
    }

    [Fact]
    public async Task A_dearer_plan_that_its_bank_refuses_is_not_made()
    {
        var (shop, visit) = await ChangingAsync();
        await using (visit)
        {
            await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#decline").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Back to") }).ClickAsync();
            await visit.Page.GetByText("The card could not be charged, so nothing was changed.").WaitForAsync();
            var shown = await api.A.ShownAsync(shop.Subscription);
            Assert.Equal((1000, "active"), (shown.Number("items.data[0].price.unit_amount"), shown.Text("status")));
            Assert.True(shown.IsNull("pending_update"));
        }
    }

    /// <summary>A change to the dearer plan, at the page of a bank that asks.</summary>
    private async Task<(PortalShop Shop, Visit Visit)> ChangingAsync()
    {
        var shop = await PortalShop.OpenAsync(api.A, "always_invoice", subscribing: new() { ["off_session"] = "true" });
        var card = (await api.A.PostAsync("/v1/payment_methods/pm_card_threeDSecure2Required/attach", new() { ["customer"] = shop.Customer })).Ok().Id;
        (await api.A.PostAsync($"/v1/customers/{shop.Customer}", new() { ["invoice_settings[default_payment_method]"] = card })).Ok();
        var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(await shop.AddressAsync(api.A));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Change plan" }).ClickAsync();
        await visit.Page.GetByLabel("Platinum").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm change" }).ClickAsync();
        return (shop, visit);
    }

    private async Task EnterAsync(Visit visit, string customer, string number)
    {
        var session = (await api.A.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = customer })).Ok();
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add a card" }).ClickAsync();
        await TypeAsync(visit, number);
    }

    private static async Task TypeAsync(Visit visit, string number)
    {
        await visit.Page.FillAsync("#name", "Ada Lovelace");
        await visit.Page.FillAsync("#billing-postal_code", "N1 1AA");
        await visit.Page.TypeCardAsync(number);
        await visit.Page.PayButton().ClickAsync();
    }

    private static async Task ApproveAsync(Visit visit, bool javaScript)
    {
        if (javaScript)
        {
            await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
            return;
        }
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to your bank" }).ClickAsync();
        await visit.Page.Locator("#approve").ClickAsync();
    }

    private async Task<string?> DefaultAsync(string customer) => (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Text("invoice_settings.default_payment_method");
}
