using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CalmonyPay.Platform.Parameters;

public sealed partial class Params
{
    /// <summary>
    /// Writes everything that was sent in one unambiguous form, whatever the order of arrival and whether as a form or as JSON: two requests
    /// mean the same exactly if these bytes are the same. For fingerprints under a key; it holds card numbers.
    /// </summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="leaveOut">Names (the last one of a path, at any depth) to leave out.</param>
    public void WriteCanonical(IBufferWriter<byte> output, Func<string, bool> leaveOut) => Write(node, output, leaveOut);

    /// <summary>The same with security codes left out: they must not be kept, not even in a fingerprint.</summary>
    public void WriteCanonical(IBufferWriter<byte> output) => WriteCanonical(output, static name => name == "cvc");

    // A value is 'v', its length and its bytes; anything nested is '{', key and node in turns, '}'. Lengths make it unambiguous.
    private static void Write(ParamNode node, IBufferWriter<byte> output, Func<string, bool> leaveOut)
    {
        if (node.Text is { } text)
        {
            output.Write("v"u8);
            Write(text, output);
            return;
        }
        output.Write("{"u8);
        if (node.Children is { } children)
        {
            foreach (var child in Sorted(children))
            {
                if (leaveOut(child.Key)) continue;
                output.Write("k"u8);
                Write(child.Key, output);
                Write(child, output, leaveOut);
            }
        }
        output.Write("}"u8);
    }

    private static void Write(string text, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        output.Advance(sizeof(int) + length);
    }

    private static IReadOnlyList<ParamNode> Sorted(List<ParamNode> children)
    {
        for (var i = 1; i < children.Count; i++)
        {
            if (string.CompareOrdinal(children[i - 1].Key, children[i].Key) > 0) return Copy(children);
        }
        return children;

        static ParamNode[] Copy(List<ParamNode> unsorted)
        {
            ParamNode[] copy = [.. unsorted];
            Array.Sort(copy, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            return copy;
        }
    }
}
