using System.Collections.Frozen;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Monies;

/// <summary>
/// How little and how much one payment may be, by Stripe's table (docs.stripe.com/currencies). Stripe's minimum is that of the settlement
/// currency; here payments settle in the currency they are made in, and one that is not in the table has none but 1.
/// </summary>
public static class ChargeLimits
{
    /// <summary>Minor units: eight digits.</summary>
    private const long Maximum = 99_999_999;

    private static readonly FrozenDictionary<string, long> Minimums = new Dictionary<string, long>
    {
        ["aed"] = 200,
        ["aud"] = 50,
        ["bgn"] = 100,
        ["brl"] = 50,
        ["cad"] = 50,
        ["chf"] = 50,
        ["czk"] = 1500,
        ["dkk"] = 250,
        ["eur"] = 50,
        ["gbp"] = 30,
        ["hkd"] = 400,
        ["huf"] = 17500,
        ["inr"] = 50,
        ["jpy"] = 50,
        ["mxn"] = 1000,
        ["myr"] = 200,
        ["nok"] = 300,
        ["nzd"] = 50,
        ["pln"] = 200,
        ["ron"] = 200,
        ["sek"] = 300,
        ["sgd"] = 50,
        ["thb"] = 1000,
        ["usd"] = 50,
    }.ToFrozenDictionary();

    public static Money MinimumOf(Currency currency) => new(Minimums.GetValueOrDefault(currency.Code, 1), currency);

    public static Money MaximumOf(Currency currency) => new(currency.Code switch
    {
        "idr" => 999_999_999_999,
        "inr" => 999_999_999,
        _ => Maximum,
    }, currency);

    /// <summary>Refuses what cannot be charged.</summary>
    /// <param name="amount">The amount that a client wants to charge.</param>
    /// <param name="param">Where it stood.</param>
    /// <exception cref="StripeError"><c>amount_too_small</c>, <c>amount_too_large</c>, or an amount with a fraction that the currency has not.</exception>
    public static void Check(Money amount, string param = "amount")
    {
        var (least, most, multiple) = (MinimumOf(amount.Currency), MaximumOf(amount.Currency), amount.Currency.Multiple);
        if (amount.Minor < 1) throw StripeError.Invalid("This value must be greater than or equal to 1.", param, "parameter_invalid_integer");
        if (amount < least) throw StripeError.Invalid($"Amount must be at least {least}", param, "amount_too_small");
        if (amount > most) throw StripeError.Invalid($"Amount must be no more than {most}", param, "amount_too_large");
        if (amount.Minor % multiple != 0)
        {
            throw StripeError.Invalid($"Invalid amount: {amount.Minor}. Amounts in {amount.Currency} must be divisible by {multiple}.", param, "parameter_invalid_integer");
        }
    }
}
