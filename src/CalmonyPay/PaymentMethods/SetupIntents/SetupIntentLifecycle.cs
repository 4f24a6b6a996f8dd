using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using static CalmonyPay.PaymentMethods.SetupIntents.SetupIntentMove;
using static CalmonyPay.PaymentMethods.SetupIntents.SetupIntentStatus;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>Stripe's statuses of a setup intent.</summary>
[PgEnum("pay_setup_intent_status")]
public enum SetupIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    Canceled,
    Succeeded,
}

/// <summary>What can happen to a setup intent.</summary>
public enum SetupIntentMove
{
    /// <summary>A payment method was named.</summary>
    Name,
    /// <summary>Confirmed: the card goes to the gateway.</summary>
    Submit,
    /// <summary>The shopper has to authenticate.</summary>
    Challenge,
    Succeed,
    /// <summary>The attempt failed; another card may be tried.</summary>
    Decline,
    Cancel,
}

/// <summary>The whole life of a setup intent: the one place that decides the next status.</summary>
public static class SetupIntentLifecycle
{
    private static readonly FrozenDictionary<(SetupIntentStatus, SetupIntentMove), SetupIntentStatus> Table =
        new (SetupIntentStatus From, SetupIntentMove On, SetupIntentStatus To)[]
        {
            (RequiresPaymentMethod, Name,      RequiresConfirmation),
            (RequiresConfirmation,  Name,      RequiresConfirmation),
            (RequiresAction,        Name,      RequiresConfirmation),    // another card instead of authenticating
            (RequiresConfirmation,  Submit,    Processing),
            (RequiresAction,        Submit,    Processing),              // authenticated, or confirmed anew
            (Processing,            Challenge, RequiresAction),
            (Processing,            Succeed,   Succeeded),
            (Processing,            Decline,   RequiresPaymentMethod),
            (RequiresAction,        Decline,   RequiresPaymentMethod),   // nobody authenticated
            (RequiresPaymentMethod, Cancel,    Canceled),
            (RequiresConfirmation,  Cancel,    Canceled),
            (RequiresAction,        Cancel,    Canceled),
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 <c>setup_intent_unexpected_state</c> where the table has no row.</exception>
    public static SetupIntentStatus Next(SetupIntentStatus from, SetupIntentMove move) => Table.TryGetValue((from, move), out var to) ? to : throw Unexpected(from, move);

    public static bool Allows(SetupIntentStatus from, SetupIntentMove move) => Table.ContainsKey((from, move));

    public static StripeError Unexpected(SetupIntentStatus from, SetupIntentMove move) => new(400, "invalid_request_error", "setup_intent_unexpected_state",
        (from, move) is (RequiresPaymentMethod, Submit)
            ? "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again."
            : $"You cannot {Verb(move)} this SetupIntent because it has a status of {SnakeCase.Of(from)}.")
    { WorkBegan = true };

    private static string Verb(SetupIntentMove move) => move switch
    {
        Submit => "confirm",
        Cancel => "cancel",
        Name => "update",
        _ => SnakeCase.Of(move),
    };
}
