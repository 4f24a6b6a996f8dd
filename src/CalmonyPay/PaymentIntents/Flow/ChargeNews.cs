using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// What a callback leads to. It never moves an attempt by itself: it yields a cross reference, and a query decides. A
/// reference other than the recorded one for the same attempt is a second hold, and whatever turns up for an abandoned
/// attempt is unwanted: both are cancelled.
/// </summary>
public sealed partial class ChargeNews(PayDb db, PaymentOperations operations, ChargeEngine engine, GatewayCredentials credentials, ChargeSettlement settlement, ILogger<ChargeNews> log) : IGatewayTold
{
    public async Task GatewayToldAsync(GatewayNotice notice, CancellationToken ct)
    {
        if (notice.AttemptId is not { } id || notice.Reference is not { } reference || !id.StartsWith("ch_", StringComparison.Ordinal)) return;
        var seen = await db.Attempts.SingleOrDefaultAsync(a => a.Id == id, ct);
        if (seen is null) return;
        if (await operations.LockIdleAsync(seen.PaymentIntentId, ct) is not { } intent) return;
        var attempt = (await db.LockAsync<PaymentAttempt>(id, ct))!;

        if (attempt.Status == AttemptStatus.Abandoned || (attempt.GatewayReference is { } recorded && recorded != reference))
        {
            await db.ForgetAsync();
            LogUnwanted(reference, id);
            await CancelUnwantedAsync(attempt, reference);
            return;
        }
        if (attempt is { Status: AttemptStatus.Submitted or AttemptStatus.Unresolved, GatewayReference: null })
        {
            var route = await credentials.ByIdAsync(attempt.CredentialId, ct);
            var operation = operations.Open(attempt, OperationKind.Authorize, null, intent.CapturesItself ? intent.Amount : null, offSession: intent.OffSession);
            await SaveAsync(ct);
            var told = await route.Gateway.QueryAsync(route.Account, reference);
            if (await engine.RecordAuthorizationAsync(operation, told)) await engine.RunAsync(operation, resumed: false);
            return;
        }
        await db.ForgetAsync();
        if (attempt.Status == AttemptStatus.Captured) await settlement.AskAsync(attempt);
    }

    private async Task CancelUnwantedAsync(PaymentAttempt attempt, string reference)
    {
        var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
        var told = await route.Gateway.QueryAsync(route.Account, reference);
        if (told is GatewayOutcome.Approved { Transaction.State: GatewayState.Authorized or GatewayState.Captured or GatewayState.Received }) await engine.GiveBackAsync(attempt, reference);
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.CommitAsync(ct);
        db.ChangeTracker.Clear();
    }

    [LoggerMessage(LogLevel.Warning, "The gateway told of {Reference} for {AttemptId}, which nobody wants; it is cancelled")]
    private partial void LogUnwanted(string reference, string attemptId);
}
