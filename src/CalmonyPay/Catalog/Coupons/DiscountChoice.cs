using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>A discount that a request asks for: by a coupon, by a promotion code, or by naming one that is there.</summary>
/// <param name="Param">Where it stood, for errors: <c>discounts[0][coupon]</c>.</param>
public sealed record DiscountChoice(string? Coupon, string? PromotionCode, string? Discount, string Param)
{
    /// <summary>The most discounts of one object; Stripe's.</summary>
    public const int Most = 20;

    /// <summary>
    /// What is said of discounts, by <c>discounts[]</c> or as older clients do (<c>coupon</c>, <c>promotion_code</c>): nothing, that there be
    /// none (sent as <c>''</c>), or which.
    /// </summary>
    public static Change<IReadOnlyList<DiscountChoice>> ReadList(Params p)
    {
        var (older, sent) = (ReadOne(p), p.Children("discounts"));
        if (sent is null) return older.Select(one => (IReadOnlyList<DiscountChoice>)[one]);
        if (!older.IsAbsent)
        {
            var other = p.Has("coupon") ? "coupon" : "promotion_code";
            throw StripeError.Invalid($"You may only specify one of these parameters: {other}, discounts.", p.Path(other), "parameters_exclusive");
        }
        if (sent.Count > Most) throw StripeError.Invalid($"Invalid array: must have at most {Most} items.", p.Path("discounts"));
        return sent.Count == 0 ? Change<IReadOnlyList<DiscountChoice>>.Clear : Change<IReadOnlyList<DiscountChoice>>.To([.. sent.Select(ReadItem)]);
    }

    /// <summary>The one discount that a customer has: <c>coupon</c> or <c>promotion_code</c>.</summary>
    public static Change<DiscountChoice> ReadOne(Params p)
    {
        var (coupon, code) = (p.TextChange("coupon"), p.TextChange("promotion_code"));
        if (coupon.IsSet && code.IsSet) throw StripeError.Invalid("You may only specify one of these parameters: coupon, promotion_code.", p.Path("coupon"), "parameters_exclusive");
        return coupon.IsSet ? coupon.Select(id => new DiscountChoice(id, null, null, p.Path("coupon")))
            : code.IsSet ? code.Select(id => new DiscountChoice(null, id, null, p.Path("promotion_code")))
            : coupon.IsClear || code.IsClear ? Change<DiscountChoice>.Clear : default;
    }

    private static DiscountChoice ReadItem(Params p)
    {
        var (coupon, code, discount) = (p.Text("coupon"), p.Text("promotion_code"), p.Text("discount"));
        return (coupon, code, discount) switch
        {
            ({ }, null, null) => new(coupon, null, null, p.Path("coupon")),
            (null, { }, null) => new(null, code, null, p.Path("promotion_code")),
            (null, null, { }) => new(null, null, discount, p.Path("discount")),
            (null, null, null) => throw StripeError.Invalid("You must specify one of these parameters: coupon, discount, promotion_code.", p.Path("coupon"), "parameter_missing"),
            _ => throw StripeError.Invalid("You may only specify one of these parameters: coupon, discount, promotion_code.", p.Path("coupon"), "parameters_exclusive"),
        };
    }
}
