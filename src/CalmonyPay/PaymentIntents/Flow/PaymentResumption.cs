using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Goes on where a crash, or a lost answer, left a payment, and says what came of it.</summary>
public sealed class PaymentResumption(PayDb db, PaymentOperations operations, ChargeEngine engine, ProjectSecrets secrets)
{
    /// <summary>A retry under the key of a request that died: finishes its operation, or shows how it ended.</summary>
    public async Task<object> ResumeAsync(string intentId, GatewayRun run)
    {
        run.ReachedAlready("payment_intent", intentId);
        var operation = await operations.OpenOfAsync(intentId);
        if (operation is not null)
        {
            if (!await operations.TakeOverAsync(operation)) throw StripeError.LockTimeout();
            await engine.RunAsync(operation, resumed: true);
        }
        return await AnswerAsync(intentId, operation?.ChargeId);
    }

    /// <summary>What the request that began the operation is answered.</summary>
    public async Task<object> AnswerAsync(PaymentOperation operation) => operation.RefundId is { } refund
        ? RefundResponse.Of(await db.Refunds.SingleAsync(r => r.Id == refund))
        : await AnswerAsync(operation.PaymentIntentId, operation.ChargeId);

    /// <summary>The intent as it stands, or the failure of its newest attempt.</summary>
    /// <param name="chargeId">The attempt that the answer is about; null for the newest.</param>
    public async Task<object> AnswerAsync(string intentId, string? chargeId)
    {
        var intent = await db.PaymentIntents.SingleAsync(i => i.Id == intentId);
        var failed = intent is { Status: PaymentIntentStatus.RequiresPaymentMethod, LastPaymentError: not null } && (chargeId is null || intent.LastPaymentError.Charge == chargeId);
        return failed ? throw Declines.Answer(intent, secrets) : PaymentIntentResponse.Of(intent, secrets);
    }
}
