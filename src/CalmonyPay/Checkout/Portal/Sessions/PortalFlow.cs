namespace CalmonyPay.Checkout.Portal.Sessions;

/// <summary>What a deep link leads to.</summary>
public enum PortalFlowType { CustomerUpdate, PaymentMethodUpdate, SubscriptionCancel, SubscriptionUpdate, SubscriptionUpdateConfirm }

/// <summary>What comes after what a deep link led to.</summary>
public enum PortalCompletionType { HostedConfirmation, PortalHomepage, Redirect }

/// <summary>The one thing that a session is for, where it is for one. Kept and shown in the same shape.</summary>
public sealed record PortalFlow(
    PortalCompletion AfterCompletion, PortalFlowCustomer? CustomerUpdate, PortalFlowCancel? SubscriptionCancel, PortalFlowSubscription? SubscriptionUpdate, PortalFlowConfirm? SubscriptionUpdateConfirm, PortalFlowType Type)
{
    public object? SubscriptionPause => null;

    /// <summary>The subscription that it is about; null where it is about none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Subscription => SubscriptionCancel?.Subscription ?? SubscriptionUpdate?.Subscription ?? SubscriptionUpdateConfirm?.Subscription;
}

public sealed record PortalCompletion(PortalConfirmation? HostedConfirmation, PortalRedirect? Redirect, PortalCompletionType Type)
{
    public static PortalCompletion Homepage { get; } = new(null, null, PortalCompletionType.PortalHomepage);
}

public sealed record PortalConfirmation(string? CustomMessage);

public sealed record PortalRedirect(string ReturnUrl);

public sealed record PortalFlowCustomer;

public sealed record PortalFlowCancel(string Subscription)
{
    public object? Retention => null;
}

public sealed record PortalFlowSubscription(string Subscription);

public sealed record PortalFlowConfirm(IReadOnlyList<PortalFlowDiscount>? Discounts, IReadOnlyList<PortalFlowItem> Items, string Subscription);

public sealed record PortalFlowDiscount(string? Coupon, string? PromotionCode);

/// <param name="Price">Null: the one that it has.</param>
public sealed record PortalFlowItem(string Id, string? Price, [property: Platform.Json.OmitNull] long? Quantity);
