using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.Checkout.Lines;

/// <summary>A line of a session on the API.</summary>
public sealed record LineItemResponse(
    string Id, AdjustableQuantityResponse? AdjustableQuantity, long AmountDiscount, long AmountSubtotal, long AmountTax, long AmountTotal, string Currency, string? Description, Included? Discounts,
    Dictionary<string, string> Metadata, PriceResponse Price, long? Quantity, Included? Taxes)
{
    public string Object => "item";

    /// <param name="sold">What the line is part of.</param>
    /// <param name="price">The line's price, as it is now.</param>
    public static LineItemResponse Of(SoldLines sold, SessionLine l, Price price) => new(
        l.Id, l.Adjustable is { } range ? new(true, range.Maximum, range.Minimum) : null, l.Discount, l.Subtotal, l.Tax, l.Total, sold.Currency!, l.Name,
        Included.Of("line_item.discounts", l.Id, AppliedDiscount.AllOf(l.Discounts, sold.Discounts)), l.Metadata, PriceResponse.Of(price), l.Quantity,
        Included.Of("line_item.taxes", l.Id, AppliedTax.AllOf(l.Taxes, sold.Livemode)));
}

public sealed record AdjustableQuantityResponse(bool Enabled, long? Maximum, long? Minimum);

/// <summary>What one discount took off.</summary>
public sealed record AppliedDiscount(long Amount, DiscountResponse Discount)
{
    public static List<AppliedDiscount> AllOf(IReadOnlyList<DiscountAmount> amounts, IReadOnlyList<Discount> discounts) =>
        [.. amounts.Select(a => (a.Amount, Discount: discounts.FirstOrDefault(d => d.Id == a.Discount))).Where(a => a.Discount is not null).Select(a => new AppliedDiscount(a.Amount, DiscountResponse.Of(a.Discount!)))];
}

/// <summary>What one rate added, or what the price contained of it.</summary>
public sealed record AppliedTax(long Amount, TaxRateResponse Rate, string? TaxabilityReason, long? TaxableAmount)
{
    public static List<AppliedTax> AllOf(IReadOnlyList<TaxAmount> taxes, bool livemode) => [.. taxes.Select(t => new AppliedTax(t.Amount, TaxTermsShown.Of(t.Rate, livemode), t.Reason, t.Taxable))];
}
