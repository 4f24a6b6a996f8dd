namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>From the subtotal down to what is due, set to the right and never parted.</summary>
internal sealed class TotalsBlock
{
    private const double BlockWidth = 262, Left = Sheet.Right - BlockWidth, Gap = 16, Padding = 3, Above = 8;

    private readonly Sheet sheet;
    private readonly Typography type;
    private readonly List<Row> rows;

    public TotalsBlock(Sheet sheet, Typography type, DocumentWording wording)
    {
        (this.sheet, this.type) = (sheet, type);
        var totals = wording.Totals();
        rows = [.. totals.Select((row, i) => RowOf(row, last: i == totals.Count - 1))];
    }

    private sealed record Row(List<string> Label, string Value, TextStyle LabelStyle, TextStyle ValueStyle, bool Last)
    {
        public double Height => (Label.Count * LabelStyle.Leading) + (2 * Padding);
    }

    /// <summary>Points.</summary>
    public double Height => Above + rows.Sum(row => row.Height);

    public void Draw()
    {
        sheet.Need(Height);
        sheet.Y += Above;
        foreach (var row in rows)
        {
            if (row.Last) sheet.StrongRule(Left, Sheet.Right, sheet.Y);
            sheet.Lines(row.Label, row.LabelStyle, Left, sheet.Y + Padding);
            sheet.TextRight(row.Value, row.ValueStyle, Sheet.Right, sheet.Y + Padding + row.LabelStyle.Ascent);
            sheet.Y += row.Height;
        }
    }

    private Row RowOf(Labelled row, bool last)
    {
        var (label, value) = last ? (type.Total, type.Total) : row.Strong ? (type.Strong, type.Strong) : (type.Body, type.Body);
        return new(label.Wrap(row.Label, BlockWidth - Gap - value.WidthOf(row.Value)), row.Value, label, value, last);
    }
}
