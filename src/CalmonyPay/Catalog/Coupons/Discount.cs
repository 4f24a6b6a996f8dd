using CalmonyPay.Platform.Data;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>For how many invoices a discount counts.</summary>
[PgEnum("pay_coupon_duration")]
public enum CouponDuration { Forever, Once, Repeating }

/// <summary>A coupon that was given to somebody. Lives in the row of what it was given to.</summary>
/// <param name="Id"><c>di_…</c></param>
/// <param name="Coupon">The coupon's id.</param>
/// <param name="PromotionCode">The code by which it was got (<c>promo_…</c>).</param>
/// <param name="End">The moment from which it counts no more; null for one without end, or that ends with its first invoice.</param>
/// <param name="Terms">The coupon's terms, which never change: billing needs no look at the coupon.</param>
public sealed record Discount(
    string Id, string Coupon, string? PromotionCode, DateTimeOffset Start, DateTimeOffset? End, string? Customer, string? Subscription, string? SubscriptionItem, string? Invoice, string? InvoiceItem,
    DiscountTerms Terms);

/// <summary>What a coupon takes off.</summary>
/// <param name="PercentOff">0 to 100, up to two decimals; or</param>
/// <param name="AmountOff">minor units of <paramref name="Currency"/>.</param>
/// <param name="AmountsOff">The amount in other currencies, by code.</param>
/// <param name="Products">Only for these products; null for all.</param>
public sealed record DiscountTerms(
    decimal? PercentOff, long? AmountOff, string? Currency, IReadOnlyDictionary<string, long>? AmountsOff, IReadOnlyList<string>? Products, CouponDuration Duration, int? DurationInMonths);
