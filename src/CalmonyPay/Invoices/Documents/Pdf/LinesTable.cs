namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>What is billed, line by line. Columns that would be empty are left out.</summary>
internal static class LinesTable
{
    private const double Padding = 5.5;

    /// <param name="tail">Points of what has to follow the last line on its page.</param>
    public static void Draw(Sheet sheet, Typography type, DocumentWording wording, double tail)
    {
        var (document, texts) = (wording.Document, wording.Texts);
        if (document.Lines.Count == 0)
        {
            sheet.StrongRule(Sheet.Left, Sheet.Right, sheet.Y);
            sheet.Y += 10;
            sheet.Paragraph(texts.NoLines, type.Small);
            return;
        }
        LineColumn[] figures = [.. wording.LineColumns(), new(texts.Amount, line => wording.Money(line.Amount))];
        var rows = document.Lines.Select(line => new[] { new Cell(line.Description, wording.PeriodOf(line)) }.Concat(figures.Select(column => new Cell(column.Text(line)))).ToArray());
        new Grid(sheet, type, [texts.Description, .. figures.Select(column => column.Heading)], [.. rows], Padding).Draw(tail);
    }
}
