using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Requests that move money: create with confirmation, confirm, capture, cancel. Each commits what it is about to do, gives
/// the operation to the engine, and answers with the intent as it then stands, or with its failure.
/// </summary>
public sealed class PaymentFlow(
    PayDb db, PaymentIntentService intents, PaymentMethodService methods, PaymentSubmission submission, PaymentOperations operations, ChargeBooks books,
    BrowserOfCard browsers, PaymentResumption resumption, ChargeEngine engine, ProjectSecrets secrets)
{
    public async Task<object> CreateAsync(PaymentIntentCreate create, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await resumption.ResumeAsync(reached, run, await methods.CardOfAsync(create.Fields.Method.Id, create.Fields.Method.Data));
        var (intent, method) = await intents.CreateAsync(create, CancellationToken.None);
        if (!create.Confirm)
        {
            if (method is not null) await methods.StoreAsync(method);
            await run.SaveAndCommitAsync("payment_intent", intent.Id);
            return intents.Shown(intent);
        }
        if (method is null) throw MissingMethod();
        var operation = await submission.SubmitAsync(intent, method, new(create.Confirmation.OffSession, create.Confirmation.ErrorOnRequiresAction), run.KeyId);
        await run.SaveAndCommitAsync("payment_intent", intent.Id);
        return await FinishAsync(intent.Id, operation);
    }

    /// <summary>An update that brings a new card: the gateway stores it before it is named.</summary>
    public async Task<object> UpdateAsync(string id, PaymentIntentUpdate update, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await resumption.ResumeAsync(reached, run);
        var payable = update.Fields.Method.Data is { } data ? await methods.FromDataAsync(data, CancellationToken.None) : await methods.ForPaymentAsync(update.Fields.Method.Id!, null, CancellationToken.None);
        await methods.StoreAsync(payable);
        await db.SaveChangesAsync();
        var intent = await intents.UpdateAsync(id, update with { Fields = update.Fields with { Method = new(payable.Method.Id, null) } }, CancellationToken.None);
        await run.SaveAndCommitAsync("payment_intent", intent.Id);
        return intents.Shown(intent);
    }

    /// <param name="facts">What the confirmation says of the browser that it comes from; null if nothing.</param>
    public async Task<object> ConfirmAsync(string id, PaymentIntentConfirm confirm, BrowserFacts? facts, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await resumption.ResumeAsync(reached, run, await methods.CardOfAsync(confirm.Method.Id, confirm.Method.Data));
        var intent = await LockAsync(id);
        intents.Prove(id, confirm.ClientSecret);
        if (run.Publishable && intent.ConfirmationMethod == ConfirmationMethod.Manual)
            throw StripeError.Invalid("This PaymentIntent's confirmation_method is `manual`: it can only be confirmed with a secret key.", code: "payment_intent_unexpected_state");
        CheckConfirmable(intent);
        intent.ReceiptEmail = confirm.ReceiptEmail.Over(intent.ReceiptEmail);
        intent.SetupFutureUsage = confirm.SetupFutureUsage.Over(intent.SetupFutureUsage);
        intent.Shipping = confirm.Shipping.Over(intent.Shipping);
        intent.CaptureMethod = confirm.CaptureMethod ?? (confirm.CardOptions is { CaptureManually: true } ? CaptureMethod.Manual : intent.CaptureMethod);
        intent.CardOptions = confirm.CardOptions ?? intent.CardOptions;
        intent.OffSession = confirm.Confirmation.OffSession;
        intent.ReturnUrl = confirm.Confirmation.ReturnUrl ?? intent.ReturnUrl;
        var method = await intents.NameAsync(intent, confirm.Method, CancellationToken.None)
            ?? (intent.PaymentMethodId is { } named ? await methods.ForPaymentAsync(named, intent.CustomerId, CancellationToken.None) : throw MissingMethod());
        var browser = confirm.Confirmation.OffSession ? null : await browsers.ForAsync(id, method, facts);
        var operation = await submission.SubmitAsync(intent, method, new(confirm.Confirmation.OffSession, confirm.Confirmation.ErrorOnRequiresAction, browser), run.KeyId);
        await run.SaveAndCommitAsync("payment_intent", intent.Id);
        return await FinishAsync(id, operation);
    }

    public async Task<object> CaptureAsync(string id, PaymentIntentCapture capture, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await resumption.ResumeAsync(reached, run);
        var intent = await LockAsync(id);
        if (intent.Status != PaymentIntentStatus.RequiresCapture)
        {
            throw new StripeError(400, "invalid_request_error", "payment_intent_unexpected_state",
                $"This PaymentIntent could not be captured because it has a status of {SnakeCase.Of(intent.Status)}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.")
            { WorkBegan = true, Inside = Inside(intent) };
        }
        if (!capture.FinalCapture)
            throw StripeError.Invalid("This gateway settles a charge once: final_capture cannot be false.", "final_capture");
        var amount = capture.AmountToCapture ?? intent.AmountCapturable;
        if (amount > intent.AmountCapturable)
        {
            throw new StripeError(400, "invalid_request_error", "amount_too_large",
                $"The requested capture amount is greater than the amount you can capture for this charge: {amount} is more than {intent.AmountCapturable}.", "amount_to_capture");
        }
        intent.Metadata = capture.Metadata.Over(intent.Metadata);
        intent.StatementDescriptor = capture.StatementDescriptor.Over(intent.StatementDescriptor);
        intent.StatementDescriptorSuffix = capture.StatementDescriptorSuffix.Over(intent.StatementDescriptorSuffix);
        intent.Capture();
        var attempt = await db.Attempts.SingleAsync(a => a.Id == intent.LatestChargeId);
        var operation = operations.Open(attempt, OperationKind.Capture, run.KeyId, amount);
        await run.SaveAndCommitAsync("payment_intent", intent.Id);
        return await FinishAsync(id, operation);
    }

    public async Task<object> CancelAsync(string id, PaymentIntentCancel cancel, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await resumption.ResumeAsync(reached, run);
        var intent = await LockAsync(id);
        if (!PaymentIntentLifecycle.Allows(intent.Status, PaymentIntentMove.Cancel))
        {
            throw new StripeError(400, "invalid_request_error", "payment_intent_unexpected_state",
                $"You cannot cancel this PaymentIntent because it has a status of {SnakeCase.Of(intent.Status)}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action.")
            { WorkBegan = true, Inside = Inside(intent) };
        }
        var open = intent.LatestChargeId is { } charge
            ? await db.Attempts.SingleOrDefaultAsync(a => a.Id == charge && (a.Status == AttemptStatus.Authorized || a.Status == AttemptStatus.Challenged))
            : null;
        PaymentOperation? operation = null;
        if (open is null) await books.CanceledIntentAsync(intent, cancel.Reason);
        else operation = operations.Open(open, OperationKind.Cancel, run.KeyId, reason: cancel.Reason);
        await run.SaveAndCommitAsync("payment_intent", intent.Id);
        return await FinishAsync(id, operation);
    }

    /// <summary>Runs the operation, if there is one, and shows what came of it.</summary>
    private async Task<object> FinishAsync(string id, PaymentOperation? operation)
    {
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return await resumption.AnswerAsync(id, operation?.ChargeId);
    }

    private async Task<PaymentIntent> LockAsync(string id) => await operations.LockIdleAsync(id) ?? throw PaymentIntentService.NoSuch(id);

    private void CheckConfirmable(PaymentIntent intent)
    {
        if (intent.Status is PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction) return;
        throw new StripeError(400, "invalid_request_error", "payment_intent_unexpected_state", intent.Status switch
        {
            PaymentIntentStatus.Succeeded => "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
            PaymentIntentStatus.RequiresCapture => "You cannot confirm this PaymentIntent because it has a status of requires_capture. It was already confirmed: capture it.",
            _ => $"You cannot confirm this PaymentIntent because it has a status of {SnakeCase.Of(intent.Status)}.",
        })
        { WorkBegan = true, Inside = Inside(intent) };
    }

    private Dictionary<string, object?> Inside(PaymentIntent intent) => new() { ["payment_intent"] = PaymentIntentResponse.Of(intent, secrets) };

    private static StripeError MissingMethod() => new(400, "invalid_request_error", "payment_intent_unexpected_state",
        "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.");
}
