using System.Globalization;

namespace CalmonyPay.Cardstream;

/// <summary>Stripe's words for the card schemes, and how to tell a scheme from a number or from the gateway's two-letter codes.</summary>
public static class CardBrand
{
    public const string Visa = "visa";
    public const string Mastercard = "mastercard";
    public const string Amex = "amex";
    public const string Discover = "discover";
    public const string Diners = "diners";
    public const string Jcb = "jcb";
    public const string UnionPay = "unionpay";
    public const string Unknown = "unknown";

    /// <summary>First digits and brand, the narrower range before the wider one that holds it.</summary>
    private static readonly (int Digits, int From, int To, string Brand)[] Ranges =
    [
        (2, 34, 34, Amex), (2, 37, 37, Amex),
        (3, 300, 305, Diners), (4, 3095, 3095, Diners), (2, 36, 36, Diners), (2, 38, 39, Diners),
        (4, 3528, 3589, Jcb),
        (1, 4, 4, Visa),
        (2, 51, 55, Mastercard), (4, 2221, 2720, Mastercard),
        (4, 6011, 6011, Discover), (3, 644, 649, Discover), (2, 65, 65, Discover),
        (2, 62, 62, UnionPay), (2, 81, 81, UnionPay),
        (2, 50, 50, Mastercard), (2, 56, 58, Mastercard), (2, 67, 67, Mastercard),   // Maestro, which Stripe files under its owner
    ];

    /// <summary>The brand by the first digits of a number: a guess, good for an icon; the gateway's answer decides.</summary>
    internal static string Guess(string digits) =>
        Ranges.FirstOrDefault(range =>
            int.Parse(digits.AsSpan(0, range.Digits), CultureInfo.InvariantCulture) is var head && head >= range.From && head <= range.To).Brand
        ?? Unknown;

    /// <summary>The brand by the gateway's <c>cardSchemeCode</c> or <c>cardTypeCode</c>.</summary>
    internal static string OfCode(string? code) => code switch
    {
        "VC" or "VD" or "EL" or "VP" => Visa,
        "MC" or "MD" or "MP" or "MA" or "MU" => Mastercard,
        "AM" => Amex,
        "JC" => Jcb,
        "DS" => Discover,
        "DI" => Diners,
        "CU" or "CC" or "CD" => UnionPay,
        _ => Unknown,
    };
}
