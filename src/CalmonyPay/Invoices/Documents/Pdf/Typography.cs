using System.Globalization;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Pdf;

namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>How a text is set.</summary>
/// <param name="Size">Points.</param>
/// <param name="Leading">From one base line to the next, points.</param>
internal sealed record TextStyle(double Size, double Leading, Rgb Color, bool Strong = false)
{
    /// <summary>From the top of a line to its base line, so that letters sit in the middle of their leading; points.</summary>
    public double Ascent => (Leading / 2) + (Size * 0.36);

    /// <summary>Points.</summary>
    public double WidthOf(string text) => (Strong ? PdfFonts.Strong : PdfFonts.Regular).WidthOf(text, Size);

    /// <summary>The text in lines that fit; breaks stand between words, and within a word only if it is longer than a line.</summary>
    /// <param name="width">Points.</param>
    public List<string> Wrap(string text, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in Words(paragraph).SelectMany(word => Pieces(word, width)))
            {
                if (line.Length > 0 && WidthOf($"{line} {word}") > width)
                {
                    lines.Add(line);
                    line = "";
                }
                line = line.Length == 0 ? word : $"{line} {word}";
            }
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>Parted at spaces; what cannot be printed counts as one.</summary>
    private static string[] Words(string paragraph) =>
        string.Concat(paragraph.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private List<string> Pieces(string word, double width)
    {
        if (WidthOf(word) <= width) return [word];
        var (pieces, piece) = (new List<string>(), "");
        for (var letters = StringInfo.GetTextElementEnumerator(word); letters.MoveNext();)
        {
            var letter = letters.GetTextElement();
            if (piece.Length > 0 && WidthOf(piece + letter) > width)
            {
                pieces.Add(piece);
                piece = "";
            }
            piece += letter;
        }
        return [.. pieces, piece];
    }
}

/// <summary>The few styles and colours of a document.</summary>
internal sealed class Typography
{
    private static readonly Rgb Ink = new(0x1b, 0x24, 0x30), Grey = new(0x56, 0x60, 0x70);

    /// <param name="accentColor"><c>#rrggbb</c>; a shade of it that can be read is taken. Null is our own.</param>
    public Typography(string? accentColor)
    {
        Accent = Accents.Of(accentColor);
        Headline = new(17, 23, Accent, Strong: true);
    }

    public Rgb Accent { get; }
    public Rgb Hairline { get; } = new(0xdc, 0xe1, 0xe7);
    public Rgb Dark { get; } = Ink;
    public TextStyle Body { get; } = new(9, 13, Ink);
    public TextStyle Strong { get; } = new(9, 13, Ink, Strong: true);
    public TextStyle Small { get; } = new(8, 12, Grey);
    public TextStyle Label { get; } = new(7.5, 12, Grey, Strong: true);
    public TextStyle Title { get; } = new(25, 30, Ink, Strong: true);
    public TextStyle Name { get; } = new(15, 19, Ink, Strong: true);
    public TextStyle Total { get; } = new(11, 16, Ink, Strong: true);
    public TextStyle Headline { get; }
}
