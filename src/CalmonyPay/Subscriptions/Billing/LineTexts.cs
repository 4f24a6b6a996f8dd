using System.Globalization;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>What the lines of a subscription's invoices say, in Stripe's manner: <c>2 × Gold (at £10.00 / month)</c>.</summary>
internal static class LineTexts
{
    public static string Full(decimal quantity, string product, PriceTerms terms, decimal? unit) => $"{Plain(quantity)} × {product} ({At(terms, unit)})";

    public static string Trial(long? quantity, string product) => $"Trial period for {Of(quantity ?? 1, product)}";

    /// <summary><c>Unused time on 2 × Gold after 14 Mar 2026</c></summary>
    public static string Unused(long quantity, string product, DateTimeOffset after) => $"Unused time on {Of(quantity, product)} after {Day(after)}";

    /// <summary><c>Remaining time on 2 × Gold after 14 Mar 2026</c></summary>
    public static string Remaining(long quantity, string product, DateTimeOffset after) => $"Remaining time on {Of(quantity, product)} after {Day(after)}";

    /// <summary><c>Time on Gold from 14 Mar 2026 until 01 Apr 2026</c></summary>
    public static string Time(long quantity, string product, DateTimeOffset from, DateTimeOffset until) => $"Time on {Of(quantity, product)} from {Day(from)} until {Day(until)}";

    private static string Of(long quantity, string product) => quantity == 1 ? product : $"{quantity} × {product}";

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);

    private static string At(PriceTerms terms, decimal? unit)
    {
        var often = terms.Recurring is not { } recurring ? "" : recurring.IntervalCount == 1 ? $" / {Word(recurring.Interval)}" : $" every {recurring.IntervalCount} {Word(recurring.Interval)}s";
        return unit is { } each ? $"at {Price(each, Currency.Of(terms.Currency))}{often}" : terms.BillingScheme == BillingScheme.Tiered ? $"tiered{often}" : $"in packages{often}";
    }

    /// <summary>Minor units, perhaps with a fraction, for people: the fraction stays, as in £0.0025.</summary>
    private static string Price(decimal minor, Currency currency)
    {
        if (decimal.Truncate(minor) == minor)
        {
            var text = new Money((long)minor, currency).ToString();
            return char.IsAsciiDigit(text[0]) ? text.ToUpperInvariant() : text[..^(currency.Code.Length + 1)];
        }
        var sign = new Money(0, currency).ToString() is var zero && !char.IsAsciiDigit(zero[0]) ? zero[..zero.IndexOf('0', StringComparison.Ordinal)] : "";
        var scale = currency.Exponent switch { 0 => 1m, 2 => 100m, _ => 1000m };
        return sign + Plain(minor / scale) + (sign.Length == 0 ? $" {currency.Code.ToUpperInvariant()}" : "");
    }

    private static string Word(BillingInterval interval) => interval switch
    {
        BillingInterval.Day => "day",
        BillingInterval.Week => "week",
        BillingInterval.Month => "month",
        _ => "year",
    };

    private static string Plain(decimal number) => number.ToString("0.##############", CultureInfo.InvariantCulture);
}
