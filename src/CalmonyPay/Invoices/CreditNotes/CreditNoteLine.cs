using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>What a line of a credit note takes back: a part of a line of the invoice, or something in words of its own.</summary>
public enum CreditNoteLineType { CustomLineItem, InvoiceLineItem }

/// <summary>One line of a credit note; lives in the note's row. Amounts are minor units.</summary>
/// <param name="Id"><c>cnli_…</c></param>
/// <param name="Amount">Before discounts and exclusive tax.</param>
/// <param name="InvoiceLine"><c>il_…</c>; null for a line in words of its own.</param>
public sealed record CreditNoteLine(string Id, CreditNoteLineType Type, string? Description, long Amount, decimal? Quantity, decimal? UnitAmount, string? InvoiceLine)
{
    public IReadOnlyList<DiscountAmount> Discounts { get; init; } = [];
    public IReadOnlyList<TaxAmount> Taxes { get; init; } = [];

    /// <summary>What the line's own discounts, not the invoice's, took off.</summary>
    public long OwnDiscounts { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = [];

    public long InclusiveTax => Taxes.Where(tax => tax.Rate.Inclusive).Sum(tax => tax.Amount);
    public long ExclusiveTax => Taxes.Where(tax => !tax.Rate.Inclusive).Sum(tax => tax.Amount);

    /// <summary>After discounts, with all its tax.</summary>
    public long Total => Amount - Discounts.Sum(discount => discount.Amount) + ExclusiveTax;

    public static string NewId(DateTimeOffset now) => PayId.New("cnli", now);
}

/// <summary>The lines of a credit note and what they add up to.</summary>
public sealed record CreditedLines(IReadOnlyList<CreditNoteLine> Lines)
{
    public long Total { get; } = Lines.Sum(line => line.Total);
    public long TotalExcludingTax { get; } = Lines.Sum(line => line.Total - line.ExclusiveTax - line.InclusiveTax);
    public long Subtotal { get; } = Lines.Sum(line => line.Amount - line.OwnDiscounts);
    public long SubtotalExcludingTax { get; } = Lines.Sum(line => line.Amount - line.OwnDiscounts - line.InclusiveTax);

    public IReadOnlyList<DiscountAmount> Discounts { get; } =
        [.. Lines.SelectMany(line => line.Discounts).GroupBy(discount => discount.Discount).Select(same => new DiscountAmount(same.Key, same.Sum(discount => discount.Amount)))];

    public IReadOnlyList<TaxAmount> Taxes { get; } =
        [.. Lines.SelectMany(line => line.Taxes).GroupBy(tax => (tax.Rate, tax.Reason)).Select(same => new TaxAmount(same.Key.Rate, same.Sum(tax => tax.Amount), same.Sum(tax => tax.Taxable), same.Key.Reason))];
}
