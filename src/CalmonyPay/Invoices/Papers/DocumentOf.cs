using CalmonyPay.Customers;
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

    private static InvoiceDocument Of(Invoice invoice, InvoiceSeller seller, TimeZoneInfo zone) => new()
    {
        Seller = seller,
        Customer = new(invoice.Customer.Name, invoice.Customer.Email, invoice.Customer.Phone, invoice.Customer.Address),
        Number = invoice.Number,
        Status = invoice.Status,
        IssuedOn = Day(invoice.EffectiveAt ?? invoice.FinalizedAt, zone),
        DueOn = Day(invoice.DueDate, zone),
        PaidOn = Day(invoice.PaidAt, zone),
        Period = PeriodOf(invoice.PeriodStart, invoice.PeriodEnd, zone),
        Currency = Currency.Of(invoice.Currency),
        Lines = [.. invoice.Lines.Select(line => LineOf(line, invoice, zone))],
        Subtotal = invoice.Lines.Sum(line => line.Amount),
        Discounts = [.. invoice.TotalDiscounts.Select(taken => new DocumentDiscount(NameOf(taken, invoice), taken.Amount))],
        TotalExcludingTax = invoice.TotalTaxes.Count == 0 ? null : invoice.TotalExcludingTax,
        Taxes = [.. invoice.TotalTaxes.Where(tax => tax.Reason is not "reverse_charge").Select(tax => new DocumentTax(
            tax.Rate.DisplayName, tax.Reason == "customer_exempt" ? 0 : tax.Rate.Percentage, tax.Rate.Inclusive, tax.Taxable, tax.Amount, tax.Rate.Jurisdiction ?? tax.Rate.Country))],
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

    private static DocumentLine LineOf(InvoiceLine line, Invoice invoice, TimeZoneInfo zone)
    {
        var rates = line.TaxRates ?? invoice.DefaultTaxRates;
        return new(
            line.Description ?? "—", line.Amount, line.Quantity, line.Price?.UnitAmount, PeriodOf(line.PeriodStart, line.PeriodEnd, zone),
            rates.Count == 0 ? null : [.. rates.Select(rate => rate.Percentage)], rates.Any(rate => rate.Inclusive));
    }

    private static string NameOf(DiscountAmount taken, Invoice invoice)
    {
        var discount = invoice.Discounts.Concat(invoice.Lines.SelectMany(line => line.Discounts)).FirstOrDefault(d => d.Id == taken.Discount);
        return discount switch
        {
            { Terms.PercentOff: { } percent } => $"{discount.Coupon} ({percent:0.##}%)",
            { } => discount.Coupon,
            null => "Discount",
        };
    }

    /// <summary>The last day is the one before a period's end, which belongs to the next one.</summary>
    private static DocumentPeriod? PeriodOf(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone) => end - start < TimeSpan.FromDays(1)
        ? null
        : new(Day(start, zone)!.Value, Day(end.AddTicks(-1), zone)!.Value);

    private static DateOnly? Day(DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } at ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) : null;
}
