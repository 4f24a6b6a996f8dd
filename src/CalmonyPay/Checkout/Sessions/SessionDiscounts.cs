using CalmonyPay.Catalog.Coupons;

namespace CalmonyPay.Checkout.Sessions;

internal static class SessionDiscounts
{
    /// <summary>What a session has counted on coupons and codes is free again. The caller commits, and says on the session what is counted now.</summary>
    public static async Task GiveBackAsync(this DiscountService discounts, CheckoutSession seen, CancellationToken ct)
    {
        if (!seen.DiscountsRedeemed) return;
        foreach (var discount in seen.Discounts) await discounts.GiveBackAsync(discount, ct);
    }
}
