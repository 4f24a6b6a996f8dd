using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.PaymentMethods;

/// <summary>Where a shopper authenticates: our page, found by a token that names project, mode and intent (<c>pi_…</c> or <c>seti_…</c>).</summary>
public sealed class AuthenticationUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string Path = "/pay/authenticate", Purpose = "page.authenticate";

    public string Of(string intentId) => $"{publicUrl.Value}{Path}/{tokens.Make(Purpose, scope.Current, intentId)}";
}
