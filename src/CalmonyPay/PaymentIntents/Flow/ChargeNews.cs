using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// What a callback leads to. It never moves an attempt by itself: it yields a cross reference, and a query decides. A
/// reference other than the recorded one for the same attempt is a second hold, and whatever turns up for an attempt that has
/// ended is unwanted: both are cancelled. Whatever the gateway cannot be asked now is an exception, so that the callback,
/// perhaps the only one who knows of the reference, is worked off again later.
/// </summary>
public sealed partial class ChargeNews(PayDb db, PaymentOperations operations, ChargeEngine engine, GatewayCredentials credentials, ChargeSettlement settlement, ILogger<ChargeNews> log) : IGatewayTold
{
    public async Task GatewayToldAsync(GatewayNotice notice, CancellationToken ct)
    {
        if (notice.AttemptId is not { } id || notice.Reference is not { } reference || !id.StartsWith("ch_", StringComparison.Ordinal)) return;
        var seen = await db.Attempts.SingleOrDefaultAsync(a => a.Id == id, ct);
        if (seen is null) return;
        // The callback of a payment under way overtakes its answer: wait for that one.
        if (await operations.LockIdleAsync(seen.PaymentIntentId, ct) is null) return;
        await db.ForgetAsync();
        seen = await db.Attempts.SingleAsync(a => a.Id == id, ct);
        if (seen.GatewayReference == reference)
        {
            if (seen.Status == AttemptStatus.Captured) await settlement.AskAsync(seen);
            return;
        }

        var route = await credentials.ByIdAsync(seen.CredentialId, ct);
        if (await route.Gateway.QueryAsync(route.Account, reference) is not GatewayOutcome.Approved told) throw new GatewayUnheardException(reference);
        if (told.Transaction.AttemptId is { } other && other != id) return;
        if (await operations.LockIdleAsync(seen.PaymentIntentId, ct) is not { } intent) return;
        var attempt = (await db.LockAsync<PaymentAttempt>(id, ct))!;
        if (attempt is { Status: AttemptStatus.Submitted or AttemptStatus.Unresolved, GatewayReference: null })
        {
            var operation = operations.Open(attempt, OperationKind.Authorize, null, intent.CapturesItself ? intent.Amount : null, offSession: intent.OffSession);
            await db.SaveAndCommitAsync(ct);
            if (await engine.RecordAuthorizationAsync(operation, told)) await engine.RunAsync(operation, resumed: false);
            return;
        }
        await db.ForgetAsync();
        if (attempt.GatewayReference != reference) await CancelUnwantedAsync(route, told.Transaction.State, reference, id);
    }

    private async Task CancelUnwantedAsync(GatewayRoute route, GatewayState state, string reference, string attemptId)
    {
        if (state is not (GatewayState.Authorized or GatewayState.Captured or GatewayState.Received)) return;
        LogUnwanted(reference, attemptId);
        if (await route.Gateway.CancelAsync(route.Account, reference) is not GatewayOutcome.Approved) throw new GatewayUnheardException(reference);
    }

    [LoggerMessage(LogLevel.Warning, "The gateway told of {Reference} for {AttemptId}, which nobody wants; it is cancelled")]
    private partial void LogUnwanted(string reference, string attemptId);
}

/// <summary>The gateway could not be asked after a transaction that it told of.</summary>
public sealed class GatewayUnheardException(string reference) : Exception($"The gateway could not be asked after {reference}.");
