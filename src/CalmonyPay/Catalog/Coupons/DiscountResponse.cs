using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>A discount on the API.</summary>
public sealed record DiscountResponse(
    string Id, Expandable? Customer, long? End, string? Invoice, string? InvoiceItem, Expandable? PromotionCode, DiscountSource Source, long Start, string? Subscription, string? SubscriptionItem)
{
    public string Object => "discount";
    public string? CheckoutSession => null;
    public string? CustomerAccount => null;

    public static DiscountResponse Of(Discount d) => new(
        d.Id, Expandable.Of("customer", d.Customer), d.End?.ToUnixTimeSeconds(), d.Invoice, d.InvoiceItem, Expandable.Of("promotion_code", d.PromotionCode), DiscountSource.Of(d),
        d.Start.ToUnixTimeSeconds(), d.Subscription, d.SubscriptionItem);

    /// <summary>As a place in a list of discounts: the id, or the discount itself where it was asked for.</summary>
    public static Expandable Place(Discount d) => Expandable.Of("discount", d.Id, Of(d));
}

public sealed record DiscountSource(Expandable Coupon)
{
    public string Type => "coupon";

    public static DiscountSource Of(Discount d) => new(Expandable.Of("coupon", d.Coupon)!);
}

/// <summary>A discount that was taken away.</summary>
public sealed record DeletedDiscount(
    string Id, Expandable? Customer, string? Invoice, string? InvoiceItem, Expandable? PromotionCode, DiscountSource Source, long Start, string? Subscription, string? SubscriptionItem)
{
    public string Object => "discount";
    public bool Deleted => true;
    public string? CheckoutSession => null;
    public string? CustomerAccount => null;

    public static DeletedDiscount Of(Discount d) => new(
        d.Id, Expandable.Of("customer", d.Customer), d.Invoice, d.InvoiceItem, Expandable.Of("promotion_code", d.PromotionCode), DiscountSource.Of(d), d.Start.ToUnixTimeSeconds(), d.Subscription, d.SubscriptionItem);
}
