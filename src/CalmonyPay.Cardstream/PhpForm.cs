using System.Globalization;
using System.Text;

namespace CalmonyPay.Cardstream;

/// <summary>
/// Escaping as PHP's <c>urlencode</c> does it. The gateway is written in PHP and signs the escaped text, so one character escaped
/// otherwise (<c>~</c>, <c>!</c>, a lower-case hex digit) is a wrong signature.
/// </summary>
internal static class PhpForm
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Encode(StringBuilder into, string text)
    {
        foreach (byte b in Utf8.GetBytes(text))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') into.Append(c);
            else if (c == ' ') into.Append('+');
            else into.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
    }

    /// <exception cref="FormatException">A percent sign is not followed by two hex digits: the text was cut or is not a form.</exception>
    public static string Decode(ReadOnlySpan<char> escaped)
    {
        var bytes = new byte[Utf8.GetMaxByteCount(escaped.Length)];
        int length = 0;
        for (int i = 0; i < escaped.Length; i++)
        {
            char c = escaped[i];
            if (c == '%')
            {
                if (i + 2 >= escaped.Length || !char.IsAsciiHexDigit(escaped[i + 1]) || !char.IsAsciiHexDigit(escaped[i + 2]))
                    throw new FormatException("A form body holds a broken percent escape.");
                bytes[length++] = byte.Parse(escaped.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else if (c == '+') bytes[length++] = (byte)' ';
            else if (char.IsAscii(c)) bytes[length++] = (byte)c;
            else if (char.IsHighSurrogate(c) && i + 1 < escaped.Length) length += Utf8.GetBytes(escaped.Slice(i++, 2), bytes.AsSpan(length));
            else length += Utf8.GetBytes(escaped.Slice(i, 1), bytes.AsSpan(length));
        }

        return Utf8.GetString(bytes, 0, length);
    }
}
