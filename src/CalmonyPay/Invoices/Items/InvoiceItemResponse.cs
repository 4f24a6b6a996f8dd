using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Invoices.Items;

/// <summary>
/// An invoice item on the API; <c>subscription</c>, <c>subscription_item</c>, <c>unit_amount</c> and <c>unit_amount_decimal</c> are for SDKs before 2025.
/// </summary>
public sealed record InvoiceItemResponse(
    string Id, long Amount, string Currency, Expandable Customer, long Date, string? Description, bool Discountable, IReadOnlyList<Expandable> Discounts, Expandable? Invoice, bool Livemode,
    Dictionary<string, string> Metadata, ItemParent? Parent, LinePeriod Period, ItemPricing? Pricing, bool Proration, [property: OmitNull] ItemProration? ProrationDetails, decimal Quantity, string QuantityDecimal,
    IReadOnlyList<TaxRateResponse> TaxRates, Expandable? TestClock, Expandable? Subscription, [property: OmitNull] string? SubscriptionItem, long? UnitAmount, string? UnitAmountDecimal)
{
    public string Object => "invoiceitem";
    public string? CustomerAccount => null;

    public static InvoiceItemResponse Of(InvoiceItem i) => new(
        i.Id, i.Amount, i.Currency, Expandable.Of("customer", i.CustomerId)!, i.CreatedAt.ToUnixTimeSeconds(), i.Description, i.Discountable, [.. i.Discounts.Select(DiscountResponse.Place)],
        Expandable.Of("invoice", i.InvoiceId), i.Livemode, i.Metadata, ItemParent.Of(i), new(i.PeriodEnd.ToUnixTimeSeconds(), i.PeriodStart.ToUnixTimeSeconds()), ItemPricing.Of(i),
        i.Proration, ItemProration.Of(i), Decimals.Plain(i.Quantity), Decimals.Text(i.Quantity)!, [.. (i.TaxRates ?? []).Select(rate => TaxTermsShown.Of(rate, i.Livemode))],
        Expandable.Of("test_clock", i.TestClockId), Expandable.Of("subscription", i.SubscriptionId), i.SubscriptionItemId,
        i.UnitAmount is { } unit && decimal.Truncate(unit) == unit ? (long)unit : null, Decimals.Text(i.UnitAmount));
}

/// <summary>What an item comes from.</summary>
public sealed record ItemParent(ItemSubscription SubscriptionDetails)
{
    public string Type => "subscription_details";

    public static ItemParent? Of(InvoiceItem i) => i.SubscriptionId is { } subscription ? new(new ItemSubscription(subscription, i.SubscriptionItemId)) : null;
}

public sealed record ItemSubscription(string Subscription, [property: OmitNull] string? SubscriptionItem);

/// <param name="PriceDetails">Absent for an amount of its own.</param>
public sealed record ItemPricing([property: OmitNull] PriceDetails? PriceDetails, string? UnitAmountDecimal)
{
    public string Type => "price_details";

    public static ItemPricing? Of(InvoiceItem i) => i.Price is null && i.UnitAmount is null ? null
        : new(i.Price is { } price ? new PriceDetails(Expandable.Of("price", price.Price)!, price.Product) : null, Decimals.Text(i.UnitAmount));
}

/// <summary>What a proration gives back.</summary>
public sealed record ItemProration(ItemCredited? CreditedItems)
{
    public IReadOnlyList<object> DiscountAmounts => [];

    public static ItemProration? Of(InvoiceItem i) => i.Proration ? new(i.Credits is { } c ? new ItemCredited(new(c.Invoice, c.Lines)) : null) : null;
}

public sealed record ItemCredited(CreditedItemsResponse InvoiceLineItemDetails)
{
    public string Type => "invoice_line_items";
}

public sealed record DeletedInvoiceItem(string Id)
{
    public string Object => "invoiceitem";
    public bool Deleted => true;
}
