using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// What something is worth, and how that came about. A part of a period is worth its share of the seconds. Credit and debit are
/// each rounded once and in the same way, so a change and its exact reversal at the same moment cancel to zero.
/// </summary>
/// <param name="Exact">Minor units; with a fraction until a share of a period is taken, which is rounded to the nearest.</param>
/// <param name="Steps">In words and minor units, the last one ending with the amount; for the explanation of an invoice.</param>
public sealed record Worth(decimal Exact, IReadOnlyList<string> Steps)
{
    private static readonly (string Name, long Seconds)[] Units = [("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1)];

    /// <summary>Minor units.</summary>
    public long Amount => Money.Round(Exact);

    public static Worth Of(PricedQuantity priced) => new(priced.Amount, priced.Words);

    /// <summary>Less percent discounts, which prorations have within them; not rounded yet.</summary>
    /// <param name="discounts">In the order in which they are taken; amounts off are for whole invoices and stay out.</param>
    public Worth Less(IEnumerable<Discount> discounts, string product)
    {
        var left = this;
        foreach (var discount in discounts)
        {
            if (discount.Terms is not { PercentOff: { } percent } terms || !terms.AppliesTo(product)) continue;
            var off = left.Exact * percent / 100;
            left = left.Then(left.Exact - off, $"{Decimals.Text(percent)}% off by coupon {discount.Coupon}: {Decimals.Text(left.Exact)} - {Decimals.Text(off)} = {Decimals.Text(left.Exact - off)}");
        }
        return left;
    }

    /// <summary>The share of the time from one moment to another within a period; nothing where no time is left.</summary>
    /// <param name="period">What this is worth as a whole.</param>
    public Worth Share(BillingPeriod period, DateTimeOffset from, DateTimeOffset until)
    {
        var whole = Seconds(period.Start, period.End);
        var part = Seconds(from < period.Start ? period.Start : from, until > period.End ? period.End : until);
        if (whole <= 0 || part <= 0) return Then(0, "no time is left: 0");
        if (part == whole) return Exact == Amount ? this : Then(Amount, Decimals.Rounded(Exact, Amount));
        var unit = Units.First(unit => part % unit.Seconds == 0 && whole % unit.Seconds == 0);
        var (count, of) = (part / unit.Seconds, whole / unit.Seconds);
        var share = Exact * part / whole;
        return Then(Money.Round(share), $"{count} of {of} {unit.Name}: {Decimals.Text(Exact)} × {count} / {of} = {Decimals.Rounded(share, Money.Round(share))}");
    }

    /// <summary>For time from a start to now that was never billed: whole periods counted from the start, and a part of one.</summary>
    /// <exception cref="StripeError">400 for a sum that no line can hold.</exception>
    public Worth Elapsed(BillingCycle fromStart, DateTimeOffset until)
    {
        var count = Math.Max(0, fromStart.NumberAt(until));
        var period = new BillingPeriod(fromStart.StartOf(count), fromStart.StartOf(count + 1));
        if (count == 0) return Share(period, period.Start, until);
        var whole = Then(Line(Exact * count), $"{count} whole {(count == 1 ? "period" : "periods")}: {Decimals.Text(Exact)} × {count} = {Decimals.Text(Exact * count)}");
        if (until <= period.Start) return whole;
        var part = Share(period, period.Start, until);
        var sum = Line(whole.Exact + part.Exact);
        return new(sum, [.. whole.Steps, part.Steps[^1], $"together {sum}"]);
    }

    /// <summary>The same, given back.</summary>
    public Worth GivenBack() => Then(-Exact, $"given back: {Decimals.Text(-Exact)}");

    private static long Line(decimal exact)
    {
        try { return Money.RoundLine(exact); }
        catch (OverflowException) { throw StripeError.Invalid("The amount for the time since `backdate_start_date` is too large.", "backdate_start_date", "amount_too_large"); }
    }

    private Worth Then(decimal exact, string step) => new(exact, [.. Steps, step]);

    private static long Seconds(DateTimeOffset from, DateTimeOffset until) => until.ToUnixTimeSeconds() - from.ToUnixTimeSeconds();
}
