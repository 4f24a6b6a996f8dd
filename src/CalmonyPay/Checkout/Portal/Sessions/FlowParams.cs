using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Portal.Sessions;

/// <summary>Reads <c>flow_data[…]</c> of a new session.</summary>
internal static class FlowParams
{
    private const int LongestMessage = 500, MostUnits = 999_999_999;

    public static PortalFlow? Read(Params? p)
    {
        if (p is null) return null;
        var type = p.OneOf("type", "customer_update", "payment_method_update", "subscription_cancel", "subscription_pause", "subscription_update", "subscription_update_confirm") ?? throw StripeError.Missing(p.Path("type"));
        if (type == "subscription_pause") throw StripeError.Invalid("Pausing in the portal is not served.", p.Path("type"));
        var after = ReadAfter(p.Child("after_completion"));
        return type switch
        {
            "customer_update" => new(after, new(), null, null, null, PortalFlowType.CustomerUpdate),
            "payment_method_update" => new(after, null, null, null, null, PortalFlowType.PaymentMethodUpdate),
            "subscription_cancel" => new(after, null, ReadCancel(p.RequiredChild("subscription_cancel")), null, null, PortalFlowType.SubscriptionCancel),
            "subscription_update" => new(after, null, null, new(p.RequiredChild("subscription_update").Required("subscription")), null, PortalFlowType.SubscriptionUpdate),
            _ => new(after, null, null, null, ReadConfirm(p.RequiredChild("subscription_update_confirm")), PortalFlowType.SubscriptionUpdateConfirm),
        };
    }

    private static PortalCompletion ReadAfter(Params? p)
    {
        if (p is null) return PortalCompletion.Homepage;
        var type = p.RequiredEnum<PortalCompletionType>("type");
        var (confirmation, redirect) = (p.Child("hosted_confirmation"), p.Child("redirect"));
        return type switch
        {
            PortalCompletionType.Redirect => new(null, new((redirect ?? throw StripeError.Missing(p.Path("redirect"))).Required("return_url")), type),
            PortalCompletionType.HostedConfirmation => new(new(confirmation?.Text("custom_message", LongestMessage)), null, type),
            _ => PortalCompletion.Homepage,
        };
    }

    private static PortalFlowCancel ReadCancel(Params p)
    {
        p.Refuse("retention", "Offers to customers who cancel are not served.");
        return new(p.Required("subscription"));
    }

    private static PortalFlowConfirm ReadConfirm(Params p)
    {
        var items = (p.Children("items") ?? throw StripeError.Missing(p.Path("items"))).Select(item => new PortalFlowItem(item.Required("id"), item.Text("price"), item.Long("quantity", 0, MostUnits))).ToList();
        if (items.Count != 1) throw StripeError.Invalid("A subscription's change is confirmed with exactly one item.", p.Path("items"));
        var discounts = p.Children("discounts")?.Select(discount => new PortalFlowDiscount(discount.Text("coupon"), discount.Text("promotion_code"))).ToList();
        if (discounts?.Count > 1) throw StripeError.Invalid("One discount can be applied at most.", p.Path("discounts"));
        if (discounts is [{ Coupon: null, PromotionCode: null } or { Coupon: not null, PromotionCode: not null }])
            throw StripeError.Invalid("You must specify one of these parameters: coupon, promotion_code.", $"{p.Path("discounts")}[0]");
        return new(discounts is { Count: 0 } ? null : discounts, items, p.Required("subscription"));
    }
}
