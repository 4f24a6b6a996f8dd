using CalmonyPay.Invoices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>A schedule of a customer that has no subscription yet, or one that takes a subscription over as it is.</summary>
/// <param name="StartDate">When the first phase begins.</param>
public sealed record ScheduleCreate(
    string? FromSubscription, string? Customer, IReadOnlyList<PhaseParams> Phases, PhaseMoment? StartDate, ScheduleEnd? EndBehavior, DefaultsChange Defaults, MetadataChange Metadata) : IParams<ScheduleCreate>
{
    private static readonly string[] NotWithSubscription = ["customer", "phases", "start_date", "end_behavior", "default_settings"];

    public static ScheduleCreate Read(Params p)
    {
        ScheduleWords.RefuseWhatIsNotServed(p);
        if (p.Text("from_subscription") is { } subscription)
        {
            foreach (var other in NotWithSubscription)
                p.Refuse(other, $"You can't set `{other}` if `from_subscription` is set. Create the schedule of the subscription first, then update it.");
            return new(subscription, null, [], null, null, DefaultsChange.None, p.Metadata());
        }
        var customer = p.Required("customer");
        var phases = PhaseParams.ReadList(p, update: false) is { Count: > 0 } some ? some : throw StripeError.Missing("phases");
        return new(null, customer, phases, PhaseMoment.Read(p, "start_date", mayBeNow: true), ScheduleWords.ReadEnd(p), DefaultsChange.Read(p), p.Metadata());
    }
}

/// <param name="Phases">The present phase and those to come, and perhaps those that are past; null: as they are.</param>
/// <param name="ProrationBehavior">What is settled where the present phase changes.</param>
public sealed record ScheduleUpdate(IReadOnlyList<PhaseParams>? Phases, ScheduleEnd? EndBehavior, DefaultsChange Defaults, ProrationBehavior? ProrationBehavior, MetadataChange Metadata) : IParams<ScheduleUpdate>
{
    public bool IsOnlyMetadata => Phases is null && EndBehavior is null && Defaults == DefaultsChange.None;

    public static ScheduleUpdate Read(Params p)
    {
        ScheduleWords.RefuseWhatIsNotServed(p);
        var phases = PhaseParams.ReadList(p, update: true);
        return new(phases is { Count: 0 } ? throw StripeError.Missing("phases") : phases, ScheduleWords.ReadEnd(p), DefaultsChange.Read(p), p.Enum<ProrationBehavior>("proration_behavior"), p.Metadata());
    }
}

/// <summary>What a request says of what holds in all phases.</summary>
public sealed record DefaultsChange(PhaseAnchor? BillingCycleAnchor, CollectionMethod? CollectionMethod, Change<string> DefaultPaymentMethod, Change<string> Description, PhaseInvoices? InvoiceSettings)
{
    public static DefaultsChange None { get; } = new(null, null, default, default, null);

    public static DefaultsChange Read(Params p)
    {
        if (p.Child("default_settings") is not { } settings) return None;
        SubscriptionParams.RefuseWhatIsNotServed(settings);
        return new(
            settings.Enum<PhaseAnchor>("billing_cycle_anchor"), settings.Enum<CollectionMethod>("collection_method"), settings.TextChange("default_payment_method"), settings.TextChange("description", 500),
            PhaseParams.ReadInvoices(settings));
    }

    public ScheduleDefaults Over(ScheduleDefaults before)
    {
        var after = new ScheduleDefaults(
            BillingCycleAnchor ?? before.BillingCycleAnchor, CollectionMethod ?? before.CollectionMethod, DefaultPaymentMethod.Over(before.DefaultPaymentMethod), Description.Over(before.Description), InvoiceSettings ?? before.InvoiceSettings);
        SubscriptionDates.CheckCollection(after.CollectionMethod, after.InvoiceSettings.DaysUntilDue, "default_settings[invoice_settings][days_until_due]");
        return after;
    }
}

/// <param name="InvoiceNow">Use that is not billed yet and pending prorations are invoiced.</param>
/// <param name="Prorate">The rest of the period is credited.</param>
public sealed record ScheduleCancel(bool InvoiceNow, bool Prorate) : IParams<ScheduleCancel>
{
    public static ScheduleCancel Read(Params p) => new(p.Bool("invoice_now") ?? true, p.Bool("prorate") ?? true);
}

/// <param name="PreserveCancelDate">The end that the schedule had set for the subscription stays.</param>
public sealed record ScheduleRelease(bool PreserveCancelDate) : IParams<ScheduleRelease>
{
    public static ScheduleRelease Read(Params p) => new(p.Bool("preserve_cancel_date") ?? false);
}

/// <param name="Scheduled">Only those that have not started.</param>
public sealed record ScheduleList(PageParams Page, string? Customer, bool Scheduled, TimeRange? Created, TimeRange? CanceledAt, TimeRange? CompletedAt, TimeRange? ReleasedAt) : IParams<ScheduleList>
{
    public static ScheduleList Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(PageParams.Read(p), p.Text("customer"), p.Bool("scheduled") ?? false, p.Range("created"), p.Range("canceled_at"), p.Range("completed_at"), p.Range("released_at"));
    }
}

/// <summary>Words that several requests on schedules share, and those of Stripe's that are not served.</summary>
internal static class ScheduleWords
{
    public static void RefuseWhatIsNotServed(Params p)
    {
        SubscriptionParams.RefuseWhatIsNotServed(p);
        p.Refuse("pause_schedules", "Pauses by plan are not served: a subscription with a schedule is not paused.");
    }

    public static ScheduleEnd? ReadEnd(Params p) => p.OneOf("end_behavior", "cancel", "none", "release", "renew") switch
    {
        null => null,
        "cancel" => ScheduleEnd.Cancel,
        "release" => ScheduleEnd.Release,
        var older => throw StripeError.Invalid($"The end_behavior `{older}` is not served: it is `release` or `cancel`.", "end_behavior"),
    };
}
