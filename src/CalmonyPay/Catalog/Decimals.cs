using System.Globalization;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog;

/// <summary>Fractions of minor units and percentages: how they are read, kept and written.</summary>
public static class Decimals
{
    /// <summary>Places behind the point of an amount with fractions of a minor unit; Stripe's.</summary>
    public const int Places = 12;

    /// <summary>The largest amount in a price, minor units: twelve digits.</summary>
    public const long Most = 999_999_999_999;

    /// <summary>As the wire has it, a text without needless zeros: <c>0.5</c>, <c>2000</c>.</summary>
    public static string? Text(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>A result of a sum, and what it is rounded to: <c>500</c>; <c>483.870967741935, rounded to 484</c>.</summary>
    /// <param name="rounded">Whole minor units.</param>
    public static string Rounded(decimal exact, long rounded) => exact == rounded ? $"{rounded}" : $"{Text(exact)}, rounded to {rounded}";

    /// <summary>Without zeros at the end: what was 25.50 in the table is 25.5 on the wire.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>An amount with fractions, minor units; null if absent.</summary>
    /// <exception cref="StripeError">400 if it is negative, has more than <see cref="Places"/> places, or is too large.</exception>
    public static decimal? AmountDecimal(this Params p, string name)
    {
        if (p.Decimal(name) is not { } value) return null;
        if (value < 0) throw StripeError.Invalid("This value must be greater than or equal to 0.", p.Path(name));
        if (value > Most) throw StripeError.Invalid($"This value must be less than or equal to {Most}.", p.Path(name));
        return decimal.Round(value, Places) == value
            ? Plain(value)
            : throw StripeError.Invalid($"Invalid decimal: {Shown(value)}; must have at most {Places} decimal places", p.Path(name));
    }

    /// <summary>A percentage with at most <paramref name="places"/> places; null if absent.</summary>
    public static decimal? Percent(this Params p, string name, decimal least, int places)
    {
        if (p.Decimal(name) is not { } value) return null;
        if (value < least) throw StripeError.Invalid($"This value must be greater than or equal to {Text(least)} (it currently is '{Shown(value)}').", p.Path(name));
        if (value > 100) throw StripeError.Invalid($"This value must be less than or equal to 100 (it currently is '{Shown(value)}').", p.Path(name));
        return decimal.Round(value, places) == value
            ? Plain(value)
            : throw StripeError.Invalid($"Invalid decimal: {Shown(value)}; must have at most {places} decimal places", p.Path(name));
    }

    private static string Shown(decimal value) => value.ToString("0.0###########################", CultureInfo.InvariantCulture);
}
