using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.PaymentMethods;

/// <summary>Card data as a client sent them, in a form that can be right.</summary>
public sealed record CardInput(CardNumber Number, int ExpMonth, int ExpYear, SecurityCode? SecurityCode)
{
    /// <summary>A card may be good for this many years.</summary>
    private const int LongestYears = 50;

    /// <exception cref="StripeError">402 for a number, date or code that cannot be one; 400 for what is missing.</exception>
    public static CardInput Read(Params p)
    {
        var sent = p.Secret("number") ?? throw StripeError.Missing(p.Path("number"));
        if (!CardNumber.TryParse(sent, out var number)) throw Wrong("invalid_number", "The card number is not a valid credit card number.", "number");
        if (!number.Luhn) throw Wrong("incorrect_number", "Your card number is incorrect.", "number");
        var month = p.RequiredLong("exp_month");
        if (month is < 1 or > 12) throw WrongMonth();
        var year = p.RequiredLong("exp_year");
        if (year is < 0 or > 9999) throw WrongYear();
        return new(number, (int)month, FullYear((int)year), ReadCode(p, number));
    }

    /// <summary>The card, if it has not expired.</summary>
    /// <exception cref="StripeError">402 <c>invalid_expiry_year</c> or <c>invalid_expiry_month</c>.</exception>
    public NewCard Valid(DateTimeOffset now)
    {
        CheckExpiry(ExpMonth, ExpYear, now);
        return new(Number, ExpMonth, ExpYear, SecurityCode);
    }

    /// <summary>Two digits are of this century.</summary>
    public static int FullYear(int year) => year < 100 ? year + 2000 : year;

    /// <exception cref="StripeError">402 <c>invalid_expiry_year</c> or <c>invalid_expiry_month</c>.</exception>
    public static void CheckExpiry(int month, int year, DateTimeOffset now)
    {
        if (month is < 1 or > 12) throw WrongMonth();
        if (year < now.Year || year > now.Year + LongestYears) throw WrongYear();
        if (year == now.Year && month < now.Month) throw WrongMonth();
    }

    private static SecurityCode? ReadCode(Params p, CardNumber number)
    {
        if (p.Secret("cvc") is not { } sent) return null;
        return Cardstream.SecurityCode.TryParse(sent, out var code) && (sent.Trim().Length == 3 || number.Brand is CardBrand.Amex or CardBrand.Unknown)
            ? code
            : throw Wrong("invalid_cvc", "Your card's security code is invalid.", "cvc");
    }

    private static StripeError WrongMonth() => Wrong("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month");

    private static StripeError WrongYear() => Wrong("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year");

    private static StripeError Wrong(string code, string message, string param) => new(402, "card_error", code, message, param);
}
