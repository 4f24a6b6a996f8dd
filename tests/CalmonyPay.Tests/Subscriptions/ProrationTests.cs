using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Subscriptions;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class ProrationTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BillingPeriod Month = new(March, March.AddMonths(1));

    [Fact]
    public void Half_of_a_month_of_31_days_is_half_of_its_price() =>
        // 1000 × 15.5 days / 31 days
        Assert.Equal(500, Proration.Share(1000, Month, March.AddDays(15.5), Month.End));

    [Fact]
    public void A_share_is_rounded_once_halves_away_from_zero() =>
        // 999 × 17 / 31 = 547.838…; 31 × 17 / 31 is exact; 1 × half = 0.5 → 1
        Assert.Equal([548, 17, 1], new[]
        {
            Proration.Share(999, Month, March.AddDays(14), Month.End),
            Proration.Share(31, Month, March.AddDays(14), Month.End),
            Proration.Share(1, Month, March.AddDays(15.5), Month.End),
        });

    [Fact]
    public void The_second_counts() =>
        // A month of 2678400 seconds at 2678400 pence: a penny a second
        Assert.Equal(1, Proration.Share(2_678_400, Month, Month.End.AddSeconds(-1), Month.End));

    [Fact]
    public void Percent_discounts_are_taken_one_after_the_other_and_only_of_their_products()
    {
        var half = Discount(50, null);
        var fifth = Discount(20, ["prod_other"]);
        Assert.Equal(500m, Proration.Discounted(1000, [half, fifth], "prod_gold"));
        Assert.Equal(400m, Proration.Discounted(1000, [half, fifth], "prod_other"));
    }

    [Fact]
    public void Elapsed_time_counts_whole_periods_from_its_start_and_a_part_of_one()
    {
        // From 15 February (28 days to 15 March): 14 days are exactly half a month; two whole months and nothing more.
        var from = new DateTimeOffset(2026, 2, 15, 0, 0, 0, TimeSpan.Zero);
        var cycle = new BillingCycle(from, BillingInterval.Month, 1);
        Assert.Equal(500, Proration.Elapsed(1000, cycle, from.AddDays(14)));
        Assert.Equal(2000, Proration.Elapsed(1000, cycle, from.AddMonths(2)));
    }

    [Fact]
    public void What_a_change_gives_and_takes_its_reversal_at_the_same_moment_takes_and_gives() => FsCheck.Fluent.Prop.ForAll(
        Gen.Choose(0, 5_000_000).Zip(Gen.Choose(0, 5_000_000)).Zip(Gen.Choose(0, 2_678_400)).ToArbitrary(),
        given =>
        {
            var ((before, after), second) = given;
            var at = March.AddSeconds(second);
            long Net(long from, long to) => Proration.Share(to, Month, at, Month.End) - Proration.Share(from, Month, at, Month.End);
            return Net(before, after) + Net(after, before) == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_two_parts_of_a_period_differ_from_the_whole_by_a_rounding_at_most() => Prop.ForAll(
        Gen.Choose(0, 5_000_000).Zip(Gen.Choose(0, 2_678_400)).ToArbitrary(),
        given =>
        {
            var (amount, second) = given;
            var at = March.AddSeconds(second);
            return Math.Abs(Proration.Share(amount, Month, March, at) + Proration.Share(amount, Month, at, Month.End) - amount) <= 1;
        }).QuickCheckThrowOnFailure();

    private static Discount Discount(decimal percent, IReadOnlyList<string>? products) =>
        new("di_1", "half", null, March, null, null, null, null, null, null, new DiscountTerms(percent, null, null, null, products, CouponDuration.Forever, null));
}
