using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>A discount's id in an answer, with the discount at hand for whoever expands it.</summary>
public static class DiscountPlaces
{
    public static Expandable Of(Discount discount) => Expandable.Of("discount", discount.Id, discount);
}
