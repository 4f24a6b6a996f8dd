using CalmonyPay.Gateways;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Failures that are ours to word, and the error that a failed payment is answered with.</summary>
internal static class Declines
{
    public static Decline OutcomeUnknown { get; } = new("processing_error", "processing_error", "try_again_later",
        "The payment gateway did not tell in time how this payment ended. It was given up and nothing is taken for it; try again.", "unknown");

    public static Decline NotReached { get; } = new("processing_error", "processing_error", "try_again_later",
        "The payment gateway could not be reached; nothing was charged. Try again in a moment.", "not_sent");

    /// <summary>A person has looked at the gateway's own records.</summary>
    public static Decline NeverHappened { get; } = new("processing_error", "processing_error", "try_again_later",
        "The payment never reached the card's issuer; nothing was charged. Try again.", "never_happened");

    public static Decline AuthenticationFailed { get; } = new("payment_intent_authentication_failure", null, null,
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.", "authentication", AuthenticationFailed: true);

    public static Decline AuthenticationRequired { get; } = new("authentication_required", "authentication_required", null,
        "Your card was declined. This transaction requires authentication.", "authentication", NeedsAuthentication: true);

    /// <summary>The merchant asked for a failure rather than a wait for the shopper.</summary>
    public static Decline AuthenticationNotHandled { get; } = AuthenticationRequired with { DeclineCode = "authentication_not_handled" };

    /// <summary>A card that came with the confirmation is kept in memory alone, and only for minutes.</summary>
    public static Decline CardGone { get; } = new("payment_intent_authentication_failure", null, null,
        "The shopper came to authenticate after the card had been forgotten: it is kept for minutes only. Collect the card again and confirm with it.", "card_gone", AuthenticationFailed: true);

    public static Decline HoldGone { get; } = new("charge_expired_for_capture", null, null,
        "The hold on the card is gone at the gateway, so it cannot be captured. Create a new payment.", "expired");

    public static Decline PartialApproval { get; } = new("card_declined", "insufficient_funds", "try_again_later",
        "The card's issuer approved only a part of the amount; the part was given back.", "partial");

    public static Decline SettlementRefused { get; } = new("processing_error", "settlement_rejected", "try_again_later",
        "The acquirer refused to settle this payment after it was captured; no money has moved.", "rejected");

    /// <summary>The gateway ended the transaction by itself.</summary>
    public static Decline Ended(GatewayState state) => new("processing_error", "processing_error", "try_again_later",
        "The payment gateway ended this payment without taking it; nothing was charged.", state.ToString().ToLowerInvariant());

    public static Decline Refused(GatewayOutcome.Refused refusal) => new("processing_error", "processing_error", null, refusal.Kind switch
    {
        RefusalKind.Unsupported => "The acquirer does not support a delayed capture: set the credential to capture at once.",
        RefusalKind.Configuration => "The payment gateway refused the merchant account's request; its settings need attention.",
        RefusalKind.Later => "The payment gateway asks to try again later; nothing was charged.",
        _ => "The payment gateway would not take the request; nothing was charged.",
    }, refusal.Code);

    /// <summary>What the merchant is answered: 402 with the intent inside, kept under the idempotency key.</summary>
    public static StripeError Answer(PaymentIntent intent, ProjectSecrets secrets)
    {
        var why = intent.LastPaymentError ?? throw new InvalidOperationException("The intent has not failed.");
        return new(402, "card_error", why.Code, why.Message)
        {
            DeclineCode = why.DeclineCode,
            AdviceCode = why.AdviceCode,
            Charge = why.Charge,
            WorkBegan = true,
            Inside = new Dictionary<string, object?> { ["payment_intent"] = PaymentIntentResponse.Of(intent, secrets), ["payment_method"] = why.PaymentMethod },
        };
    }
}
