using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace CalmonyPay.Tests.Invoices;

/// <summary>A PDF as other programs see it: poppler's <c>pdftotext</c> and <c>pdfinfo</c>.</summary>
internal static class Paper
{
    /// <summary>The text in reading order, hard spaces as spaces.</summary>
    public static string Text(byte[] pdf) => Run("pdftotext", pdf, "-layout", "-", "-").Replace(' ', ' ');

    public static string Info(byte[] pdf) => Run("pdfinfo", pdf, "-");

    public static int Pages(byte[] pdf) =>
        int.Parse(Info(pdf).Split('\n').Single(line => line.StartsWith("Pages:", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);

    /// <summary>Every word with its place on its page, points from the top left.</summary>
    public static IReadOnlyList<Word> Words(byte[] pdf)
    {
        XNamespace html = "http://www.w3.org/1999/xhtml";
        var pages = XDocument.Parse(Run("pdftotext", pdf, "-bbox", "-", "-").Replace("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">", "", StringComparison.Ordinal)).Descendants(html + "page");
        return [.. pages.SelectMany((page, i) => page.Elements(html + "word").Select(word => new Word(i + 1, word.Value, At(word, "xMin"), At(word, "yMin"), At(word, "xMax"), At(word, "yMax"))))];
    }

    private static double At(XElement word, string edge) => double.Parse(word.Attribute(edge)!.Value, CultureInfo.InvariantCulture);

    private static string Run(string program, byte[] pdf, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!; // null only with UseShellExecute
        var errors = process.StandardError.ReadToEndAsync();
        var feed = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(pdf);
            process.StandardInput.Close();
        });
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Task.WaitAll(feed, errors);
        Assert.Equal((0, ""), (process.ExitCode, errors.Result)); // it complains about what it has to repair
        return said;
    }
}

internal sealed record Word(int Page, string Text, double Left, double Top, double Right, double Bottom);
