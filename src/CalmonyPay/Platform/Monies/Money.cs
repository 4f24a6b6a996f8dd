using System.Globalization;

namespace CalmonyPay.Platform.Monies;

/// <summary>An amount: <paramref name="Minor"/> units (pence, yen) of a <paramref name="Currency"/>. Sums are checked and never mix currencies.</summary>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>The largest amount of one line, minor units: fifteen digits, so that sums of thousands of lines stay within a <see cref="long"/>.</summary>
    private const long MostOfLine = 999_999_999_999_999;

    public static Money Zero(Currency currency) => new(0, currency);

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + a.Same(b).Minor), a.Currency);
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - a.Same(b).Minor), a.Currency);
    public static Money operator -(Money a) => new(checked(-a.Minor), a.Currency);
    public static Money operator *(Money a, long count) => new(checked(a.Minor * count), a.Currency);
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    public int CompareTo(Money other) => Minor.CompareTo(Same(other).Minor);

    /// <summary>This times a factor (a tax rate, a share of a period), rounded.</summary>
    public Money Times(decimal factor) => new(Round(Minor * factor), Currency);

    /// <summary>The rounding of money: to whole minor units, halves away from zero.</summary>
    /// <exception cref="OverflowException">Beyond what a <see cref="long"/> holds.</exception>
    public static long Round(decimal minor) => decimal.ToInt64(Math.Round(minor, MidpointRounding.AwayFromZero));

    /// <summary>What a line comes to (a quantity times a price), rounded.</summary>
    /// <exception cref="OverflowException">More than fifteen digits.</exception>
    public static long RoundLine(decimal minor) => Round(minor) is var rounded and >= -MostOfLine and <= MostOfLine ? rounded : throw new OverflowException($"A line has at most {MostOfLine} minor units.");

    /// <summary>
    /// Whole minor units with the fraction ignored. Only for the VAT total of an invoice, where HMRC permits it (VAT Notice 700, 17.5).
    /// </summary>
    public static long IgnoreFraction(decimal minor) => decimal.ToInt64(decimal.Truncate(minor));

    /// <summary>For people and error messages: <c>£0.30 gbp</c>, <c>¥50 jpy</c>, <c>15.00 czk</c>.</summary>
    public override string ToString()
    {
        var scale = Currency.Exponent switch { 0 => 1m, 2 => 100m, _ => 1000m };
        var digits = Math.Abs(Minor / scale).ToString("N" + Currency.Exponent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return $"{(Minor < 0 ? "-" : "")}{Symbol}{digits} {Currency.Code}";
    }

    private string Symbol => Currency.Code switch
    {
        "gbp" => "£",
        "eur" => "€",
        "usd" or "aud" or "cad" or "hkd" or "mxn" or "nzd" or "sgd" => "$",
        "jpy" => "¥",
        "inr" => "₹",
        "brl" => "R$",
        _ => "",
    };

    private Money Same(Money other) => ReferenceEquals(Currency, other.Currency)
        ? other
        : throw new InvalidOperationException($"Cannot reckon {other.Currency} with {Currency}.");
}
