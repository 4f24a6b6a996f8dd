using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace CalmonyPay.Platform.Pdf;

/// <summary>
/// A TrueType font that the product carries: which glyph draws a character and how wide it is (the tables are those of the OpenType
/// specification). Never changes once read, so all threads share it.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly FrozenDictionary<string, Range> tables;
    private readonly FrozenDictionary<int, int> glyphs;
    private readonly int[] advances;

    /// <param name="name">PostScript name: <c>IBMPlexSans-Regular</c>.</param>
    public TrueTypeFont(string name, byte[] file)
    {
        (Name, this.file) = (name, file);
        tables = Enumerable.Range(0, U16(file, 4)).Select(i => 12 + (16 * i)).ToFrozenDictionary(
            at => Encoding.ASCII.GetString(file, at, 4), at => (int)U32(file, at + 8)..(int)(U32(file, at + 8) + U32(file, at + 12)));
        ReadOnlySpan<byte> head = Table("head"), hhea = Table("hhea"), hmtx = Table("hmtx");
        UnitsPerEm = U16(head, 18);
        LongOffsets = S16(head, 50) == 1;
        Box = [PerMille(S16(head, 36)), PerMille(S16(head, 38)), PerMille(S16(head, 40)), PerMille(S16(head, 42))];
        (Ascent, Descent, CapHeight) = (PerMille(S16(hhea, 4)), PerMille(S16(hhea, 6)), PerMille(S16(Table("OS/2"), 88)));
        advances = new int[U16(Table("maxp"), 4)];
        var measured = U16(hhea, 34); // the glyphs after these are as wide as the last of them
        for (var glyph = 0; glyph < advances.Length; glyph++) advances[glyph] = U16(hmtx, 4 * Math.Min(glyph, measured - 1));
        glyphs = CharacterMap(Table("cmap")).ToFrozenDictionary();
    }

    public string Name { get; }
    public int UnitsPerEm { get; }
    public bool LongOffsets { get; }
    public int GlyphCount => advances.Length;

    /// <summary>Thousandths of the font's size, as PDF counts; so are the others.</summary>
    public int[] Box { get; }

    public int Ascent { get; }
    public int Descent { get; }
    public int CapHeight { get; }

    /// <summary>0 is the empty box that stands for what the font does not have.</summary>
    public int GlyphOf(Rune character) => glyphs.GetValueOrDefault(character.Value);

    /// <summary>Thousandths of the font's size.</summary>
    public int WidthOf(int glyph) => PerMille(advances[glyph]);

    /// <summary>A text's width at a size, both in points.</summary>
    public double WidthOf(string text, double size)
    {
        var units = 0L;
        foreach (var character in text.EnumerateRunes()) units += advances[GlyphOf(character)];
        return units * size / UnitsPerEm;
    }

    /// <summary>A table's bytes; empty if the font has none of that name.</summary>
    public ReadOnlySpan<byte> Table(string tag) => tables.TryGetValue(tag, out var range) ? file.AsSpan(range) : default;

    public static int U16(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table[at..]);

    public static int S16(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadInt16BigEndian(table[at..]);

    public static uint U32(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt32BigEndian(table[at..]);

    private int PerMille(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm);

    /// <summary>The basic plane's map, format 4 (platform 3, encoding 1), which every Windows font has.</summary>
    private static Dictionary<int, int> CharacterMap(ReadOnlySpan<byte> cmap)
    {
        var map = new Dictionary<int, int>();
        for (var record = 4; record < 4 + (8 * U16(cmap, 2)); record += 8)
        {
            var sub = cmap[(int)U32(cmap, record + 4)..];
            if (U16(cmap, record) != 3 || U16(cmap, record + 2) != 1 || U16(sub, 0) != 4) continue;
            var twice = U16(sub, 6);
            for (var at = 0; at < twice; at += 2)
                Segment(map, sub, end: 14 + at, start: 16 + twice + at, delta: 16 + (2 * twice) + at, offset: 16 + (3 * twice) + at);
        }
        return map;
    }

    private static void Segment(Dictionary<int, int> map, ReadOnlySpan<byte> sub, int end, int start, int delta, int offset)
    {
        var (first, last, range) = (U16(sub, start), U16(sub, end), U16(sub, offset));
        for (var character = first; character <= last && character != 0xffff; character++)
        {
            var glyph = range == 0 ? character : U16(sub, offset + range + (2 * (character - first)));
            if (range == 0 || glyph != 0) glyph = (glyph + U16(sub, delta)) & 0xffff;
            if (glyph != 0) map[character] = glyph;
        }
    }
}
