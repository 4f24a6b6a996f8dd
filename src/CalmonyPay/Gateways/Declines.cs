using CalmonyPay.Cardstream;

namespace CalmonyPay.Gateways;

/// <summary>A gateway's refusal to pay as Stripe tells it: code, reason, advice and a sentence for the shopper.</summary>
internal static class Declines
{
    public static Decline Of(CardstreamAnswer answer)
    {
        var reading = answer.Outcome;
        bool failed = reading.Reading == Reading.AuthenticationFailed;
        // Stripe gives reasons for declines; a number or a date that cannot be is none.
        string? reason = failed || reading.Reading == Reading.CardData && reading.ErrorCode != "card_declined" ? null : reading.DeclineCode;
        string code = reading.ErrorCode ?? "card_declined";
        return new(code, reason, reading.AdviceCode, Message(code, reason), Number(answer.ResponseCode),
            NeedsAuthentication: reading.Reading is Reading.AuthenticationRequired or Reading.ThreeDSecureNeeded, AuthenticationFailed: failed);
    }

    /// <summary>For the shopper. A lost or stolen card is not named to whoever holds it.</summary>
    private static string Message(string code, string? reason) => (code, reason) switch
    {
        ("expired_card", _) => "Your card has expired.",
        ("incorrect_cvc", _) => "Your card's security code is incorrect.",
        ("incorrect_number", _) => "Your card number is incorrect.",
        ("incorrect_zip", _) => "Your card's postal code is incorrect.",
        ("invalid_expiry_month", _) => "Your card's expiration month is invalid.",
        ("invalid_expiry_year", _) => "Your card's expiration year is invalid.",
        ("authentication_required", _) => "Your card was declined. This transaction requires authentication.",
        ("payment_intent_authentication_failure", _) => "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        ("processing_error", _) => "An error occurred while processing your card. Try again in a little bit.",
        (_, "insufficient_funds") => "Your card has insufficient funds.",
        (_, "card_not_supported") => "Your card is not supported.",
        (_, "live_mode_test_card") => "Your card was declined. Your request was in live mode, but used a known test card.",
        (_, "invalid_account") => "Your card's account could not be found or is closed.",
        (_, "card_velocity_exceeded" or "withdrawal_count_limit_exceeded") => "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        (_, "incorrect_pin" or "pin_try_exceeded") => "Your card's PIN was refused.",
        (_, "duplicate_transaction") => "A payment with the same amount and card was made a moment ago.",
        (_, "try_again_later" or "issuer_not_available" or "reenter_transaction") => "Your card's bank could not be reached. Try again in a little bit.",
        _ => "Your card was declined.",
    };

    private static string Number(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
