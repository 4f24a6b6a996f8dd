using System.Text.Json;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// Reads a JSON body into the same tree as a form: numbers and booleans become their text, <c>null</c> the empty text that clears.
/// </summary>
internal static class JsonParams
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>Adds the body's parameters to <paramref name="root"/>; answers how many there are now.</summary>
    public static int Read(ReadOnlySpan<byte> body, ParamNode root, int count)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.Trim(" \t\r\n"u8).IsEmpty) return count;
        var json = new Utf8JsonReader(body, Options);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject) throw StripeError.Invalid("Invalid request: a JSON body must be an object.");
            ReadMembers(ref json, root, depth: 1, ref count);
            json.Read();             // whatever follows the object is an error
            return count;
        }
        catch (JsonException error)
        {
            // The reader's own message may quote the body.
            throw StripeError.Invalid($"Invalid request: the body is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            throw StripeError.Invalid("Invalid request: the body has text that is not valid Unicode.");      // \ud800 alone, or bad UTF-8
        }
    }

    internal static StripeError Nul(ParamNode node) =>
        StripeError.Invalid($"Invalid string: the value of {node.Path} contains a NUL character.", node.Path);

    private static void ReadMembers(ref Utf8JsonReader json, ParamNode node, int depth, ref int count)
    {
        node.Become(ParamShape.Fields);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueSpan.Length > ParamLimits.NameBytes)
            {
                throw StripeError.Invalid($"Invalid parameter: its name is longer than {ParamLimits.NameBytes} bytes.");
            }
            var name = json.GetString()!;
            if (name.Length == 0 || name.Contains('\0')) throw StripeError.Invalid("Invalid parameter: its name is empty or contains a NUL character.");
            json.Read();
            ReadValue(ref json, node.FreshField(name), depth, ref count);
        }
    }

    private static void ReadValue(ref Utf8JsonReader json, ParamNode node, int depth, ref int count)
    {
        if (depth > ParamLimits.Depth) throw ParamLimits.TooDeep(node.Path);
        if (++count > ParamLimits.Parameters) throw ParamLimits.TooMany();
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMembers(ref json, node, depth + 1, ref count);
                break;
            case JsonTokenType.StartArray:
                node.Become(ParamShape.Items);
                while (json.Read() && json.TokenType != JsonTokenType.EndArray) ReadValue(ref json, node.Item(), depth + 1, ref count);
                break;
            case JsonTokenType.String:
                var text = json.GetString()!;
                if (text.Contains('\0')) throw Nul(node);
                node.SetText(text);
                break;
            case JsonTokenType.Null:
                node.SetText("");
                break;
            default:                 // a number, true or false: all ASCII
                node.SetText(System.Text.Encoding.ASCII.GetString(json.ValueSpan));
                break;
        }
    }
}
