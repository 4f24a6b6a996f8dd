using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page.Words;

/// <summary>The languages of the checkout page.</summary>
public static class CheckoutLanguages
{
    public static CheckoutWords BritishEnglish { get; } = new() { Locale = Locale.BritishEnglish };

    public static IReadOnlyList<CheckoutWords> All { get; } =
        [BritishEnglish, WelshWords.Words, FrenchWords.Words, GermanWords.Words, SpanishWords.Words, PolishWords.Words];

    /// <param name="chosen">The session's locale: a tag; null or <c>auto</c> leaves it to the browser.</param>
    /// <param name="acceptLanguage">The browser's header.</param>
    public static CheckoutWords For(string? chosen, string? acceptLanguage)
    {
        var locale = chosen is null or "auto" ? Locale.Preferred(acceptLanguage) : Locale.For(chosen);
        return All.First(words => words.Locale == locale);
    }
}
