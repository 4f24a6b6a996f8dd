using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Checkout;

/// <summary>Where a session's page is: found by a token that names project, mode and session.</summary>
public sealed class CheckoutUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string PagePath = "/checkout/{token}", RecoverPath = "/checkout/{token}/recover";

    /// <summary>A payment link, and the logo on its pages.</summary>
    public const string BuyPath = "/buy/{token}";

    /// <summary>For what the token in a page's address was made.</summary>
    public const string Purpose = "page.checkout";

    /// <inheritdoc cref="Purpose"/>
    public const string BuyPurpose = "page.buy";

    /// <summary>A token for the session; each is another, so the one in the session's row is the one that is shown.</summary>
    public string TokenOf(string sessionId) => tokens.Make(Purpose, scope.Current, sessionId);

    /// <inheritdoc cref="TokenOf"/>
    public string BuyTokenOf(string linkId) => tokens.Make(BuyPurpose, scope.Current, linkId);

    public string BuyOf(string token) => $"{publicUrl.OrNull}/buy/{token}";

    public string PageOf(string token) => $"{publicUrl.OrNull}/checkout/{token}";

    public string RecoveryOf(string token) => $"{publicUrl.OrNull}/checkout/{token}/recover";
}
