using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Gateways;

/// <summary>What a callback's address says: whose attempt it is, and with which credential to check the signature.</summary>
/// <param name="AttemptId">Our key of the order (<c>ch_…</c>, <c>re_…</c>, <c>pm_…</c>).</param>
public sealed record CallbackSubject(Tenant Tenant, Guid CredentialId, string AttemptId);

/// <summary>Makes and opens the addresses that gateways call.</summary>
public sealed class CallbackTokens(TenantTokens tokens, PublicUrl publicUrl)
{
    public const string Path = "/gateway/callbacks";

    private const string Purpose = "gateway.callback";
    private const int CredentialLength = 32;

    /// <summary>The address for one attempt, under <see cref="PublicUrl"/>. Null if the host neither has one nor listens.</summary>
    public Uri? UrlOf(CallbackSubject subject) => publicUrl.OrNull is { } root ? new($"{root}{Path}/{Make(subject)}") : null;

    public string Make(CallbackSubject subject) => tokens.Make(Purpose, subject.Tenant, $"{subject.CredentialId:N}{subject.AttemptId}");

    /// <returns>Null for whatever is no token of ours.</returns>
    public CallbackSubject? Open(string token) =>
        tokens.Open(Purpose, token) is var (tenant, subject) && subject.Length > CredentialLength && Guid.TryParse(subject[..CredentialLength], out var credential)
            ? new(tenant, credential, subject[CredentialLength..])
            : null;
}
