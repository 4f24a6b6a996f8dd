using System.Globalization;

namespace CalmonyPay.Platform.Pages;

/// <summary>A colour of the screen, with the reckoning of WCAG 2.2 that says whether people can read it.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>WCAG 2.2, 1.4.3: text against its ground.</summary>
    public const double TextContrast = 4.5;

    private const double DarkenStep = 0.94;
    private const int MostSteps = 64;

    public static Rgb White { get; } = new(255, 255, 255);

    /// <param name="text"><c>#rrggbb</c> or <c>#rgb</c>, with or without its #.</param>
    /// <param name="color">The colour.</param>
    public static bool TryParse(string? text, out Rgb color)
    {
        color = default;
        var digits = text?.Trim().TrimStart('#') ?? "";
        if (digits.Length == 3) digits = $"{digits[0]}{digits[0]}{digits[1]}{digits[1]}{digits[2]}{digits[2]}";
        if (digits.Length != 6 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        color = new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <summary>White or black, whichever can be read on this colour; one of them always can.</summary>
    public Rgb TextOnIt() => ContrastTo(White) >= TextContrast ? White : new(0, 0, 0);

    /// <summary>This, or a darker shade of it with which text on white is readable.</summary>
    public Rgb ReadableOnWhite()
    {
        var shade = this;
        for (var step = 0; step < MostSteps && shade.ContrastTo(White) < TextContrast; step++) shade = shade.Darker();
        return shade;
    }

    /// <summary>1 to 21.</summary>
    public double ContrastTo(Rgb other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary><c>#rrggbb</c>, lower case.</summary>
    public override string ToString() => $"#{Hex}";

    /// <summary><c>rrggbb</c>, lower case: for addresses.</summary>
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>WCAG's relative luminance, 0 to 1.</summary>
    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private Rgb Darker() => new((byte)(Red * DarkenStep), (byte)(Green * DarkenStep), (byte)(Blue * DarkenStep));

    private static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
