using CalmonyPay.Invoices.Documents.Pdf;
using CalmonyPay.Platform.Pdf;

namespace CalmonyPay.Invoices.Documents;

/// <summary>A document on paper: A4, its text selectable and searchable. Any number of threads may render at once.</summary>
public static class InvoicePdf
{
    public const string ContentType = "application/pdf";

    /// <summary>The PDF file. Takes some milliseconds of one processor, more for each page.</summary>
    public static byte[] Render(InvoiceDocument document)
    {
        var wording = new DocumentWording(document);
        var type = new Typography(document.Seller.AccentColor);
        var paper = new PdfPaper();
        var sheet = new Sheet(paper, type, $"{wording.Name} · {document.Seller.Name}");
        new HeadPart(sheet, type, wording).Draw();
        var totals = new TotalsBlock(sheet, type, wording);
        LinesTable.Draw(sheet, type, wording, tail: totals.Height);
        totals.Draw();
        TaxSummary.Draw(sheet, type, wording);
        NotesPart.Draw(sheet, type, wording);
        sheet.Close($"{wording.Name} · {wording.Headline}", wording.Texts.PageOf);
        return paper.Bytes(new($"{wording.Name} · {document.Seller.Name}", document.Seller.Name, wording.Headline, wording.Locale.Tag));
    }

    /// <summary>What the file is called when it is saved: <c>Invoice-INV-2026-0042.pdf</c>.</summary>
    public static string FileName(InvoiceDocument document)
    {
        var name = string.Concat(new DocumentWording(document).Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return $"{string.Join('-', name.Split('-', StringSplitOptions.RemoveEmptyEntries))}.pdf";
    }
}
