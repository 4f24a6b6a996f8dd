using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Portal.Configurations;

/// <summary>When a cancellation takes effect.</summary>
public enum PortalCancelMode { AtPeriodEnd, Immediately }

/// <summary>What becomes of a trial whose plan the customer changes.</summary>
public enum TrialUpdateBehavior { EndTrial, ContinueTrial }

/// <summary>What customers may do in the portal. Kept and shown in the same shape.</summary>
public sealed record PortalFeatures(
    PortalCustomerUpdate CustomerUpdate, PortalFeature InvoiceHistory, PortalCardUpdate PaymentMethodUpdate, PortalCancel SubscriptionCancel, PortalPause SubscriptionPause, PortalUpdate SubscriptionUpdate)
{
    /// <summary>Nothing is allowed that was not named.</summary>
    public static PortalFeatures None { get; } = new(new([], false), new(false), new(false), PortalCancel.Off, new(false), PortalUpdate.Off);

    /// <summary>What the default configuration allows: all but a change of plan, for which somebody has to say which plans there are.</summary>
    public static PortalFeatures Default { get; } = None with
    {
        CustomerUpdate = new(["email", "name", "address", "phone"], true),
        InvoiceHistory = new(true),
        PaymentMethodUpdate = new(true),
        SubscriptionCancel = PortalCancel.Off with { Enabled = true },
    };
}

public sealed record PortalFeature(bool Enabled);

/// <param name="AllowedUpdates"><c>email</c>, <c>name</c>, <c>address</c>, <c>shipping</c>, <c>phone</c>.</param>
public sealed record PortalCustomerUpdate(IReadOnlyList<string> AllowedUpdates, bool Enabled)
{
    public bool Allows(string update) => Enabled && AllowedUpdates.Contains(update);
}

public sealed record PortalCardUpdate(bool Enabled)
{
    public string? PaymentMethodConfiguration => null;
}

public sealed record PortalCancel(PortalReason CancellationReason, bool Enabled, PortalCancelMode Mode, ProrationBehavior ProrationBehavior)
{
    public static PortalCancel Off { get; } = new(new(false, []), false, PortalCancelMode.AtPeriodEnd, ProrationBehavior.None);

    /// <exception cref="StripeError">400 for a mode and a proration that do not go together.</exception>
    public void Check()
    {
        const string Param = "features[subscription_cancel][proration_behavior]";
        if (ProrationBehavior == ProrationBehavior.AlwaysInvoice) throw StripeError.Invalid("A cancellation is not invoiced at once: `proration_behavior` is one of create_prorations or none.", Param);
        if (ProrationBehavior == ProrationBehavior.CreateProrations && Mode == PortalCancelMode.AtPeriodEnd)
            throw StripeError.Invalid("`proration_behavior=create_prorations` is only for `mode=immediately`: at the end of a period nothing is left to credit.", Param);
    }
}

/// <param name="Options">The reasons that a customer can choose from, in this order.</param>
public sealed record PortalReason(bool Enabled, IReadOnlyList<string> Options)
{
    public IReadOnlyList<string>? FeedbackOptions => null;
}

/// <summary>Pausing is not served.</summary>
public sealed record PortalPause(bool Enabled)
{
    public PortalPauseDuration Duration { get; } = new();
}

public sealed record PortalPauseDuration
{
    public IReadOnlyList<PortalPauseInterval> IntervalOptions { get; } = [new(BillingInterval.Month, 1)];
    public string Type => "interval_options";
}

public sealed record PortalPauseInterval(BillingInterval Interval, int IntervalCount);

/// <param name="BillingCycleAnchor"><c>now</c> or <c>unchanged</c>; null is unchanged.</param>
/// <param name="DefaultAllowedUpdates"><c>price</c>, <c>quantity</c>, <c>promotion_code</c>.</param>
public sealed record PortalUpdate(
    string? BillingCycleAnchor, IReadOnlyList<string> DefaultAllowedUpdates, bool Enabled, IReadOnlyList<PortalProduct> Products, ProrationBehavior ProrationBehavior, TrialUpdateBehavior TrialUpdateBehavior)
{
    public static PortalUpdate Off { get; } = new(null, [], false, [], ProrationBehavior.None, TrialUpdateBehavior.EndTrial);

    public PortalSchedule ScheduleAtPeriodEnd { get; } = new();

    public bool Allows(string update) => Enabled && DefaultAllowedUpdates.Contains(update);
}

/// <summary>Changes at the end of a period are not served.</summary>
public sealed record PortalSchedule
{
    public IReadOnlyList<string> Conditions { get; } = [];
}

/// <param name="Prices">Those that a subscription can change to.</param>
public sealed record PortalProduct(PortalQuantity AdjustableQuantity, IReadOnlyList<string> Prices, string Product);

/// <param name="Maximum">Null: none.</param>
public sealed record PortalQuantity(bool Enabled, long? Maximum, long Minimum);
