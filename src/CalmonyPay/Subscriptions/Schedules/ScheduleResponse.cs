using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>A schedule on the API.</summary>
public sealed record ScheduleResponse(
    string Id, long? CanceledAt, long? CompletedAt, long Created, CurrentPhaseResponse? CurrentPhase, Expandable Customer, DefaultSettingsResponse DefaultSettings, ScheduleEnd EndBehavior, bool Livemode,
    Dictionary<string, string> Metadata, IReadOnlyList<PhaseResponse> Phases, long? ReleasedAt, string? ReleasedSubscription, ScheduleStatus Status, Expandable? Subscription, Expandable? TestClock)
{
    public string Object => "subscription_schedule";
    public Expandable? Application => null;
    public BillingMode BillingMode { get; } = new();
    public string? CustomerAccount => null;
    public IReadOnlyList<object> PauseSchedules => [];

    public static ScheduleResponse Of(HeldSchedule held)
    {
        var s = held.Row;
        return new(
            s.Id, s.CanceledAt?.ToUnixTimeSeconds(), s.CompletedAt?.ToUnixTimeSeconds(), s.CreatedAt.ToUnixTimeSeconds(), s.Current is { } now ? new(now.End.ToUnixTimeSeconds(), now.Start.ToUnixTimeSeconds()) : null,
            Expandable.Of("customer", s.CustomerId)!, DefaultSettingsResponse.Of(s.Defaults), s.EndBehavior, s.Livemode, s.Metadata, [.. s.Phases.Select(phase => PhaseResponse.Of(phase, held))],
            s.ReleasedAt?.ToUnixTimeSeconds(), s.ReleasedSubscriptionId, s.Status, Expandable.Of("subscription", s.SubscriptionId), Expandable.Of("test_clock", s.TestClockId));
    }
}

public sealed record CurrentPhaseResponse(long EndDate, long StartDate);

public sealed record DefaultSettingsResponse(
    PhaseAnchor BillingCycleAnchor, CollectionMethod CollectionMethod, Expandable? DefaultPaymentMethod, string? Description, PhaseInvoicesResponse InvoiceSettings)
{
    public decimal? ApplicationFeePercent => null;
    public PhaseAutomaticTax AutomaticTax { get; } = new();
    public object? BillingThresholds => null;
    public Expandable? OnBehalfOf => null;
    public object? TransferData => null;

    public static DefaultSettingsResponse Of(ScheduleDefaults d) =>
        new(d.BillingCycleAnchor, d.CollectionMethod, Expandable.Of("payment_method", d.DefaultPaymentMethod), d.Description, PhaseInvoicesResponse.Of(d.InvoiceSettings)!);
}

public sealed record PhaseInvoicesResponse(IReadOnlyList<InvoiceCustomField>? CustomFields, int? DaysUntilDue, string? Description, string? Footer)
{
    public IReadOnlyList<string>? AccountTaxIds => null;
    public InvoiceIssuer Issuer { get; } = new();

    public static PhaseInvoicesResponse? Of(PhaseInvoices? i) => i is null ? null : new(i.CustomFields, i.DaysUntilDue, i.Description, i.Footer);
}

public sealed record PhaseAutomaticTax
{
    public string? DisabledReason => null;
    public bool Enabled => false;
    public object? Liability => null;
}

public sealed record PhaseResponse(
    IReadOnlyList<PhaseExtraResponse> AddInvoiceItems, PhaseAnchor? BillingCycleAnchor, CollectionMethod? CollectionMethod, string Currency, Expandable? DefaultPaymentMethod, IReadOnlyList<TaxRateResponse> DefaultTaxRates,
    string? Description, IReadOnlyList<PhaseDiscountResponse> Discounts, long EndDate, PhaseInvoicesResponse? InvoiceSettings, IReadOnlyList<PhaseItemResponse> Items, Dictionary<string, string> Metadata,
    ProrationBehavior ProrationBehavior, long StartDate, long? TrialEnd)
{
    public decimal? ApplicationFeePercent => null;
    public object? BillingThresholds => null;
    public Expandable? OnBehalfOf => null;
    public object? TransferData => null;

    public static PhaseResponse Of(SchedulePhase p, HeldSchedule held) => new(
        [.. p.Extras.Select(extra => PhaseExtraResponse.Of(extra, held))], p.BillingCycleAnchor, p.CollectionMethod, p.Currency, Expandable.Of("payment_method", p.DefaultPaymentMethod),
        held.RatesOf(p.DefaultTaxRates?.Select(t => t.Id)), p.Description, PhaseDiscountResponse.Of(p.Discounts), p.End.ToUnixTimeSeconds(), PhaseInvoicesResponse.Of(p.InvoiceSettings),
        [.. p.Items.Select(item => PhaseItemResponse.Of(item, held))], p.Metadata, p.ProrationBehavior, p.Start.ToUnixTimeSeconds(), p.TrialEnd?.ToUnixTimeSeconds());
}

public sealed record PhaseItemResponse(
    IReadOnlyList<PhaseDiscountResponse> Discounts, Dictionary<string, string> Metadata, Expandable Plan, Expandable Price, [property: OmitNull] long? Quantity, IReadOnlyList<TaxRateResponse> TaxRates)
{
    public object? BillingThresholds => null;

    public static PhaseItemResponse Of(PhaseItem i, HeldSchedule held) => new(
        PhaseDiscountResponse.Of(i.Discounts), i.Metadata, Expandable.Of("plan", i.Price)!, Expandable.Of("price", i.Price)!, i.Quantity, held.RatesOf(i.TaxRates?.Select(t => t.Id)));
}

public sealed record PhaseExtraResponse(
    bool Discountable, IReadOnlyList<PhaseDiscountResponse> Discounts, Dictionary<string, string> Metadata, PhaseTimeResponse Period, Expandable Price, long Quantity, IReadOnlyList<TaxRateResponse> TaxRates)
{
    public static PhaseExtraResponse Of(PhaseExtra e, HeldSchedule held) => new(
        e.Discountable, PhaseDiscountResponse.Of(e.Discounts), e.Metadata, new(PhaseEdgeResponse.Of(e.End, "phase_end"), PhaseEdgeResponse.Of(e.Start, "phase_start")), Expandable.Of("price", e.Price)!, e.Quantity,
        held.RatesOf(e.TaxRates));
}

public sealed record PhaseTimeResponse(PhaseEdgeResponse End, PhaseEdgeResponse Start);

public sealed record PhaseEdgeResponse([property: OmitNull] long? Timestamp, string Type)
{
    public static PhaseEdgeResponse Of(DateTimeOffset? at, string otherwise) => at is { } moment ? new(moment.ToUnixTimeSeconds(), "timestamp") : new(null, otherwise);
}

public sealed record PhaseDiscountResponse(Expandable? Coupon, string? Discount, Expandable? PromotionCode)
{
    public static IReadOnlyList<PhaseDiscountResponse> Of(IReadOnlyList<PhaseDiscount> discounts) =>
        [.. discounts.Select(d => new PhaseDiscountResponse(Expandable.Of("coupon", d.Coupon), d.Discount, Expandable.Of("promotion_code", d.PromotionCode)))];
}
