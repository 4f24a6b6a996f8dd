namespace CalmonyPay.Platform.Texts;

/// <summary>Fills in what a sentence leaves open.</summary>
internal static class Sentences
{
    public static string With(this string sentence, string first) => sentence.Replace("{0}", first, StringComparison.Ordinal);

    /// <summary>The second goes in first: what a merchant or shopper wrote may look like a place of its own.</summary>
    public static string With(this string sentence, string first, string second) =>
        sentence.Split("{1}") is [var before, var after] ? $"{before.With(first)}{second}{after.With(first)}" : sentence.With(first);
}
