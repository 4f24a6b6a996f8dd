using System.Globalization;
using System.Text;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Platform.Pdf;

/// <summary>What is drawn on one A4 page. All measures are points (1/72 inch) from the top left corner; text stands on its base line.</summary>
internal sealed class PdfPage
{
    public const double Width = 595.276, Height = 841.89;

    /// <summary>How far the handles of a Bézier curve lie that draws a quarter of a circle.</summary>
    private const double Quarter = 0.5523;

    private readonly StringBuilder drawn = new();

    public Dictionary<string, int> Images { get; } = [];

    public byte[] Content => Encoding.ASCII.GetBytes(drawn.ToString());

    /// <param name="resource">The font's name among the page's resources.</param>
    /// <param name="size">Points.</param>
    public void Text(string text, PdfFont font, string resource, double size, Rgb color, double x, double baseline)
    {
        var (hex, complete) = font.Encode(text);
        // Characters that the font has not are boxes to the eye; who copies, searches or listens still gets them.
        if (!complete) Do($"/Span << /ActualText {PdfFile.Text(text)} >> BDC");
        Do($"BT {Fill(color)} /{resource} {N(size)} Tf {N(x)} {N(Height - baseline)} Td <{hex}> Tj ET");
        if (!complete) Do("EMC");
    }

    public void Line(Rgb color, double thickness, double x1, double x2, double y) =>
        Do($"{Stroke(color)} {N(thickness)} w {N(x1)} {N(Height - y)} m {N(x2)} {N(Height - y)} l S");

    public void Block(Rgb color, double x, double y, double width, double height) => Do($"{Fill(color)} {N(x)} {N(Height - y - height)} {N(width)} {N(height)} re f");

    /// <summary>An outline with round corners.</summary>
    public void Frame(Rgb color, double thickness, double x, double y, double width, double height, double radius)
    {
        var (left, right, top, bottom) = (x, x + width, Height - y, Height - y - height);
        var handle = radius * (1 - Quarter);
        Do($"{Stroke(color)} {N(thickness)} w {N(left + radius)} {N(top)} m {N(right - radius)} {N(top)} l " +
            $"{N(right - handle)} {N(top)} {N(right)} {N(top - handle)} {N(right)} {N(top - radius)} c {N(right)} {N(bottom + radius)} l " +
            $"{N(right)} {N(bottom + handle)} {N(right - handle)} {N(bottom)} {N(right - radius)} {N(bottom)} c {N(left + radius)} {N(bottom)} l " +
            $"{N(left + handle)} {N(bottom)} {N(left)} {N(bottom + handle)} {N(left)} {N(bottom + radius)} c {N(left)} {N(top - radius)} l " +
            $"{N(left)} {N(top - handle)} {N(left + handle)} {N(top)} {N(left + radius)} {N(top)} c s");
    }

    /// <param name="image">The number of the image's object.</param>
    public void Image(int image, double x, double y, double width, double height)
    {
        var resource = $"I{image.ToString(CultureInfo.InvariantCulture)}";
        Images[resource] = image;
        Do($"q {N(width)} 0 0 {N(height)} {N(x)} {N(Height - y - height)} cm /{resource} Do Q");
    }

    private void Do(string operators) => drawn.Append(operators).Append('\n');

    private static string Fill(Rgb color) => $"{Channels(color)} rg";

    private static string Stroke(Rgb color) => $"{Channels(color)} RG";

    private static string Channels(Rgb color) => $"{N(color.Red / 255.0)} {N(color.Green / 255.0)} {N(color.Blue / 255.0)}";

    private static string N(double value) => PdfFile.Number(value);
}
