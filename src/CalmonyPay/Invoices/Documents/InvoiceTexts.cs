using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Invoices.Documents;

/// <summary>Every word on an invoice and a credit note. A further language is one more object of this, beside its <see cref="Platform.Texts.Locale"/>.</summary>
public sealed record InvoiceTexts
{
    public required Locale Locale { get; init; }

    public static InvoiceTexts BritishEnglish { get; } = new() { Locale = Locale.BritishEnglish };

    private static InvoiceTexts[] All { get; } = [BritishEnglish];

    public string Invoice { get; init; } = "Invoice";
    public string CreditNote { get; init; } = "Credit note";
    public string Draft { get; init; } = "Draft";
    public string Paid { get; init; } = "Paid";
    public string Void { get; init; } = "Void";
    public string Uncollectible { get; init; } = "Uncollectible";
    public string InvoiceNumber { get; init; } = "Invoice number";
    public string CreditNoteNumber { get; init; } = "Credit note number";
    public string OfInvoice { get; init; } = "For invoice";
    public string Reason { get; init; } = "Reason";
    public string IssuedOn { get; init; } = "Date of issue";
    public string DueOn { get; init; } = "Due date";
    public string PaidOn { get; init; } = "Date paid";
    public string Period { get; init; } = "Billing period";
    public string From { get; init; } = "From";
    public string BilledTo { get; init; } = "Billed to";
    public string CreditedTo { get; init; } = "Credited to";
    public string VatNumber { get; init; } = "VAT";
    public string CompanyNumber { get; init; } = "Company no.";
    public string TaxId { get; init; } = "Tax ID";
    public string Description { get; init; } = "Description";
    public string Quantity { get; init; } = "Qty";
    public string UnitPrice { get; init; } = "Unit price";
    public string Tax { get; init; } = "Tax";
    public string Amount { get; init; } = "Amount";
    public string NoLines { get; init; } = "Nothing is billed.";
    public string Inclusive { get; init; } = "incl.";
    public string Subtotal { get; init; } = "Subtotal";
    public string TotalExcludingTax { get; init; } = "Total excluding tax";
    public string Total { get; init; } = "Total";
    public string AppliedBalance { get; init; } = "Applied balance";
    public string CreditNotes { get; init; } = "Credit notes";
    public string AmountPaid { get; init; } = "Amount paid";
    public string AmountDue { get; init; } = "Amount due";
    public string Refunded { get; init; } = "Refunded";
    public string CreditedToBalance { get; init; } = "Credited to balance";
    public string SettledElsewhere { get; init; } = "Settled otherwise";
    public string TotalCredited { get; init; } = "Total credited";
    public string TaxSummary { get; init; } = "Tax summary";
    public string Rate { get; init; } = "Rate";
    public string TaxableAmount { get; init; } = "Taxable amount";
    public string TaxAmount { get; init; } = "Tax amount";
    public string TaxIncluded { get; init; } = "included";
    public string ReverseCharge { get; init; } = "Reverse charge: tax to be accounted for by the customer.";
    public string DraftNote { get; init; } = "This is a draft. It is not an invoice yet, and nothing is to be paid.";
    public string VoidNote { get; init; } = "This invoice is void. Nothing is to be paid.";
    public string VoidCreditNote { get; init; } = "This credit note is void.";
    public string UncollectibleNote { get; init; } = "This invoice was written off as uncollectible.";
    public string Summary { get; init; } = "Summary";
    public string DownloadInvoice { get; init; } = "Download invoice (PDF)";
    public string DownloadCreditNote { get; init; } = "Download credit note (PDF)";
    public string Questions { get; init; } = "Questions?";

    /// <param name="locale">BCP 47; null is British English.</param>
    public static InvoiceTexts For(string? locale) => Array.Find(All, texts => texts.Locale == Locale.For(locale)) ?? BritishEnglish;

    public string Due(string amount, DateOnly? day) => day is { } due ? $"{amount} due {Locale.Date(due)}" : $"{amount} due";

    public string PaidSum(string amount, DateOnly? day) => day is { } on ? $"{amount} paid {Locale.Date(on)}" : $"{amount} paid";

    public string Credited(string amount, DateOnly? day) => day is { } on ? $"{amount} credited {Locale.Date(on)}" : $"{amount} credited";

    public string PaidWith(DocumentPayment payment) => payment is { Brand: { } brand, Last4: { } last4 }
        ? $"Paid with {brand} •••• {last4} on {Locale.Date(payment.PaidOn)}."
        : $"Paid on {Locale.Date(payment.PaidOn)}.";

    public string Pay(string amount) => $"Pay {amount}";

    public string ContactAt(string seller) => $"Contact {seller}";

    public string PageOf(int page, int pages) => $"Page {page} of {pages}";

    public string TaxLabel(DocumentTax tax) => $"{tax.Name} {Locale.Percent(tax.Percent)}{(tax.Jurisdiction is { } whose ? $" · {whose}" : "")}";
}
