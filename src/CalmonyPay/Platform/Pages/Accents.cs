namespace CalmonyPay.Platform.Pages;

/// <summary>The colour in which a project's documents and pages set headings, lines and links.</summary>
public static class Accents
{
    /// <summary>Where a project has none: a calm blue-green.</summary>
    private static readonly Rgb Own = new(0x0f, 0x5f, 0x6b);

    /// <param name="chosen"><c>#rrggbb</c>; null or nonsense is our own.</param>
    /// <returns>A shade with which text on white can be read.</returns>
    public static Rgb Of(string? chosen) => (Rgb.TryParse(chosen, out var color) ? color : Own).ReadableOnWhite();

    /// <summary>The colour of a page's larger surface.</summary>
    /// <param name="chosen"><c>#rrggbb</c>; null or nonsense leaves the surface as it is.</param>
    public static Rgb? Surface(string? chosen) => Rgb.TryParse(chosen, out var color) ? color : null;
}
