using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Tests.Catalog;

/// <summary>What a quantity costs.</summary>
public sealed class PriceArithmeticTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Fact]
    public void A_unit_amount_is_multiplied()
    {
        var priced = PriceArithmetic.Of(PerUnit(1999), 3);
        Assert.Equal((5997, 1999m), (priced.Amount, priced.UnitAmountDecimal));
        Assert.Equal("3 × 1999 = 5997", Assert.Single(priced.Steps).Text);
    }

    [Theory]
    [InlineData("0.5", 1, 1)]               // halves away from zero
    [InlineData("0.5", 3, 2)]
    [InlineData("0.49", 1, 0)]
    [InlineData("0.000000000001", 1, 0)]
    [InlineData("0.05", 1000, 50)]
    [InlineData("12.345", 100, 1235)]
    public void Fractions_of_minor_units_are_rounded_once_at_the_end(string unit, int quantity, long amount) =>
        Assert.Equal(amount, PriceArithmetic.Of(PerUnit(decimal.Parse(unit, System.Globalization.CultureInfo.InvariantCulture)), quantity).Amount);

    [Theory]
    [InlineData(RoundTo.Up, 0, 0)]
    [InlineData(RoundTo.Up, 1, 500)]
    [InlineData(RoundTo.Up, 5, 500)]
    [InlineData(RoundTo.Up, 6, 1000)]
    [InlineData(RoundTo.Down, 4, 0)]
    [InlineData(RoundTo.Down, 9, 500)]
    public void Packages_are_counted_whole(RoundTo round, int quantity, long amount)
    {
        var priced = PriceArithmetic.Of(PerUnit(500) with { TransformQuantity = new(5, round) }, quantity);
        Assert.Equal(amount, priced.Amount);
        Assert.Null(priced.UnitAmountDecimal);
    }

    /// <summary>Stripe's example: 5 at 5, 5 at 4, the rest at 3.</summary>
    [Theory]
    [InlineData(TiersMode.Graduated, 1, 500)]
    [InlineData(TiersMode.Graduated, 5, 2500)]
    [InlineData(TiersMode.Graduated, 6, 2900)]
    [InlineData(TiersMode.Graduated, 12, 5100)]
    [InlineData(TiersMode.Volume, 5, 2500)]
    [InlineData(TiersMode.Volume, 6, 2400)]
    [InlineData(TiersMode.Volume, 20, 6000)]
    public void Tiers_price_each_unit_or_all_of_them(TiersMode mode, int quantity, long amount) =>
        Assert.Equal(amount, PriceArithmetic.Of(Tiered(mode, new(5, 500, 500, null, null), new(10, 400, 400, null, null), new(null, 300, 300, null, null)), quantity).Amount);

    [Theory]
    [InlineData(TiersMode.Graduated, 0, 1000)]      // the first tier's flat amount is due without any usage
    [InlineData(TiersMode.Graduated, 10, 1000)]
    [InlineData(TiersMode.Graduated, 11, 1000 + 2000 + 50)]
    [InlineData(TiersMode.Volume, 0, 1000)]
    [InlineData(TiersMode.Volume, 11, 2000 + 11 * 50)]
    public void Flat_amounts_are_added_once_for_each_tier_that_is_reached(TiersMode mode, int quantity, long amount) =>
        Assert.Equal(amount, PriceArithmetic.Of(Tiered(mode, new(10, null, null, 1000, 1000), new(null, 50, 50, 2000, 2000)), quantity).Amount);

    [Fact]
    public void The_steps_explain_the_sum()
    {
        var priced = PriceArithmetic.Of(Tiered(TiersMode.Graduated, new(10, 5, 5, null, null), new(null, null, 2.5m, 100, 100)), 13);
        Assert.Equal(["10 in the tier up to 10: 10 × 5 = 50", "3 in the tier from 11 on: 3 × 2.5 + 100 = 107.5"], priced.Steps.Select(step => step.Text));
        Assert.Equal("together 157.5, rounded to 158", priced.Words[^1]);
        Assert.Equal(158, priced.Amount);
        Assert.Null(priced.UnitAmountDecimal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Graduated_is_the_sum_over_the_units(int seed)
    {
        var dice = new Random(seed);
        var tiers = Tiers(dice);
        for (var n = 0; n < 20; n++)
        {
            var quantity = dice.Next(0, 200);
            decimal expected = 0;
            for (var (unit, reached) = (1, -1); unit <= Math.Max(1, quantity); unit++)
            {
                var at = tiers.FindIndex(tier => tier.UpTo is not { } end || unit <= end);
                for (; reached < at; reached++) expected += tiers[reached + 1].FlatAmountDecimal ?? 0;
                if (quantity > 0) expected += tiers[at].UnitAmountDecimal ?? 0;
            }
            Assert.Equal(Money.Round(expected), PriceArithmetic.Of(Tiered(TiersMode.Graduated, [.. tiers]), quantity).Amount);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Volume_uses_exactly_one_tier(int seed)
    {
        var dice = new Random(seed);
        var tiers = Tiers(dice);
        for (var quantity = 0; quantity < 200; quantity += dice.Next(1, 9))
        {
            var tier = tiers.First(tier => tier.UpTo is not { } end || quantity <= end);
            var priced = PriceArithmetic.Of(Tiered(TiersMode.Volume, [.. tiers]), quantity);
            Assert.Equal(Money.Round(quantity * (tier.UnitAmountDecimal ?? 0) + (tier.FlatAmountDecimal ?? 0)), priced.Amount);
            Assert.Single(priced.Steps);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_never_costs_less_in_graduated_tiers(int seed)
    {
        var dice = new Random(seed);
        var terms = Tiered(TiersMode.Graduated, [.. Tiers(dice)]);
        var (quantity, before) = (0m, long.MinValue);
        for (var n = 0; n < 100; n++, quantity += dice.Next(0, 40) / 10m)
        {
            var amount = PriceArithmetic.Of(terms, quantity).Amount;
            Assert.True(amount >= before, $"{quantity} costs {amount}, less than {before}");
            before = amount;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_steps_add_up_to_the_amount(int seed)
    {
        var dice = new Random(seed);
        var priced = PriceArithmetic.Of(Tiered((TiersMode)dice.Next(2), [.. Tiers(dice)]), dice.Next(500));
        Assert.Equal(priced.Amount, Money.Round(priced.Steps.Sum(step => step.Amount)));
        Assert.All(priced.Steps, step => Assert.Equal(step.Amount, step.Quantity * step.UnitAmountDecimal + step.FlatAmountDecimal));
    }

    [Fact]
    public void A_sum_that_no_amount_can_hold_is_refused() =>
        Assert.Equal("amount_too_large", Assert.Throws<StripeError>(() => PriceArithmetic.Of(PerUnit(999_999_999_999), 1_000_000_000_000)).Code);

    [Fact]
    public void An_amount_that_the_customer_has_yet_to_choose_is_refused() =>
        Assert.Equal(400, Assert.Throws<StripeError>(() => PriceArithmetic.Of(PerUnit(1) with { UnitAmount = null, UnitAmountDecimal = null }, 1)).Status);

    /// <summary>The interval's anchor decides, so the 31st comes back after February.</summary>
    [Fact]
    public void Periods_are_counted_from_their_anchor()
    {
        var anchor = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([31, 28, 31, 30], Enumerable.Range(0, 4).Select(period => BillingInterval.Month.After(anchor, 1, period).Day));
        Assert.Equal(anchor.AddDays(42), BillingInterval.Week.After(anchor, 3, 2));
        Assert.Equal(2029, BillingInterval.Year.After(anchor, 3, 1).Year);
    }

    private static PriceTerms PerUnit(decimal unit) => new(
        "price_1", "prod_1", "gbp", BillingScheme.PerUnit, decimal.Truncate(unit) == unit ? (long)unit : null, unit, null, null, null, TaxBehavior.Unspecified, null);

    private static PriceTerms Tiered(TiersMode mode, params PriceTier[] tiers) => new(
        "price_1", "prod_1", "gbp", BillingScheme.Tiered, null, null, mode, tiers, null, TaxBehavior.Unspecified, new(BillingInterval.Month, 1, UsageType.Licensed, null, null));

    private static List<PriceTier> Tiers(Random dice)
    {
        var tiers = new List<PriceTier>();
        for (long end = 0, count = dice.Next(1, 6); tiers.Count < count;)
        {
            end += dice.Next(1, 40);
            var (unit, flat) = (dice.Next(0, 20_000) / 100m, dice.Next(3) == 0 ? dice.Next(0, 5000) / 10m : (decimal?)null);
            tiers.Add(new(tiers.Count == count - 1 ? null : end, null, unit, null, flat));
        }
        return tiers;
    }
}
