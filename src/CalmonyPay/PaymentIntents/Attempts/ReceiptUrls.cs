using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>Where a paid charge's receipt is: a page that follows the charge, refunds included, found by a token that names it.</summary>
public sealed class ReceiptUrls(PublicUrl publicUrl, TenantTokens tokens, TenantScope scope)
{
    public const string Path = "/receipt/{token}", Purpose = "page.receipt";

    /// <returns>Null on a host that does not know at which address shoppers reach the server.</returns>
    public string? Of(string chargeId) => publicUrl.OrNull is { } server ? $"{server}/receipt/{tokens.Make(Purpose, scope.Current, chargeId)}" : null;
}
