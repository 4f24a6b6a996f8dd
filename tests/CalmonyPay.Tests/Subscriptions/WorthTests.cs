using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Subscriptions;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class WorthTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BillingPeriod Month = new(March, March.AddMonths(1));

    [Fact]
    public void Half_of_a_month_of_31_days_is_half_of_its_price() =>
        // 1000 × 15.5 days / 31 days
        Assert.Equal(500, Share(1000, March.AddDays(15.5), Month.End));

    [Fact]
    public void A_share_is_rounded_once_halves_away_from_zero() =>
        // 999 × 17 / 31 = 547.838…; 31 × 17 / 31 is exact; 1 × half = 0.5 → 1
        Assert.Equal([548, 17, 1], new[]
        {
            Share(999, March.AddDays(14), Month.End),
            Share(31, March.AddDays(14), Month.End),
            Share(1, March.AddDays(15.5), Month.End),
        });

    [Fact]
    public void The_second_counts() =>
        // A month of 2678400 seconds at 2678400 pence: a penny a second
        Assert.Equal(1, Share(2_678_400, Month.End.AddSeconds(-1), Month.End));

    [Fact]
    public void Percent_discounts_are_taken_one_after_the_other_and_only_of_their_products()
    {
        var half = Discount(50, null);
        var fifth = Discount(20, ["prod_other"]);
        Assert.Equal(500m, Of(1000).Less([half, fifth], "prod_gold").Exact);
        Assert.Equal(400m, Of(1000).Less([half, fifth], "prod_other").Exact);
    }

    [Fact]
    public void Elapsed_time_counts_whole_periods_from_its_start_and_a_part_of_one()
    {
        // From 15 February (28 days to 15 March): 14 days are exactly half a month; two whole months and nothing more.
        var from = new DateTimeOffset(2026, 2, 15, 0, 0, 0, TimeSpan.Zero);
        var cycle = new BillingCycle(from, BillingInterval.Month, 1);
        Assert.Equal(500, Of(1000).Elapsed(cycle, from.AddDays(14)).Amount);
        Assert.Equal(2000, Of(1000).Elapsed(cycle, from.AddMonths(2)).Amount);
    }

    [Fact]
    public void The_steps_say_how_it_came_about_and_end_with_the_amount()
    {
        // 3 × 9.99 less 25 % is 22.4775; of 31 days 14 and a half are left: 348 of 744 hours.
        var worth = Worth.Of(PriceArithmetic.Of(new("price_1", "prod_gold", "gbp", BillingScheme.PerUnit, 999, 999, null, null, null, TaxBehavior.Unspecified, null), 3))
            .Less([Discount(25, null)], "prod_gold").Share(Month, Month.End.AddDays(-14.5), Month.End).GivenBack();
        Assert.Equal(
            ["3 × 999 = 2997", "25% off by coupon half: 2997 - 749.25 = 2247.75", "348 of 744 hours: 2247.75 × 348 / 744 = 1051.366935483871, rounded to 1051", "given back: -1051"], worth.Steps);
        Assert.Equal(-1051, worth.Amount);
    }

    [Fact]
    public void Time_before_is_told_by_its_periods_and_the_part_of_one()
    {
        // 15 February to 22 March: a month of 28 days, and 7 of the 31 days from 15 March on: 1000 + 225.8.
        var from = new DateTimeOffset(2026, 2, 15, 0, 0, 0, TimeSpan.Zero);
        var worth = Of(1000).Elapsed(new(from, BillingInterval.Month, 1), from.AddMonths(1).AddDays(7));
        Assert.Equal(["1 whole period: 1000 × 1 = 1000", "7 of 31 days: 1000 × 7 / 31 = 225.806451612903, rounded to 226", "together 1226"], worth.Steps);
        Assert.Equal(1226, worth.Amount);
    }

    [Fact]
    public void What_a_change_gives_and_takes_its_reversal_at_the_same_moment_takes_and_gives() => FsCheck.Fluent.Prop.ForAll(
        Gen.Choose(0, 5_000_000).Zip(Gen.Choose(0, 5_000_000)).Zip(Gen.Choose(0, 2_678_400)).ToArbitrary(),
        given =>
        {
            var ((before, after), second) = given;
            var at = March.AddSeconds(second);
            long Net(long from, long to) => Share(to, at, Month.End) - Share(from, at, Month.End);
            return Net(before, after) + Net(after, before) == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_two_parts_of_a_period_differ_from_the_whole_by_a_rounding_at_most() => Prop.ForAll(
        Gen.Choose(0, 5_000_000).Zip(Gen.Choose(0, 2_678_400)).ToArbitrary(),
        given =>
        {
            var (amount, second) = given;
            var at = March.AddSeconds(second);
            return Math.Abs(Share(amount, March, at) + Share(amount, at, Month.End) - amount) <= 1;
        }).QuickCheckThrowOnFailure();

    private static Worth Of(long amount) => new(amount, []);

    private static long Share(long amount, DateTimeOffset from, DateTimeOffset until) => Of(amount).Share(Month, from, until).Amount;

    private static Discount Discount(decimal percent, IReadOnlyList<string>? products) =>
        new("di_1", "half", null, March, null, null, null, null, null, null, new DiscountTerms(percent, null, null, null, products, CouponDuration.Forever, null));
}
