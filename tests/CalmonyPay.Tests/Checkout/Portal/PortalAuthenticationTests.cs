using System.Net;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Checkout.Portal;

/// <summary>The portal at an account with 3-D Secure.</summary>
public sealed class SecurePortal : PayApi
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await TestGateway.SetAsync(this, ProjectA, await TestGateway.SettingsAsync(threeDSecure: true));
    }
}

public sealed class PortalAuthenticationTests(SecurePortal api) : IClassFixture<SecurePortal>
{
    [Fact]
    public async Task A_card_whose_bank_wants_to_know_leads_to_the_authentication_page_and_is_no_default_before()
    {
        var customer = await api.A.PayerAsync(null);
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        var home = visitor.Address.AbsolutePath;
        await visitor.FollowAsync("Add a card");
        await visitor.PressAsync("Save card", Visitor.Card("4000 0000 0000 3220"));
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.StartsWith("/pay/authenticate/", visitor.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.True((await api.A.GetAsync($"/v1/customers/{customer}")).Ok().IsNull("invoice_settings.default_payment_method"));
        // Whoever comes back too early is sent on, and a setup of somebody else's opens nothing.
        var intent = (await api.A.GetAsync($"/v1/setup_intents?customer={customer}")).Ok().Text("data[0].id")!;
        await visitor.GoAsync($"{home}/cards/new?setup_intent={intent}");
        Assert.StartsWith("/pay/authenticate/", visitor.Address.AbsolutePath, StringComparison.Ordinal);
        using var other = await Visitor.OpenAsync(api.A, await api.A.PayerAsync(null));
        await other.GoAsync($"{other.Address.AbsolutePath}/cards/new?setup_intent={intent}");
        Assert.EndsWith($"/cards/new?setup_intent={intent}", other.Address.PathAndQuery, StringComparison.Ordinal);
        Assert.True(other.Offers("Save card"));
    }
}
