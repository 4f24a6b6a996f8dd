namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>The taxes by rate, with what each is reckoned on: what a bookkeeper, and the law on VAT invoices, want to see.</summary>
internal static class TaxSummary
{
    private const double Above = 20, Padding = 3;

    public static void Draw(Sheet sheet, Typography type, DocumentWording wording)
    {
        var (taxes, texts) = (wording.Document.Taxes, wording.Texts);
        if (!wording.ShowsTaxSummary) return;
        var grid = new Grid(sheet, type, [texts.TaxSummary, texts.TaxableAmount, texts.TaxAmount],
            [.. taxes.Select(tax => new[] { new Cell(wording.LabelOf(tax)), new Cell(wording.Money(tax.Taxable)), new Cell(wording.Money(tax.Amount)) })], Padding);
        sheet.Need(Above + grid.Height);
        sheet.Y += Above;
        grid.Draw();
    }
}
