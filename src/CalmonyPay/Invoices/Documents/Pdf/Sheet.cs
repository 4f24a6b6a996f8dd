using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Pdf;

namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>
/// The frame of the pages: A4, its margins, a pen that moves down and goes on to the next page, and the line at each foot. All measures are
/// points (1/72 inch) from the top left corner.
/// </summary>
internal sealed class Sheet
{
    public const double Left = 56, Width = PdfPage.Width - (2 * Left), Right = Left + Width;
    private const double Top = 52, Floor = PdfPage.Height - 66, FootLine = PdfPage.Height - 40, AccentBar = 5;

    private readonly PdfPaper paper;
    private readonly Typography type;
    private readonly string runningHead;
    private PdfPage page;

    /// <param name="runningHead">Said small at the head of every page but the first.</param>
    public Sheet(PdfPaper paper, Typography type, string runningHead)
    {
        (this.paper, this.type, this.runningHead) = (paper, type, runningHead);
        page = Blank();
    }

    /// <summary>Where the next thing is set.</summary>
    public double Y { get; set; } = Top;

    /// <summary>Drawn at the head of every further page while it is set: a table's headings.</summary>
    public Action? Repeated { get; set; }

    /// <summary>What <see cref="Repeated"/> takes, points.</summary>
    public double RepeatedHeight { get; set; }

    /// <summary>Goes to a new page unless there is room for this.</summary>
    /// <param name="height">Points.</param>
    public void Need(double height)
    {
        if (Y + height > Floor) NextPage();
    }

    /// <summary>Whether this would fit on a page that has only its head on it.</summary>
    /// <param name="height">Points.</param>
    public bool FitsOnOnePage(double height) => Top + type.Small.Leading + RepeatedHeight + height <= Floor;

    /// <param name="baseline">Of the line, points from the top.</param>
    public void Text(string text, TextStyle style, double x, double baseline) => paper.Text(page, text, style.Strong, style.Size, style.Color, x, baseline);

    /// <summary>Ends at <paramref name="right"/>.</summary>
    public void TextRight(string text, TextStyle style, double right, double baseline) => Text(text, style, right - style.WidthOf(text), baseline);

    /// <summary>Sets lines from there down; the pen stays where it is.</summary>
    /// <returns>Their height, points.</returns>
    public double Lines(IReadOnlyList<string> lines, TextStyle style, double x, double y)
    {
        for (var i = 0; i < lines.Count; i++) Text(lines[i], style, x, y + style.Ascent + (i * style.Leading));
        return lines.Count * style.Leading;
    }

    /// <summary>Sets a text over the whole width or a part of it, over pages if it must, and moves the pen below it.</summary>
    public void Paragraph(string text, TextStyle style, double width = Width)
    {
        foreach (var line in style.Wrap(text, width))
        {
            Need(style.Leading);
            Text(line, style, Left, Y + style.Ascent);
            Y += style.Leading;
        }
    }

    /// <summary>A hairline.</summary>
    public void Rule(double from, double to, double y) => page.Line(type.Hairline, 0.75, from, to, y);

    /// <summary>The darker line under a table's headings and over its end.</summary>
    public void StrongRule(double from, double to, double y) => page.Line(type.Dark, 1, from, to, y);

    public void Frame(Rgb color, double x, double y, double width, double height) => page.Frame(color, 1.2, x, y, width, height, radius: 4);

    public void Image(PdfImage image, double x, double y, double width, double height) => page.Image(paper.Add(image), x, y, width, height);

    /// <summary>The feet, which can be written only when the number of pages is known.</summary>
    /// <param name="pageOf">Page and pages in words.</param>
    public void Close(string foot, Func<int, int, string> pageOf)
    {
        for (var i = 0; i < paper.Pages.Count; i++)
        {
            page = paper.Pages[i];
            var number = pageOf(i + 1, paper.Pages.Count);
            Rule(Left, Right, FootLine - 16);
            Text(type.Small.Wrap(foot, Width - type.Small.WidthOf(number) - 24)[0], type.Small, Left, FootLine);
            TextRight(number, type.Small, Right, FootLine);
        }
    }

    private void NextPage()
    {
        page = Blank();
        Y = Top;
        Text(type.Small.Wrap(runningHead, Width)[0], type.Small, Left, Y);
        Y += type.Small.Leading;
        Repeated?.Invoke();
    }

    private PdfPage Blank()
    {
        var blank = new PdfPage();
        blank.Block(type.Accent, 0, 0, PdfPage.Width, AccentBar);
        paper.Pages.Add(blank);
        return blank;
    }
}
