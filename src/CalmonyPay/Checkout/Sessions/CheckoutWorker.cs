using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>
/// Expires sessions whose time is over, in all projects, opens the subscriptions of those whose form was cut off once its card was stored, and gives
/// back the places of a link for which nobody pays.
/// What is due is found by index and claimed, so that any number of hosts share the work.
/// </summary>
public sealed partial class CheckoutWorker(IServiceScopeFactory scopes, PayDbPools pools, IOptions<CheckoutOptions> options, TimeProvider clock, ILogger<CheckoutWorker> log) : Rounds(clock, log)
{
    private static readonly LeasedWork Due = LeasedWork.Free("pay_checkout_sessions", "claimed_until", "next_step_at <= $1", "next_step_at");

    protected override TimeSpan Every => options.Value.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>Works off all that is due now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await Due.ClaimAsync(pools, Clock.GetUtcNow(), options.Value.Lease, options.Value.Batch, ct) is { Count: > 0 } due)
        {
            foreach (var (tenant, id) in due)
            {
                try
                {
                    await StepAsync(tenant, id);
                }
                catch (Exception failure)
                {
                    LogStepFailed(failure, id); // it is tried again when its claim has run out
                }
            }
        }
    }

    private async Task StepAsync(Tenant tenant, string id)
    {
        await using var scope = scopes.CreateWorkerScope(tenant);
        var (services, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<PayDb>());
        await services.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
        var seen = await db.CheckoutSessions.SingleAsync(s => s.Id == id);
        if (seen.ReadyAt is not null) await services.GetRequiredService<SubscriptionPaying>().FinishAsync(id);
        else if (seen.ExpiresAt <= Clock.GetUtcNow() && await services.GetRequiredService<SessionEnding>().ExpireAsync(id, CancellationToken.None)) return;

        // A payment under way, or one that has just ended: the row is planned anew, and the claim with it.
        if (await db.LockAsync<CheckoutSession>(id, CancellationToken.None) is not { } session) return;
        // A place is kept for what is under way; the form that took it may have been cut off before it began anything.
        var pays = session is { HoldsPlace: true, Status: CheckoutSessionStatus.Open }
            && await services.GetRequiredService<CheckoutStates>().KnownAsync(session, CancellationToken.None) is CheckoutAnswer.Processing or CheckoutAnswer.Authenticate;
        if (!pays) session.LeavePlace();
        session.Plan();
        if (pays || session.NextStepAt <= Clock.GetUtcNow()) session.PutOff(Clock.GetUtcNow() + options.Value.LookAgainAfter);
        await db.SaveAndCommitAsync();
    }

    [LoggerMessage(LogLevel.Error, "The step that is due on {SessionId} failed; it is tried again")]
    private partial void LogStepFailed(Exception failure, string sessionId);
}
