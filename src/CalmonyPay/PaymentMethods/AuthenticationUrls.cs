using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.PaymentMethods;

/// <summary>Where a shopper authenticates: our page, found by a token that names project, mode and intent (<c>pi_…</c> or <c>seti_…</c>).</summary>
public sealed class AuthenticationUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string Path = "/pay/authenticate", Purpose = "page.authenticate";

    /// <summary>Below the page's address: to which the issuer's page posts, in a frame or as the whole window.</summary>
    public const string ReturnEnd = "/return";

    /// <summary>The page.</summary>
    public string Of(string intentId) => $"{publicUrl.Value}{Path}/{tokens.Make(Purpose, scope.Current, intentId)}";

    /// <summary>Cardstream's <c>threeDSRedirectURL</c>. The issuer's post comes from another site, so it carries no cookie: the token is all.</summary>
    public Uri ReturnOf(string intentId) => new(Of(intentId) + ReturnEnd);
}
