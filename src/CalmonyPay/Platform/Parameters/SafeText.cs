using System.Text;

namespace CalmonyPay.Platform.Parameters;

/// <summary>What may be repeated to the caller of a value that was refused: shortened, and never what could be a card number.</summary>
internal static class SafeText
{
    public const string Masked = "•••";
    private const int LongestShown = 64;
    private const int EndShown = 20;

    /// <summary>Digits in a row from which a text counts as a card number (the shortest have 12); spaces and dashes between them count.</summary>
    private const int CardDigits = 12;

    /// <summary>Names whose value is never repeated, wherever they stand.</summary>
    public static bool IsSecret(string key) => key is "number" or "cvc" or "client_secret";

    public static string Of(ParamNode node) => IsSecret(node.Key) ? Masked : Of(node.Text);

    public static string Of(string? text)
    {
        var shown = Mask(text ?? "");
        return shown.Length <= LongestShown ? shown : Cut(shown);
    }

    public static string Mask(string text)
    {
        if (text.Length < CardDigits) return text;
        StringBuilder? masked = null;
        var copied = 0;
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsDigit(text[start])) continue;
            int digits = 0, end = start;
            for (var i = start; i < text.Length && (char.IsDigit(text[i]) || text[i] is ' ' or '-' or '+' or '.'); i++)
            {
                if (!char.IsDigit(text[i])) continue;
                digits++;
                end = i + 1;
            }
            if (digits >= CardDigits)
            {
                (masked ??= new()).Append(text, copied, start - copied).Append(Masked);
                copied = end;
            }
            start = end - 1;
        }
        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    // A cut through the middle of a surrogate pair would leave half a character in the answer.
    private static string Cut(string text)
    {
        var head = char.IsHighSurrogate(text[EndShown - 1]) ? EndShown - 1 : EndShown;
        var tail = char.IsLowSurrogate(text[^EndShown]) ? EndShown - 1 : EndShown;
        return $"{text.AsSpan(0, head)}...{text.AsSpan(text.Length - tail)}";
    }
}
