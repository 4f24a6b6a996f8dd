using CalmonyPay.Gateways;

namespace CalmonyPay.PaymentMethods;

/// <summary>
/// The browser that a confirmation comes from, where it brings the card as well. With both, the gateway is asked at once, so the card need not
/// wait in this host's memory for its shopper.
/// </summary>
public sealed class BrowserOfCard(GatewayCredentials credentials, AuthenticationUrls authentication)
{
    /// <param name="intentId">What is confirmed.</param>
    /// <param name="payable">With what. A card that the gateway has waits nowhere: its shopper comes to our page, which may ask for the code.</param>
    /// <param name="browser">What the confirmation says; null if nothing.</param>
    /// <returns>Null where the gateway is asked without a browser, or the shopper comes first, as with a backend's confirmation.</returns>
    public async Task<BrowserData?> ForAsync(string intentId, PayableMethod payable, BrowserFacts? browser)
    {
        if (browser is null || payable.Card is null) return null;
        var account = (await credentials.ForNewAsync(CancellationToken.None)).Account;
        return account.ThreeDSecure ? browser.For(authentication.ReturnOf(intentId)) : null;
    }
}
