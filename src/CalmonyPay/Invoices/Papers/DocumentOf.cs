using CalmonyPay.Customers;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Invoices.Papers;

/// <summary>What an invoice says on paper or on its page.</summary>
public static class DocumentOf
{
    /// <summary>As it was at its finalisation, whatever has become of it since.</summary>
    public static InvoiceDocument Finalised(Invoice invoice, InvoiceSeller seller, TimeZoneInfo zone)
    {
        var due = invoice.AmountDue + invoice.PrePaymentCreditNotes;
        return Of(invoice, seller, zone) with
        {
            Status = due == 0 ? InvoiceStatus.Paid : InvoiceStatus.Open,
            PaidOn = due == 0 ? Day(invoice.FinalizedAt, zone) : null,
            AmountPaid = 0,
            AmountDue = due,
            CreditNotesBeforePayment = 0,
        };
    }

    /// <summary>As it stands now.</summary>
    public static InvoiceDocument Now(Invoice invoice, InvoiceSeller seller, TimeZoneInfo zone) => Of(invoice, seller, zone);

    /// <summary>A credit note as it was issued.</summary>
    /// <param name="toBalance">What of it went to the customer's balance, minor units.</param>
    public static InvoiceDocument Issued(CreditNote note, Invoice invoice, long toBalance, InvoiceSeller seller, TimeZoneInfo zone) => new()
    {
        Seller = seller,
        Customer = new(invoice.Customer.Name, invoice.Customer.Email, invoice.Customer.Phone, invoice.Customer.Address),
        Number = note.Number,
        Status = InvoiceStatus.Paid,
        CreditNote = new(invoice.Number!, note.Reason is { } why ? Reasons[why] : null, note.Refunds.Sum(refund => refund.Amount), toBalance, note.OutOfBandAmount ?? 0),
        IssuedOn = Day(note.EffectiveAt ?? note.CreatedAt, zone),
        Currency = Currency.Of(note.Currency),
        Lines = [.. note.Lines.Select(line => new DocumentLine(
            line.Description ?? "—", line.Amount, line.Quantity, line.UnitAmount, null, line.Taxes.Count == 0 ? null : [.. line.Taxes.Select(tax => tax.Rate.Percentage)], line.Taxes.Any(tax => tax.Rate.Inclusive)))],
        Subtotal = note.Lines.Sum(line => line.Amount),
        Discounts = [.. note.Discounts.Select(taken => new DocumentDiscount(NameOf(taken, invoice), taken.Amount))],
        TotalExcludingTax = note.Taxes.Count == 0 ? null : note.TotalExcludingTax,
        Taxes = TaxesOf(note.Taxes),
        Total = note.Total,
        AmountDue = 0,
        ReverseCharge = invoice.Customer.TaxExempt == TaxExempt.Reverse && note.Taxes.Count > 0,
        Memo = note.Memo,
        Footer = invoice.Footer,
    };

    private static readonly Dictionary<CreditNoteReason, string> Reasons = new()
    {
        [CreditNoteReason.Duplicate] = "Billed twice",
        [CreditNoteReason.Fraudulent] = "Fraud",
        [CreditNoteReason.OrderChange] = "The order was changed",
        [CreditNoteReason.ProductUnsatisfactory] = "Not satisfied with the product",
    };

    private static InvoiceDocument Of(Invoice invoice, InvoiceSeller seller, TimeZoneInfo zone) => new()
    {
        Seller = seller,
        Customer = new(invoice.Customer.Name, invoice.Customer.Email, invoice.Customer.Phone, invoice.Customer.Address),
        Number = invoice.Number,
        Status = invoice.Status,
        IssuedOn = Day(invoice.EffectiveAt ?? invoice.FinalizedAt, zone),
        DueOn = Day(invoice.DueDate, zone),
        PaidOn = Day(invoice.PaidAt, zone),
        // Lines that say their own time leave nothing for the head to say: of a renewal it would be the period before.
        Period = invoice.Lines.Any(line => PeriodOf(line.PeriodStart, line.PeriodEnd, zone) is not null) ? null : PeriodOf(invoice.PeriodStart, invoice.PeriodEnd, zone),
        Currency = Currency.Of(invoice.Currency),
        Lines = [.. invoice.Lines.Select(line => LineOf(line, invoice, zone))],
        Subtotal = invoice.Lines.Sum(line => line.Amount),
        Discounts = [.. invoice.TotalDiscounts.Select(taken => new DocumentDiscount(NameOf(taken, invoice), taken.Amount))],
        TotalExcludingTax = invoice.TotalTaxes.Count == 0 ? null : invoice.TotalExcludingTax,
        Taxes = TaxesOf(invoice.TotalTaxes),
        Total = invoice.Total,
        AppliedBalance = invoice.IsDraft ? 0 : invoice.Total - (invoice.AmountDue + invoice.PrePaymentCreditNotes),
        CreditNotesBeforePayment = invoice.PrePaymentCreditNotes,
        AmountPaid = invoice.AmountPaid,
        AmountDue = invoice.AmountRemaining,
        ReverseCharge = invoice.Customer.TaxExempt == TaxExempt.Reverse && invoice.TotalTaxes.Count > 0,
        CustomFields = [.. invoice.CustomFields.Select(field => new DocumentField(field.Name, field.Value))],
        Memo = invoice.Description,
        Footer = invoice.Footer,
    };

    private static IReadOnlyList<DocumentTax> TaxesOf(IReadOnlyList<TaxAmount> taxes) => [.. taxes.Where(tax => tax.Reason is not "reverse_charge").Select(tax => new DocumentTax(
        tax.Rate.DisplayName, tax.Reason == "customer_exempt" ? 0 : tax.Rate.Percentage, tax.Rate.Inclusive, tax.Taxable, tax.Amount, tax.Rate.Jurisdiction ?? tax.Rate.Country))];

    private static DocumentLine LineOf(InvoiceLine line, Invoice invoice, TimeZoneInfo zone)
    {
        var rates = line.TaxRates ?? invoice.DefaultTaxRates;
        // A proration is a part of its price: the quantity times that is not its amount.
        return new(
            line.Description ?? "—", line.Amount, line.Quantity, line.Proration ? null : line.Price?.UnitAmount, PeriodOf(line.PeriodStart, line.PeriodEnd, zone),
            rates.Count == 0 ? null : [.. rates.Select(rate => rate.Percentage)], rates.Any(rate => rate.Inclusive));
    }

    private static string NameOf(DiscountAmount taken, Invoice invoice) => invoice.DiscountOf(taken) switch
    {
        { Terms.PercentOff: { } percent } discount => $"{discount.Coupon} ({percent:0.##}%)",
        { } discount => discount.Coupon,
        null => "Discount",
    };

    /// <summary>The last day is the one before a period's end, which belongs to the next one.</summary>
    private static DocumentPeriod? PeriodOf(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone) => end - start < TimeSpan.FromDays(1)
        ? null
        : new(Day(start, zone)!.Value, Day(end.AddTicks(-1), zone)!.Value);

    private static DateOnly? Day(DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } at ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) : null;
}
