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

    private static readonly LeasedWork Moving = LeasedWork.Free("pay_test_clocks", "lease_until", "status = 'advancing' and deleted_at is null", "lease_until nulls first");

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

    private Task<List<(Tenant Tenant, string Id)>> ClaimAsync(CancellationToken ct) => Moving.ClaimAsync(pools, Clock.GetUtcNow(), ClockJourney.Lease, MostAtOnce, ct);

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
