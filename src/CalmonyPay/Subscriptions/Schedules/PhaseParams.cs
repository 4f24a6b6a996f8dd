using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>A date, or <c>now</c>.</summary>
/// <param name="At">Null: now.</param>
public sealed record PhaseMoment(DateTimeOffset? At)
{
    public DateTimeOffset On(DateTimeOffset now) => At ?? now;

    /// <param name="mayBeNow">Whether the word is taken.</param>
    public static PhaseMoment? Read(Params p, string name, bool mayBeNow) =>
        p.Text(name) is not { } text ? null : mayBeNow && text == "now" ? new PhaseMoment((DateTimeOffset?)null) : new PhaseMoment(p.Timestamp(name));
}

/// <summary>How long a phase is, where no date ends it.</summary>
/// <param name="Unit">Null: the interval of its prices.</param>
public sealed record PhaseLength(BillingInterval? Unit, int Count);

/// <summary>What a request says of one phase.</summary>
/// <param name="At">Where it stood: <c>phases[0]</c>.</param>
/// <param name="Trial">The whole phase is free.</param>
public sealed record PhaseParams(
    string At, IReadOnlyList<ItemParams> Items, PhaseMoment? StartDate, PhaseMoment? EndDate, PhaseLength? Length, IReadOnlyList<OneTimeParams> Extras, bool Trial, PhaseMoment? TrialEnd,
    ProrationBehavior? ProrationBehavior, PhaseAnchor? BillingCycleAnchor, CollectionMethod? CollectionMethod, string? DefaultPaymentMethod, IReadOnlyList<string>? DefaultTaxRates, string? Description,
    IReadOnlyList<DiscountChoice> Discounts, PhaseInvoices? InvoiceSettings, Dictionary<string, string> Metadata, string? Currency)
{
    /// <summary>The most phases of a request, and the longest time of one.</summary>
    public const int Most = 10, MostIterations = 999;

    /// <param name="update">Whether phases may be of a schedule that is there.</param>
    public static IReadOnlyList<PhaseParams>? ReadList(Params p, bool update)
    {
        var phases = p.Children("phases")?.Select(phase => Read(phase, update)).ToList();
        return phases?.Count > Most ? throw StripeError.Invalid($"You can specify {Most} current and future phases at most.", "phases") : phases;
    }

    /// <summary>The full name of a parameter of this phase, for errors.</summary>
    public string Path(string name) => $"{At}[{name}]";

    public static PhaseInvoices? ReadInvoices(Params p)
    {
        var texts = SubscriptionParams.ReadTexts(p);
        return texts is null ? null : new((int?)p.Child("invoice_settings")!.Long("days_until_due", 0, 365), texts.CustomFields, texts.Description, texts.Footer);
    }

    private static PhaseParams Read(Params p, bool update)
    {
        SubscriptionParams.RefuseWhatIsNotServed(p);
        var (end, iterations, duration) = (PhaseMoment.Read(p, "end_date", update), (int?)p.Long("iterations", 1, MostIterations), ReadDuration(p.Child("duration")));
        if ((end is null ? 0 : 1) + (iterations is null ? 0 : 1) + (duration is null ? 0 : 1) > 1)
            throw StripeError.Invalid($"You may only specify one of these parameters: {p.Path("end_date")}, {p.Path("duration")}, {p.Path("iterations")}.", p.Path(iterations is null ? "duration" : "iterations"), "parameters_exclusive");
        var (trial, trialEnd) = (p.Bool("trial") ?? false, PhaseMoment.Read(p, "trial_end", update));
        if (trial && trialEnd is not null) throw StripeError.Invalid($"You may only specify one of these parameters: {p.Path("trial")}, {p.Path("trial_end")}.", p.Path("trial_end"), "parameters_exclusive");
        return new(
            p.At, ItemParams.ReadList(p, create: true) is { Count: > 0 } items ? items : throw StripeError.Missing(p.Path("items")), update ? PhaseMoment.Read(p, "start_date", mayBeNow: true) : null, end,
            iterations is { } times ? new(null, times) : duration, OneTimeParams.ReadList(p, inPhase: true), trial, trialEnd, p.Enum<ProrationBehavior>("proration_behavior"), p.Enum<PhaseAnchor>("billing_cycle_anchor"),
            p.Enum<CollectionMethod>("collection_method"), p.Text("default_payment_method"), p.List("default_tax_rates"), p.Text("description", 500), DiscountChoice.ReadList(p).OrNull() ?? [], ReadInvoices(p),
            p.Metadata().ForNew(), p.Currency()?.Code);
    }

    private static PhaseLength? ReadDuration(Params? p)
    {
        if (p is null) return null;
        var unit = p.RequiredEnum<BillingInterval>("interval");
        return new(unit, (int)(p.Long("interval_count", 1, BillingIntervals.MostOf(unit) * 10) ?? 1));
    }
}
