using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Checkout;

/// <summary>Where a session's page is: found by a token that names project, mode and session.</summary>
public sealed class CheckoutUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string PagePath = "/checkout/{token}", RecoverPath = "/checkout/{token}/recover";

    /// <summary>For what the token in a page's address was made.</summary>
    public const string Purpose = "page.checkout";

    /// <summary>A token for the session; each is another, so the one in the session's row is the one that is shown.</summary>
    public string TokenOf(string sessionId) => tokens.Make(Purpose, scope.Current, sessionId);

    public string PageOf(string token) => $"{publicUrl.Value}/checkout/{token}";

    public string RecoveryOf(string token) => $"{publicUrl.Value}/checkout/{token}/recover";
}
