using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Idempotency;

/// <summary>Deletes keys whose day is over, in small batches, in all projects.</summary>
public sealed partial class IdempotencySweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<IdempotencySweep> log) : BackgroundService
{
    private const int Batch = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SweepAsync(stoppingToken) == Batch) { }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One batch; returns how many keys went.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        var keys = scope.ServiceProvider.GetRequiredService<PayDb>().Set<IdempotencyKey>().IgnoreQueryFilters(["project", "mode"]);
        var now = clock.GetUtcNow();
        var over = await keys.Where(k => k.ExpiresAt < now).OrderBy(k => k.ExpiresAt).Select(k => k.Id).Take(Batch).ToListAsync(ct);
        return over.Count == 0 ? 0 : await keys.Where(k => over.Contains(k.Id)).ExecuteDeleteAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "Deleting expired idempotency keys failed")]
    private partial void LogFailed(Exception failure);
}
