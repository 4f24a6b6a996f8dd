using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Platform.Pdf;

/// <summary>What a file says of itself.</summary>
/// <param name="Language">BCP 47, for whoever reads it aloud.</param>
internal sealed record PdfFacts(string Title, string Author, string Subject, string Language);

/// <summary>A document of A4 pages in one family of letters, regular and strong.</summary>
internal sealed class PdfPaper
{
    private readonly PdfFile file = new();
    private readonly (string Resource, PdfFont Font, int Number)[] fonts;

    public PdfPaper()
    {
        fonts = [("R", new PdfFont(PdfFonts.Regular), file.Reserve()), ("S", new PdfFont(PdfFonts.Strong), file.Reserve())];
    }

    public List<PdfPage> Pages { get; } = [];

    /// <summary>Puts an image into the file, once, for any number of pages.</summary>
    public int Add(PdfImage image) => image.Write(file);

    /// <param name="size">Points.</param>
    /// <param name="baseline">Points from the top.</param>
    public void Text(PdfPage page, string text, bool strong, double size, Rgb color, double x, double baseline)
    {
        var (resource, font, _) = fonts[strong ? 1 : 0];
        page.Text(text, font, resource, size, color, x, baseline);
    }

    /// <summary>The file.</summary>
    public byte[] Bytes(PdfFacts facts)
    {
        var tree = file.Reserve();
        var letters = string.Join(' ', fonts.Select(font => $"/{font.Resource} {font.Number} 0 R"));
        var numbers = Pages.Select(page => file.Add(
            $"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {PdfFile.Number(PdfPage.Width)} {PdfFile.Number(PdfPage.Height)}] /Contents {file.AddStream(page.Content)} 0 R " +
            $"/Resources << /Font << {letters} >> /XObject << {string.Join(' ', page.Images.Select(image => $"/{image.Key} {image.Value} 0 R"))} >> >> >>")).ToList();
        file.Put(tree, $"<< /Type /Pages /Count {numbers.Count} /Kids [{string.Join(' ', numbers.Select(number => $"{number} 0 R"))}] >>");
        foreach (var (_, font, number) in fonts) font.Write(file, number);
        var catalog = file.Add($"<< /Type /Catalog /Pages {tree} 0 R /Lang {PdfFile.Text(facts.Language)} /ViewerPreferences << /DisplayDocTitle true >> >>");
        var info = file.Add(
            $"<< /Title {PdfFile.Text(facts.Title)} /Author {PdfFile.Text(facts.Author)} /Subject {PdfFile.Text(facts.Subject)} /Creator {PdfFile.Text("CalmonyPay")} >>");
        return file.Bytes(catalog, info);
    }
}
