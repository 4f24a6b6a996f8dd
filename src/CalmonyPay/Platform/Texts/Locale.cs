using System.Globalization;
using CalmonyPay.Platform.Monies;
using Microsoft.Net.Http.Headers;

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

    private const char NarrowNoBreak = '\u202f';

    private Locale(string tag, string months) => (Tag, Months) = (tag, months.Split(' '));

    /// <summary>BCP 47 (<c>en-GB</c>), for the <c>lang</c> of a page.</summary>
    public string Tag { get; }

    private string[] Months { get; }

    /// <summary>Between day and month, and month and year: a space, or a word.</summary>
    private string DateGlue { get; init; } = " ";

    /// <summary>A day of the month as a date begins with it.</summary>
    private Func<int, string> Day { get; init; } = Figure;

    /// <summary>Symbols of currencies stand behind the figures, whatever the currency's own country does.</summary>
    private bool SymbolsBehind { get; init; }

    /// <summary>From how many digits on a number is grouped: 4, or 5 where <c>1234</c> is written together (CLDR: minimumGroupingDigits).</summary>
    private int GroupsFrom { get; init; } = 4;

    private string PercentGlue { get; init; } = "";
    private NumberFormatInfo Numbers { get; init; } = NumbersWith(",", ".");

    public static Locale BritishEnglish { get; } = new("en-GB", "January February March April May June July August September October November December");

    public static Locale Welsh { get; } = new("cy", "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr");

    public static Locale French { get; } = new("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
    {
        Day = day => day == 1 ? "1er" : Figure(day),
        SymbolsBehind = true,
        PercentGlue = NarrowNoBreak.ToString(),
        Numbers = NumbersWith(NarrowNoBreak.ToString(), ","),
    };

    public static Locale German { get; } = new("de", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
    {
        Day = day => $"{Figure(day)}.",
        SymbolsBehind = true,
        PercentGlue = NoBreak.ToString(),
        Numbers = NumbersWith(".", ","),
    };

    public static Locale Spanish { get; } = new("es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
    {
        DateGlue = " de ",
        SymbolsBehind = true,
        GroupsFrom = 5,
        PercentGlue = NoBreak.ToString(),
        Numbers = NumbersWith(".", ","),
    };

    /// <summary>Months in the genitive, as dates have them.</summary>
    public static Locale Polish { get; } = new("pl", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")
    {
        SymbolsBehind = true,
        GroupsFrom = 5,
        Numbers = NumbersWith(NoBreak.ToString(), ","),
    };

    /// <summary>A further language is one more here, with texts of its own in each room that shows pages or documents.</summary>
    public static IReadOnlyList<Locale> All { get; } = [BritishEnglish, Welsh, French, German, Spanish, Polish];

    /// <summary>The locale that serves a language tag best; British English where there is none for it.</summary>
    /// <param name="tag">BCP 47, such as a customer's preferred locale; null where nothing is known.</param>
    public static Locale For(string? tag) => Known(tag) ?? BritishEnglish;

    /// <summary>The one that a browser likes best.</summary>
    /// <param name="acceptLanguage">The header (RFC 9110, 12.5.4): <c>cy, fr;q=0.8, *;q=0.1</c>.</param>
    public static Locale Preferred(string? acceptLanguage)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptLanguage?.Split(','), out var wished)) return BritishEnglish;
        return wished.Where(wish => wish.Quality != 0).OrderByDescending(wish => wish.Quality ?? 1).Select(wish => Known(wish.Value.Value)).FirstOrDefault(known => known is not null) ?? BritishEnglish;
    }

    /// <summary>Null where no locale is in the tag's language.</summary>
    private static Locale? Known(string? tag) =>
        All.FirstOrDefault(locale => tag is { Length: >= 2 } && tag.AsSpan(0, 2).Equals(locale.Tag.AsSpan(0, 2), StringComparison.OrdinalIgnoreCase) && (tag.Length == 2 || tag[2] is '-' or '_'));

    /// <summary><c>21 November 2026</c>, <c>21 de noviembre de 2026</c>.</summary>
    public string Date(DateOnly day) => $"{DayAndMonth(day)}{DateGlue}{Figure(day.Year)}";

    /// <summary><c>1 – 30 November 2026</c>: what two days have in common is said once. One day alone is a date.</summary>
    public string Period(DateOnly from, DateOnly to) =>
        from == to ? Date(from)
        : from.Year != to.Year ? $"{Date(from)} – {Date(to)}"
        : from.Month != to.Month ? $"{DayAndMonth(from)} – {Date(to)}"
        : $"{Day(from.Day)}{NoBreak}–{NoBreak}{Date(to)}";

    private string DayAndMonth(DateOnly day) => $"{Day(day.Day)}{DateGlue.Replace(' ', NoBreak)}{Months[day.Month - 1]}";

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
    public string Quantity(decimal quantity) => quantity.ToString(Groups(quantity) ? "#,##0.############" : "0.############", Numbers);

    /// <summary><c>20%</c>, <c>8.875%</c>, <c>5,5 %</c>.</summary>
    public string Percent(decimal percent) => $"{percent.ToString("0.####", Numbers)}{PercentGlue}%";

    private string WithSymbol(decimal amount, int decimals, Currency currency)
    {
        var figures = Math.Abs(amount).ToString($"{(Groups(amount) ? 'N' : 'F')}{Figure(decimals)}", Numbers);
        var sign = amount < 0 ? Minus.ToString() : "";
        return CurrencySymbol.Of(currency) switch
        {
            null when SymbolsBehind => $"{sign}{figures}{NoBreak}{currency.Code.ToUpperInvariant()}",
            null => $"{sign}{currency.Code.ToUpperInvariant()}{NoBreak}{figures}",
            { } symbol when symbol.Behind || SymbolsBehind => $"{sign}{figures}{NoBreak}{symbol.Text}",
            { } symbol => $"{sign}{symbol.Text}{figures}",
        };
    }

    /// <summary>Króna and Ugandan shilling are counted in hundredths and written without, unless some are there.</summary>
    private static int DecimalsOf(long minor, Currency currency) =>
        currency.IsoExponent < currency.Exponent && minor % currency.Multiple == 0 ? currency.IsoExponent : currency.Exponent;

    private static decimal Scale(Currency currency) => currency.Exponent switch { 0 => 1m, 2 => 100m, _ => 1000m };

    private bool Groups(decimal number) => Math.Abs(number) >= (GroupsFrom == 4 ? 1_000 : 10_000);

    private static NumberFormatInfo NumbersWith(string group, string point) => new() { NumberGroupSeparator = group, NumberDecimalSeparator = point, NegativeSign = Minus.ToString() };

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
