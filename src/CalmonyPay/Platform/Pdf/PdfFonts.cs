namespace CalmonyPay.Platform.Pdf;

/// <summary>
/// IBM Plex Sans, which the product carries, so that a document looks the same on every host. Its figures are all equally wide, as columns of
/// money want them. Latin, Greek and Cyrillic letters are there; right-to-left and East Asian scripts are not.
/// </summary>
internal static class PdfFonts
{
    public static TrueTypeFont Regular { get; } = Read("IBMPlexSans-Regular");
    public static TrueTypeFont Strong { get; } = Read("IBMPlexSans-SemiBold");

    private static TrueTypeFont Read(string name)
    {
        using var font = typeof(PdfFonts).Assembly.GetManifestResourceStream($"CalmonyPay.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is missing from the assembly.");
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return new(name, bytes);
    }
}
