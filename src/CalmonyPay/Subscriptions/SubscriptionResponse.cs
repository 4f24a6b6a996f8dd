using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Subscriptions.Items;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// A subscription on the API, and what SDKs before 2025 read on top of it: the period, and the <c>plan</c> and <c>quantity</c> of
/// one with a single item.
/// </summary>
public sealed record SubscriptionResponse(
    string Id, long BillingCycleAnchor, AnchorConfig? BillingCycleAnchorConfig, long? CancelAt, bool CancelAtPeriodEnd, long? CanceledAt, CancellationDetailsResponse CancellationDetails, CollectionMethod CollectionMethod,
    long Created, string Currency, long CurrentPeriodEnd, long CurrentPeriodStart, Expandable Customer, int? DaysUntilDue, Expandable? DefaultPaymentMethod, IReadOnlyList<TaxRateResponse> DefaultTaxRates, string? Description,
    DiscountResponse? Discount, IReadOnlyList<Expandable> Discounts, long? EndedAt, SubscriptionInvoiceSettings InvoiceSettings, PagedList<SubscriptionItemResponse> Items, Expandable? LatestInvoice, bool Livemode,
    Dictionary<string, string> Metadata, PauseCollectionResponse? PauseCollection, SubscriptionPaymentSettings PaymentSettings, PendingUpdateResponse? PendingUpdate, PlanResponse? Plan, long? Quantity, Expandable? Schedule,
    long StartDate, SubscriptionStatus Status, Expandable? TestClock, long? TrialEnd, TrialSettingsResponse TrialSettings, long? TrialStart)
{
    public string Object => "subscription";
    public Expandable? Application => null;
    public decimal? ApplicationFeePercent => null;
    public SubscriptionAutomaticTax AutomaticTax { get; } = new();
    public BillingMode BillingMode { get; } = new();
    public IReadOnlyList<object> BillingSchedules => [];
    public object? BillingThresholds => null;
    public string? CustomerAccount => null;
    public Expandable? DefaultSource => null;
    public object? ManagedPayments => null;
    public long? NextPendingInvoiceItemInvoice => null;
    public Expandable? OnBehalfOf => null;
    public object? PendingInvoiceItemInterval => null;
    public Expandable? PendingSetupIntent => null;
    public object? TransferData => null;

    public static SubscriptionResponse Of(HeldSubscription held)
    {
        var s = held.Row;
        var items = held.Items.ConvertAll(item => SubscriptionItemResponse.Of(item.Terms, s, held.Catalog));
        return new(
            s.Id, s.BillingCycleAnchor.ToUnixTimeSeconds(), s.AnchorConfig, Seconds(s.CancelAt), s.CancelAtPeriodEnd, Seconds(s.CanceledAt), CancellationDetailsResponse.Of(s.CancellationDetails), s.CollectionMethod,
            s.CreatedAt.ToUnixTimeSeconds(), s.Currency, s.CurrentPeriodEnd.ToUnixTimeSeconds(), s.CurrentPeriodStart.ToUnixTimeSeconds(), Expandable.Of("customer", s.CustomerId)!, s.DaysUntilDue,
            Expandable.Of("payment_method", s.DefaultPaymentMethodId), held.Catalog.TaxRatesOf(s.DefaultTaxRates), s.Description,
            s.Discounts is [var only, ..] ? DiscountResponse.Of(only) : null, [.. s.Discounts.Select(DiscountResponse.Place)], Seconds(s.EndedAt), new(s.InvoiceTexts?.CustomFields, s.InvoiceTexts?.Description, s.InvoiceTexts?.Footer),
            new($"/v1/subscription_items?subscription={s.Id}", false, items), Expandable.Of("invoice", s.LatestInvoiceId), s.Livemode,
            s.Metadata, s.PauseCollection is { } pause ? new(pause.Behavior, Seconds(pause.ResumesAt)) : null, new(s.SavesCard ? "on_subscription" : "off"), PendingUpdateResponse.Of(held),
            items is [{ } plan] ? plan.Plan : null, items is [{ } one] ? one.Quantity : null, Expandable.Of("subscription_schedule", s.ScheduleId),
            s.StartDate.ToUnixTimeSeconds(), s.Status, Expandable.Of("test_clock", s.TestClockId), Seconds(s.TrialEnd), new(new(s.MissingPaymentMethod)), Seconds(s.TrialStart));
    }

    private static long? Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds();
}

public sealed record BillingMode
{
    public object? Flexible => null;
    public string Type => "classic";
}

public sealed record CancellationDetailsResponse(string? Comment, string? Feedback, string? Reason)
{
    public string? FeedbackOption => null;

    public static CancellationDetailsResponse Of(CancellationDetails? d) => new(d?.Comment, d?.Feedback, d?.Reason);
}

public sealed record SubscriptionInvoiceSettings(IReadOnlyList<InvoiceCustomField>? CustomFields, string? Description, string? Footer)
{
    public IReadOnlyList<string>? AccountTaxIds => null;
    public InvoiceIssuer Issuer { get; } = new();
}

public sealed record PauseCollectionResponse(PauseBehavior Behavior, long? ResumesAt);

public sealed record SubscriptionPaymentSettings(string SaveDefaultPaymentMethod)
{
    public object? PaymentMethodOptions => null;
    public IReadOnlyList<string>? PaymentMethodTypes => null;
}

public sealed record TrialSettingsResponse(TrialEndBehavior EndBehavior);

public sealed record TrialEndBehavior(MissingPaymentMethod MissingPaymentMethod)
{
    public string? BillingCycleAnchor => null;
}

public sealed record SubscriptionAutomaticTax
{
    public string? DisabledReason => null;
    public bool Enabled => false;
    public object? Liability => null;
}

public sealed record PendingUpdateResponse(long? BillingCycleAnchor, long ExpiresAt, IReadOnlyList<SubscriptionItemResponse> SubscriptionItems, long? TrialEnd)
{
    public bool? CancelAtPeriodEnd => null;
    public object? Discount => null;
    public IReadOnlyList<Expandable>? Discounts => null;
    public Dictionary<string, string>? Metadata => null;
    public bool? TrialFromPlan => null;

    public static PendingUpdateResponse? Of(HeldSubscription held) => held.Row.PendingUpdate is not { } p ? null : new(
        p.MovesAnchor ? p.Target.BillingCycleAnchor.ToUnixTimeSeconds() : null, p.ExpiresAt.ToUnixTimeSeconds(),
        [.. p.Target.Items.Select(item => SubscriptionItemResponse.Of(item, held.Row, held.Catalog))], p.MovesTrial ? p.Target.TrialEnd?.ToUnixTimeSeconds() : null);
}
