using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Accounts;

/// <summary>Writes down, once a minute, which keys were used on this host.</summary>
public sealed class KeyUses(KnownKeys keys, PayDbPools pools, TimeProvider clock, ILogger<KeyUses> log) : Rounds(clock, log)
{
    protected override TimeSpan Every => TimeSpan.FromMinutes(1);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        var used = keys.TakeUsed();
        if (used.Count == 0) return;
        await using var command = pools.Worker.CreateCommand(
            "update pay_api_keys set last_used_at = greatest(last_used_at, u.at) from unnest($1, $2) as u(id, at) where pay_api_keys.id = u.id");
        command.Parameters.Add(new() { Value = used.Keys.ToArray() });
        command.Parameters.Add(new() { Value = used.Values.Select(at => at.UtcDateTime).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
