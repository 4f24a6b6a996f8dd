using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Goes on where a crash, or a lost answer, left a payment, and says what came of it.</summary>
public sealed class PaymentResumption(
    PayDb db, PaymentOperations operations, ChargeEngine engine, PaymentMethodService methods, CardVault vault, ProjectSecrets secrets, PaymentOptions options, TimeProvider clock)
{
    /// <summary>A retry under the key of a request that died: finishes its operation, or shows how it ended.</summary>
    /// <param name="card">The card data that the retry brings again, if it does.</param>
    public async Task<object> ResumeAsync(string intentId, GatewayRun run, NewCard? card = null)
    {
        run.ReachedAlready("payment_intent", intentId);
        var operation = await operations.OpenOfAsync(intentId);
        if (operation is not null && !await operations.TakeOverAsync(operation)) throw StripeError.LockTimeout();
        if (card is not null) operation = await WithCardAsync(intentId, operation, card);
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: true);
        return await AnswerAsync(intentId, operation?.ChargeId);
    }

    /// <summary>The intent as it stands, or the failure of its newest attempt.</summary>
    /// <param name="chargeId">The attempt that the answer is about; null for the newest.</param>
    public async Task<object> AnswerAsync(string intentId, string? chargeId)
    {
        var intent = await db.PaymentIntents.SingleAsync(i => i.Id == intentId);
        var failed = intent is { Status: PaymentIntentStatus.RequiresPaymentMethod, LastPaymentError: not null } && (chargeId is null || intent.LastPaymentError.Charge == chargeId);
        return failed ? throw Declines.Answer(intent, secrets) : PaymentIntentResponse.Of(intent, secrets);
    }

    /// <summary>With its card back, an authorisation whose answer was lost can be asked for again: now, if nobody is at work on it and its time has come.</summary>
    private async Task<PaymentOperation?> WithCardAsync(string intentId, PaymentOperation? operation, NewCard card)
    {
        var seen = await db.Attempts.Where(a => a.PaymentIntentId == intentId).OrderByDescending(a => a.AttemptNo).FirstOrDefaultAsync();
        if (seen is not { Status: AttemptStatus.Submitted, GatewayReference: null, CapturesAtOnce: false } || seen.CardFingerprint != methods.FingerprintOf(card)) return operation;
        vault.Keep(seen.Id, card);
        if (operation is not null || clock.GetUtcNow() - seen.SubmittedAt < options.RepeatAfter) return operation;

        if (await operations.TryLockIdleAsync(intentId) is not { } intent) return null;
        var attempt = (await db.LockAsync<PaymentAttempt>(seen.Id, CancellationToken.None))!;
        if (attempt is { Status: AttemptStatus.Submitted, GatewayReference: null })
            operation = operations.Open(attempt, OperationKind.Authorize, null, intent.CapturesItself ? intent.Amount : null, offSession: intent.OffSession);
        await db.SaveAndCommitAsync();
        return operation;
    }
}
