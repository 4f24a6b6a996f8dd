using System.Buffers.Binary;
using System.Text;

namespace CalmonyPay.Platform.Pdf;

/// <summary>A font file with the outlines of a few glyphs only. The glyphs keep their numbers, so a text need not be written anew.</summary>
internal static class FontSubset
{
    private const int LongestGlyph = 1 << 16, MostParts = 64;

    /// <summary>Flags of a part of a composed glyph (OpenType, table glyf).</summary>
    private const int WordArguments = 1, OneScale = 8, MoreParts = 0x20, TwoScales = 0x40, TwoByTwo = 0x80;

    /// <summary>What a PDF reader needs; names and character maps stand in the PDF itself.</summary>
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    public static byte[] Of(TrueTypeFont font, IEnumerable<int> used)
    {
        var glyphs = WithParts(font, used);
        using var outlines = new MemoryStream();
        var offsets = new byte[4 * (font.GlyphCount + 1)];
        for (var glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (!glyphs.Contains(glyph)) continue;
            outlines.Write(Outline(font, glyph));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * font.GlyphCount), (uint)outlines.Length);
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // long offsets
        return File(Kept.Select(tag => (tag, tag switch { "glyf" => outlines.ToArray(), "loca" => offsets, "head" => head, _ => font.Table(tag).ToArray() })));
    }

    /// <summary>The glyphs, the empty box, and what any of them is composed of (é is e and an accent).</summary>
    private static HashSet<int> WithParts(TrueTypeFont font, IEnumerable<int> used)
    {
        var all = new HashSet<int>();
        var open = new Stack<int>(used.Append(0));
        while (open.TryPop(out var glyph))
        {
            if (!all.Add(glyph)) continue;
            foreach (var part in PartsOf(Outline(font, glyph))) open.Push(part);
        }
        return all;
    }

    private static List<int> PartsOf(ReadOnlySpan<byte> outline)
    {
        var parts = new List<int>();
        if (outline.Length < 10 || TrueTypeFont.S16(outline, 0) >= 0) return parts;
        for (var at = 10; parts.Count < MostParts;)
        {
            var flags = TrueTypeFont.U16(outline, at);
            parts.Add(TrueTypeFont.U16(outline, at + 2));
            if ((flags & MoreParts) == 0) break;
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2) + ((flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & TwoByTwo) != 0 ? 8 : 0);
        }
        return parts;
    }

    private static ReadOnlySpan<byte> Outline(TrueTypeFont font, int glyph)
    {
        var loca = font.Table("loca");
        var (from, to) = font.LongOffsets
            ? ((int)TrueTypeFont.U32(loca, 4 * glyph), (int)TrueTypeFont.U32(loca, 4 * (glyph + 1)))
            : (2 * TrueTypeFont.U16(loca, 2 * glyph), 2 * TrueTypeFont.U16(loca, 2 * (glyph + 1)));
        return to - from > LongestGlyph ? throw new InvalidDataException($"Glyph {glyph} of {font.Name} has {to - from} bytes.") : font.Table("glyf")[from..to];
    }

    /// <summary>Directory and tables, each from a multiple of four bytes, with its sum.</summary>
    private static byte[] File(IEnumerable<(string Tag, byte[] Data)> tables)
    {
        var kept = tables.Where(table => table.Data.Length > 0).ToArray();
        var log = (int)Math.Log2(kept.Length);
        var (at, head) = (12 + (16 * kept.Length), 0);
        var file = new byte[at + kept.Sum(table => (table.Data.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        foreach (var (i, value) in new[] { kept.Length, 16 << log, log, (16 * kept.Length) - (16 << log) }.Index()) BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4 + (2 * i)), (ushort)value);
        foreach (var (i, (tag, data)) in kept.Index())
        {
            if (tag == "head")
            {
                head = at;
                data.AsSpan(8, 4).Clear(); // the whole file's sum, which is reckoned with 0 here
            }
            data.CopyTo(file, at);
            var entry = file.AsSpan(12 + (16 * i));
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(file.AsSpan(at, (data.Length + 3) / 4 * 4)));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)data.Length);
            at += (data.Length + 3) / 4 * 4;
        }
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(head + 8), unchecked(0xB1B0AFBA - Sum(file)));
        return file;
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        for (var at = 0; at < data.Length; at += 4) sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(data[at..]));
        return sum;
    }
}
