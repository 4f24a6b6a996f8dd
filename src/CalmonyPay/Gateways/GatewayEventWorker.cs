using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
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

    private const string Columns = "t.id, t.credential_id, t.attempt_id, t.gateway_reference, t.event_type, t.tries";

    /// <summary>A notice's lease is the time of its next try.</summary>
    private static readonly LeasedWork Unheard = new("pay_gateway_events", "next_try_at", "status = 'processing' and next_try_at <= $1", "next_try_at") { Also = "tries = t.tries + 1" };

    /// <summary>One look. Returns how many notices were due.</summary>
    public async Task<int> LookAsync(CancellationToken ct)
    {
        var claimed = await Unheard.ClaimAsync(pools, Clock.GetUtcNow(), options.Value.Lease, MostAtOnce, Columns, Read, ct);
        await Task.WhenAll(claimed.Select(due => notices.TellAsync(due.Tenant, due.Row.Notice, due.Row.Tries)));
        return claimed.Count;
    }

    protected override TimeSpan Every => options.Value.LookEvery;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await LookAsync(ct) == MostAtOnce)
        {
        }
    }

    private static (GatewayNotice Notice, int Tries) Read(NpgsqlDataReader row) =>
        (new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), Text(row, 3), Text(row, 4)), row.GetInt32(5));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
