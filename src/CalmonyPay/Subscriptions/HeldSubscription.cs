using CalmonyPay.Subscriptions.Items;

namespace CalmonyPay.Subscriptions;

/// <summary>A subscription with its items and what they are priced by, as one piece of work has it in hand.</summary>
/// <param name="row">Locked by whoever changes it.</param>
/// <param name="items">In the order in which they were added.</param>
public sealed class HeldSubscription(Subscription row, List<SubscriptionItem> items, SubscriptionCatalog catalog)
{
    public Subscription Row => row;
    public List<SubscriptionItem> Items => items;
    public SubscriptionCatalog Catalog => catalog;

    /// <summary>As the API shows it now.</summary>
    public SubscriptionResponse Shown => SubscriptionResponse.Of(this);

    /// <summary>What it is, in the form in which a change says what it becomes.</summary>
    public SubscriptionTarget Target => new(
        items.ConvertAll(item => item.Terms), row.Interval, row.IntervalCount, row.BillingCycleAnchor, row.AnchorConfig, row.CurrentPeriodStart, row.CurrentPeriodEnd, row.TrialStart, row.TrialEnd, null);
}
