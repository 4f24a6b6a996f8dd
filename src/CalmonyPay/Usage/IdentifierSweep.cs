using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Usage;

/// <summary>
/// Frees identifiers of meter events whose day is over, in all projects, in small batches. Any number of hosts may do it at once; they
/// skip each other's rows. If none does for a while, identifiers stay taken longer, which Stripe allows itself, too ("at least 24 hours").
/// </summary>
public sealed class IdentifierSweep(PayDbPools pools, TimeProvider clock, ILogger<IdentifierSweep> log) : Rounds(clock, log)
{
    private const int Batch = 5_000, MostRounds = 1_000;

    private const string Free = """
        with over as (
            select project_id, livemode, identifier from pay_meter_event_identifiers
            where received_at <= $1 order by received_at limit $2 for update skip locked)
        delete from pay_meter_event_identifiers i using over o
        where i.project_id = o.project_id and i.livemode = o.livemode and i.identifier = o.identifier
        """;

    /// <summary>Frees what is over now; returns how many came free.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var freed = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            await using var command = pools.Worker.CreateCommand(Free);
            command.Parameters.Add(new() { Value = Clock.GetUtcNow() - MeterEventIdentifier.TakenFor });
            command.Parameters.Add(new() { Value = Batch });
            var gone = await command.ExecuteNonQueryAsync(ct);
            freed += gone;
            if (gone < Batch) break;
        }
        return freed;
    }

    protected override TimeSpan Every => TimeSpan.FromMinutes(5);

    protected override Task RoundAsync(CancellationToken ct) => SweepAsync(ct);
}
