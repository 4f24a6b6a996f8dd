using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Pdf;

namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>The upper part of the first page: who, to whom, which number, when, and the one sentence about the money.</summary>
internal sealed class HeadPart(Sheet sheet, Typography type, DocumentWording wording)
{
    private const double LogoWidth = 190, LogoHeight = 44, NameWidth = 270, ColumnGap = 24;
    private const int FactColumns = 4;

    public void Draw()
    {
        var top = sheet.Y;
        Title();
        sheet.Y = Math.Max(sheet.Y, Brand(top)) + 18;
        Facts();
        Parties();
        Headline();
    }

    /// <summary>The logo, or the name, in the right corner.</summary>
    /// <returns>Where it ends, points from the top.</returns>
    private double Brand(double top)
    {
        if (Logo() is { } logo)
        {
            var scale = Math.Min(LogoWidth / logo.Width, LogoHeight / logo.Height);
            sheet.Image(logo, Sheet.Right - (logo.Width * scale), top - 4, logo.Width * scale, logo.Height * scale);
            return top - 4 + (logo.Height * scale);
        }
        var y = top + 5;
        foreach (var line in type.Name.Wrap(wording.Document.Seller.Name, NameWidth))
        {
            sheet.TextRight(line, type.Name, Sheet.Right, y + type.Name.Ascent);
            y += type.Name.Leading;
        }
        return y;
    }

    /// <summary>Null where there is none, or one that cannot be read: then the name is printed, because an invoice has to go out.</summary>
    private PdfImage? Logo()
    {
        try
        {
            return wording.Document.Seller.Logo is { } logo ? PdfImage.Read(logo) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void Title()
    {
        sheet.Text(wording.Title, type.Title, Sheet.Left, sheet.Y + type.Title.Ascent);
        if (wording.Badge is { } badge) Badge(badge, Sheet.Left + type.Title.WidthOf(wording.Title) + 14);
        sheet.Y += type.Title.Leading;
    }

    private void Badge(string text, double x)
    {
        var color = wording.Document.Status switch
        {
            InvoiceStatus.Paid => new Rgb(0x0b, 0x6b, 0x3a),
            InvoiceStatus.Void => new Rgb(0x9f, 0x1d, 0x20),
            InvoiceStatus.Uncollectible => new Rgb(0x8a, 0x4b, 0x00),
            _ => type.Small.Color,
        };
        var style = new TextStyle(9.5, 18, color, Strong: true);
        var shown = wording.Document.Status == InvoiceStatus.Paid ? $"✓ {text}" : text;
        var top = sheet.Y + 7;
        sheet.Frame(color, x, top, style.WidthOf(shown) + 18, style.Leading);
        sheet.Text(shown, style, x + 9, top + style.Ascent);
    }

    /// <summary>Label above value, four beside each other.</summary>
    private void Facts()
    {
        var width = (Sheet.Width - ((FactColumns - 1) * ColumnGap)) / FactColumns;
        foreach (var row in wording.Facts().Chunk(FactColumns))
        {
            var cells = row.Select(fact => (Label: type.Label.Wrap(fact.Label, width), Value: type.Body.Wrap(fact.Value, width))).ToArray();
            var labels = cells.Max(cell => cell.Label.Count) * type.Label.Leading;
            for (var i = 0; i < cells.Length; i++)
            {
                var x = Sheet.Left + (i * (width + ColumnGap));
                sheet.Lines(cells[i].Label, type.Label, x, sheet.Y);
                sheet.Lines(cells[i].Value, type.Body, x, sheet.Y + labels);
            }
            sheet.Y += labels + (cells.Max(cell => cell.Value.Count) * type.Body.Leading) + 9;
        }
        sheet.Y += 4;
        sheet.Rule(Sheet.Left, Sheet.Right, sheet.Y);
        sheet.Y += 14;
    }

    private void Parties()
    {
        var (texts, seller) = (wording.Texts, wording.Document.Seller);
        var from = Party(texts.From, seller.Name, wording.SellerLines(), Sheet.Left);
        var to = Party(wording.IsCreditNote ? texts.CreditedTo : texts.BilledTo, wording.CustomerName, wording.CustomerLines(), Sheet.Left + (Sheet.Width + ColumnGap) / 2);
        sheet.Y += Math.Max(from, to) + 22;
    }

    private double Party(string heading, string name, IReadOnlyList<string> details, double x)
    {
        const double width = (Sheet.Width - ColumnGap) / 2;
        var y = sheet.Y;
        y += sheet.Lines([heading], type.Label, x, y) + 2;
        y += sheet.Lines(type.Strong.Wrap(name, width), type.Strong, x, y);
        foreach (var detail in details.Where(detail => detail != name)) y += sheet.Lines(type.Body.Wrap(detail, width), type.Body, x, y);
        return y - sheet.Y;
    }

    private void Headline()
    {
        sheet.Paragraph(wording.Headline, type.Headline);
        if (wording.Notice is { } notice) sheet.Paragraph(notice, type.Body);
        if (wording.Document.Memo is { } memo)
        {
            sheet.Y += 6;
            sheet.Paragraph(memo, type.Body, Sheet.Width * 0.8);
        }
        sheet.Y += 16;
    }
}
