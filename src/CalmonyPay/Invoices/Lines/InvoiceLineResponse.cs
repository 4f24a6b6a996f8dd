using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Paging;

namespace CalmonyPay.Invoices.Lines;

/// <summary>A line on the API; <c>proration</c>, <c>type</c>, <c>invoice_item</c> and <c>subscription_item</c> are for SDKs before 2025.</summary>
public sealed record InvoiceLineResponse(
    string Id, long Amount, string Currency, string? Description, IReadOnlyList<DiscountAmountResponse> DiscountAmounts, bool Discountable, IReadOnlyList<Expandable> Discounts, string Invoice, bool Livemode,
    Dictionary<string, string> Metadata, LineParent? Parent, LinePeriod Period, LinePricing? Pricing, decimal? Quantity, string? QuantityDecimal, Expandable? Subscription, long Subtotal, IReadOnlyList<TaxAmountResponse> Taxes,
    bool Proration, string Type, [property: OmitNull] string? InvoiceItem, [property: OmitNull] string? SubscriptionItem)
{
    /// <summary>Lines that an invoice shows of itself; the rest is behind its <c>url</c>.</summary>
    private const int Shown = 10;

    public string Object => "line_item";
    public IReadOnlyList<object> PretaxCreditAmounts => [];

    public static InvoiceLineResponse Of(Invoice invoice, InvoiceLine l) => new(
        l.Id, l.Amount, invoice.Currency, l.Description, [.. l.DiscountAmounts.Select(DiscountAmountResponse.Of)], l.Discountable, [.. l.Discounts.Select(DiscountResponse.Place)], invoice.Id, invoice.Livemode,
        l.Metadata, LineParent.Of(l), new(l.PeriodEnd.ToUnixTimeSeconds(), l.PeriodStart.ToUnixTimeSeconds()), LinePricing.Of(l.Price), l.Quantity, Decimals.Text(l.Quantity), Expandable.Of("subscription", l.SubscriptionId), l.Amount,
        [.. l.Taxes.Select(TaxAmountResponse.Of)], l.Proration, l.SubscriptionItemId is not null && !l.Proration ? "subscription" : "invoiceitem", l.InvoiceItemId, l.SubscriptionItemId);

    public static PagedList<InvoiceLineResponse> FirstOf(Invoice invoice) => new(
        $"/v1/invoices/{invoice.Id}/lines", invoice.Lines.Count > Shown, [.. invoice.Lines.Take(Shown).Select(line => Of(invoice, line))]);
}

public sealed record LinePeriod(long End, long Start);

public sealed record LinePricing(PriceDetails PriceDetails, string? UnitAmountDecimal)
{
    public string Type => "price_details";

    public static LinePricing? Of(LinePrice? p) => p is null ? null : new(new PriceDetails(Expandable.Of("price", p.Price)!, p.Product), Decimals.Text(p.UnitAmount));
}

public sealed record PriceDetails(Expandable Price, string Product);

/// <summary>What made a line: an item of its own, or an item of a subscription.</summary>
public sealed record LineParent(InvoiceItemDetails? InvoiceItemDetails, SubscriptionItemDetails? SubscriptionItemDetails)
{
    public string Type => InvoiceItemDetails is not null ? "invoice_item_details" : "subscription_item_details";

    public static LineParent? Of(InvoiceLine l) =>
        l.SubscriptionItemId is { } item ? new(null, new(l.InvoiceItemId, l.Proration, ProrationDetails.Of(l), l.SubscriptionId, item))
        : l.InvoiceItemId is { } own ? new(new(own, l.Proration, ProrationDetails.Of(l), l.SubscriptionId), null)
        : null;
}

public sealed record InvoiceItemDetails(string InvoiceItem, bool Proration, ProrationDetails? ProrationDetails, string? Subscription);

public sealed record SubscriptionItemDetails(string? InvoiceItem, bool Proration, ProrationDetails? ProrationDetails, string? Subscription, string SubscriptionItem);

public sealed record ProrationDetails(CreditedItemsResponse? CreditedItems)
{
    public static ProrationDetails? Of(InvoiceLine l) => l.Proration ? new(l.Credits is { } c ? new CreditedItemsResponse(c.Invoice, c.Lines) : null) : null;
}

public sealed record CreditedItemsResponse(string Invoice, IReadOnlyList<string> InvoiceLineItems);

public sealed record DiscountAmountResponse(long Amount, Expandable Discount)
{
    public static DiscountAmountResponse Of(DiscountAmount d) => new(d.Amount, Expandable.Of("discount", d.Discount)!);
}

public sealed record TaxAmountResponse(long Amount, string TaxBehavior, TaxRateDetails TaxRateDetails, string TaxabilityReason, long? TaxableAmount)
{
    public string Type => "tax_rate_details";

    public static TaxAmountResponse Of(TaxAmount t) => new(t.Amount, t.Rate.Inclusive ? "inclusive" : "exclusive", new(t.Rate.Id), t.Reason, t.Taxable);
}

public sealed record TaxRateDetails(string TaxRate);
