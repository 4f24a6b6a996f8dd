using CalmonyPay.Platform.Texts;


namespace CalmonyPay.Invoices.Documents;

/// <summary>A label and what stands beside it.</summary>
/// <param name="Strong">Stands out: the total and what is due.</param>
public sealed record Labelled(string Label, string Value, bool Strong = false);

/// <summary>A column of figures in the table of lines.</summary>
public sealed record LineColumn(string Heading, Func<DocumentLine, string> Text);

/// <summary>What a document says, in the words and figures of its language: made once, then set on paper or on a page.</summary>
public sealed class DocumentWording(InvoiceDocument document)
{
    public InvoiceDocument Document { get; } = document;
    public InvoiceTexts Texts { get; } = InvoiceTexts.For(document.Locale);
    public Locale Locale => Texts.Locale;

    public bool IsCreditNote => Document.CreditNote is not null;

    /// <summary>What kind of paper it is.</summary>
    public string Title => IsCreditNote ? Texts.CreditNote : Texts.Invoice;

    /// <summary>Kind and number, for titles of windows and files.</summary>
    public string Name => Document.Number is { } number ? $"{Title} {number}" : $"{Title} ({Texts.Draft})";

    /// <summary>The word on the badge; null for an open invoice, which says it by its headline, and for an issued credit note.</summary>
    public string? Badge => Document.Status switch
    {
        InvoiceStatus.Draft => Texts.Draft,
        InvoiceStatus.Paid => IsCreditNote ? null : Texts.Paid,
        InvoiceStatus.Void => Texts.Void,
        InvoiceStatus.Uncollectible => Texts.Uncollectible,
        _ => null,
    };

    /// <summary>The one sentence that a reader wants: how much, and by when.</summary>
    public string Headline => (IsCreditNote, Document.Status) switch
    {
        (true, _) => Texts.Credited(Full(Document.Total), Document.IssuedOn),
        (_, InvoiceStatus.Paid) => Texts.PaidSum(Full(Document.AmountPaid), Document.PaidOn),
        (_, InvoiceStatus.Open) => Texts.Due(Full(Document.AmountDue), Document.DueOn),
        _ => Full(Document.Total),
    };

    /// <summary>What has to be known besides: it is void, a draft, written off; null for the ordinary ones.</summary>
    public string? Notice => Document.Status switch
    {
        InvoiceStatus.Draft => Texts.DraftNote,
        InvoiceStatus.Void => IsCreditNote ? Texts.VoidCreditNote : Texts.VoidNote,
        InvoiceStatus.Uncollectible => Texts.UncollectibleNote,
        _ => null,
    };

    /// <summary>Number, days and the merchant's own fields.</summary>
    public IReadOnlyList<Labelled> Facts() => [.. FactsOf()];

    public IReadOnlyList<string> SellerLines()
    {
        var seller = Document.Seller;
        return Known(
            [.. PostalLines.Of(seller.Address), seller.Email, seller.Phone, seller.Website,
            string.Join(" · ", Known([seller.VatNumber is { } vat ? $"{Texts.VatNumber} {vat}" : null, seller.CompanyNumber is { } company ? $"{Texts.CompanyNumber} {company}" : null]))]);
    }

    public IReadOnlyList<string> CustomerLines()
    {
        var customer = Document.Customer;
        return Known([.. PostalLines.Of(customer.Address), customer.Email, customer.Phone, .. (customer.TaxIds ?? []).Select(id => $"{Texts.TaxId} {id}")]);
    }

    /// <summary>What a customer is called: its name, else its e-mail address.</summary>
    public string CustomerName => Document.Customer.Name ?? Document.Customer.Email ?? "";

    /// <summary>From the subtotal down to what is due; only what says something.</summary>
    public IReadOnlyList<Labelled> Totals() => [.. TotalsOf()];

    /// <summary>Quantity, price and tax, as far as any line has them; the amount is not among them.</summary>
    public IReadOnlyList<LineColumn> LineColumns() =>
    [
        .. new LineColumn[] { new(Texts.Quantity, QuantityOf), new(Texts.UnitPrice, UnitPriceOf), new(Texts.Tax, TaxOf) }
            .Where(column => Document.Lines.Any(line => column.Text(line).Length > 0)),
    ];

    /// <summary>The same in a few words: <c>3 × £40.00 · 20%</c>.</summary>
    public string ReckoningOf(DocumentLine line)
    {
        var price = string.Join(" × ", new[] { QuantityOf(line), UnitPriceOf(line) }.Where(part => part.Length > 0));
        return string.Join(" · ", new[] { price, TaxOf(line) is { Length: > 0 } tax ? $"{Texts.Tax} {tax}" : "" }.Where(part => part.Length > 0));
    }

    /// <summary>Whether the taxes want a table of their own: with one rate on everything, the totals have said it all.</summary>
    public bool ShowsTaxSummary => Document.Taxes.Count > 1 || (Document.Taxes is [var only] && only.Taxable != Document.TotalExcludingTax);

    /// <summary><c>VAT 20% · GB (included)</c>.</summary>
    public string LabelOf(DocumentTax tax) => tax.Inclusive ? $"{Texts.TaxLabel(tax)} ({Texts.TaxIncluded})" : Texts.TaxLabel(tax);

    public string TaxOf(DocumentLine line) => line.TaxPercents is { Count: > 0 } percents
        ? string.Join(" + ", percents.Select(Locale.Percent)) + (line.TaxInclusive ? $" {Texts.Inclusive}" : "")
        : "";

    public string? PeriodOf(DocumentLine line) => line.Period is { } period ? Locale.Period(period.From, period.To) : null;

    /// <summary>An amount of the document's currency with its symbol.</summary>
    /// <param name="minor">Minor units.</param>
    public string Money(long minor) => Locale.Money(minor, Document.Currency);

    /// <summary>With the currency's code as well.</summary>
    /// <param name="minor">Minor units.</param>
    public string Full(long minor) => Locale.MoneyWithCode(minor, Document.Currency);

    private string QuantityOf(DocumentLine line) => line.Quantity is { } quantity ? Locale.Quantity(quantity) : "";

    private string UnitPriceOf(DocumentLine line) => line.UnitAmount is { } unit ? Locale.UnitPrice(unit, Document.Currency) : "";

    private IEnumerable<Labelled> FactsOf()
    {
        if (Document.Number is { } number) yield return new(IsCreditNote ? Texts.CreditNoteNumber : Texts.InvoiceNumber, number);
        if (Document.CreditNote is { } note) yield return new(Texts.OfInvoice, note.OfInvoice);
        if (Document.IssuedOn is { } issued) yield return new(Texts.IssuedOn, Locale.Date(issued));
        if (Document.DueOn is { } due && !IsCreditNote) yield return new(Texts.DueOn, Locale.Date(due));
        if (Document.PaidOn is { } paid && !IsCreditNote) yield return new(Texts.PaidOn, Locale.Date(paid));
        if (Document.Period is { } period) yield return new(Texts.Period, Locale.Period(period.From, period.To));
        if (Document.CreditNote?.Reason is { } reason) yield return new(Texts.Reason, reason);
        foreach (var field in Document.CustomFields) yield return new(field.Name, field.Value);
    }

    private IEnumerable<Labelled> TotalsOf()
    {
        if (Document.Subtotal != Document.Total || Document.Discounts.Count > 0 || Document.Taxes.Count > 0) yield return new(Texts.Subtotal, Money(Document.Subtotal));
        foreach (var discount in Document.Discounts) yield return new(discount.Name, Money(-discount.Amount));
        if (Document.TotalExcludingTax is { } net && net != Document.Subtotal && Document.Taxes.Count > 0) yield return new(Texts.TotalExcludingTax, Money(net));
        foreach (var tax in Document.Taxes) yield return new(LabelOf(tax), Money(tax.Amount));
        foreach (var row in Document.CreditNote is { } note ? CreditRows(note) : DueRows()) yield return row;
    }

    private IEnumerable<Labelled> DueRows()
    {
        yield return new(Texts.Total, Money(Document.Total), Strong: true);
        if (Document.AppliedBalance != 0) yield return new(Texts.AppliedBalance, Money(-Document.AppliedBalance));
        if (Document.CreditNotesBeforePayment != 0) yield return new(Texts.CreditNotes, Money(-Document.CreditNotesBeforePayment));
        if (Document.AmountPaid != 0) yield return new(Texts.AmountPaid, Money(-Document.AmountPaid));
        yield return new(Texts.AmountDue, Full(Document.Status == InvoiceStatus.Void ? 0 : Document.AmountDue), Strong: true);
    }

    private IEnumerable<Labelled> CreditRows(CreditNoteFacts note)
    {
        if (note.Refunded != 0) yield return new(Texts.Refunded, Money(note.Refunded));
        if (note.CreditedToBalance != 0) yield return new(Texts.CreditedToBalance, Money(note.CreditedToBalance));
        if (note.SettledElsewhere != 0) yield return new(Texts.SettledElsewhere, Money(note.SettledElsewhere));
        yield return new(Texts.TotalCredited, Full(Document.Total), Strong: true);
    }

    private static IReadOnlyList<string> Known(IEnumerable<string?> lines) => [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!)];
}
