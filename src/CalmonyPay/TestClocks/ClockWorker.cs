using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.TestClocks;

/// <summary>Finds clocks that are on their way, in all projects, and takes them there; and ends those whose month is over.</summary>
public sealed class ClockWorker(IServiceScopeFactory scopes, PayDbPools pools, ClockJourney journey, TimeProvider clock, ILogger<ClockWorker> log) : Rounds(clock, log)
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private const string Claim = """
        update pay_test_clocks c set lease_until = $1
        from (select project_id, id from pay_test_clocks
              where status = 'advancing' and deleted_at is null and (lease_until is null or lease_until < $2)
              order by lease_until nulls first limit $3 for update skip locked) due
        where c.project_id = due.project_id and c.id = due.id
        returning c.project_id, c.livemode, c.id
        """;

    private DateTimeOffset nextSweep;

    protected override TimeSpan Every => TimeSpan.FromMilliseconds(250);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        for (var due = await ClaimAsync(ct); due.Count > 0; due = await ClaimAsync(ct))
            await Task.WhenAll(due.Select(clock => journey.TravelAsync(clock.Tenant, clock.Id, ct)));
        if (Clock.GetUtcNow() < nextSweep) return;
        nextSweep = Clock.GetUtcNow() + SweepEvery;
        await EndOldAsync(ct);
    }

    private async Task<List<(Tenant Tenant, string Id)>> ClaimAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var command = pools.Worker.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = (now + ClockJourney.Lease).UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = MostAtOnce });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<(Tenant, string)>();
        while (await reader.ReadAsync(ct)) claimed.Add((new(reader.GetGuid(0), reader.GetBoolean(1)), reader.GetString(2)));
        return claimed;
    }

    private async Task EndOldAsync(CancellationToken ct)
    {
        List<(Guid Project, string Id)> old;
        var now = Clock.GetUtcNow();
        await using (var scope = scopes.CreateWorkerScope(null))
        {
            old = (await scope.ServiceProvider.GetRequiredService<PayDb>().TestClocks.IgnoreQueryFilters(["project", "mode"])
                .Where(c => c.DeletesAfter < now).OrderBy(c => c.DeletesAfter).Take(MostAtOnce).Select(c => new { c.ProjectId, c.Id }).ToListAsync(ct)).ConvertAll(c => (c.ProjectId, c.Id));
        }
        foreach (var (project, id) in old)
        {
            await using var scope = scopes.CreateWorkerScope(new(project, false));
            var db = scope.ServiceProvider.GetRequiredService<PayDb>();
            await scope.ServiceProvider.GetRequiredService<TestClockService>().DeleteAsync(id, ct);
            await db.SaveAndCommitAsync(ct);
        }
    }
}
