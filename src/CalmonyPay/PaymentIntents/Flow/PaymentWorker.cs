using CalmonyPay.Accounts;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Idempotency;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Finds what a crash or a lost answer left behind, in all projects, and what has come due: operations whose holder is gone,
/// authorisations without an outcome, authentications that nobody finished, holds that nobody captured. Any number of hosts
/// may run it: what it takes on is decided by a conditional update.
/// </summary>
public sealed partial class PaymentWorker(IServiceScopeFactory scopes, IEnumerable<PaymentDue> kinds, PaymentOptions options, TimeProvider clock, ILogger<PaymentWorker> log) : Rounds(clock, log)
{
    private static readonly string[] AllTenants = ["project", "mode"];

    protected override TimeSpan Every => options.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>One look: takes on what is due now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(await LeftOpenAsync(ct), several, async (operation, _) =>
            await DoAsync(operation.ProjectId, operation.Livemode, operation.ChargeId, work => TakeOverAsync(work, operation)));
        await Parallel.ForEachAsync(await DueAsync(ct), several, async (due, _) =>
            await DoAsync(due.ProjectId, due.Livemode, due.Id, work => work.GetRequiredService<DueCharges>().LookAtAsync(due.Id)));
        foreach (var kind in kinds)
        {
            await Parallel.ForEachAsync(await FindAsync(kind, ct), several, async (due, _) =>
                await DoAsync(due.ProjectId, due.Livemode, due.Id, work => kind.DoAsync(work, due.Id)));
        }
    }

    private async Task<List<DuePayment>> FindAsync(PaymentDue kind, CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        return await kind.FindAsync(scope.ServiceProvider.GetRequiredService<PayDb>(), Clock.GetUtcNow(), options.Batch, ct);
    }

    private async Task<List<PaymentOperation>> LeftOpenAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        var now = Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<PayDb>().Set<PaymentOperation>().IgnoreQueryFilters(AllTenants)
            .Where(o => o.FinishedAt == null && o.LeaseUntil < now).OrderBy(o => o.LeaseUntil).Take(options.Batch).ToListAsync(ct);
    }

    private async Task<List<PaymentAttempt>> DueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(null);
        var now = Clock.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<PayDb>().Attempts.IgnoreQueryFilters(AllTenants)
            .Where(a => a.LookAt != null && a.LookAt <= now).OrderBy(a => a.LookAt).Take(options.Batch).ToListAsync(ct);
    }

    private static async Task TakeOverAsync(IServiceProvider work, PaymentOperation operation)
    {
        if (!await work.GetRequiredService<PaymentOperations>().TakeOverAsync(operation)) return;
        await work.GetRequiredService<ChargeEngine>().RunAsync(operation, resumed: true);
        // The merchant's retry goes on under its key: it knows the shape of its answer, and may bring the card again.
        if (operation.IdempotencyKeyId is { } key) await work.GetRequiredService<IdempotencyKeys>().LetGoAsync(key, CancellationToken.None);
    }

    /// <summary>One charge, in a scope of its own project; what goes wrong with one holds up no other.</summary>
    private async Task DoAsync(Guid project, bool livemode, string charge, Func<IServiceProvider, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateWorkerScope(new(project, livemode));
            await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(project);
            await work(scope.ServiceProvider);
        }
        catch (LeaseLostException)
        {
        }
        catch (Exception failure)
        {
            LogChargeFailed(failure, charge);
        }
    }

    [LoggerMessage(LogLevel.Error, "Work on {ChargeId} failed")]
    private partial void LogChargeFailed(Exception failure, string chargeId);
}

/// <summary>A row whose time has come.</summary>
public sealed record DuePayment(Guid ProjectId, bool Livemode, string Id);

/// <summary>One more kind of work that the worker looks for.</summary>
/// <param name="FindAsync">What is due at a time, at most so many, over all projects and modes.</param>
/// <param name="DoAsync">Does it, in a scope of its project; may be called for a row that is no longer due.</param>
public sealed record PaymentDue(Func<PayDb, DateTimeOffset, int, CancellationToken, Task<List<DuePayment>>> FindAsync, Func<IServiceProvider, string, Task> DoAsync);
