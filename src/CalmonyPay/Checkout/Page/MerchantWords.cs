using System.Text.RegularExpressions;

namespace CalmonyPay.Checkout.Page;

/// <summary>A piece of a merchant's own text.</summary>
/// <param name="Url">Of a link: absolute, http or https; else null.</param>
public sealed record TextPiece(string Text, string? Url = null, bool Strong = false, bool Emphasis = false);

/// <summary>
/// Reads the merchants' own texts: plain, with what Markdown has for links <c>[text](https://…)</c>, <c>**strong**</c> and <c>*emphasis*</c>, none
/// inside another. Everything else stays what it is, and is written as text.
/// </summary>
public static partial class MerchantWords
{
    public static IEnumerable<TextPiece> Read(string text)
    {
        var at = 0;
        foreach (Match mark in Marks().Matches(text))
        {
            if (Piece(mark) is not { } piece) continue;
            if (mark.Index > at) yield return new(text[at..mark.Index]);
            yield return piece;
            at = mark.Index + mark.Length;
        }
        if (at < text.Length) yield return new(text[at..]);
    }

    /// <summary>The address, if a page may link to it.</summary>
    public static string? Link(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? url : null;

    private static TextPiece? Piece(Match mark) =>
        mark.Groups["url"] is { Success: true } url ? Link(url.Value) is { } link ? new(mark.Groups["link"].Value, link) : null
        : mark.Groups["strong"] is { Success: true } strong ? new(strong.Value, Strong: true)
        : new(mark.Groups["emphasis"].Value, Emphasis: true);

    [GeneratedRegex(@"\[(?<link>[^\]\n]+)\]\((?<url>[^()\s]+)\)|\*\*(?<strong>[^*\n]+)\*\*|\*(?<emphasis>[^*\n]+)\*|(?<![\p{L}\p{N}])_(?<emphasis>[^_\n]+)_(?![\p{L}\p{N}])")]
    private static partial Regex Marks();
}
