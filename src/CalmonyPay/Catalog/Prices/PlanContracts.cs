using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Prices;

/// <summary>A new price in the words of older clients.</summary>
/// <param name="Product">The product's id; null if it is made with the plan.</param>
public sealed record PlanCreate(string? Id, PriceShape Shape, string? Product, ProductData? ProductData, bool Active, string? Nickname, MetadataChange Metadata) : IParams<PlanCreate>
{
    public static PlanCreate Read(Params p)
    {
        p.Refuse("aggregate_usage", "`aggregate_usage` went with usage records. A meter says how usage is summed: pass `meter`.");
        var (whole, exact) = PriceAmountParams.ReadAmount(p, "amount");
        var recurring = PriceRecurringParams.Read(p);
        var shape = new PriceShape(
            p.RequiredCurrency().Code, p.Enum<BillingScheme>("billing_scheme") ?? BillingScheme.PerUnit, new(whole, exact, null, PriceAmountParams.ReadTiers(p), TaxBehavior.Unspecified),
            p.Enum<TiersMode>("tiers_mode"), PriceShape.ReadTransform(p.Child("transform_usage")), recurring, null);
        var nested = p.IsNested("product") ? ProductData.Read(p.RequiredChild("product")) : null;
        var create = new PlanCreate(p.OwnId(), shape, nested is null ? p.Text("product") : null, nested, p.Bool("active") ?? true, p.Text("nickname"), p.Metadata());
        shape.Check(p, "amount", "transform_usage");
        return create is { Product: null, ProductData: null } ? throw StripeError.Missing("product") : create;
    }
}

public sealed record PlanUpdate(bool? Active, Change<string> Nickname, string? Product, Change<long> TrialPeriodDays, MetadataChange Metadata) : IParams<PlanUpdate>
{
    public static PlanUpdate Read(Params p) => new(
        p.Bool("active"), p.TextChange("nickname"), p.Text("product"), p.LongChange("trial_period_days", 0, PriceRecurringParams.MostTrialDays), p.Metadata());
}

public sealed record PlanList(PageParams Page, bool? Active, string? Product, TimeRange? Created) : IParams<PlanList>
{
    public static PlanList Read(Params p) => new(PageParams.Read(p), p.Bool("active"), p.Text("product"), p.Range("created"));
}

/// <summary>A price that recurs, as older clients know it.</summary>
public sealed record PlanResponse(
    string Id, bool Active, long? Amount, string? AmountDecimal, BillingScheme BillingScheme, long Created, string Currency, BillingInterval Interval, int IntervalCount, bool Livemode,
    Dictionary<string, string> Metadata, string? Meter, string? Nickname, Expandable Product, Included? Tiers, TiersMode? TiersMode, TransformQuantity? TransformUsage, int? TrialPeriodDays, UsageType UsageType)
{
    public string Object => "plan";

    /// <exception cref="InvalidOperationException">The price does not recur.</exception>
    public static PlanResponse Of(Price p) => p.Recurring is not { } recurring ? throw new InvalidOperationException($"{p.Id} does not recur.") : new(
        p.Id, p.Active, p.UnitAmount, Decimals.Text(p.UnitAmountDecimal), p.BillingScheme, p.CreatedAt.ToUnixTimeSeconds(), p.Currency, recurring.Interval, recurring.IntervalCount, p.Livemode,
        p.Metadata, recurring.MeterId, p.Nickname, Expandable.Of("product", p.ProductId)!, Included.Of("price.tiers", p.Id, TierResponse.Of(p.Tiers)), p.TiersMode, p.TransformQuantity,
        recurring.TrialPeriodDays, recurring.UsageType);
}

public sealed record DeletedPlan(string Id)
{
    public string Object => "plan";
    public bool Deleted => true;
}
