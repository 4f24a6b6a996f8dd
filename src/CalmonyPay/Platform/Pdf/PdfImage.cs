using System.Buffers.Binary;

namespace CalmonyPay.Platform.Pdf;

/// <summary>A picture for the page, from a PNG or a JPEG. A JPEG goes in as it is; of a PNG, what is transparent stays so.</summary>
internal sealed class PdfImage
{
    private readonly byte[] data;
    private readonly byte[]? cover;
    private readonly string colors;

    private PdfImage(int width, int height, byte[] data, byte[]? cover, string colors) => (Width, Height, this.data, this.cover, this.colors) = (width, height, data, cover, colors);

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; }

    /// <exception cref="InvalidDataException">It is neither, or damaged.</exception>
    public static PdfImage Read(byte[] file)
    {
        if (file is [0xff, 0xd8, 0xff, ..]) return Jpeg(file);
        if (file is not [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) throw new InvalidDataException("The image is neither a PNG nor a JPEG.");
        var pixels = PngReader.Read(file);
        return new(pixels.Width, pixels.Height, pixels.Colors, pixels.Cover, "/DeviceRGB /BitsPerComponent 8");
    }

    /// <returns>The number of the image's object.</returns>
    public int Write(PdfFile file)
    {
        var size = $"/Type /XObject /Subtype /Image /Width {Width} /Height {Height}";
        var mask = cover is null ? "" : $" /SMask {file.AddStream(cover, $"{size} /ColorSpace /DeviceGray /BitsPerComponent 8")} 0 R";
        return file.AddStream(data, $"{size} /ColorSpace {colors}{mask}", compressed: colors.Contains("DCTDecode", StringComparison.Ordinal));
    }

    /// <summary>A JPEG is a chain of segments: FF, kind, length. The frame (kinds C0 to CF without the tables C4, C8 and CC) says its size.</summary>
    private static PdfImage Jpeg(byte[] file)
    {
        for (var at = 2; at + 10 < file.Length && file[at] == 0xff; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)))
        {
            if (file[at + 1] is not (>= 0xc0 and <= 0xcf) or 0xc4 or 0xc8 or 0xcc) continue;
            var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 5)), BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 7)));
            var space = file[at + 9] switch { 1 => "/DeviceGray", 3 => "/DeviceRGB", 4 => "/DeviceCMYK /Decode [1 0 1 0 1 0 1 0]", _ => null }; // Adobe writes CMYK inverted
            if (width > 0 && height > 0 && space is not null) return new(width, height, file, null, $"{space} /BitsPerComponent 8 /Filter /DCTDecode");
        }
        throw new InvalidDataException("The JPEG is damaged.");
    }
}
