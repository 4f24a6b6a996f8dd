using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Invoices.Documents;

/// <summary>
/// Everything that stands on an invoice or a credit note, on paper and in a browser: one snapshot, so that both say the same. Amounts are minor
/// units of <see cref="Currency"/>; days are those of the seller's time zone.
/// </summary>
public sealed record InvoiceDocument
{
    public required InvoiceSeller Seller { get; init; }
    public required InvoiceCustomer Customer { get; init; }

    /// <summary>Null for a draft, which has none yet.</summary>
    public string? Number { get; init; }

    /// <summary>A credit note is <see cref="InvoiceStatus.Paid"/> once issued, or <see cref="InvoiceStatus.Void"/>.</summary>
    public required InvoiceStatus Status { get; init; }

    /// <summary>Set on a credit note alone; it has the invoice's layout in other words.</summary>
    public CreditNoteFacts? CreditNote { get; init; }

    public DateOnly? IssuedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? PaidOn { get; init; }

    /// <summary>First and last day that it bills for; null where that says nothing.</summary>
    public DocumentPeriod? Period { get; init; }

    public required Currency Currency { get; init; }
    public IReadOnlyList<DocumentLine> Lines { get; init; } = [];

    /// <summary>What the lines sum up to before discounts and exclusive tax.</summary>
    public required long Subtotal { get; init; }

    public IReadOnlyList<DocumentDiscount> Discounts { get; init; } = [];

    /// <summary>Null where there is nothing to tell apart.</summary>
    public long? TotalExcludingTax { get; init; }

    /// <summary>One for each rate.</summary>
    public IReadOnlyList<DocumentTax> Taxes { get; init; } = [];

    public required long Total { get; init; }

    /// <summary>What the customer's balance did: positive where a credit made the amount due smaller, negative where an old debt made it bigger.</summary>
    public long AppliedBalance { get; init; }

    /// <summary>Credit notes that were issued before payment; positive.</summary>
    public long CreditNotesBeforePayment { get; init; }

    public long AmountPaid { get; init; }

    /// <summary>What is still to be paid; 0 once paid.</summary>
    public required long AmountDue { get; init; }

    /// <summary>The customer owes the tax (Stripe's <c>tax_exempt</c> = <c>reverse</c>), which the document then has to say: Directive 2006/112/EC, article 226 (11a).</summary>
    public bool ReverseCharge { get; init; }

    /// <summary>How it was paid, if we know.</summary>
    public DocumentPayment? Payment { get; init; }

    /// <summary>Shown on the head; four at most.</summary>
    public IReadOnlyList<DocumentField> CustomFields { get; init; } = [];

    /// <summary>What the merchant says of this one document.</summary>
    public string? Memo { get; init; }

    public string? Footer { get; init; }

    /// <summary>BCP 47; null is British English.</summary>
    public string? Locale { get; init; }
}

/// <summary>What makes a document a credit note. The three amounts, minor units, add up to its total.</summary>
/// <param name="OfInvoice">The number of the invoice that it corrects.</param>
/// <param name="Reason">In words; null if none was given.</param>
/// <param name="Refunded">Given back to the card.</param>
/// <param name="CreditedToBalance">Kept for the customer's next invoices.</param>
/// <param name="SettledElsewhere">Given back outside of this system.</param>
public sealed record CreditNoteFacts(string OfInvoice, string? Reason, long Refunded = 0, long CreditedToBalance = 0, long SettledElsewhere = 0);

/// <summary>One line.</summary>
/// <param name="Amount">Minor units, quantity included, before discounts; negative is a credit.</param>
/// <param name="UnitAmount">For one, in minor units with up to twelve decimals; null where no single price says it (tiers, a flat sum).</param>
/// <param name="TaxPercents">The rates on it, in percent: <c>20</c>.</param>
/// <param name="TaxInclusive">Whether the amount has those taxes in it.</param>
public sealed record DocumentLine(
    string Description, long Amount, decimal? Quantity = null, decimal? UnitAmount = null, DocumentPeriod? Period = null, IReadOnlyList<decimal>? TaxPercents = null,
    bool TaxInclusive = false);

/// <param name="From">First day.</param>
/// <param name="To">Last day, as it shall be printed.</param>
public sealed record DocumentPeriod(DateOnly From, DateOnly To);

/// <param name="Amount">Minor units, positive.</param>
public sealed record DocumentDiscount(string Name, long Amount);

/// <summary>The tax of one rate, over all lines.</summary>
/// <param name="Name">As the merchant calls it: <c>VAT</c>.</param>
/// <param name="Percent"><c>20</c> for 20%.</param>
/// <param name="Inclusive">Whether the prices have it in them.</param>
/// <param name="Taxable">What it is reckoned on, minor units.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Jurisdiction">Whose tax it is: <c>GB</c>, <c>California</c>; null if not said.</param>
public sealed record DocumentTax(string Name, decimal Percent, bool Inclusive, long Taxable, long Amount, string? Jurisdiction = null);

/// <param name="Brand">The card's, as people write it: <c>Visa</c>; null for what was paid otherwise.</param>
/// <param name="Last4">Its last four digits.</param>
public sealed record DocumentPayment(string? Brand, string? Last4, DateOnly PaidOn);

public sealed record DocumentField(string Name, string Value);
