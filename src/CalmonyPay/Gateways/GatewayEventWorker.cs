using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CalmonyPay.Gateways;

/// <summary>
/// Takes over notices whose lease is up: those that a crash left behind and those that failed before. Claims them in one
/// statement and rings outside of any transaction, since a room that is told will call the gateway.
/// </summary>
public sealed class GatewayEventWorker(
    PayDbPools pools, GatewayNotices notices, IOptions<GatewayEventOptions> options, TimeProvider clock, ILogger<GatewayEventWorker> log) : Rounds(clock, log)
{
    private const int MostAtOnce = 20;

    private const string Claim = """
        update pay_gateway_events e set tries = e.tries + 1, next_try_at = $1
        from (select project_id, id from pay_gateway_events where status = 'processing' and next_try_at <= $2
              order by next_try_at limit $3 for update skip locked) due
        where e.project_id = due.project_id and e.id = due.id
        returning e.project_id, e.livemode, e.id, e.credential_id, e.attempt_id, e.gateway_reference, e.event_type, e.tries
        """;

    /// <summary>One look. Returns how many notices were due.</summary>
    public async Task<int> LookAsync(CancellationToken ct)
    {
        var claimed = await ClaimAsync(ct);
        await Task.WhenAll(claimed.Select(due => notices.TellAsync(due.Tenant, due.Notice, due.Tries)));
        return claimed.Count;
    }

    protected override TimeSpan Every => options.Value.LookEvery;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await LookAsync(ct) == MostAtOnce)
        {
        }
    }

    private async Task<List<(Tenant Tenant, GatewayNotice Notice, int Tries)>> ClaimAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var command = pools.Worker.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = (now + options.Value.Lease).UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = MostAtOnce });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<(Tenant, GatewayNotice, int)>();
        while (await reader.ReadAsync(ct))
        {
            claimed.Add((
                new(reader.GetGuid(0), reader.GetBoolean(1)),
                new(reader.GetGuid(2), reader.GetGuid(3), reader.GetString(4), Text(reader, 5), Text(reader, 6)),
                reader.GetInt32(7)));
        }
        return claimed;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
