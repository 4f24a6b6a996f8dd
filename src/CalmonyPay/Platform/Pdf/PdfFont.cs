using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Platform.Pdf;

/// <summary>A font as one file uses it: it remembers which glyphs were drawn, and embeds those.</summary>
internal sealed class PdfFont(TrueTypeFont font)
{
    private const int MostMappings = 100; // a block's limit in a character map (Adobe Technical Note 5014)

    private readonly SortedDictionary<int, Rune> drawn = [];

    public TrueTypeFont Font { get; } = font;

    /// <summary>What draws the text: two bytes a glyph, in hexadecimal. Whether the font has all of it, is the other half.</summary>
    public (string Hex, bool Complete) Encode(string text)
    {
        var (hex, complete) = (new StringBuilder(4 * text.Length), true);
        foreach (var character in text.EnumerateRunes())
        {
            var glyph = Font.GlyphOf(character);
            complete &= glyph != 0;
            if (glyph != 0 && (!drawn.TryGetValue(glyph, out var known) || character.Value < known.Value)) drawn[glyph] = character; // a hard space is a space to who copies it
            hex.Append(System.Globalization.CultureInfo.InvariantCulture, $"{glyph:X4}");
        }
        return (hex.ToString(), complete);
    }

    /// <summary>Writes the font's objects (ISO 32000-1, 9.7: a composite font of TrueType outlines, addressed by glyph).</summary>
    /// <param name="number">Reserved for the font, which pages refer to.</param>
    public void Write(PdfFile file, int number)
    {
        var program = FontSubset.Of(Font, drawn.Keys);
        var name = $"{Tag(program)}+{Font.Name}";
        var stream = file.AddStream(program, $"/Length1 {program.Length}");
        var descriptor = file.Add(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [{string.Join(' ', Font.Box)}] /ItalicAngle 0 /Ascent {Font.Ascent} /Descent {Font.Descent} " +
            $"/CapHeight {Font.CapHeight} /StemV 80 /FontFile2 {stream} 0 R >>");
        var widths = string.Join(' ', drawn.Keys.Prepend(0).Select(glyph => $"{glyph} [{Font.WidthOf(glyph)}]"));
        var outlines = file.Add(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> " +
            $"/FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] /CIDToGIDMap /Identity >>");
        var characters = file.AddStream(Encoding.ASCII.GetBytes(CharacterMap()));
        file.Put(number, $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{outlines} 0 R] /ToUnicode {characters} 0 R >>");
    }

    /// <summary>Which character a glyph stands for: what makes the text searchable and fit to be copied.</summary>
    private string CharacterMap()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def " +
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var block in drawn.Chunk(MostMappings))
        {
            map.Append(System.Globalization.CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, character) in block)
                map.Append(System.Globalization.CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }

    /// <summary>Six letters that tell this subset from another of the same font.</summary>
    private static string Tag(byte[] program) => string.Concat(SHA256.HashData(program).Take(6).Select(b => (char)('A' + (b % 26))));
}
