using System.Globalization;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Subscriptions;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class BillingCycleTests
{
    [Theory]
    [InlineData("2027-01-31", 1, "2027-02-28", "2027-03-31", "2027-04-30")]
    [InlineData("2028-01-31", 1, "2028-02-29", "2028-03-31", "2028-04-30")]
    [InlineData("2026-11-30", 3, "2027-02-28", "2027-05-30", "2027-08-30")]
    [InlineData("2026-12-15", 12, "2027-12-15", "2028-12-15", "2029-12-15")]
    public void The_31st_comes_back_after_February(string anchor, int months, params string[] starts)
    {
        var cycle = new BillingCycle(Day(anchor), BillingInterval.Month, months);
        Assert.Equal(starts.Select(Day), Enumerable.Range(1, starts.Length).Select(n => cycle.StartOf(n)));
    }

    [Fact]
    public void A_leap_day_is_billed_on_the_28th_and_comes_back_in_four_years()
    {
        var cycle = new BillingCycle(Day("2028-02-29"), BillingInterval.Year, 1);
        Assert.Equal(["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"], Enumerable.Range(1, 4).Select(n => cycle.StartOf(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_day_of_the_month_outlives_the_short_month_in_which_it_was_anchored()
    {
        var cycle = new BillingCycle(Day("2027-02-28"), BillingInterval.Month, 1, DayOfMonth: 31);
        Assert.Equal(new BillingPeriod(Day("2027-02-28"), Day("2027-03-31")), cycle.PeriodAt(Day("2027-03-01")));
        Assert.Equal(new BillingPeriod(Day("2027-04-30"), Day("2027-05-31")), cycle.PeriodAt(Day("2027-05-30")));
    }

    [Fact]
    public void Every_moment_lies_in_exactly_the_period_that_is_found_for_it() => Check.QuickThrowOnFailure(Prop.ForAll(
        Cycles().Zip(Gen.Choose(-1_500_000_000, 2_000_000_000)).ToArbitrary(),
        pair =>
        {
            var (cycle, seconds) = pair;
            var moment = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000L + seconds);
            var (start, end) = cycle.PeriodAt(moment);
            var n = cycle.NumberAt(moment);
            return start <= moment && moment < end && start == cycle.StartOf(n) && end == cycle.StartOf(n + 1) && cycle.NumberAt(start) == n && cycle.NumberAt(end) == n + 1;
        }));

    [Fact]
    public void Periods_follow_each_other_without_a_gap_and_the_anchor_begins_one() => Check.QuickThrowOnFailure(Prop.ForAll(
        Cycles().ToArbitrary(),
        cycle => (cycle.DayOfMonth is not null || cycle.StartOf(0) == cycle.Anchor) && Enumerable.Range(-30, 60).All(n => cycle.StartOf(n) < cycle.StartOf(n + 1))));

    private static Gen<BillingCycle> Cycles() =>
        from seconds in Gen.Choose(1_500_000_000, 2_100_000_000)
        from interval in Gen.Elements(Enum.GetValues<BillingInterval>())
        from count in Gen.Choose(1, BillingIntervals.MostOf(interval))
        from day in Gen.Choose(0, 31)
        select new BillingCycle(DateTimeOffset.FromUnixTimeSeconds(seconds), interval, count, day == 0 ? null : day);

    private static DateTimeOffset Day(string day) => DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
