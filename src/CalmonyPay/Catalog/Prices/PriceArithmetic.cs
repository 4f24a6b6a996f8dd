using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Catalog.Prices;

/// <summary>What a quantity of something costs, and why. Pure: the same terms and quantity give the same answer for ever.</summary>
public static class PriceArithmetic
{
    /// <param name="quantity">Not negative; a fraction where a meter counted one.</param>
    /// <exception cref="StripeError">400 for a sum that no amount can hold, or a price whose amount the customer has yet to choose.</exception>
    public static PricedQuantity Of(PriceTerms terms, decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        try
        {
            var steps = (terms.BillingScheme, terms.TiersMode) switch
            {
                (BillingScheme.PerUnit, _) => [Flat(terms, quantity)],
                (_, TiersMode.Volume) => [Volume(terms, quantity)],
                _ => Graduated(terms, quantity),
            };
            var unit = steps is [{ FlatAmountDecimal: 0 } only] && terms.TransformQuantity is null ? only.UnitAmountDecimal : (decimal?)null;
            return new(Money.RoundLine(steps.Sum(step => step.Amount)), unit, steps);
        }
        catch (OverflowException)
        {
            throw StripeError.Invalid($"The amount for {Decimals.Text(quantity)} of {terms.PriceId} is too large.", "quantity", "amount_too_large");
        }
    }

    /// <summary>How many packages a quantity fills; the quantity itself where it is not sold in packages.</summary>
    public static decimal Transformed(TransformQuantity? transform, decimal quantity) => transform is null ? quantity
        : transform.Round == RoundTo.Up ? decimal.Ceiling(quantity / transform.DivideBy) : decimal.Floor(quantity / transform.DivideBy);

    private static PriceStep Flat(PriceTerms terms, decimal quantity)
    {
        var unit = terms.UnitAmountDecimal ?? terms.UnitAmount
            ?? throw StripeError.Invalid($"The price `{terms.PriceId}` has a `custom_unit_amount`, so its amount is chosen at the checkout. It cannot be used here.", "price");
        var count = Transformed(terms.TransformQuantity, quantity);
        return terms.TransformQuantity is { } packages
            ? Step(count, unit, 0, $"{Decimals.Text(quantity)} in packages of {packages.DivideBy}, rounded {(packages.Round == RoundTo.Up ? "up" : "down")}: {Decimals.Text(count)} × {Decimals.Text(unit)}")
            : Step(count, unit, 0, $"{Decimals.Text(count)} × {Decimals.Text(unit)}");
    }

    private static PriceStep Volume(PriceTerms terms, decimal quantity)
    {
        var tier = terms.Tiers!.First(tier => tier.UpTo is not { } end || quantity <= end);
        return Of(tier, quantity, $"all {Decimals.Text(quantity)} in the tier {Span(null, tier)}");
    }

    /// <summary>Tier by tier. The first is billed whatever the quantity, so its flat amount is due without any usage; the others only when they are reached.</summary>
    private static List<PriceStep> Graduated(PriceTerms terms, decimal quantity)
    {
        var steps = new List<PriceStep>();
        decimal start = 0;
        foreach (var tier in terms.Tiers!)
        {
            if (steps.Count > 0 && quantity <= start) break;
            var end = tier.UpTo is { } bound && bound < quantity ? bound : quantity;
            steps.Add(Of(tier, end - start, $"{Decimals.Text(end - start)} in the tier {Span((long)start, tier)}"));
            start = tier.UpTo ?? quantity;
        }
        return steps;
    }

    private static PriceStep Of(PriceTier tier, decimal count, string what)
    {
        var (unit, flat) = (tier.UnitAmountDecimal ?? tier.UnitAmount ?? 0, tier.FlatAmountDecimal ?? tier.FlatAmount ?? 0);
        return Step(count, unit, flat, $"{what}: {Decimals.Text(count)} × {Decimals.Text(unit)}{(flat == 0 ? "" : $" + {Decimals.Text(flat)}")}");
    }

    private static PriceStep Step(decimal count, decimal unit, decimal flat, string text)
    {
        var amount = count * unit + flat;
        return new(count, unit, flat, amount, $"{text} = {Decimals.Text(amount)}");
    }

    private static string Span(long? after, PriceTier tier) => (after, tier.UpTo) switch
    {
        (null or 0, { } end) => $"up to {Decimals.Text(end)}",
        ({ } start, { } end) => $"from {Decimals.Text(start + 1)} to {Decimals.Text(end)}",
        (null or 0, null) => "without end",
        ({ } start, null) => $"from {Decimals.Text(start + 1)} on",
    };
}
