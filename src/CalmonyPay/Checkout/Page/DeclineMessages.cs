using CalmonyPay.Checkout.Page.Words;

namespace CalmonyPay.Checkout.Page;

/// <summary>
/// Says to a shopper why a card was refused, by Stripe's codes. Whoever holds a lost or stolen card, or one that a bank suspects, learns no more than
/// that it was declined.
/// </summary>
public static class DeclineMessages
{
    /// <param name="code">Such as <c>card_declined</c>.</param>
    /// <param name="declineCode">Such as <c>insufficient_funds</c>; null where the refusal was no decline.</param>
    public static string Of(string code, string? declineCode, CheckoutWords words) => (code, declineCode) switch
    {
        ("expired_card" or "invalid_expiry_month" or "invalid_expiry_year", _) => words.DeclinedExpired,
        ("incorrect_cvc" or "invalid_cvc", _) => words.DeclinedSecurityCode,
        ("incorrect_number" or "invalid_number", _) => words.DeclinedNumber,
        ("incorrect_zip" or "postal_code_invalid", _) => words.DeclinedPostalCode,
        ("authentication_required" or "payment_intent_authentication_failure" or "setup_intent_authentication_failure", _) => words.AuthenticationFailed,
        ("processing_error", _) => words.ProcessingError,
        (_, "insufficient_funds") => words.DeclinedFunds,
        (_, "expired_card") => words.DeclinedExpired,
        (_, "incorrect_cvc") => words.DeclinedSecurityCode,
        (_, "authentication_required") => words.AuthenticationFailed,
        (_, "card_not_supported" or "currency_not_supported" or "live_mode_test_card" or "testmode_decline") => words.DeclinedNotSupported,
        (_, "card_velocity_exceeded" or "withdrawal_count_limit_exceeded") => words.DeclinedLimit,
        (_, "duplicate_transaction") => words.DeclinedDuplicate,
        (_, "try_again_later" or "issuer_not_available" or "reenter_transaction" or "processing_error") => words.ProcessingError,
        _ => words.Declined,
    };
}
