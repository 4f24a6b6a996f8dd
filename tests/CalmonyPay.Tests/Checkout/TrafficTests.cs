using CalmonyPay.Accounts;
using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Checkout.Elements;
using CalmonyPay.Tests.Checkout.Links;
using CalmonyPay.Tests.Checkout.Page;
using CalmonyPay.Tests.Invoices;
using CalmonyPay.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout;

/// <summary>
/// Whole visits of shoppers, of which every response is read: pages, styles, scripts, data, and the headers of each. None names a server but ours,
/// the merchant's shop and, on the page of 3-D Secure, the issuer of the gateway's answer.
/// </summary>
public sealed class TrafficTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_checkout_with_a_challenge_names_the_issuer_on_its_page_alone(bool javaScript)
    {
        var session = (await api.A.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(javaScript: javaScript, read: true);
        await visit.Page.GotoAsync(session.Text("url")!);
        await PayAsync(visit.Page, Shopping.Challenging);
        if (!javaScript) await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to your bank" }).ClickAsync();
        var bank = javaScript ? visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve") : visit.Page.Locator("#approve");
        await bank.ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/thanks?**");
        await visit.AssertNothingElseIsNamedAsync(api.Bank, api.A.Url);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => visit.AssertNothingElseIsNamedAsync(null, api.A.Url)); // the bank was read too
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_declined_card_and_one_that_pays_name_nobody_else(bool javaScript)
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(Screen.Phone, javaScript, read: true);
        await visit.Page.GotoAsync(session.Text("url")!);
        await PayAsync(visit.Page, Shopping.Declined);
        await visit.Page.GetByText("The bank declined the card.").WaitForAsync();
        await visit.Page.TypeCardAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/thanks?**");
        await visit.AssertNothingElseIsNamedAsync(null, api.B.Url);
    }

    [Fact]
    public async Task A_payment_link_names_nobody_else()
    {
        var link = (await api.B.LinkAsync(new() { ["after_completion[type]"] = "redirect", ["after_completion[redirect][url]"] = $"{Visit.Shop}/bought" })).Ok();
        await using var visit = await Visit.StartAsync(read: true);
        await visit.Page.GotoAsync(link.Text("url")!);
        await PayAsync(visit.Page);
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/bought");
        await visit.AssertNothingElseIsNamedAsync(null, api.B.Url);
    }

    [Fact]
    public async Task A_card_element_in_a_merchant_s_page_names_nobody_else()
    {
        await using var shop = await ShopPage.StartAsync(api.B.Url);
        await using var scope = api.Worker();
        await scope.ServiceProvider.GetRequiredService<Projects>().OpenToAsync(api.ProjectB.ToString(), now => PageOrigins.Checked([.. now, shop.Origin.ToString()]), CancellationToken.None);
        var (_, key) = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(api.ProjectB, ApiKeyType.Publishable, ApiKeyEnv.Test, null, null, null, CancellationToken.None);
        var intent = (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp" })).Ok();

        await using var visit = await Visit.StartAsync(read: true);
        await visit.Page.GotoAsync(shop.Pay(key, intent.Text("client_secret")).ToString());
        await visit.Page.Locator("body[data-ready]").WaitForAsync();
        var card = visit.Page.FrameLocator("#card iframe");
        foreach (var (field, text) in new[] { ("#number", Shopping.Good), ("#expiry", "1140"), ("#code", "123") }) await card.Locator(field).PressSequentiallyAsync(text);
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("succeeded").WaitForAsync();
        await visit.AssertNothingElseIsNamedAsync(null, api.B.Url, shop.Origin);
    }

    [Fact]
    public async Task An_invoice_that_is_paid_and_its_receipt_name_nobody_else()
    {
        var invoice = await api.B.OpenAsync(await api.B.PayerAsync(null), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = "14", ["currency"] = "gbp" }, 1500);
        await using var visit = await Visit.StartAsync(read: true);
        await visit.Page.GotoAsync(invoice.Text("hosted_invoice_url")!);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Pay £15.00" }).ClickAsync();
        await TypeAsync(visit.Page);
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new("£15.00.* paid") }).WaitForAsync();
        var charge = Assert.Single((await api.B.GetAsync($"/v1/charges?customer={invoice.Text("customer")}")).Ok().List());
        await visit.Page.GotoAsync(charge.GetProperty("receipt_url").GetString()!);
        await visit.AssertNothingElseIsNamedAsync(null, api.B.Url);
    }

    [Fact]
    public async Task The_portal_and_its_card_form_name_nobody_else()
    {
        var customer = await api.B.PayerAsync();
        (await api.B.SubscribeAsync(customer, await api.B.PriceAsync())).Ok();
        var session = (await api.B.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = customer, ["return_url"] = $"{Visit.Shop}/account" })).Ok();
        await using var visit = await Visit.StartAsync(read: true);
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add a card" }).ClickAsync();
        await TypeAsync(visit.Page, "5555555555554444");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save card" }).ClickAsync();
        await visit.Page.GetByText("The card is saved.").WaitForAsync();
        await visit.AssertNothingElseIsNamedAsync(null, api.B.Url);
    }

    private static async Task PayAsync(IPage page, string card = Shopping.Good)
    {
        await page.TypeAsync(card);
        await page.PayButton().ClickAsync();
    }

    /// <summary>What the forms ask that know their customer.</summary>
    private static async Task TypeAsync(IPage page, string card = Shopping.Good)
    {
        await page.FillAsync("#name", "Ada Lovelace");
        await page.FillAsync("#billing-postal_code", "N1 1AA");
        await page.TypeCardAsync(card);
    }
}
