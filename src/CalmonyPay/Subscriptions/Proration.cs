using System.Globalization;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// What a part of a period is worth, to the second. Credit and debit are each rounded once and in the same way, so a change and
/// its exact reversal at the same moment cancel to zero.
/// </summary>
public static class Proration
{
    /// <summary>The share of an amount for the time from <paramref name="from"/> to <paramref name="until"/> of a period.</summary>
    /// <param name="amount">Minor units for the whole period, perhaps with a fraction.</param>
    /// <returns>Minor units, rounded to the nearest; zero where no time is left.</returns>
    public static long Share(decimal amount, BillingPeriod period, DateTimeOffset from, DateTimeOffset until)
    {
        var whole = Seconds(period.Start, period.End);
        var part = Seconds(from < period.Start ? period.Start : from, until > period.End ? period.End : until);
        return whole <= 0 || part <= 0 ? 0 : Money.Round(part == whole ? amount : amount * part / whole);
    }

    /// <summary>What is left of an amount after percent discounts, which prorations have within them: minor units, not rounded yet.</summary>
    /// <param name="discounts">In the order in which they are taken; amounts off are for whole invoices and stay out.</param>
    public static decimal Discounted(long amount, IEnumerable<Discount> discounts, string product)
    {
        decimal left = amount;
        foreach (var discount in discounts)
            if (discount.Terms is { PercentOff: { } percent } terms && terms.AppliesTo(product)) left -= left * percent / 100;
        return left;
    }

    /// <summary>What time from a start to now is worth where it was never billed: whole periods counted from the start, and a part of one.</summary>
    public static long Elapsed(long amount, BillingCycle fromStart, DateTimeOffset until)
    {
        var whole = Math.Max(0, fromStart.NumberAt(until));
        return checked(amount * whole + Share(amount, new(fromStart.StartOf(whole), fromStart.StartOf(whole + 1)), fromStart.StartOf(whole), until));
    }

    /// <summary><c>Unused time on 2 × Gold after 14 Mar 2026</c></summary>
    public static string Unused(long quantity, string product, DateTimeOffset after) => $"Unused time on {Of(quantity, product)} after {Day(after)}";

    /// <summary><c>Remaining time on 2 × Gold after 14 Mar 2026</c></summary>
    public static string Remaining(long quantity, string product, DateTimeOffset after) => $"Remaining time on {Of(quantity, product)} after {Day(after)}";

    /// <summary><c>Time on Gold from 14 Mar 2026 until 01 Apr 2026</c></summary>
    public static string Time(long quantity, string product, DateTimeOffset from, DateTimeOffset until) => $"Time on {Of(quantity, product)} from {Day(from)} until {Day(until)}";

    private static string Of(long quantity, string product) => quantity == 1 ? product : $"{quantity} × {product}";

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);

    private static long Seconds(DateTimeOffset from, DateTimeOffset until) => until.ToUnixTimeSeconds() - from.ToUnixTimeSeconds();
}
