namespace CalmonyPay.Catalog.Coupons;

/// <summary>
/// A coupon at work. It lives inside the row of whatever it makes cheaper (a customer, a subscription, an invoice …), with the coupon's
/// terms, which never change: so a renewal asks nobody.
/// </summary>
/// <param name="Id"><c>di_…</c>.</param>
/// <param name="PromotionCode">The code that was typed, if one was.</param>
/// <param name="End">When a repeating one stops; null for those that go on for ever or work once.</param>
public sealed record Discount(
    string Id, string Coupon, string? PromotionCode, DateTimeOffset Start, DateTimeOffset? End, string? Customer, string? Subscription, string? SubscriptionItem, string? Invoice, string? InvoiceItem,
    DiscountTerms Terms)
{
    /// <summary>Whether it has not ended. Of one that works once, its owner knows whether it has worked.</summary>
    public bool IsActiveAt(DateTimeOffset moment) => End is not { } end || moment < end;
}

/// <summary>What a coupon takes off.</summary>
/// <param name="PercentOff">0 to 100; null for an amount.</param>
/// <param name="AmountOff">Minor units of <paramref name="Currency"/>; null for a percentage.</param>
/// <param name="AmountsOff">Amounts in other currencies, minor units.</param>
/// <param name="Products">The only products that get cheaper; null for all.</param>
public sealed record DiscountTerms(
    decimal? PercentOff, long? AmountOff, string? Currency, IReadOnlyDictionary<string, long>? AmountsOff, IReadOnlyList<string>? Products, CouponDuration Duration, int? DurationInMonths)
{
    /// <summary>The amount off in a currency, minor units; null for a percentage, and in currencies that the coupon has not.</summary>
    public long? AmountOffIn(string currency) => currency == Currency ? AmountOff : AmountsOff is { } others && others.TryGetValue(currency, out var amount) ? amount : null;

    /// <summary>Whether it takes anything off amounts of a currency.</summary>
    public bool Supports(string currency) => PercentOff is not null || AmountOffIn(currency) is not null;

    /// <summary>Whether it makes a product cheaper.</summary>
    public bool AppliesTo(string? product) => Products is null || (product is not null && Products.Contains(product));
}

/// <summary>What a discount is given to, as the discount shows it.</summary>
public sealed record DiscountOwner(string? Customer, string? Subscription = null, string? SubscriptionItem = null, string? Invoice = null, string? InvoiceItem = null);
