using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CalmonyPay.Platform.Pdf;

/// <summary>
/// A PDF file in the making (ISO 32000-1): objects that get a number and refer to each other by it, then the table that says where each of
/// them begins. One thread makes one file; nothing is shared between files but fonts, which never change.
/// </summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> objects = [];

    /// <summary>A number for an object whose body comes later.</summary>
    public int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    /// <returns>The object's number.</returns>
    public int Add(string body)
    {
        var number = Reserve();
        Put(number, body);
        return number;
    }

    public void Put(int number, string body) => objects[number - 1] = Encoding.ASCII.GetBytes(body);

    /// <summary>An object with a stream; it is compressed unless it says by a filter that it is.</summary>
    /// <param name="entries">Of its dictionary, without length.</param>
    public int AddStream(ReadOnlySpan<byte> data, string entries = "", bool compressed = false)
    {
        var body = compressed ? data.ToArray() : Deflated(data);
        var head = Encoding.ASCII.GetBytes($"<< {entries}{(compressed ? "" : " /Filter /FlateDecode")} /Length {body.Length} >>\nstream\n");
        var number = Reserve();
        objects[number - 1] = [.. head, .. body, .. "\nendstream"u8];
        return number;
    }

    /// <summary>The file, with everything that was added.</summary>
    /// <param name="catalog">The number of the root object.</param>
    /// <param name="info">The number of the document information.</param>
    public byte[] Bytes(int catalog, int info)
    {
        using var file = new MemoryStream();
        Write(file, "%PDF-1.7\n");
        file.Write([(byte)'%', 0xe2, 0xe3, 0xcf, 0xd3, (byte)'\n']); // says to whoever carries it that it is binary
        var offsets = new long[objects.Count];
        for (var i = 0; i < objects.Count; i++)
        {
            offsets[i] = file.Position;
            Write(file, $"{i + 1} 0 obj\n");
            file.Write(objects[i] ?? throw new InvalidOperationException($"Object {i + 1} was reserved and never written."));
            Write(file, "\nendobj\n");
        }
        var table = file.Position;
        Write(file, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) Write(file, $"{offset.ToString("D10", CultureInfo.InvariantCulture)} 00000 n \n");
        Write(file, $"trailer\n<< /Size {objects.Count + 1} /Root {catalog} 0 R /Info {info} 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>A text string of any language: UTF-16 with its mark, in hexadecimal.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary>A measure, in points with at most three decimals.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static byte[] Deflated(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(data);
        return packed.ToArray();
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.ASCII.GetBytes(text));
}
