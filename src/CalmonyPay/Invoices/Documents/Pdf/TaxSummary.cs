namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>The taxes by rate, with what each is reckoned on: what a bookkeeper, and the law on VAT invoices, want to see.</summary>
internal static class TaxSummary
{
    private const double Above = 20, Padding = 3;

    public static void Draw(Sheet sheet, Typography type, DocumentWording wording)
    {
        var (taxes, texts) = (wording.Document.Taxes, wording.Texts);
        if (taxes.Count == 0 || (taxes is [var only] && only.Taxable == wording.Document.TotalExcludingTax)) return; // the totals have said it all
        var grid = new Grid(sheet, type, [texts.TaxSummary, texts.TaxableAmount, texts.TaxAmount],
            [.. taxes.Select(tax => new[] { new Cell(texts.TaxLabel(tax) + (tax.Inclusive ? $" ({texts.TaxIncluded})" : "")), new Cell(wording.Money(tax.Taxable)), new Cell(wording.Money(tax.Amount)) })], Padding);
        sheet.Need(Above + grid.Height);
        sheet.Y += Above;
        grid.Draw();
    }
}
