using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Sessions;

/// <summary>Deletes sessions that expired a day ago, in small batches, in all projects. Until then a late visitor is told that the link is old.</summary>
public sealed class PortalSessionSweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PortalSessionSweep> log) : Rounds(clock, log)
{
    private const int Batch = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override TimeSpan Every => TimeSpan.FromMinutes(10);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await SweepAsync(ct) == Batch)
        {
        }
    }

    /// <summary>One batch; returns how many sessions went.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        var sessions = scope.ServiceProvider.GetRequiredService<PayDb>().PortalSessions.IgnoreQueryFilters(["project", "mode"]);
        var before = Clock.GetUtcNow() - Kept;
        var over = await sessions.Where(s => s.ExpiresAt < before).OrderBy(s => s.ExpiresAt).Select(s => s.Id).Take(Batch).ToListAsync(ct);
        return over.Count == 0 ? 0 : await sessions.Where(s => over.Contains(s.Id)).ExecuteDeleteAsync(ct);
    }
}
