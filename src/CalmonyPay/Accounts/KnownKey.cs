using System.Collections.Concurrent;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using NpgsqlTypes;

namespace CalmonyPay.Accounts;

/// <summary>A key that has been looked up.</summary>
public sealed record KnownKey(Guid Id, Tenant Tenant, ApiKeyType Type, int? RateLimit, DateTimeOffset? ExpiresAt);

/// <summary>
/// Finds a key by its hash: in memory for a few seconds, else by the SECURITY DEFINER function that alone can look at the
/// keys of all projects. A revocation is told to every host by NOTIFY (<see cref="KeyNews"/>).
/// </summary>
public sealed class KnownKeys(PayDbPools pools, Keyring keyring, ProjectSecretCache secrets, SandboxKeys sandbox, TimeProvider clock)
{
    /// <summary>How long a key is believed without asking: the longest that a revoked key can live if the NOTIFY is lost.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    /// <summary>Keys remembered at most; made-up keys must not fill the memory.</summary>
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (KnownKey Key, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> used = new();

    /// <returns>Null if there is no such key, or it was revoked.</returns>
    public async ValueTask<KnownKey?> FindAsync(string raw, CancellationToken ct)
    {
        if (sandbox.Refuse(raw)) return null;
        var now = clock.GetUtcNow();
        var hash = ApiKey.HashOf(raw);
        var name = Convert.ToHexString(hash);
        if (remembered.TryGetValue(name, out var found) && found.Until > now)
        {
            used[found.Key.Id] = now;
            return found.Key;
        }
        var key = await AskAsync(hash, ct);
        if (key is null) return null;
        if (remembered.Count >= MostRemembered) remembered.Clear();
        remembered[name] = (key, now + Trust);
        used[key.Id] = now;
        return key;
    }

    /// <summary>Forgets everything remembered: some key was revoked somewhere.</summary>
    public void Forget() => remembered.Clear();

    /// <summary>Which keys were used since this was last asked, and when.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> TakeUsed()
    {
        var taken = new Dictionary<Guid, DateTimeOffset>();
        foreach (var key in used.Keys)
            if (used.TryRemove(key, out var at)) taken[key] = at;
        return taken;
    }

    private async Task<KnownKey?> AskAsync(byte[] hash, CancellationToken ct)
    {
        await using var command = pools.Application.CreateCommand("select id, project_id, livemode, type::text, rate_limit, expires_at, secret_encrypted from pay_find_api_key($1)");
        command.Parameters.Add(new() { Value = hash, NpgsqlDbType = NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var project = reader.GetGuid(1);
        if (!secrets.Knows(project)) secrets.Put(project, keyring.Decrypt(reader.GetFieldValue<byte[]>(6), Projects.SecretPurpose));
        return new(
            reader.GetGuid(0), new(project, reader.GetBoolean(2)), reader.GetString(3) == "secret" ? ApiKeyType.Secret : ApiKeyType.Publishable,
            reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5));
    }
}
