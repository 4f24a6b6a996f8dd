using System.Collections.Frozen;

namespace CalmonyPay.Platform.Texts;

/// <summary>
/// Short names of the countries of ISO 3166-1, in each language of <see cref="Locale.All"/>. From the file <c>countries.txt</c>: a line a language,
/// each in its own alphabetical order (the host runs without culture data, and could not sort them).
/// </summary>
public static class CountryNames
{
    private static readonly FrozenDictionary<string, Book> Books = Read();

    /// <summary>The English name, as a postal address ends with it; the code itself where it is none of ISO 3166-1.</summary>
    public static string Of(string code) => Of(code, Locale.BritishEnglish);

    /// <summary>The name in a language; the code itself where it is none of ISO 3166-1.</summary>
    /// <param name="code">Two letters, in any case.</param>
    public static string Of(string code, Locale locale) => Books[locale.Tag[..2]].Names.GetValueOrDefault(code, code);

    /// <summary>Codes and names, as the language sorts them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Sorted(Locale locale) => Books[locale.Tag[..2]].Sorted;

    private static FrozenDictionary<string, Book> Read()
    {
        using var stream = typeof(CountryNames).Assembly.GetManifestResourceStream("CalmonyPay.Platform.Texts.countries.txt")
            ?? throw new InvalidOperationException("The names of countries are missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenDictionary(line => line[..2], line => new Book(line[3..]));
    }

    private sealed class Book(string entries)
    {
        public IReadOnlyList<KeyValuePair<string, string>> Sorted { get; } = [.. entries.Split('|').Select(entry => KeyValuePair.Create(entry[..2], entry[3..]))];

        public FrozenDictionary<string, string> Names => field ??= Sorted.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
