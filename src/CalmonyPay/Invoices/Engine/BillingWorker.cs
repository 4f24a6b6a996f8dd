using System.ComponentModel.DataAnnotations;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Invoices.Engine;

/// <summary>How the engine works: <c>CalmonyPay:Billing</c>.</summary>
public sealed record BillingOptions
{
    /// <summary>The pause between two looks when nothing was due.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many rows a host has in hand at the same time: a gateway that keeps one waiting holds up no other.</summary>
    [Range(1, 200)] public int AtOnce { get; set; } = 8;

    /// <summary>How many rows one look claims.</summary>
    [Range(1, 10_000)] public int Batch { get; set; } = 100;

    /// <summary>How long a claimed row is left to its host before another tries.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(3);
}

/// <summary>
/// Makes billing go on by itself, in all projects: renews subscriptions, finalises drafts, charges invoices, ends what is to end.
/// What lives on a test clock waits for its clock.
/// </summary>
public sealed partial class BillingWorker(
    IServiceScopeFactory scopes, PayDbPools pools, IEnumerable<BillingStep> kinds, IOptions<BillingOptions> options, TimeProvider clock, ILogger<BillingWorker> log) : Rounds(clock, log)
{
    protected override TimeSpan Every => options.Value.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>Works off all that is due now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var several = new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = ct };
        for (var busy = true; busy && !ct.IsCancellationRequested;)
        {
            busy = false;
            foreach (var kind in kinds.OrderBy(k => k.Rank))
            {
                var due = await kind.Due.ClaimAsync(pools, Clock.GetUtcNow(), options.Value.Lease, options.Value.Batch, ct);
                busy |= due.Count > 0;
                // What is begun is brought to its end when the host stops.
                await Parallel.ForEachAsync(due, several, async (row, _) => await StepAsync(kind, row.Tenant, row.Id));
            }
        }
    }

    /// <summary>One row, in a scope of its own; what goes wrong with one holds up no other, and is tried again when its claim has run out.</summary>
    private async Task StepAsync(BillingStep kind, Tenant tenant, string id)
    {
        try
        {
            await using var scope = scopes.CreateWorkerScope(tenant);
            await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
            await kind.StepAsync(scope.ServiceProvider, id, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogStepFailed(failure, id);
        }
    }

    [LoggerMessage(LogLevel.Error, "The step that is due on {Id} failed; it is tried again")]
    private partial void LogStepFailed(Exception failure, string id);
}
