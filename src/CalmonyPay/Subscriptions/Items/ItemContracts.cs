using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Items;

/// <summary>One more item for a subscription.</summary>
public sealed record SubscriptionItemCreate(string Subscription, ItemParams Item, SubscriptionFields Fields, DateTimeOffset? ProrationDate) : IParams<SubscriptionItemCreate>
{
    public static SubscriptionItemCreate Read(Params p) => new(p.Required("subscription"), ItemParams.Read(p, create: true), ItemTimes.Read(p), p.Timestamp("proration_date"));
}

/// <summary>What changes of an item; the id is the path's.</summary>
public sealed record SubscriptionItemUpdate(ItemParams Item, SubscriptionFields Fields, DateTimeOffset? ProrationDate) : IParams<SubscriptionItemUpdate>
{
    public static SubscriptionItemUpdate Read(Params p) => new(ItemParams.ReadChange(p), ItemTimes.Read(p), p.Timestamp("proration_date"));
}

/// <param name="ClearUsage">Of a metered item: what was used and not billed yet is forgotten.</param>
public sealed record SubscriptionItemDelete(bool ClearUsage, SubscriptionFields Fields, DateTimeOffset? ProrationDate) : IParams<SubscriptionItemDelete>
{
    public static SubscriptionItemDelete Read(Params p) => new(p.Bool("clear_usage") ?? false, ItemTimes.Read(p), p.Timestamp("proration_date"));
}

public sealed record SubscriptionItemList(PageParams Page, string Subscription) : IParams<SubscriptionItemList>
{
    public static SubscriptionItemList Read(Params p) => new(PageParams.Read(p), p.Required("subscription"));
}

/// <summary>How the change of one item is billed.</summary>
internal static class ItemTimes
{
    public static SubscriptionFields Read(Params p) => SubscriptionFields.None with
    {
        PaymentBehavior = p.Enum<PaymentBehavior>("payment_behavior") ?? PaymentBehavior.AllowIncomplete,
        ProrationBehavior = p.Enum<ProrationBehavior>("proration_behavior"),
        OffSession = p.Bool("off_session") ?? false,
    };
}
