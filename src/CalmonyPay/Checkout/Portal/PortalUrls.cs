using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Checkout.Portal;

/// <summary>Where a customer reaches the portal: a token of the session in the address, which nobody guesses, is all that opens it.</summary>
public sealed class PortalUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string Purpose = "page.portal", Path = "/portal/{token}";

    /// <summary>The address of a session, for its customer.</summary>
    public string Of(string sessionId) => $"{publicUrl.Value}/portal/{tokens.Make(Purpose, scope.Current, sessionId)}";

    /// <summary>The portal's beginning as its own pages link to it, without a host: below the path at which the server is reached.</summary>
    public string HomeOf(string token) => $"{publicUrl.BelowPath}/portal/{token}";

    /// <summary>The same with the host, for pages that come back from elsewhere.</summary>
    public string FullOf(string token) => $"{publicUrl.Value}/portal/{token}";
}
