using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>
/// Ends, in all projects, setups whose host died while it asked the gateway and setups whose shopper never authenticated. Any
/// number of hosts may run it: the intent's lock decides.
/// </summary>
public sealed partial class SetupWorker(IServiceScopeFactory scopes, IOptions<SetupOptions> options, TimeProvider clock, ILogger<SetupWorker> log) : Rounds(clock, log)
{
    private const int Batch = 100;
    private static readonly string[] AllTenants = ["project", "mode"];

    protected override TimeSpan Every => options.Value.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>One look: ends what is overdue now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var (project, livemode, id) in await DueAsync(ct))
        {
            try
            {
                await EndAsync(new(project, livemode), id, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                LogSetupFailed(failure, id);
            }
        }
    }

    private async Task<List<(Guid Project, bool Livemode, string Id)>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        var now = Clock.GetUtcNow();
        var due = await scope.ServiceProvider.GetRequiredService<PayDb>().SetupIntents.IgnoreQueryFilters(AllTenants)
            .Where(i => i.DueAt != null && i.DueAt <= now).OrderBy(i => i.DueAt).Take(Batch).Select(i => new { i.ProjectId, i.Livemode, i.Id }).ToListAsync(ct);
        return due.ConvertAll(i => (i.ProjectId, i.Livemode, i.Id));
    }

    private async Task EndAsync(Tenant tenant, string id, CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(tenant);
        var (services, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<PayDb>());
        await services.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
        if (await db.LockAsync<SetupIntent>(id, ct) is not { } intent) return;
        await services.GetRequiredService<SetupBooks>().EndOverdueAsync(intent);
        await db.SaveAndCommitAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "Ending {SetupIntentId} failed")]
    private partial void LogSetupFailed(Exception failure, string setupIntentId);
}
