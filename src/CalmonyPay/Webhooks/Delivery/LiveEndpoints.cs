using System.Collections.Concurrent;
using System.Security.Cryptography;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>An endpoint that is sent to, as it was a moment ago.</summary>
/// <param name="Secrets">What signs, the current one first.</param>
public sealed record LiveEndpoint(string Id, Tenant Tenant, string Url, IReadOnlyList<string> Secrets, bool StrictOrder, DateTimeOffset? FailingSince)
{
    /// <summary>Kept up by this host meanwhile: one that fails every other time is not worth reading them all anew each time.</summary>
    public DateTimeOffset? FailingSince { get; set; } = FailingSince;
}

/// <summary>
/// The enabled endpoints of all projects, read anew every half second at most: so long an endpoint that was disabled may still
/// be sent to.
/// </summary>
public sealed partial class LiveEndpoints(PayDbPools pools, WebhookSecrets secrets, TimeProvider clock, ILogger<LiveEndpoints> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMilliseconds(500);

    // Opening a secret costs more than comparing its ciphertext.
    private readonly ConcurrentDictionary<string, (byte[] Sealed, string Open)> opened = new();
    private IReadOnlyDictionary<string, LiveEndpoint> known = new Dictionary<string, LiveEndpoint>();
    private DateTimeOffset readAt;

    public async Task<IReadOnlyDictionary<string, LiveEndpoint>> AllAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - readAt < Kept && now >= readAt) return known;
        var scope = new TenantScope();
        scope.EnterWorker(null);
        await using var db = pools.Rent(scope);
        var rows = await db.WebhookEndpoints.IgnoreQueryFilters(["project", "mode"]).Where(e => e.Status == WebhookEndpointStatus.Enabled).ToListAsync(ct);
        (known, readAt) = (rows.Select(row => Of(row, now)).OfType<LiveEndpoint>().ToDictionary(endpoint => endpoint.Id), now);
        return known;
    }

    /// <summary>The next question is answered from the database: something was changed here.</summary>
    public void Forget() => readAt = default;

    /// <summary>Null where the secret does not open: what goes to that endpoint waits, and the others are not held up.</summary>
    private LiveEndpoint? Of(WebhookEndpoint row, DateTimeOffset now)
    {
        try
        {
            List<string> signing = [Open(row.Id, row.SecretEncrypted)];
            if (row.PreviousSecretEncrypted is { } previous && row.PreviousSecretUntil > now) signing.Add(Open(row.Id + " before", previous));
            return new(row.Id, new(row.ProjectId, row.Livemode), row.Url, signing, row.StrictOrder, row.FailingSince);
        }
        catch (CryptographicException failure)
        {
            LogSealed(failure, row.Id);
            return null;
        }
    }

    private string Open(string name, byte[] cipher)
    {
        if (opened.TryGetValue(name, out var known) && known.Sealed.AsSpan().SequenceEqual(cipher)) return known.Open;
        var secret = secrets.Open(cipher);
        opened[name] = (cipher, secret);
        return secret;
    }

    [LoggerMessage(LogLevel.Error, "The signing secret of {EndpointId} does not open with the keys of this host; nothing is sent to it")]
    private partial void LogSealed(Exception failure, string endpointId);
}
