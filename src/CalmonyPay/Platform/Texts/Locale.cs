using System.Globalization;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Platform.Texts;

/// <summary>
/// How dates, numbers and money are written in a language. Made here and not taken from the machine: the host runs without
/// culture data, and a document must look the same wherever it is made.
/// </summary>
public sealed class Locale
{
    /// <summary>Minus as it is set in print, U+2212: as wide as a figure, unlike the hyphen.</summary>
    private const char Minus = '\u2212';

    private const int MostDecimals = 12;
    private const char NoBreak = '\u00a0';

    private Locale(string tag, string[] months, NumberFormatInfo numbers) => (Tag, Months, Numbers) = (tag, months, numbers);

    /// <summary>BCP 47 (<c>en-GB</c>), for the <c>lang</c> of a page.</summary>
    public string Tag { get; }

    private string[] Months { get; }
    private NumberFormatInfo Numbers { get; }

    public static Locale BritishEnglish { get; } = new(
        "en-GB",
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        new NumberFormatInfo { NumberGroupSeparator = ",", NumberDecimalSeparator = ".", NegativeSign = Minus.ToString() });

    /// <summary>A further language is one more here, with texts of its own in each room that shows pages or documents.</summary>
    private static Locale[] All { get; } = [BritishEnglish];

    /// <summary>The locale that serves a language tag best; British English where there is none for it.</summary>
    /// <param name="tag">BCP 47, such as a customer's preferred locale; null where nothing is known.</param>
    public static Locale For(string? tag) =>
        Array.Find(All, locale => tag is not null && tag.StartsWith(locale.Tag[..2], StringComparison.OrdinalIgnoreCase)) ?? BritishEnglish;

    /// <summary><c>21 November 2026</c>.</summary>
    public string Date(DateOnly day) => $"{Figure(day.Day)}{NoBreak}{Months[day.Month - 1]} {Figure(day.Year)}";

    /// <summary><c>1 – 30 November 2026</c>: what two days have in common is said once. One day alone is a date.</summary>
    public string Period(DateOnly from, DateOnly to) =>
        from == to ? Date(from)
        : from.Year != to.Year ? $"{Date(from)} – {Date(to)}"
        : from.Month != to.Month ? $"{Figure(from.Day)}{NoBreak}{Months[from.Month - 1]} – {Date(to)}"
        : $"{Figure(from.Day)}{NoBreak}–{NoBreak}{Date(to)}";

    /// <summary>An amount with its currency's symbol: <c>£1,200.00</c>, <c>−€5.00</c>, <c>120.00 zł</c>, <c>CHF 12.00</c>.</summary>
    /// <param name="minor">Minor units.</param>
    public string Money(long minor, Currency currency) => WithSymbol(minor / Scale(currency), DecimalsOf(minor, currency), currency);

    /// <summary>The same with the code behind it where the symbol does not say it: <c>£1,200.00 GBP</c>, <c>$5.00 AUD</c>, <c>CHF 12.00</c>.</summary>
    /// <param name="minor">Minor units.</param>
    public string MoneyWithCode(long minor, Currency currency) =>
        CurrencySymbol.Of(currency) is null ? Money(minor, currency) : $"{Money(minor, currency)}{NoBreak}{currency.Code.ToUpperInvariant()}";

    /// <summary>A price for one, which may have more decimals than the currency: <c>£0.0025</c>.</summary>
    /// <param name="minor">Minor units, twelve decimals at most.</param>
    public string UnitPrice(decimal minor, Currency currency)
    {
        var decimals = DecimalsOf(decimal.ToInt64(decimal.Truncate(minor)), currency);
        var amount = minor / Scale(currency);
        while (decimals < MostDecimals + currency.Exponent && decimal.Round(amount, decimals) != amount) decimals++;
        return WithSymbol(amount, decimals, currency);
    }

    /// <summary><c>1,500</c>, <c>0.75</c>.</summary>
    public string Quantity(decimal quantity) => quantity.ToString("#,##0.############", Numbers);

    /// <summary><c>20%</c>, <c>8.875%</c>.</summary>
    public string Percent(decimal percent) => $"{percent.ToString("0.####", Numbers)}%";

    private string WithSymbol(decimal amount, int decimals, Currency currency)
    {
        var figures = Math.Abs(amount).ToString($"N{Figure(decimals)}", Numbers);
        var sign = amount < 0 ? Minus.ToString() : "";
        return CurrencySymbol.Of(currency) switch
        {
            null => $"{sign}{currency.Code.ToUpperInvariant()}{NoBreak}{figures}",
            { Behind: true } symbol => $"{sign}{figures}{NoBreak}{symbol.Text}",
            { } symbol => $"{sign}{symbol.Text}{figures}",
        };
    }

    /// <summary>Króna and Ugandan shilling are counted in hundredths and written without, unless some are there.</summary>
    private static int DecimalsOf(long minor, Currency currency) =>
        currency.IsoExponent < currency.Exponent && minor % currency.Multiple == 0 ? currency.IsoExponent : currency.Exponent;

    private static decimal Scale(Currency currency) => currency.Exponent switch { 0 => 1m, 2 => 100m, _ => 1000m };

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
