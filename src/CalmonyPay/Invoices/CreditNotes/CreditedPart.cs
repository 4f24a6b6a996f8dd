using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>
/// One line of an invoice, and how much of it earlier credit notes have taken back. Each part of it brings its share of the line's discounts and tax;
/// the shares are cut from the running total, so that in the end they are the line's own, to the penny, and never more.
/// </summary>
public sealed class CreditedPart
{
    private readonly InvoiceLine line;
    private readonly List<CreditNoteLine> earlier;

    /// <param name="notes">The invoice's credit notes, those that are void left out.</param>
    public CreditedPart(InvoiceLine line, IEnumerable<CreditNote> notes)
    {
        this.line = line;
        earlier = [.. notes.SelectMany(note => note.Lines).Where(credited => credited.InvoiceLine == line.Id)];
        (CreditedAmount, CreditedTotal, CreditedQuantity) = (earlier.Sum(e => e.Amount), earlier.Sum(e => e.Total), earlier.Sum(e => e.Quantity ?? 0));
    }

    public string LineId => line.Id;

    /// <summary>What the line brought in all, after discounts and with tax.</summary>
    private long LineTotal => line.Discounted + line.Taxes.Where(tax => !tax.Rate.Inclusive).Sum(tax => tax.Amount);

    private long CreditedAmount { get; set; }
    private long CreditedTotal { get; set; }
    private decimal CreditedQuantity { get; set; }

    /// <summary>What is left of the amount before discounts and exclusive tax.</summary>
    public long AmountLeft => line.Amount - CreditedAmount;

    /// <summary>What is left of the total.</summary>
    public long TotalLeft => LineTotal - CreditedTotal;

    public decimal QuantityLeft => (line.Quantity ?? 1) - CreditedQuantity;

    /// <summary>The amount of a part of the line's quantity.</summary>
    public long AmountOf(decimal quantity)
    {
        var all = line.Quantity ?? 1;
        return all == 0 ? 0 : Money.Round(line.Amount * (CreditedQuantity + quantity) / all) - Money.Round(line.Amount * CreditedQuantity / all);
    }

    /// <summary>Takes back a part of the amount before discounts and exclusive tax.</summary>
    /// <param name="amount">At most <see cref="AmountLeft"/>.</param>
    /// <param name="quantity">Null where an amount was asked for.</param>
    /// <param name="said">The tax where the merchant says it himself; null for the line's share.</param>
    public CreditNoteLine TakeAmount(string id, long amount, decimal? quantity, List<TaxAmount>? said)
    {
        var reached = line.Amount == 0 ? 1 : (decimal)(CreditedAmount + amount) / line.Amount;
        return Taken(id, amount, quantity, DiscountsUpTo(reached), said ?? TaxesUpTo(reached));
    }

    /// <summary>Takes back a part of the total.</summary>
    /// <param name="total">At most <see cref="TotalLeft"/>, of its sign.</param>
    public CreditNoteLine TakeTotal(string id, long total)
    {
        var reached = LineTotal == 0 ? 1 : (decimal)(CreditedTotal + total) / LineTotal;
        var (discounts, taxes) = (DiscountsUpTo(reached), TaxesUpTo(reached));
        var amount = total + discounts.Sum(d => d.Amount) - taxes.Where(tax => !tax.Rate.Inclusive).Sum(tax => tax.Amount);
        return Taken(id, amount, null, discounts, taxes);
    }

    /// <summary>What is left of the tax at one rate.</summary>
    public long TaxLeft(string rate) => line.Taxes.Where(tax => tax.Rate.Id == rate).Sum(tax => tax.Amount) - CreditedTax(rate);

    private CreditNoteLine Taken(string id, long amount, decimal? quantity, List<DiscountAmount> discounts, List<TaxAmount> taxes)
    {
        var net = amount - discounts.Sum(d => d.Amount) - taxes.Where(tax => tax.Rate.Inclusive).Sum(tax => tax.Amount);
        var own = line.Discounts.Select(discount => discount.Id).ToHashSet();
        var taken = new CreditNoteLine(id, CreditNoteLineType.InvoiceLineItem, line.Description, amount, quantity, line.Price?.UnitAmount, line.Id)
        {
            Discounts = discounts,
            OwnDiscounts = discounts.Where(discount => own.Contains(discount.Discount)).Sum(discount => discount.Amount),
            Taxes = taxes.ConvertAll(tax => tax with { Taxable = net }),
        };
        // The same line may be named twice in one request.
        earlier.Add(taken);
        (CreditedAmount, CreditedTotal, CreditedQuantity) = (CreditedAmount + taken.Amount, CreditedTotal + taken.Total, CreditedQuantity + (quantity ?? 0));
        return taken;
    }

    private List<DiscountAmount> DiscountsUpTo(decimal reached) =>
        [.. line.DiscountAmounts.Select(d => new DiscountAmount(d.Discount, UpTo(reached, d.Amount, earlier.SelectMany(e => e.Discounts).Where(e => e.Discount == d.Discount).Sum(e => e.Amount)))).Where(d => d.Amount != 0)];

    private List<TaxAmount> TaxesUpTo(decimal reached) => [.. line.Taxes.Select(tax => tax with { Amount = UpTo(reached, tax.Amount, CreditedTax(tax.Rate.Id)) })];

    private long CreditedTax(string rate) => earlier.SelectMany(e => e.Taxes).Where(tax => tax.Rate.Id == rate).Sum(tax => tax.Amount);

    /// <summary>From what was taken before to the share that is reached now; never past the whole.</summary>
    private static long UpTo(decimal reached, long whole, long before)
    {
        var part = Money.Round(whole * reached) - before;
        return whole >= 0 ? Math.Clamp(part, 0, Math.Max(0, whole - before)) : Math.Clamp(part, Math.Min(0, whole - before), 0);
    }
}
