using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Elements;

/// <summary>
/// Two hosts on one database, at an account with 3-D Secure. The one that takes the card from the element is gone before its shopper opens the
/// page at which they authenticate, which the other serves.
/// </summary>
public sealed class SeveralHostsTests(AuthenticationApi api) : IClassFixture<AuthenticationApi>
{
    [Theory]
    [InlineData("payment_intents", "4000000000003055", false)]
    [InlineData("payment_intents", "4000000000003220", true)]
    [InlineData("setup_intents", "4000000000003055", false)]
    [InlineData("setup_intents", "4000000000003220", true)]
    public async Task A_card_from_the_element_is_authenticated_at_another_host(string kind, string number, bool challenged)
    {
        var taking = await api.StartHostAsync(AtTheSameAddress);
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectA, taking);
        await using var _ = shop;
        var intent = await IntentAsync(kind);
        await using var visit = await Visit.StartAsync();
        var gone = false;
        await visit.Page.RouteAsync($"{api.A.Url}pay/authenticate/**", async route =>
        {
            if (!gone) await api.StopHostAsync(taking);
            gone = true;
            await route.ContinueAsync();
        });
        await visit.Page.GotoAsync(shop.Pay(key, intent.Text("client_secret")).ToString());
        await ShopPage.FillAsync(visit.Page, number);
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        if (challenged) await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{shop.Origin}thanks?**");
        Assert.EndsWith("&redirect_status=succeeded", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/{kind}/{intent.Id}")).Ok().Text("status"));
        Assert.True(gone);
        visit.AssertKeptTo(taking, api.A.Url, shop.Origin, api.Bank);
    }

    [Theory]
    [InlineData("payment_intents")]
    [InlineData("setup_intents")]
    public async Task Where_the_issuer_asks_nothing_the_shopper_stays_in_the_shop(string kind)
    {
        var (shop, key) = await ShopPage.OpenAsync(api, api.ProjectA);
        await using var _ = shop;
        var intent = await IntentAsync(kind);
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(shop.Pay(key, intent.Text("client_secret")).ToString());
        await ShopPage.FillAsync(visit.Page, "4242424242424242");
        await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.GetByText("succeeded").WaitForAsync();
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/{kind}/{intent.Id}")).Ok().Text("status"));
        Assert.DoesNotContain(visit.Requests, url => url.AbsolutePath.StartsWith("/pay/authenticate", StringComparison.Ordinal));
        visit.AssertKeptTo(api.A.Url, shop.Origin);
    }

    private Task<Reply> IntentAsync(string kind) => api.A.PostAsync($"/v1/{kind}", kind == "setup_intents" ? [] : new() { ["amount"] = "2000", ["currency"] = "gbp" });

    /// <summary>Shoppers and banks come to the host that stays, as behind a balancer that has noticed.</summary>
    private void AtTheSameAddress(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:PublicUrl"] = api.A.Url.ToString() });
}
