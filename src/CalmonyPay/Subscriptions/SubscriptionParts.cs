using System.Text.Json.Serialization;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Subscriptions.Items;

namespace CalmonyPay.Subscriptions;

/// <summary>What happens at a trial's end where there is no card to charge.</summary>
[PgEnum("pay_missing_payment_method")]
public enum MissingPaymentMethod { CreateInvoice, Cancel, Pause }

/// <summary>What becomes of the invoices that are made while their collection is paused.</summary>
public enum PauseBehavior { KeepAsDraft, MarkUncollectible, Void }

/// <param name="ResumesAt">When collection goes on by itself.</param>
public sealed record PauseCollection(PauseBehavior Behavior, DateTimeOffset? ResumesAt);

/// <summary>The date that periods begin on, in UTC; what is null is taken from the moment of creation.</summary>
/// <param name="Month">Of intervals of years, or of several months.</param>
public sealed record AnchorConfig(int DayOfMonth, int? Hour, int? Minute, int? Month, int? Second);

/// <summary>Why a subscription ended, as the customer said it or as we know it.</summary>
/// <param name="Reason"><c>cancellation_requested</c> or <c>payment_failed</c>.</param>
public sealed record CancellationDetails(string? Comment, string? Feedback, string? Reason);

/// <summary>What a subscription's invoices say.</summary>
public sealed record InvoiceTexts(IReadOnlyList<InvoiceCustomField>? CustomFields, string? Description, string? Footer);

/// <summary>What a subscription becomes by a change: its items and its period.</summary>
/// <param name="Move">What the change does to its status, if anything.</param>
public sealed record SubscriptionTarget(
    IReadOnlyList<ItemTerms> Items, BillingInterval Interval, int IntervalCount, DateTimeOffset BillingCycleAnchor, AnchorConfig? AnchorConfig, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd,
    DateTimeOffset? TrialStart, DateTimeOffset? TrialEnd, SubscriptionMove? Move)
{
    [JsonIgnore] public BillingCycle Cycle => new(BillingCycleAnchor, Interval, IntervalCount, AnchorConfig?.DayOfMonth);
    [JsonIgnore] public BillingPeriod Period => new(PeriodStart, PeriodEnd);
}

/// <summary>A change that waits for its invoice to be paid.</summary>
/// <param name="InvoiceId">Paid, it applies the change; void, it ends it.</param>
/// <param name="MovesAnchor">Whether the change names another anchor, or another trial: Stripe shows what would change.</param>
public sealed record PendingUpdate(string InvoiceId, DateTimeOffset ExpiresAt, SubscriptionTarget Target, bool MovesAnchor, bool MovesTrial);
