using System.Text;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// What a request says of <c>metadata</c>: pairs to set, keys to remove (sent with an empty value), or everything to remove
/// (<c>metadata=''</c>). Keys that it does not name stay.
/// </summary>
public sealed class MetadataChange
{
    public const int MaximumKeys = 50;
    public const int MaximumKeyLength = 40;
    public const int MaximumValueLength = 500;

    /// <summary>Nothing was said.</summary>
    public static readonly MetadataChange Absent = new("metadata", clear: false, []);

    private readonly string path;
    private readonly bool clear;
    private readonly (string Key, string Value)[] pairs;

    private MetadataChange(string path, bool clear, (string Key, string Value)[] pairs) =>
        (this.path, this.clear, this.pairs) = (path, clear, pairs);

    /// <summary>Pairs to set.</summary>
    public static MetadataChange To(IReadOnlyDictionary<string, string> pairs) => new("metadata", clear: false, [.. pairs.Select(pair => (pair.Key, pair.Value))]);

    public bool IsAbsent => !clear && pairs.Length == 0;

    /// <summary>The metadata of something new.</summary>
    /// <exception cref="StripeError">More than <see cref="MaximumKeys"/> keys.</exception>
    public Dictionary<string, string> ForNew() => Over([]);

    /// <summary>The metadata afterwards: <paramref name="current"/> itself if nothing was said, else a new dictionary.</summary>
    /// <exception cref="StripeError">More than <see cref="MaximumKeys"/> keys.</exception>
    public Dictionary<string, string> Over(Dictionary<string, string> current)
    {
        if (IsAbsent) return current;
        var merged = clear ? [] : new Dictionary<string, string>(current);
        foreach (var (key, value) in pairs)
        {
            if (value.Length == 0) merged.Remove(key);
            else merged[key] = value;
        }
        return merged.Count <= MaximumKeys
            ? merged
            : throw StripeError.Invalid($"Metadata can have up to {MaximumKeys} keys, but this change would make {merged.Count}.", path);
    }

    internal static MetadataChange Of(ParamNode node)
    {
        node.MarkAllRead();
        return node switch
        {
            { Text: "" } => new(node.Path, clear: true, []),
            { Shape: ParamShape.Fields } => new(node.Path, clear: false, [.. (node.Children ?? []).Select(Pair)]),
            _ => throw StripeError.Invalid("Invalid object", node.Path),
        };
    }

    private static (string Key, string Value) Pair(ParamNode node)
    {
        var key = node.Key;
        if (key.AsSpan().IndexOfAny('[', ']') >= 0)
        {
            throw StripeError.Invalid($"Metadata keys cannot contain square brackets. Invalid key: {SafeText.Of(key)}", node.Path);
        }
        if (Length(key) is var keyLength and > MaximumKeyLength)
        {
            throw StripeError.Invalid(
                $"Metadata keys can have up to {MaximumKeyLength} characters, but you passed in a key that is {keyLength} characters. Invalid key: {SafeText.Of(key)}",
                node.Path);
        }
        var value = node.Text
            ?? throw StripeError.Invalid($"Metadata values must be strings, but for key '{SafeText.Of(key)}' you passed in an array or a hash.", node.Path);
        return Length(value) is var valueLength and > MaximumValueLength
            ? throw StripeError.Invalid(
                $"Metadata values can have up to {MaximumValueLength} characters, but you passed in a value that is {valueLength} characters. Invalid value: {SafeText.Of(node)}",
                node.Path)
            : (key, value);
    }

    // Characters as a person counts code points; a text short in UTF-16 is short in any case.
    private static int Length(string text)
    {
        if (text.Length <= MaximumKeyLength) return text.Length;
        var count = 0;
        foreach (Rune _ in text.EnumerateRunes()) count++;
        return count;
    }
}

public sealed partial class Params
{
    /// <summary>What was said of <c>metadata</c> at this level.</summary>
    public MetadataChange Metadata(string name = "metadata") =>
        Look(name, ParamKind.Pairs) is { } found ? MetadataChange.Of(found) : MetadataChange.Absent;
}
