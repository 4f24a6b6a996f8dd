using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using static CalmonyPay.PaymentIntents.PaymentIntentMove;
using static CalmonyPay.PaymentIntents.PaymentIntentStatus;

namespace CalmonyPay.PaymentIntents;

/// <summary>Stripe's statuses of a payment intent.</summary>
[PgEnum("pay_payment_intent_status")]
public enum PaymentIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    RequiresCapture,
    Canceled,
    Succeeded,
}

/// <summary>What can happen to a payment intent.</summary>
public enum PaymentIntentMove
{
    /// <summary>A payment method was named.</summary>
    Name,
    /// <summary>The payment method was taken away (detached, or spent by a decline).</summary>
    Unname,
    /// <summary>Confirmed: an attempt goes to the gateway.</summary>
    Submit,
    /// <summary>The shopper has to authenticate.</summary>
    Challenge,
    /// <summary>The hold stands; the merchant captures.</summary>
    Hold,
    /// <summary>The merchant captures: a step at the gateway is under way.</summary>
    Capture,
    /// <summary>The money is taken.</summary>
    Settle,
    /// <summary>The attempt failed; another card may be tried.</summary>
    Decline,
    Cancel,
    /// <summary>The gateway took a success back: settlement was refused.</summary>
    Reject,
}

/// <summary>The whole life of a payment intent: the one place that decides the next status.</summary>
public static class PaymentIntentLifecycle
{
    private static readonly FrozenDictionary<(PaymentIntentStatus, PaymentIntentMove), PaymentIntentStatus> Table =
        new (PaymentIntentStatus From, PaymentIntentMove On, PaymentIntentStatus To)[]
        {
            (RequiresPaymentMethod, Name,      RequiresConfirmation),
            (RequiresConfirmation,  Name,      RequiresConfirmation),
            (RequiresAction,        Name,      RequiresConfirmation),    // another card instead of authenticating
            (RequiresConfirmation,  Unname,    RequiresPaymentMethod),
            (RequiresConfirmation,  Submit,    Processing),
            (RequiresAction,        Submit,    Processing),              // authenticated, or confirmed anew
            (RequiresConfirmation,  Challenge, RequiresAction),          // the account wants 3-D Secure before anything is sent
            (Processing,            Challenge, RequiresAction),
            (Processing,            Hold,      RequiresCapture),
            (Processing,            Settle,    Succeeded),
            (RequiresCapture,       Capture,   Processing),              // and back by Hold, if the gateway would not
            (Processing,            Decline,   RequiresPaymentMethod),   // the buyer may try another card
            (RequiresAction,        Decline,   RequiresPaymentMethod),
            (RequiresCapture,       Decline,   RequiresPaymentMethod),   // the hold turned out to be gone
            (RequiresPaymentMethod, Cancel,    Canceled),
            (RequiresConfirmation,  Cancel,    Canceled),
            (RequiresAction,        Cancel,    Canceled),
            (RequiresCapture,       Cancel,    Canceled),
            (Succeeded,             Reject,    RequiresPaymentMethod),   // the one way out of success: no money moved after all
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 <c>payment_intent_unexpected_state</c> where the table has no row.</exception>
    public static PaymentIntentStatus Next(PaymentIntentStatus from, PaymentIntentMove move) =>
        Table.TryGetValue((from, move), out var to) ? to : throw Unexpected(from, move);

    public static bool Allows(PaymentIntentStatus from, PaymentIntentMove move) => Table.ContainsKey((from, move));

    public static StripeError Unexpected(PaymentIntentStatus from, PaymentIntentMove move) => new(400, "invalid_request_error", "payment_intent_unexpected_state",
        $"You cannot {Verb(move)} this PaymentIntent because it has a status of {SnakeCase.Of(from)}.")
    { WorkBegan = true };

    private static string Verb(PaymentIntentMove move) => move switch
    {
        Submit => "confirm",
        Capture or Settle => "capture",
        Cancel => "cancel",
        Name or Unname => "change the payment method of",
        _ => SnakeCase.Of(move),
    };
}
