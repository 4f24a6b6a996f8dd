using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>What a worker does about one charge whose time has come.</summary>
public sealed partial class DueCharges(
    PayDb db, PaymentOperations operations, ChargeEngine engine, ChargeBooks books, GatewayCredentials credentials, ChargeSettlement settlement, CardVault vault, PaymentOptions options, TimeProvider clock, ILogger<DueCharges> log)
{
    /// <summary>How often the gateway is asked after an authentication whose last leg was lost, before it is given up.</summary>
    private const int MostLooks = 5;

    public async Task LookAtAsync(string chargeId)
    {
        var seen = await db.Attempts.SingleAsync(a => a.Id == chargeId);
        if (seen is { Status: AttemptStatus.Captured, Settlement: SettlementStatus.Pending })
        {
            await settlement.AskAsync(seen);
            return;
        }
        if (await operations.TryLockIdleAsync(seen.PaymentIntentId) is not { } intent) return;
        var attempt = (await db.LockAsync<PaymentAttempt>(chargeId, CancellationToken.None))!;
        var now = clock.GetUtcNow();
        if (attempt.LookAt is null || attempt.LookAt > now)
        {
            await db.ForgetAsync();
            return;
        }
        switch (attempt.Status)
        {
            case AttemptStatus.Submitted when now - attempt.SubmittedAt >= options.UnknownOutcomeAfter && attempt.GatewayReference is null:
                await GiveUpAsync(intent, attempt);
                break;
            case AttemptStatus.Submitted:
                await RunAsync(operations.Open(attempt, OperationKind.Authorize, null, intent.CapturesItself ? intent.Amount : null, offSession: intent.OffSession), resumed: true);
                break;
            case AttemptStatus.Challenged when intent.LatestChargeId != attempt.Id:
                // The shopper, or the merchant, has gone on with another card.
                attempt.Cancel(null);
                await RunAsync(operations.Open(attempt, OperationKind.Cancel, null), resumed: true);
                break;
            case AttemptStatus.Challenged when intent.Status == PaymentIntentStatus.Processing && attempt.Looks < MostLooks:
                await RunAsync(operations.Open(attempt, OperationKind.Continue, null, intent.CapturesItself ? intent.Amount : null), resumed: true);
                break;
            case AttemptStatus.Challenged:
                await ExpireAuthenticationAsync(intent, attempt);
                break;
            case AttemptStatus.Authorized when intent.Status == PaymentIntentStatus.RequiresCapture:
                await RunAsync(operations.Open(attempt, OperationKind.Cancel, null, reason: CancellationReason.Automatic), resumed: true);
                break;
            default:
                attempt.LookAt = null;
                await db.SaveAndCommitAsync();
                break;
        }
    }

    /// <summary>Nothing was heard of an authorisation: it held at most, so a new try is safe. A capture at once is not: a person looks.</summary>
    private async Task GiveUpAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        vault.Forget(attempt.Id);
        if (attempt.CapturesAtOnce) attempt.GiveToPerson();
        else await books.AbandonedAsync(intent, attempt);
        LogGivenUp(attempt.Id, attempt.CapturesAtOnce);
        await db.SaveAndCommitAsync();
    }

    /// <summary>Half an hour after the last leg: the gateway's word decides, and what still waits there is cancelled.</summary>
    private async Task ExpireAuthenticationAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        var operation = operations.Open(attempt, OperationKind.Continue, null, intent.CapturesItself ? intent.Amount : null);
        if (intent.Status == PaymentIntentStatus.RequiresAction) intent.Submit(attempt.Id);
        await db.SaveAndCommitAsync();
        var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
        var told = await AuthenticationFlow.GiveUpAsync(route, attempt.GatewayReference!);
        if (await engine.RecordAuthorizationAsync(operation, told)) await engine.RunAsync(operation, resumed: false);
    }

    private async Task RunAsync(PaymentOperation operation, bool resumed)
    {
        await db.SaveAndCommitAsync();
        await engine.RunAsync(operation, resumed);
    }

    [LoggerMessage(LogLevel.Warning, "{AttemptId} was given up without an outcome (waits for a person: {WaitsForPerson})")]
    private partial void LogGivenUp(string attemptId, bool waitsForPerson);
}
