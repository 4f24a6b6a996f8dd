using System.Text.Json.Serialization;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>Where periods begin when a phase does: as they did before, or with the phase.</summary>
public enum PhaseAnchor { Automatic, PhaseStart }

/// <summary>What a subscription is from one moment to another.</summary>
/// <param name="Start">Belongs to it; the end of the phase before.</param>
/// <param name="End">Does not.</param>
/// <param name="ProrationBehavior">What is settled when the phase begins.</param>
public sealed record SchedulePhase(DateTimeOffset Start, DateTimeOffset End, string Currency, IReadOnlyList<PhaseItem> Items, ProrationBehavior ProrationBehavior)
{
    /// <summary>Billed once, when the phase begins.</summary>
    public IReadOnlyList<PhaseExtra> Extras { get; init; } = [];

    public PhaseAnchor? BillingCycleAnchor { get; init; }

    /// <summary>Null, as in all that follows: what the schedule says for all phases.</summary>
    public CollectionMethod? CollectionMethod { get; init; }

    public string? DefaultPaymentMethod { get; init; }
    public IReadOnlyList<TaxTerms>? DefaultTaxRates { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<PhaseDiscount> Discounts { get; init; } = [];
    public PhaseInvoices? InvoiceSettings { get; init; }

    /// <summary>Joins the subscription's own when the phase begins.</summary>
    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>Free up to here, within the phase.</summary>
    public DateTimeOffset? TrialEnd { get; init; }

    /// <summary>The phase as far as its subscription shows it: what has to be changed there when it is not the same any more.</summary>
    [JsonIgnore] public SchedulePhase AsShown => this with { End = default, ProrationBehavior = default, Extras = [], BillingCycleAnchor = null };

    /// <summary>Whether it says something else; lists count by what is in them.</summary>
    public bool Differs(SchedulePhase other) => PayJson.Text(this) != PayJson.Text(other);
}

/// <param name="Quantity">Null for metered use.</param>
/// <param name="TaxRates">Its own rates; null: those of the subscription.</param>
public sealed record PhaseItem(string Price, string Product, long? Quantity, IReadOnlyList<PhaseDiscount> Discounts, IReadOnlyList<TaxTerms>? TaxRates, Dictionary<string, string> Metadata);

/// <summary>Something paid once.</summary>
/// <param name="Start">The time that it is for; null: the phase's.</param>
public sealed record PhaseExtra(
    string Price, long Quantity, bool Discountable, IReadOnlyList<PhaseDiscount> Discounts, IReadOnlyList<string>? TaxRates, DateTimeOffset? Start, DateTimeOffset? End, Dictionary<string, string> Metadata)
{
    /// <summary>As the subscription's next invoice takes it.</summary>
    public OneTimeParams In(SchedulePhase phase, string at) => new(
        at, Price, null, Quantity, Discountable, PhaseDiscount.Choices(Discounts, []), TaxRates, Start ?? phase.Start, End ?? phase.End, MetadataChange.To(Metadata))
    {
        Known = true,
    };
}

/// <summary>One of the three: a coupon, a promotion code, or a discount that is there already.</summary>
public sealed record PhaseDiscount(string? Coupon, string? PromotionCode, string? Discount)
{
    public static PhaseDiscount Of(DiscountChoice choice) => new(choice.Coupon, choice.PromotionCode, choice.Discount);

    /// <summary>What a phase asks for; what the owner has of it already is kept, and not redeemed again.</summary>
    public static Change<IReadOnlyList<DiscountChoice>> Choices(IReadOnlyList<PhaseDiscount> wanted, IReadOnlyList<Discount> current) => wanted.Count == 0
        ? Change<IReadOnlyList<DiscountChoice>>.Clear
        : Change<IReadOnlyList<DiscountChoice>>.To([.. wanted.Select(d => current.FirstOrDefault(d.IsThis) is { } kept ? new DiscountChoice(null, null, kept.Id, "discounts") : new(d.Coupon, d.PromotionCode, d.Discount, "discounts"))]);

    private bool IsThis(Discount there) => there.Id == Discount || (Coupon is not null && there.Coupon == Coupon) || (PromotionCode is not null && there.PromotionCode == PromotionCode);
}

/// <summary>What the invoices of a phase, or of all phases, say.</summary>
public sealed record PhaseInvoices(int? DaysUntilDue, IReadOnlyList<InvoiceCustomField>? CustomFields, string? Description, string? Footer)
{
    [JsonIgnore] public InvoiceTexts Texts => new(CustomFields, Description, Footer);
}

/// <summary>What holds in every phase that does not say otherwise.</summary>
public sealed record ScheduleDefaults(PhaseAnchor BillingCycleAnchor, CollectionMethod CollectionMethod, string? DefaultPaymentMethod, string? Description, PhaseInvoices InvoiceSettings)
{
    public static ScheduleDefaults None { get; } = new(PhaseAnchor.Automatic, CollectionMethod.ChargeAutomatically, null, null, new(null, null, null, null));
}

/// <summary>Counts the ends of phases from where their unit began, so that the 31st comes back after February.</summary>
public sealed class PhaseCalendar(DateTimeOffset start)
{
    private (DateTimeOffset From, BillingInterval Unit, int Units)? run;

    public DateTimeOffset At { get; private set; } = start;

    /// <summary>A phase of so many units.</summary>
    public DateTimeOffset Go(BillingInterval unit, int units)
    {
        run = run is { } going && going.Unit == unit ? going with { Units = going.Units + units } : (At, unit, units);
        return At = unit.After(run.Value.From, 1, run.Value.Units);
    }

    /// <summary>A phase up to a date.</summary>
    public DateTimeOffset GoTo(DateTimeOffset end)
    {
        run = null;
        return At = end;
    }
}
