using System.Diagnostics.Metrics;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Npgsql;

namespace CalmonyPay.Platform.Health;

/// <summary>What <c>/readyz</c> answers.</summary>
/// <param name="Database"><c>reachable</c> or <c>unreachable</c>.</param>
/// <param name="Schema"><c>current</c>, <c>not migrated</c>, or <c>unknown</c> while the database cannot be asked.</param>
/// <param name="AwaitsPerson">How many things of each kind wait for a person.</param>
public sealed record ReadinessReport(bool Ready, string Database, string Schema, IReadOnlyDictionary<string, int> AwaitsPerson);

/// <summary>
/// Asks the database whether this host can do its work. Anyone may ask us, without a key, so the database is asked once a
/// second at most; the gauges are refreshed by <see cref="ReadinessWatch"/>.
/// </summary>
public sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(3);

    private readonly PayDbPools pools;
    private readonly IReadOnlyList<AwaitsPerson> kinds;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim asking = new(1);
    private (ReadinessReport Report, DateTimeOffset At)? last;
    private bool schemaSeenCurrent;

    public Readiness(PayDbPools pools, IEnumerable<AwaitsPerson> kinds, IMeterFactory meters, TimeProvider clock)
    {
        (this.pools, this.kinds, this.clock) = (pools, [.. kinds], clock);
        var meter = meters.Create("CalmonyPay");
        meter.CreateObservableGauge("calmonypay.awaits_person", Counts, unit: null, "Things that no program may decide, by kind.");
        meter.CreateObservableGauge("calmonypay.ready", () => last is { Report.Ready: true } ? 1 : 0, unit: null, "1 if the database answers and its schema is current.");
    }

    public async Task<ReadinessReport> AskAsync(CancellationToken ct)
    {
        await asking.WaitAsync(ct);
        try
        {
            if (last is { } known && clock.GetUtcNow() - known.At < Kept) return known.Report;
            var report = await LookAsync(ct);
            last = (report, clock.GetUtcNow());
            return report;
        }
        finally
        {
            asking.Release();
        }
    }

    public void Dispose() => asking.Dispose();

    private async Task<ReadinessReport> LookAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await PingAsync(limit.Token);
            // A database never goes back to an older schema under a running host, so one good answer is enough.
            schemaSeenCurrent = schemaSeenCurrent || (await Schema.MissingAsync(pools.Worker, limit.Token)).Count == 0;
            return schemaSeenCurrent
                ? new(true, "reachable", "current", await CountAsync(limit.Token))
                : new(false, "reachable", "not migrated", new Dictionary<string, int>());
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(false, "unreachable", "unknown", new Dictionary<string, int>());
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken ct)
    {
        var scope = new TenantScope();
        scope.EnterWorker(null);
        await using var db = pools.Rent(scope);
        var counts = new Dictionary<string, int>();
        foreach (var kind in kinds) counts[kind.Name] = await kind.CountAsync(db, ct);
        return counts;
    }

    private async Task PingAsync(CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand("select 1");
        await command.ExecuteScalarAsync(ct);
    }

    private IEnumerable<Measurement<int>> Counts() =>
        (last?.Report.AwaitsPerson ?? new Dictionary<string, int>()).Select(count => new Measurement<int>(count.Value, new KeyValuePair<string, object?>("what", count.Key)));
}
