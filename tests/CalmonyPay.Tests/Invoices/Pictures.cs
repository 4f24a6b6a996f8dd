using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CalmonyPay.Tests.Invoices;

/// <summary>Images made by hand.</summary>
internal static class Pictures
{
    /// <param name="type">PNG's colour type: 0 grey, 2 colour, 3 palette, 4 and 6 with cover.</param>
    /// <param name="samples">Row by row, packed to the depth, without filters.</param>
    /// <param name="chunks">Between head and data: a palette, a transparency.</param>
    public static byte[] Png(int width, int height, byte type, byte depth, byte[] samples, params (string Name, byte[] Data)[] chunks)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var row in samples.Chunk(samples.Length / height)) zlib.Write([0, .. row]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (depth, type);
        return [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR", head), .. chunks.SelectMany(chunk => Chunk(chunk.Name, chunk.Data)), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Length, name, data, and a checksum that our reader, like many, does not look at.</summary>
    private static byte[] Chunk(string name, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
    }
}
