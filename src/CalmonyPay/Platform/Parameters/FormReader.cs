using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> with Stripe's brackets into a tree, in one pass over the bytes. Whatever is wrong with
/// them comes out as a <see cref="StripeError"/>.
/// </summary>
internal ref struct FormReader(ParamNode root, int count)
{
    private const int OnStack = 512;
    private static readonly SearchValues<byte> Escapes = SearchValues.Create("%+"u8);

    /// <summary>How many values have been read.</summary>
    public int Count { get; private set; } = count;

    public void Read(scoped ReadOnlySpan<byte> form)
    {
        while (!form.IsEmpty)
        {
            var end = form.IndexOf((byte)'&');
            var pair = end < 0 ? form : form[..end];
            form = end < 0 ? default : form[(end + 1)..];
            if (!pair.IsEmpty) ReadPair(pair);
        }
    }

    private void ReadPair(scoped ReadOnlySpan<byte> pair)
    {
        if (++Count > ParamLimits.Parameters) throw ParamLimits.TooMany();
        var equals = pair.IndexOf((byte)'=');
        var name = equals < 0 ? pair : pair[..equals];
        var value = equals < 0 ? default : pair[(equals + 1)..];
        if (name.Length > ParamLimits.NameBytes)
        {
            throw StripeError.Invalid($"Invalid parameter: its name is longer than {ParamLimits.NameBytes} bytes.");
        }

        Span<byte> bytes = stackalloc byte[name.Length];
        Span<char> chars = stackalloc char[name.Length];
        if (!Unescape(name, ref bytes) || Utf8.ToUtf16(bytes, chars, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw StripeError.Invalid("Invalid parameter: its name is not valid URL-encoded UTF-8.");
        }
        var node = Locate(chars[..length]);
        node.SetText(Value(value, node));
    }

    /// <summary>Walks the brackets of a name down the tree, making what is new.</summary>
    private readonly ParamNode Locate(scoped ReadOnlySpan<char> name)
    {
        if (name.Contains('\0')) throw StripeError.Invalid("Invalid parameter: its name contains a NUL character.");
        var bracket = name.IndexOf('[');
        var head = bracket < 0 ? name : name[..bracket];
        if (head.IsEmpty || head.Contains(']')) throw Malformed(name);
        var node = root.Field(head);
        var rest = bracket < 0 ? default : name[bracket..];
        for (var depth = 2; !rest.IsEmpty; depth++)
        {
            var close = rest.IndexOf(']');
            if (rest[0] != '[' || close < 0) throw Malformed(name);
            var inner = rest[1..close];
            if (inner.Contains('[')) throw Malformed(name);
            if (depth > ParamLimits.Depth) throw ParamLimits.TooDeep(node.Path);
            rest = rest[(close + 1)..];
            node = inner.IsEmpty ? node.ItemFor(rest) : node.Field(inner);
        }
        return node;
    }

    private static string Value(scoped ReadOnlySpan<byte> escaped, ParamNode node)
    {
        byte[]? rented = null;
        Span<byte> bytes = escaped.Length <= OnStack ? stackalloc byte[escaped.Length] : rented = ArrayPool<byte>.Shared.Rent(escaped.Length);
        try
        {
            if (!Unescape(escaped, ref bytes) || !Utf8.IsValid(bytes))
            {
                throw StripeError.Invalid($"Invalid string: the value of {node.Path} is not valid URL-encoded UTF-8.", node.Path);
            }
            if (bytes.Contains((byte)0)) throw JsonParams.Nul(node);
            return Encoding.UTF8.GetString(bytes);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);     // it may have held a card number
        }
    }

    /// <summary>Undoes <c>%41</c> and <c>+</c>; false for a broken escape. <paramref name="into"/> is as long as the text at least, and is cut to the result.</summary>
    private static bool Unescape(scoped ReadOnlySpan<byte> text, scoped ref Span<byte> into)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Escapes);
            if (plain < 0) plain = text.Length;
            text[..plain].CopyTo(into[length..]);
            length += plain;
            text = text[plain..];
            if (text.IsEmpty) break;
            if (text[0] == '+')
            {
                into[length++] = (byte)' ';
                text = text[1..];
                continue;
            }
            if (text.Length < 3 || !char.IsAsciiHexDigit((char)text[1]) || !char.IsAsciiHexDigit((char)text[2])) return false;
            into[length++] = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
            text = text[3..];
        }
        into = into[..length];
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static StripeError Malformed(ReadOnlySpan<char> name)
    {
        var shown = SafeText.Of(name.ToString());
        return StripeError.Invalid($"Invalid parameter: the brackets of {shown} don't match.", shown);
    }
}
