using System.Collections.Concurrent;
using System.Text.Json;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Gateways;

/// <summary>
/// Credentials, opened, in this host's memory for some seconds, so that a payment costs no round trip for them. A change made
/// on another host, or by the command line, is seen when the seconds are over.
/// </summary>
public sealed class GatewayAccounts(Keyring keyring, TimeProvider clock)
{
    public const string Purpose = "gateway.credentials";

    /// <summary>How long credentials are believed without asking.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Tenant, Known> known = new();

    /// <returns>Null if they were never read, or not lately.</returns>
    internal IReadOnlyList<OpenedCredential>? Of(Tenant tenant) =>
        known.TryGetValue(tenant, out var found) && found.Until > clock.GetUtcNow() ? found.Credentials : null;

    internal IReadOnlyList<OpenedCredential> Put(Tenant tenant, IEnumerable<(GatewayCredential Row, string Driver, bool GatewayIsActive)> rows)
    {
        IReadOnlyList<OpenedCredential> opened = [.. rows.Select(row => new OpenedCredential(row.Row, row.GatewayIsActive, Open(row.Row, row.Driver)))];
        known[tenant] = new(opened, clock.GetUtcNow() + Trust);
        return opened;
    }

    internal void Forget(Tenant tenant) => known.TryRemove(tenant, out _);

    internal byte[] Seal(GatewaySettings settings) => keyring.Encrypt(PayJson.Bytes(settings), Purpose);

    internal GatewayAccount Open(GatewayCredential row, string driver)
    {
        var settings = JsonSerializer.Deserialize<GatewaySettings>(keyring.Decrypt(row.Credentials, Purpose), PayJson.Options)
            ?? throw new InvalidOperationException($"The credential {row.Id} holds nothing.");
        return new(row.Id, driver, settings.Url, settings.MerchantId, settings.Secret, settings.CountryCode,
            settings.ThreeDSecure, settings.CaptureAtOnce, settings.SecurityCodeMandatory, settings.TestCards)
        { ScaExemptions = settings.ScaExemptions ?? [] };
    }

    private sealed record Known(IReadOnlyList<OpenedCredential> Credentials, DateTimeOffset Until);
}

internal sealed record OpenedCredential(GatewayCredential Row, bool GatewayIsActive, GatewayAccount Account)
{
    public bool Takes(DateTimeOffset now) => GatewayIsActive && Row.Takes(now);
}
