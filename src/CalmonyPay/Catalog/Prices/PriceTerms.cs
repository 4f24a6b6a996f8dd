namespace CalmonyPay.Catalog.Prices;

/// <summary>Everything of a price that arithmetic needs, in one currency. Amounts of a price never change, so it may be kept.</summary>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="UnitAmountDecimal">Minor units; null in tiers, and where the customer chooses until he has chosen.</param>
/// <param name="Recurring">Null for a price that is paid once.</param>
public sealed record PriceTerms(
    string PriceId, string ProductId, string Currency, BillingScheme BillingScheme, long? UnitAmount, decimal? UnitAmountDecimal, TiersMode? TiersMode,
    IReadOnlyList<PriceTier>? Tiers, TransformQuantity? TransformQuantity, TaxBehavior TaxBehavior, PriceRecurring? Recurring);

/// <summary>What a quantity costs.</summary>
/// <param name="Amount">Minor units, rounded once, at the end.</param>
/// <param name="UnitAmountDecimal">What one unit costs, where that is one figure: not in several tiers, nor in packages.</param>
/// <param name="Steps">How the sum came about, in order.</param>
public sealed record PricedQuantity(long Amount, decimal? UnitAmountDecimal, IReadOnlyList<PriceStep> Steps)
{
    /// <summary>The steps in words and minor units; the last one ends with the amount.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            var exact = Steps.Sum(step => step.Amount);
            var texts = Steps.Select(step => step.Text);
            return [.. Steps.Count > 1 || exact != Amount ? texts.Append($"together {Decimals.Rounded(exact, Amount)}") : texts];
        }
    }
}

/// <summary>One step of a sum: <paramref name="Quantity"/> × <paramref name="UnitAmountDecimal"/> + <paramref name="FlatAmountDecimal"/>, in minor units, not rounded.</summary>
public sealed record PriceStep(decimal Quantity, decimal UnitAmountDecimal, decimal FlatAmountDecimal, decimal Amount, string Text);
