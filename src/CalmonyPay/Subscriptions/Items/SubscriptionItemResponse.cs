using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Subscriptions.Items;

/// <summary>An item on the API; its period is the subscription's.</summary>
public sealed record SubscriptionItemResponse(
    string Id, long Created, long CurrentPeriodEnd, long CurrentPeriodStart, IReadOnlyList<Expandable> Discounts, Dictionary<string, string> Metadata, PlanResponse Plan, PriceResponse Price,
    [property: OmitNull] long? Quantity, string Subscription, IReadOnlyList<TaxRateResponse> TaxRates)
{
    public string Object => "subscription_item";
    public object? BillingThresholds => null;
    public object? CurrentTrial => null;

    public static SubscriptionItemResponse Of(ItemTerms t, Subscription s, SubscriptionCatalog catalog)
    {
        var price = catalog.PriceOf(t.Price);
        return new(
            t.Id, t.CreatedAt.ToUnixTimeSeconds(), s.CurrentPeriodEnd.ToUnixTimeSeconds(), s.CurrentPeriodStart.ToUnixTimeSeconds(), [.. t.Discounts.Select(DiscountResponse.Place)], t.Metadata,
            PlanResponse.Of(price), PriceResponse.Of(price), t.Quantity, s.Id, catalog.TaxRatesOf(t.TaxRates ?? []));
    }
}

public sealed record DeletedSubscriptionItem(string Id)
{
    public string Object => "subscription_item";
    public bool Deleted => true;
}
