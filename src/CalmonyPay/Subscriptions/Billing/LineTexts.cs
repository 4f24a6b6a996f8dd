using System.Globalization;
using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>What the lines of a subscription's invoices say, in Stripe's manner: <c>2 × Gold (at £10.00 / month)</c>.</summary>
internal static class LineTexts
{
    public static string Full(decimal quantity, string product, PriceTerms terms, decimal? unit) => $"{Decimals.Text(quantity)} × {product} ({At(terms, unit)})";

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
        return unit is { } each ? $"at {Locale.BritishEnglish.UnitPrice(each, Currency.Of(terms.Currency))}{often}" : terms.BillingScheme == BillingScheme.Tiered ? $"tiered{often}" : $"in packages{often}";
    }

    private static string Word(BillingInterval interval) => interval switch
    {
        BillingInterval.Day => "day",
        BillingInterval.Week => "week",
        BillingInterval.Month => "month",
        _ => "year",
    };
}
