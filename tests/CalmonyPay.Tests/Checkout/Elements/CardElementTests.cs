using CalmonyPay.Tests.Browser;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Elements;

/// <summary>calmony.js in a merchant's page, in a real browser: project A's account asks for 3-D Secure, project B's does not.</summary>
public sealed class CardElementTests(AuthenticationApi api) : IClassFixture<AuthenticationApi>
{
    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task A_card_is_paid_with_and_the_merchant_s_page_never_has_its_number(object screen)
    {
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectB);
        await using var _ = shop;
        var intent = (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp" })).Ok();
        await using var visit = await Visit.StartAsync((Screen)screen);
        var said = new List<string>();
        visit.Page.Request += (_, request) => said.Add($"{request.Url} {request.PostData}");
        await visit.Page.GotoAsync(shop.Pay(key, intent.Text("client_secret")).ToString());
        await ShopPage.FillAsync(visit.Page, "4242424242424242");
        Assert.Equal("visa", await visit.Page.Locator("body").GetAttributeAsync("data-brand"));
        Assert.Equal("true", await visit.Page.Locator("body").GetAttributeAsync("data-complete"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync($"element-filled-{screen}".ToLowerInvariant());
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("succeeded").WaitForAsync();
        var paid = (await api.B.GetAsync($"/v1/payment_intents/{intent.Id}?expand[]=payment_method")).Ok();
        Assert.Equal(("succeeded", "4242", "Nia Rees"), (paid.Text("status"), paid.Text("payment_method.card.last4"), paid.Text("payment_method.billing_details.name")));
        Assert.DoesNotContain(said, request => request.StartsWith(shop.Origin.ToString(), StringComparison.Ordinal) && request.Contains("4242424242424242", StringComparison.Ordinal));
        visit.AssertKeptTo(api.B.Url, shop.Origin);
    }

    [Fact]
    public async Task Whoever_has_to_authenticate_comes_back_to_the_shop()
    {
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectA);
        await using var _ = shop;
        var intent = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp" })).Ok();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(shop.Pay(key, intent.Text("client_secret")).ToString());
        await ShopPage.FillAsync(visit.Page, "4000000000003220");
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{shop.Origin}thanks?**");
        Assert.Equal($"{shop.Origin}thanks?payment_intent={intent.Id}&payment_intent_client_secret={intent.Text("client_secret")}&redirect_status=succeeded", visit.Page.Url);
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/payment_intents/{intent.Id}")).Ok().Text("status"));
        visit.AssertKeptTo(api.A.Url, shop.Origin, api.Bank);
    }

    [Fact]
    public async Task What_cannot_be_right_is_said_in_the_shopper_s_language_and_not_sent()
    {
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectB);
        await using var _ = shop;
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(shop.Pay(key, null, "de").ToString());
        await ShopPage.FillAsync(visit.Page, "4242424242424241");
        await visit.Page.GetByText("Die Kartennummer ist ungültig.").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("invalid_number: Die Kartennummer ist ungültig.").WaitForAsync();
        Assert.DoesNotContain(visit.Requests, url => url.AbsolutePath == "/v1/payment_methods");
        await ShopPage.FillAsync(visit.Page, "4242424242424242");
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("pm_").WaitForAsync();
        visit.AssertKeptTo(api.B.Url, shop.Origin);
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_card_field()
    {
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectB, register: false);
        await using var _ = shop;
        await using var visit = await Visit.StartAsync();
        var refused = visit.Page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        await visit.Page.GotoAsync(shop.Pay(key, null).ToString());
        await refused;
        Assert.Equal(0, await visit.Page.FrameLocator("#card iframe").Locator("#number").CountAsync());
    }
}
