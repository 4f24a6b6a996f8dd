using System.Buffers.Binary;
using System.IO.Compression;

namespace CalmonyPay.Platform.Pdf;

/// <summary>Red, green and blue, and how much of each pixel covers what is below (null: all of it); 8 bits each.</summary>
public sealed record Pixels(int Width, int Height, byte[] Colors, byte[]? Cover);

/// <summary>PNG images of every colour type and depth (ISO/IEC 15948), but not interlaced ones.</summary>
public sealed class PngReader
{
    private const int HeadEnd = 8, Gray = 0, Color = 2, Palette = 3, GrayAlpha = 4, ColorAlpha = 6;

    private readonly int width, height, depth, type;
    private byte[] palette = [], transparency = [];
    private readonly byte[] rows;

    private PngReader(byte[] file)
    {
        var packed = new MemoryStream();
        for (int at = HeadEnd, length; at + 12 <= file.Length; at += 12 + length)
        {
            length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var data = file.AsSpan(at + 8, length);
            switch (BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 4)))
            {
                case 0x49484452: // IHDR
                    (width, height, depth, type) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), data[8], data[9]);
                    if (data[12] != 0) throw new InvalidDataException("The PNG is interlaced; save it without.");
                    break;
                case 0x504c5445: // PLTE
                    palette = data.ToArray();
                    break;
                case 0x74524e53: // tRNS
                    transparency = data.ToArray();
                    break;
                case 0x49444154: // IDAT
                    packed.Write(data);
                    break;
                default:
                    break;
            }
        }
        if (Channels == 0 || depth is not (1 or 2 or 4 or 8 or 16) || width <= 0 || height <= 0) throw new InvalidDataException("The PNG's head makes no sense.");
        packed.Position = 0;
        rows = Unfiltered(packed);
    }

    private int Channels => type switch { Gray or Palette => 1, Color => 3, GrayAlpha => 2, ColorAlpha => 4, _ => 0 };
    private int RowBytes => ((width * Channels * depth) + 7) / 8;
    private int PixelBytes => Math.Max(1, Channels * depth / 8);

    /// <exception cref="InvalidDataException">It is no PNG that this reads.</exception>
    public static Pixels Read(byte[] file)
    {
        try
        {
            return new PngReader(file).ToPixels();
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or EndOfStreamException)
        {
            throw new InvalidDataException("The PNG is damaged.", error);
        }
    }

    /// <summary>Each row begins with the filter that was used on it: the difference to the left, to above, to both (section 9.2).</summary>
    private byte[] Unfiltered(Stream packed)
    {
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var all = new byte[checked(RowBytes * height)];
        var above = new byte[RowBytes];
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            var row = all.AsSpan(y * RowBytes, RowBytes);
            zlib.ReadExactly(row);
            for (var i = 0; i < row.Length; i++)
            {
                int left = i >= PixelBytes ? row[i - PixelBytes] : 0, up = above[i], corner = i >= PixelBytes ? above[i - PixelBytes] : 0;
                row[i] = (byte)(row[i] + filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException("The PNG has a filter that there is not.") });
            }
            row.CopyTo(above);
        }
        return all;
    }

    private Pixels ToPixels()
    {
        var (colors, cover) = (new byte[width * height * 3], new byte[width * height]);
        for (var pixel = 0; pixel < cover.Length; pixel++)
        {
            int y = pixel / width, first = pixel % width * Channels;
            var at = colors.AsSpan(pixel * 3, 3);
            cover[pixel] = 255;
            switch (type)
            {
                case Palette:
                    var index = Sample(y, first);
                    palette.AsSpan(3 * index, 3).CopyTo(at);
                    if (index < transparency.Length) cover[pixel] = transparency[index];
                    break;
                case Gray or GrayAlpha:
                    at.Fill(Byte(y, first));
                    if (type == GrayAlpha) cover[pixel] = Byte(y, first + 1);
                    else if (transparency.Length >= 2 && Sample(y, first) == Key(0)) cover[pixel] = 0;
                    break;
                default:
                    for (var channel = 0; channel < 3; channel++) at[channel] = Byte(y, first + channel);
                    if (type == ColorAlpha) cover[pixel] = Byte(y, first + 3);
                    else if (transparency.Length >= 6 && Sample(y, first) == Key(0) && Sample(y, first + 1) == Key(1) && Sample(y, first + 2) == Key(2)) cover[pixel] = 0;
                    break;
            }
        }
        return new(width, height, colors, cover.AsSpan().ContainsAnyExcept((byte)255) ? cover : null);
    }

    /// <summary>The colour that stands for nothing.</summary>
    private int Key(int channel) => BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * channel));

    private int Sample(int y, int sample)
    {
        var row = rows.AsSpan(y * RowBytes, RowBytes);
        if (depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * sample)..]);
        var bit = sample * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    private byte Byte(int y, int sample) => (byte)(Sample(y, sample) * 255 / ((1 << depth) - 1));

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
