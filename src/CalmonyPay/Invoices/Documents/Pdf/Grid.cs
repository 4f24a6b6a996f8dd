namespace CalmonyPay.Invoices.Documents.Pdf;

/// <param name="Text">Wrapped where it is too long.</param>
/// <param name="Note">Smaller and grey below it.</param>
internal sealed record Cell(string Text, string? Note = null);

/// <summary>
/// A table over the whole width: the first column takes what the others leave, and these are set to the right, as wide as what stands in them.
/// Its headings stand on every page; a row stays on one page unless it is longer than a page.
/// </summary>
internal sealed class Grid
{
    private const double Gap = 20, WidestFigures = 112;

    private readonly Sheet sheet;
    private readonly Typography type;
    private readonly string[] headings;
    private readonly IReadOnlyList<Cell[]> rows;
    private readonly double padding;
    private readonly double[] widths;
    private readonly double[] lefts;

    /// <param name="padding">Above and below each row, points.</param>
    public Grid(Sheet sheet, Typography type, string[] headings, IReadOnlyList<Cell[]> rows, double padding)
    {
        this.padding = padding;
        (this.sheet, this.type, this.headings, this.rows) = (sheet, type, headings, rows);
        widths = [.. headings.Select((heading, i) => Math.Min(WidestFigures, Math.Max(
            type.Label.WidthOf(heading), rows.Select(row => type.Body.WidthOf(row[i].Text)).DefaultIfEmpty().Max())))];
        widths[0] = Sheet.Width - widths[1..].Sum(width => width + Gap);
        lefts = new double[widths.Length];
        for (var (i, x) = (0, Sheet.Left); i < widths.Length; x += widths[i++] + Gap) lefts[i] = x;
    }

    private double HeadHeight => type.Label.Leading + padding;

    /// <summary>The height of the headings with the whole table, points.</summary>
    public double Height => HeadHeight + rows.Sum(row => HeightOf(LinesOf(row)));

    /// <param name="tail">Points that have to follow the last row on its page: what belongs to it.</param>
    public void Draw(double tail = 0)
    {
        sheet.RepeatedHeight = HeadHeight + padding;
        sheet.Need(sheet.RepeatedHeight + (rows.Count > 0 ? Math.Min(HeightOf(LinesOf(rows[0])), 200) : 0));
        Head();
        sheet.Repeated = () =>
        {
            sheet.Y += padding;
            Head();
        };
        for (var i = 0; i < rows.Count; i++) Row(LinesOf(rows[i]), i == rows.Count - 1 ? tail : 0);
        sheet.Repeated = null;
        sheet.RepeatedHeight = 0;
    }

    private void Head()
    {
        for (var i = 0; i < headings.Length; i++) Set([(headings[i], type.Label)], i, sheet.Y);
        sheet.Y += HeadHeight;
        sheet.StrongRule(Sheet.Left, Sheet.Right, sheet.Y - 2);
    }

    private void Row(List<(string Text, TextStyle Style)>[] cells, double tail)
    {
        var height = HeightOf(cells);
        if (sheet.FitsOnOnePage(height))
        {
            sheet.Need(sheet.FitsOnOnePage(height + tail) ? height + tail : height);
            for (var i = 0; i < cells.Length; i++) Set(cells[i], i, sheet.Y + padding);
            sheet.Y += height;
        }
        else
        {
            Flow(cells);
        }
        sheet.Rule(Sheet.Left, Sheet.Right, sheet.Y);
    }

    /// <summary>A row that no page holds: its lines run on, its figures stand by the first.</summary>
    private void Flow(List<(string Text, TextStyle Style)>[] cells)
    {
        sheet.Y += padding;
        for (var line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            var leading = cells.Where(cell => line < cell.Count).Max(cell => cell[line].Style.Leading);
            sheet.Need(leading);
            for (var i = 0; i < cells.Length; i++)
                if (line < cells[i].Count) Set([cells[i][line]], i, sheet.Y);
            sheet.Y += leading;
        }
        sheet.Y += padding;
    }

    private void Set(IReadOnlyList<(string Text, TextStyle Style)> lines, int column, double y)
    {
        foreach (var (text, style) in lines)
        {
            if (column == 0) sheet.Text(text, style, lefts[column], y + style.Ascent);
            else sheet.TextRight(text, style, lefts[column] + widths[column], y + style.Ascent);
            y += style.Leading;
        }
    }

    private List<(string Text, TextStyle Style)>[] LinesOf(Cell[] row) => [.. row.Select((cell, i) =>
    {
        var lines = type.Body.Wrap(cell.Text, widths[i]).ConvertAll(line => (line, type.Body));
        if (cell.Note is { } note) lines.AddRange(type.Small.Wrap(note, widths[i]).Select(line => (line, type.Small)));
        return lines;
    })];

    private double HeightOf(List<(string Text, TextStyle Style)>[] cells) => (2 * padding) + cells.Max(cell => cell.Sum(line => line.Style.Leading));
}
