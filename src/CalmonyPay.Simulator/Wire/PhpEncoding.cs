using System.Globalization;
using System.Text;

namespace CalmonyPay.Simulator.Wire;

/// <summary>PHP's <c>urlencode</c> and its reverse, byte for byte: the gateway signs text that went through them.</summary>
public static class PhpEncoding
{
    /// <summary>Letters, digits and <c>- _ .</c> stay, a space is <c>+</c>, every other UTF-8 byte is <c>%</c> and two upper-case digits.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'.')
                encoded.Append((char)octet);
            else if (octet == ' ')
                encoded.Append('+');
            else
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Reads <c>+</c> and <c>%XX</c>; a percent sign that starts no escape stands for itself, as in PHP.</summary>
    public static string Decode(ReadOnlySpan<byte> encoded, Encoding charset)
    {
        var octets = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && IsHex(encoded[i + 1]) && IsHex(encoded[i + 2]))
            {
                octets[length++] = (byte)((HexValue(encoded[i + 1]) << 4) | HexValue(encoded[i + 2]));
                i += 2;
            }
            else
            {
                octets[length++] = encoded[i] == '+' ? (byte)' ' : encoded[i];
            }
        }

        return charset.GetString(octets, 0, length);
    }

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
