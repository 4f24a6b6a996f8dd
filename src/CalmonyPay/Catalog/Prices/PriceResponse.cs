using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Catalog.Prices;

/// <summary>A price on the API. Tiers and other currencies are shown when they are expanded.</summary>
public sealed record PriceResponse(
    string Id, bool Active, BillingScheme BillingScheme, long Created, string Currency, Included? CurrencyOptions, CustomUnitAmount? CustomUnitAmount, bool Livemode, string? LookupKey,
    Dictionary<string, string> Metadata, string? Nickname, Expandable Product, RecurringResponse? Recurring, TaxBehavior TaxBehavior, Included? Tiers, TiersMode? TiersMode,
    TransformQuantity? TransformQuantity, string Type, long? UnitAmount, string? UnitAmountDecimal)
{
    public string Object => "price";

    public static PriceResponse Of(Price p) => new(
        p.Id, p.Active, p.BillingScheme, p.CreatedAt.ToUnixTimeSeconds(), p.Currency, Included.Of("price.currency_options", p.Id, PriceCurrencyOption.AllOf(p)), p.CustomUnitAmount, p.Livemode, p.LookupKey,
        p.Metadata, p.Nickname, Expandable.Of("product", p.ProductId)!, RecurringResponse.Of(p.Recurring), p.TaxBehavior, Included.Of("price.tiers", p.Id, TierResponse.Of(p.Tiers)), p.TiersMode,
        p.TransformQuantity, p.Recurring is null ? "one_time" : "recurring", p.UnitAmount, Decimals.Text(p.UnitAmountDecimal));
}

public sealed record RecurringResponse(BillingInterval Interval, int IntervalCount, string? Meter, int? TrialPeriodDays, UsageType UsageType)
{
    public static RecurringResponse? Of(PriceRecurring? r) => r is null ? null : new(r.Interval, r.IntervalCount, r.MeterId, r.TrialPeriodDays, r.UsageType);
}

/// <param name="UpTo">Null for the last tier.</param>
public sealed record TierResponse(long? FlatAmount, string? FlatAmountDecimal, long? UnitAmount, string? UnitAmountDecimal, long? UpTo)
{
    public static List<TierResponse>? Of(IReadOnlyList<PriceTier>? tiers) => tiers?.Select(tier =>
        new TierResponse(tier.FlatAmount, Decimals.Text(tier.FlatAmountDecimal), tier.UnitAmount, Decimals.Text(tier.UnitAmountDecimal), tier.UpTo)).ToList();
}

/// <summary>What a price costs in one of its currencies, its own among them.</summary>
public sealed record PriceCurrencyOption(
    CustomUnitAmount? CustomUnitAmount, TaxBehavior TaxBehavior, [property: OmitNull] IReadOnlyList<TierResponse>? Tiers, long? UnitAmount, string? UnitAmountDecimal)
{
    public static Dictionary<string, PriceCurrencyOption> AllOf(Price p)
    {
        var all = new Dictionary<string, PriceCurrencyOption> { [p.Currency] = Of(new(p.UnitAmount, p.UnitAmountDecimal, p.CustomUnitAmount, p.Tiers, p.TaxBehavior)) };
        foreach (var (currency, option) in p.CurrencyOptions ?? new Dictionary<string, PriceAmounts>()) all[currency] = Of(option);
        return all;
    }

    private static PriceCurrencyOption Of(PriceAmounts a) => new(a.CustomUnitAmount, a.TaxBehavior, TierResponse.Of(a.Tiers), a.UnitAmount, Decimals.Text(a.UnitAmountDecimal));
}

/// <summary>What is left of a deleted plan where it is shown as a price.</summary>
public sealed record DeletedPrice(string Id)
{
    public string Object => "price";
    public bool Deleted => true;
}
