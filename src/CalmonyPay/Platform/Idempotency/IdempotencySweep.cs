using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Idempotency;

/// <summary>Deletes keys whose day is over, in small batches, in all projects.</summary>
public sealed class IdempotencySweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<IdempotencySweep> log) : Rounds(clock, log)
{
    private const int Batch = 1_000;

    protected override TimeSpan Every => TimeSpan.FromMinutes(10);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        while (await SweepAsync(ct) == Batch)
        {
        }
    }

    /// <summary>One batch; returns how many keys went.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        var keys = scope.ServiceProvider.GetRequiredService<PayDb>().Set<IdempotencyKey>().IgnoreQueryFilters(["project", "mode"]);
        var now = Clock.GetUtcNow();
        var over = await keys.Where(k => k.ExpiresAt < now).OrderBy(k => k.ExpiresAt).Select(k => k.Id).Take(Batch).ToListAsync(ct);
        return over.Count == 0 ? 0 : await keys.Where(k => over.Contains(k.Id)).ExecuteDeleteAsync(ct);
    }
}
