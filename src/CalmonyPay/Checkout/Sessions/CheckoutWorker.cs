using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>
/// Expires sessions whose time is over, in all projects, and opens the subscriptions of those whose form was cut off once its card was stored.
/// What is due is found by index and claimed, so that any number of hosts share the work.
/// </summary>
public sealed partial class CheckoutWorker(IServiceScopeFactory scopes, PayDbPools pools, IOptions<CheckoutOptions> options, TimeProvider clock, ILogger<CheckoutWorker> log) : Rounds(clock, log)
{
    protected override TimeSpan Every => options.Value.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>Works off all that is due now.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await ClaimAsync(ct) is { Count: > 0 } due)
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
        session.Plan();
        if (session.NextStepAt <= Clock.GetUtcNow()) session.PutOff(Clock.GetUtcNow() + options.Value.LookAgainAfter);
        await db.SaveChangesAsync();
        await db.CommitAsync(CancellationToken.None);
    }

    private async Task<List<(Tenant Tenant, string Id)>> ClaimAsync(CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(
            """
            update pay_checkout_sessions t set claimed_until = $1
            from (select project_id, id from pay_checkout_sessions
                  where next_step_at <= $2 and next_step_at is not null and (claimed_until is null or claimed_until < $2)
                  order by next_step_at limit $3 for update skip locked) due
            where t.project_id = due.project_id and t.id = due.id
            returning t.project_id, t.livemode, t.id
            """);
        var now = Clock.GetUtcNow();
        command.Parameters.Add(new() { Value = (now + options.Value.Lease).UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = options.Value.Batch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<(Tenant, string)>();
        while (await reader.ReadAsync(ct)) due.Add((new(reader.GetGuid(0), reader.GetBoolean(1)), reader.GetString(2)));
        return due;
    }

    [LoggerMessage(LogLevel.Error, "The step that is due on {SessionId} failed; it is tried again")]
    private partial void LogStepFailed(Exception failure, string sessionId);
}
