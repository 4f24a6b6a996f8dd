using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Platform.Texts;

/// <summary>The sign of a currency and on which side of the figures it stands.</summary>
/// <param name="Behind">Behind the figures, with a space, as its own country writes it.</param>
internal sealed record CurrencySymbol(string Text, bool Behind)
{
    /// <summary>Null for currencies that are written with their code.</summary>
    public static CurrencySymbol? Of(Currency currency) => currency.Code switch
    {
        "gbp" => new("£", false),
        "eur" => new("€", false),
        "usd" or "aud" or "cad" or "hkd" or "mxn" or "nzd" or "sgd" => new("$", false),
        "brl" => new("R$", false),
        "jpy" or "cny" => new("¥", false),
        "inr" => new("₹", false),
        "ils" => new("₪", false),
        "krw" => new("₩", false),
        "ngn" => new("₦", false),
        "php" => new("₱", false),
        "vnd" => new("₫", true),
        "pln" => new("zł", true),
        "czk" => new("Kč", true),
        "huf" => new("Ft", true),
        "dkk" or "nok" or "sek" or "isk" => new("kr", true),
        "try" => new("₺", false),
        "uah" => new("₴", false),
        _ => null,
    };
}
