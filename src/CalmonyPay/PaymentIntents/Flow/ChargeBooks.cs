using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Ledger;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Monies;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Writes down what came of a step at the gateway: the attempt, the intent, the ledger, the card and the events, in the
/// transaction that the caller holds with both rows locked. The only writer of outcomes.
/// </summary>
public sealed class ChargeBooks(PayDb db, EventLog events, LedgerService ledger, ProjectSecrets secrets, PaymentMethodService methods, AuthenticationUrls authentication, ReceiptUrls receipts, IEnumerable<IChargeRejected> rejections, IEnumerable<IPaymentMoved> listeners, PaymentOptions options, TimeProvider clock)
{
    /// <summary>The hold stands. An intent that captures itself goes on; else the merchant captures.</summary>
    public async Task AuthorizedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told)
    {
        attempt.Authorize(told, clock.GetUtcNow() + options.HoldFor);
        await CardWorkedAsync(intent, attempt, told);
        Told(intent, told);
        if (intent.CapturesItself) return;
        intent.Hold(attempt.Amount);
        events.Record("charge.succeeded", attempt, ChargeResponse.Of(attempt));
        await TellAsync("payment_intent.amount_capturable_updated", intent);
    }

    /// <summary>The money is taken: funds are pending until the gateway says that they have settled.</summary>
    public async Task CapturedAsync(PaymentIntent intent, PaymentAttempt attempt, long amount, GatewayTransaction? told)
    {
        var atOnce = attempt.Status != AttemptStatus.Authorized;
        var held = intent.CaptureMethod == CaptureMethod.Manual;
        var settled = told?.State == GatewayState.Settled;
        attempt.Capture(amount, told, clock.GetUtcNow() + options.AskForSettlementEvery);
        if (atOnce && told is not null) await CardWorkedAsync(intent, attempt, told);
        attempt.BalanceTransactionId = ledger.Charge(attempt.Id, new Money(amount, Currency.Of(attempt.Currency)), null, clock.GetUtcNow() + options.FundsAvailableAfter, attempt.Description, settled: settled).Id;
        attempt.ReceiptUrl = receipts.Of(attempt.Id);
        if (settled) attempt.Settle();
        intent.Settle(amount);
        if (told is not null) Told(intent, told);
        events.Record(held ? "charge.captured" : "charge.succeeded", attempt, ChargeResponse.Of(attempt));
        await TellAsync("payment_intent.succeeded", intent);
    }

    /// <summary>The shopper has to authenticate: the gateway waits, our page shows the way.</summary>
    public Task ChallengedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told, Challenge challenge)
    {
        attempt.Ask(told, challenge, clock.GetUtcNow() + options.AuthenticationWithin);
        Told(intent, told);
        return AskShopperAsync(intent);
    }

    /// <summary>The intent waits for the shopper on our page.</summary>
    public Task AskShopperAsync(PaymentIntent intent)
    {
        intent.Challenge(new(authentication.Of(intent.Id), intent.ReturnUrl));
        return TellAsync("payment_intent.requires_action", intent);
    }

    /// <summary>The issuer asked for authentication before anything was held: that attempt is over, the intent waits for the shopper.</summary>
    public async Task SoftDeclinedAsync(PaymentIntent intent, PaymentAttempt attempt, Decline decline, GatewayTransaction told)
    {
        attempt.Decline(decline, told);
        await CardKnownAsync(intent, attempt, told);
        Told(intent, told);
        events.Record("charge.failed", attempt, ChargeResponse.Of(attempt));
        await AskShopperAsync(intent);
    }

    public async Task DeclinedAsync(PaymentIntent intent, PaymentAttempt attempt, Decline decline, GatewayTransaction? told)
    {
        attempt.Decline(decline, told);
        if (told is not null) await CardKnownAsync(intent, attempt, told);
        await FailedAsync(intent, attempt, decline, told);
    }

    /// <summary>The shopper has come to authenticate, and there is nothing to pay with any more: no attempt was made.</summary>
    public Task CardGoneAsync(PaymentIntent intent)
    {
        var why = Declines.CardGone;
        intent.Decline(new("invalid_request_error", why.Code, why.DeclineCode, why.AdviceCode, why.Message, null, null));
        return TellAsync("payment_intent.payment_failed", intent);
    }

    /// <summary>Nothing happened at the gateway: it was not reached, or would not take the request.</summary>
    public Task NothingHappenedAsync(PaymentIntent intent, PaymentAttempt attempt, Decline why, GatewayTransaction? told = null)
    {
        attempt.Fail(why, told);
        return FailedAsync(intent, attempt, why, told);
    }

    /// <summary>No outcome came in time. The intent is free for another try; what turns up for this one is cancelled.</summary>
    public Task AbandonedAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        var why = Declines.OutcomeUnknown;
        attempt.Abandon(why);
        return FailedAsync(intent, attempt, why, null);
    }

    /// <summary>The hold was given back before anything was taken.</summary>
    public Task CanceledAsync(PaymentIntent intent, PaymentAttempt attempt, CancellationReason? reason, GatewayTransaction? told)
    {
        if (AttemptLifecycle.Allows(attempt.Status, AttemptMove.Cancel)) attempt.Cancel(told);
        if (attempt.LastEventId is not null)
            events.Record(reason == CancellationReason.Automatic ? "charge.expired" : "charge.refunded", attempt, ChargeResponse.Of(attempt));
        return CanceledIntentAsync(intent, reason);
    }

    public Task CanceledIntentAsync(PaymentIntent intent, CancellationReason? reason)
    {
        intent.Cancel(reason, clock.GetUtcNow());
        return TellAsync("payment_intent.canceled", intent);
    }

    /// <summary>The gateway settled the charge: its funds become available, refunds are refunds from here on.</summary>
    public async Task SettledAsync(PaymentAttempt attempt)
    {
        attempt.Settle();
        if (attempt.BalanceTransactionId is { } transaction) await ledger.SettleAsync(transaction, CancellationToken.None);
    }

    /// <summary>Settlement was refused after the capture: no money moved, so the success is taken back.</summary>
    public async Task RejectedAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        var why = Declines.SettlementRefused;
        attempt.Reject(why);
        // What falls with the charge gives its money back first: the ledger then takes back what is left.
        foreach (var listener in rejections) await listener.ChargeRejectedAsync(intent, attempt);
        if (attempt.BalanceTransactionId is { } transaction)
            attempt.FailureBalanceTransactionId = (await ledger.ChargeFailedAsync(transaction, CancellationToken.None))?.Id;
        if (PaymentIntentLifecycle.Allows(intent.Status, PaymentIntentMove.Reject)) intent.Reject(new("card_error", why.Code, why.DeclineCode, why.AdviceCode, why.Message, attempt.Id, null));
        events.Record("charge.failed", attempt, ChargeResponse.Of(attempt));
        await TellAsync("payment_intent.payment_failed", intent);
    }

    /// <summary>The outcome will not be known within this request.</summary>
    public void StillProcessing(PaymentIntent intent) => Tell("payment_intent.processing", intent);

    private async Task FailedAsync(PaymentIntent intent, PaymentAttempt attempt, Decline decline, GatewayTransaction? told)
    {
        var card = await db.Set<PaymentMethod>().SingleOrDefaultAsync(m => m.Id == attempt.PaymentMethodId);
        var type = decline.Code is "payment_intent_authentication_failure" ? "invalid_request_error" : "card_error";
        intent.Decline(new(type, decline.Code, decline.DeclineCode, decline.AdviceCode, decline.Message, attempt.Id, card is null ? null : new RawJson(PayJson.Text(PaymentMethodResponse.Of(card)))));
        if (told is not null) Told(intent, told);
        events.Record("charge.failed", attempt, ChargeResponse.Of(attempt));
        await TellAsync("payment_intent.payment_failed", intent);
    }

    /// <summary>The card has paid: its reference moves on, and it stays with the customer if that was asked for.</summary>
    private async Task CardWorkedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told)
    {
        var card = await LockCardAsync(intent, attempt);
        if (card is null) return;
        card.Stored(told, attempt.CredentialId, attempt.Agreement);
        // A card that was used or detached meanwhile stays as it is: the money has moved, whatever becomes of the card.
        if (intent is { SetupFutureUsage: not null, CustomerId: { } customer } && card is { CustomerId: null, UsedAt: null, DetachedAt: null }) await methods.AttachAsync(card, customer, CancellationToken.None);
        if (intent.SetupFutureUsage == FutureUsage.OffSession) card.MarkSetUp();
        card.Used(clock.GetUtcNow());
    }

    /// <summary>The gateway knows the card by a declined transaction too; good enough to try again with.</summary>
    private async Task CardKnownAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told)
    {
        if (await LockCardAsync(intent, attempt) is { Reference: null } card) card.Stored(told, attempt.CredentialId, attempt.Agreement);
    }

    /// <summary>The customer's books come before the card: whoever listens to an invoice's payment locks them.</summary>
    private async Task<PaymentMethod?> LockCardAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        if (intent is { InvoiceId: not null, CustomerId: { } customer }) await db.LockAsync<Customer>(customer, CancellationToken.None);
        return await db.LockAsync<PaymentMethod>(attempt.PaymentMethodId, CancellationToken.None);
    }

    private static void Told(PaymentIntent intent, GatewayTransaction told) =>
        (intent.GatewayReference, intent.CanonicalPayload) = (told.Reference ?? intent.GatewayReference, told.Raw);

    private void Tell(string type, PaymentIntent intent)
    {
        if (!intent.OldStyle) events.Record(type, intent, PaymentIntentResponse.Of(intent, secrets));
    }

    private async Task TellAsync(string type, PaymentIntent intent)
    {
        Tell(type, intent);
        foreach (var listener in listeners) await listener.PaymentMovedAsync(intent, CancellationToken.None);
    }
}

/// <summary>
/// Answered by rooms that wait for a payment, inside the transaction in which it succeeds, is held, fails, is cancelled, waits for
/// the shopper, or has its success taken back. The intent is locked and says how it stands.
/// </summary>
public interface IPaymentMoved
{
    Task PaymentMovedAsync(PaymentIntent intent, CancellationToken ct);
}

/// <summary>Answered when the gateway refuses to settle a captured charge: its pending refunds fail with it.</summary>
public interface IChargeRejected
{
    Task ChargeRejectedAsync(PaymentIntent intent, PaymentAttempt attempt);
}
