using CalmonyPay.Catalog.Prices;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// When a subscription's periods begin and end, in UTC. Every date is counted from the anchor and never from the period before,
/// so the 31st comes back after February.
/// </summary>
/// <param name="Anchor">A moment at which a period begins; periods go on before it as well.</param>
/// <param name="Interval">What a period is made of.</param>
/// <param name="Count">Intervals a period.</param>
/// <param name="DayOfMonth">The day that months begin on where it is not the anchor's own: the 31st, anchored in a month without one.</param>
public readonly record struct BillingCycle(DateTimeOffset Anchor, BillingInterval Interval, int Count, int? DayOfMonth = null)
{
    /// <summary>Where the n-th period begins; the anchor begins the period 0.</summary>
    public DateTimeOffset StartOf(long n)
    {
        if (DayOfMonth is not { } day || Interval is BillingInterval.Day or BillingInterval.Week) return Interval.After(Anchor, Count, n);
        var month = Interval.After(Anchor.AddDays(1 - Anchor.Day), Count, n);
        return month.AddDays(Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
    }

    /// <summary>The number of the period that contains a moment: it begins then or before, and ends later. Found without a walk over the periods between.</summary>
    public long NumberAt(DateTimeOffset moment)
    {
        var guess = Interval switch
        {
            BillingInterval.Day => Floor((moment - Anchor).Ticks, TimeSpan.TicksPerDay * Count),
            BillingInterval.Week => Floor((moment - Anchor).Ticks, TimeSpan.TicksPerDay * 7 * Count),
            BillingInterval.Month => Floor((moment.Year - Anchor.Year) * 12 + moment.Month - Anchor.Month, Count),
            _ => Floor(moment.Year - Anchor.Year, Count),
        };
        // Within the month, or the year, the day decides.
        if (StartOf(guess) > moment) guess--;
        if (StartOf(guess + 1) <= moment) guess++;
        return guess;
    }

    /// <summary>The period that contains a moment.</summary>
    public BillingPeriod PeriodAt(DateTimeOffset moment)
    {
        var n = NumberAt(moment);
        return new(StartOf(n), StartOf(n + 1));
    }

    private static long Floor(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
}

/// <param name="Start">Belongs to it.</param>
/// <param name="End">Does not.</param>
public readonly record struct BillingPeriod(DateTimeOffset Start, DateTimeOffset End);
