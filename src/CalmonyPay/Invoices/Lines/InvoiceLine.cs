using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Invoices.Lines;

/// <summary>
/// One line of an invoice; lives in the invoice's row. What was asked for, and behind it what <see cref="InvoiceArithmetic"/>
/// worked out. Amounts are minor units of the invoice's currency.
/// </summary>
/// <param name="Id"><c>il_…</c></param>
/// <param name="Amount">Quantity included, before discounts; inclusive tax is in it. Negative is a credit.</param>
/// <param name="Quantity">Null for a plain amount.</param>
/// <param name="Proration">It settles a change in the middle of a period.</param>
public sealed record InvoiceLine(string Id, string? Description, long Amount, decimal? Quantity, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, bool Proration = false)
{
    /// <summary>What it charges for; null for a plain amount.</summary>
    public LinePrice? Price { get; init; }

    /// <summary>Whether the invoice's discounts count for it; its own always do.</summary>
    public bool Discountable { get; init; } = true;

    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>Its own rates; null: those of the invoice.</summary>
    public IReadOnlyList<TaxTerms>? TaxRates { get; init; }

    public string? InvoiceItemId { get; init; }
    public string? SubscriptionId { get; init; }
    public string? SubscriptionItemId { get; init; }

    /// <summary>Of a credit for time not used: what it gives back.</summary>
    public CreditedItems? Credits { get; init; }

    /// <summary>Of metered use: what was counted, and when it was read last.</summary>
    public MeteredUse? Metered { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>How the amount came about, in words, for the explanation; null where quantity times price says it all.</summary>
    public IReadOnlyList<string>? Steps { get; init; }

    /// <summary>Taken off this line by each discount.</summary>
    public IReadOnlyList<DiscountAmount> DiscountAmounts { get; init; } = [];

    public IReadOnlyList<TaxAmount> Taxes { get; init; } = [];

    public static string NewId(DateTimeOffset now) => PayId.New("il", now);

    /// <summary>What is left of the amount after discounts.</summary>
    public long Discounted => Amount - DiscountAmounts.Sum(d => d.Amount);
}

/// <param name="Price"><c>price_…</c></param>
/// <param name="UnitAmount">Minor units, perhaps with a fraction; null where tiers decide.</param>
public sealed record LinePrice(string Price, string Product, decimal? UnitAmount);

/// <summary>The lines of an earlier invoice that a proration gives back.</summary>
public sealed record CreditedItems(string Invoice, IReadOnlyList<string> Lines);

/// <param name="From">Events from here on, up to <paramref name="Until"/>, count.</param>
public sealed record MeteredUse(string Meter, DateTimeOffset From, DateTimeOffset Until);

/// <param name="Discount"><c>di_…</c></param>
/// <param name="Amount">Minor units, taken off.</param>
public sealed record DiscountAmount(string Discount, long Amount);

/// <param name="Amount">Minor units.</param>
/// <param name="Taxable">What it was worked out on, without the tax itself.</param>
/// <param name="Reason">Stripe's <c>taxability_reason</c>.</param>
public sealed record TaxAmount(TaxTerms Rate, long Amount, long Taxable, string Reason);

/// <summary>A tax rate as it was when the line was billed: a rate's percentage never changes.</summary>
/// <param name="Id"><c>txr_…</c></param>
/// <param name="Percentage">Such as 20 or 17.5.</param>
/// <param name="Inclusive">The price contains it.</param>
/// <param name="Country">ISO 3166, upper case.</param>
/// <param name="TaxType">Stripe's (<c>vat</c>).</param>
public sealed record TaxTerms(string Id, decimal Percentage, bool Inclusive, string DisplayName, string? Jurisdiction, string? Country, string? TaxType)
{
    /// <summary>UK VAT on prices without VAT: an invoice trader may ignore the fraction of a penny (VAT Notice 700, 17.5).</summary>
    public bool IgnoresFraction => !Inclusive && Country == "GB" && TaxType is null or "vat";
}
