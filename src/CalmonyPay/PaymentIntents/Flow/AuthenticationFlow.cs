using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// 3-D Secure of an intent that waits for its shopper: what our page calls. Begin sends the payment with the browser's data;
/// each leg of the challenge goes on with it. The cross reference and the newest challenge reference are committed before
/// the browser is answered, a leg is used once, and a lost continuation is a query.
/// </summary>
public sealed class AuthenticationFlow(
    PayDb db, PaymentOperations operations, PaymentSubmission submission, PaymentMethodService methods, ChargeEngine engine, GatewayCredentials credentials, CardVault vault, PaymentResumption resumption)
{
    /// <summary>The shopper is on our page: the payment goes out (again) with what the browser says.</summary>
    /// <returns>The intent: succeeded, waiting for the next leg, or its failure as an error.</returns>
    public async Task<object> BeginAsync(string intentId, BrowserData browser)
    {
        var intent = await operations.LockIdleAsync(intentId) ?? throw PaymentIntentService.NoSuch(intentId);
        if (intent.Status != PaymentIntentStatus.RequiresAction || intent.PaymentMethodId is null) throw PaymentIntentLifecycle.Unexpected(intent.Status, PaymentIntentMove.Submit);
        var payable = await methods.ForPaymentAsync(intent.PaymentMethodId, intent.CustomerId, CancellationToken.None);
        var kept = vault.Find(intent.Id) ?? (intent.LatestChargeId is { } latest ? vault.Find(latest) : null);
        if (kept is not null) payable = payable with { Card = kept };
        var operation = await submission.SubmitAsync(intent, payable, new(OffSession: false, ErrorOnRequiresAction: false, browser), keyId: null);
        vault.Forget(intent.Id);
        await db.SaveAndCommitAsync();
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return await resumption.AnswerAsync(intentId, operation?.ChargeId);
    }

    /// <summary>The issuer's page has posted: go on.</summary>
    /// <param name="reference">The challenge reference that the page was given; a second post with it changes nothing.</param>
    /// <param name="posted">The fields, in their order.</param>
    public async Task<object> ContinueAsync(string intentId, string reference, IReadOnlyList<KeyValuePair<string, string>> posted)
    {
        var intent = await operations.LockIdleAsync(intentId) ?? throw PaymentIntentService.NoSuch(intentId);
        var attempt = intent.LatestChargeId is { } charge ? await db.LockAsync<PaymentAttempt>(charge, CancellationToken.None) : null;
        if (attempt is not { Status: AttemptStatus.Challenged } || attempt.ChallengeReference != reference)
        {
            await db.ForgetAsync();
            return await resumption.AnswerAsync(intentId, attempt?.Id);
        }
        attempt.SpendChallenge();
        intent.Submit(attempt.Id);
        var operation = operations.Open(attempt, OperationKind.Continue, keyId: null, intent.CapturesItself ? intent.Amount : null);
        await db.SaveAndCommitAsync();

        var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
        var outcome = await route.Gateway.ContinueAsync(route.Account, reference, posted);
        if (await engine.RecordAuthorizationAsync(operation, outcome)) await engine.RunForRequestAsync(operation, resumed: false);
        return await resumption.AnswerAsync(intentId, attempt.Id);
    }

    /// <summary>What the page shows next: the challenge of the attempt that waits.</summary>
    public async Task<Challenge?> PendingAsync(string intentId, CancellationToken ct) =>
        (await db.Attempts.Where(a => a.PaymentIntentId == intentId && a.Status == AttemptStatus.Challenged).OrderByDescending(a => a.AttemptNo).FirstOrDefaultAsync(ct))?.Challenge;
}
