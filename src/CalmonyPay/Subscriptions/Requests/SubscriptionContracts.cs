using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Subscriptions.Requests;

/// <summary>What both a creation and an update may say of a subscription.</summary>
/// <param name="CancellationDetails">What the details become.</param>
public sealed record SubscriptionFields(
    IReadOnlyList<OneTimeParams> AddInvoiceItems, Change<CancelMoment> CancelAt, bool? CancelAtPeriodEnd, Func<CancellationDetails?, CancellationDetails?> CancellationDetails, CollectionMethod? CollectionMethod, int? DaysUntilDue,
    Change<string> DefaultPaymentMethod, IReadOnlyList<string>? DefaultTaxRates, Change<string> Description, Change<IReadOnlyList<DiscountChoice>> Discounts, InvoiceTexts? InvoiceTexts, MetadataChange Metadata,
    bool OffSession, PaymentBehavior PaymentBehavior, bool? SavesCard, ProrationBehavior? ProrationBehavior, MissingPaymentMethod? MissingPaymentMethod)
{
    /// <summary>Nothing is said.</summary>
    public static SubscriptionFields None { get; } = new(
        [], default, null, before => before, null, null, default, null, default, default, null, MetadataChange.Absent, false, Requests.PaymentBehavior.AllowIncomplete, null, null, null);

    public static SubscriptionFields Read(Params p)
    {
        SubscriptionParams.RefuseWhatIsNotServed(p);
        var fields = new SubscriptionFields(
            OneTimeParams.ReadList(p), SubscriptionParams.ReadCancelAt(p), p.Bool("cancel_at_period_end"), SubscriptionParams.ReadDetails(p), p.Enum<CollectionMethod>("collection_method"), (int?)p.Long("days_until_due", 0, 365),
            p.TextChange("default_payment_method"), p.List("default_tax_rates"), p.TextChange("description", 500), DiscountChoice.ReadList(p), SubscriptionParams.ReadTexts(p), p.Metadata(),
            p.Bool("off_session") ?? false, p.Enum<PaymentBehavior>("payment_behavior") ?? Requests.PaymentBehavior.AllowIncomplete, SubscriptionParams.ReadSavesCard(p), p.Enum<ProrationBehavior>("proration_behavior"),
            SubscriptionParams.ReadMissingPaymentMethod(p));
        return fields is { CancelAtPeriodEnd: true, CancelAt.IsSet: true }
            ? throw StripeError.Invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.", "cancel_at", "parameters_exclusive")
            : fields;
    }
}

public sealed record SubscriptionCreate(
    string Customer, string? Currency, IReadOnlyList<ItemParams> Items, bool TrialEndsNow, DateTimeOffset? TrialEnd, int? TrialDays, bool TrialFromPlan, DateTimeOffset? BillingCycleAnchor, AnchorConfig? AnchorConfig,
    DateTimeOffset? BackdateStartDate, SubscriptionFields Fields) : IParams<SubscriptionCreate>
{
    private const int MostTrialDays = 730;

    /// <summary>Where a schedule begins it: nobody waits for the answer, so its first invoice goes its way like any other.</summary>
    public ScheduledStart? Scheduled { get; init; }

    /// <summary>False where the customer has seen a total and agreed to it: what else is pending waits for the next invoice.</summary>
    public bool TakesPending { get; init; } = true;

    public static SubscriptionCreate Read(Params p)
    {
        var (now, end) = SubscriptionParams.ReadTrialEnd(p);
        var days = (int?)p.Long("trial_period_days", 0, MostTrialDays);
        if (days is not null && (now || end is not null)) throw StripeError.Invalid("You may only specify one of these parameters: trial_end, trial_period_days.", "trial_period_days", "parameters_exclusive");
        var create = new SubscriptionCreate(
            p.Required("customer"), p.Currency()?.Code, ItemParams.ReadList(p, create: true) is { Count: > 0 } items ? items : throw StripeError.Missing("items"), now, end, days, p.Bool("trial_from_plan") ?? false,
            p.Timestamp("billing_cycle_anchor"), ReadConfig(p.Child("billing_cycle_anchor_config")), p.Timestamp("backdate_start_date"), SubscriptionFields.Read(p));
        if (create is { BillingCycleAnchor: not null, AnchorConfig: not null })
            throw StripeError.Invalid("You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.", "billing_cycle_anchor", "parameters_exclusive");
        return create;
    }

    private static AnchorConfig? ReadConfig(Params? p) => p is null ? null : new(
        (int)p.RequiredLong("day_of_month", 1, 31), (int?)p.Long("hour", 0, 23), (int?)p.Long("minute", 0, 59), (int?)p.Long("month", 1, 12), (int?)p.Long("second", 0, 59));
}

/// <param name="At">When its phase begins: now, or a little before.</param>
public sealed record ScheduledStart(string ScheduleId, DateTimeOffset At);

/// <param name="AnchorNow"><c>billing_cycle_anchor=now</c>: a period begins at once.</param>
/// <param name="PauseCollection">Cleared: invoices are collected again.</param>
public sealed record SubscriptionUpdate(
    IReadOnlyList<ItemParams> Items, bool TrialEndsNow, DateTimeOffset? TrialEnd, bool AnchorNow, Change<PauseCollection> PauseCollection, DateTimeOffset? ProrationDate, SubscriptionFields Fields) : IParams<SubscriptionUpdate>
{
    /// <summary>Whether it says anything of what is billed, and when.</summary>
    public bool ChangesBilling => Items.Count > 0 || TrialEndsNow || TrialEnd is not null || AnchorNow;

    /// <summary>Whether it says no more than what may still change of one that is over.</summary>
    public bool IsOnlyMetadata => !ChangesBilling && PauseCollection.IsAbsent && Fields.AddInvoiceItems.Count == 0
        && Fields with { AddInvoiceItems = SubscriptionFields.None.AddInvoiceItems, Metadata = SubscriptionFields.None.Metadata, CancellationDetails = SubscriptionFields.None.CancellationDetails } == SubscriptionFields.None;

    /// <summary>A change of items alone.</summary>
    public static SubscriptionUpdate Of(ItemParams item, SubscriptionFields fields, DateTimeOffset? prorationDate) => new([item], false, null, false, default, prorationDate, fields);

    public static SubscriptionUpdate Read(Params p)
    {
        var (now, end) = SubscriptionParams.ReadTrialEnd(p);
        var update = new SubscriptionUpdate(
            ItemParams.ReadList(p, create: false) ?? [], now, end, p.OneOf("billing_cycle_anchor", "now", "unchanged") == "now", p.ChildChange("pause_collection", ReadPause), p.Timestamp("proration_date"), SubscriptionFields.Read(p));
        if (p.Bool("trial_from_plan") == true) throw StripeError.Invalid("A trial that comes from the plan is for new subscriptions: send trial_end.", "trial_from_plan");
        return update;
    }

    private static PauseCollection ReadPause(Params p) => new(p.RequiredEnum<PauseBehavior>("behavior"), p.Timestamp("resumes_at"));
}

/// <param name="InvoiceNow">Use that is not billed yet and pending prorations are invoiced at once.</param>
/// <param name="Prorate">The rest of the period is credited.</param>
public sealed record SubscriptionCancel(bool InvoiceNow, bool Prorate, Func<CancellationDetails?, CancellationDetails?> CancellationDetails) : IParams<SubscriptionCancel>
{
    public static SubscriptionCancel Read(Params p) => new(p.Bool("invoice_now") ?? false, p.Bool("prorate") ?? false, SubscriptionParams.ReadDetails(p));
}

/// <param name="CreditFrom"><c>now</c>, <c>item_current_period_start</c> or <c>none</c>: from when the paid period is given back.</param>
public sealed record SubscriptionPause(bool InvoiceAtOnce, bool BillsUse, string CreditFrom) : IParams<SubscriptionPause>
{
    public static SubscriptionPause Read(Params p)
    {
        p.OneOf("type", "subscription");
        var bill = p.Child("bill_for");
        return new(
            p.OneOf("invoicing_behavior", "invoice", "pending_invoice_item") == "invoice", bill?.Child("outstanding_usage_through")?.OneOf("type", "none", "now") != "none",
            bill?.Child("unused_time_from")?.OneOf("type", "item_current_period_start", "none", "now") ?? "now");
    }
}

/// <param name="AnchorNow">A new period begins now; else the paused one's dates stay.</param>
/// <param name="OnSuccess">It goes on only once its invoice is paid.</param>
public sealed record SubscriptionResume(bool AnchorNow, bool OnSuccess, ProrationBehavior ProrationBehavior, DateTimeOffset? ProrationDate) : IParams<SubscriptionResume>
{
    public static SubscriptionResume Read(Params p) => new(
        (p.IsNested("billing_cycle_anchor") ? p.Child("billing_cycle_anchor")!.OneOf("type", "now", "unchanged") : p.OneOf("billing_cycle_anchor", "now", "unchanged")) != "unchanged",
        p.OneOf("payment_behavior", "resume_on_payment_attempt", "resume_on_payment_success") == "resume_on_payment_success",
        p.Enum<ProrationBehavior>("proration_behavior") ?? Requests.ProrationBehavior.CreateProrations, p.Timestamp("proration_date"));
}

/// <summary>Which subscriptions are wanted; of those that are over only when they are asked for.</summary>
/// <param name="Status">A status, <c>ended</c> or <c>all</c>.</param>
public sealed record SubscriptionList(
    PageParams Page, string? Customer, string? Price, string? Status, CollectionMethod? CollectionMethod, string? TestClock, TimeRange? Created, TimeRange? PeriodStart, TimeRange? PeriodEnd) : IParams<SubscriptionList>
{
    public static SubscriptionList Read(Params p)
    {
        p.Ignore("automatic_tax");
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(
            PageParams.Read(p), p.Text("customer"), p.Text("price") ?? p.Text("plan"),
            p.OneOf("status", "active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused", "trialing", "unpaid"), p.Enum<CollectionMethod>("collection_method"), p.Text("test_clock"),
            p.Range("created"), p.Range("current_period_start"), p.Range("current_period_end"));
    }
}
