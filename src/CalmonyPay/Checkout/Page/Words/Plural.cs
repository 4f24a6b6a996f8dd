using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page.Words;

/// <summary>A phrase with a number in it, <c>{0}</c>. Which form a number takes is its language's business (CLDR: plural rules).</summary>
/// <param name="One">For 1; may say it in a word.</param>
/// <param name="Few">Polish has a form for 2 to 4, Welsh one for 2; elsewhere the same as <paramref name="Many"/>.</param>
/// <param name="Many">For all others.</param>
public sealed record Plural(string One, string Few, string Many)
{
    public Plural(string one, string many) : this(one, many, many)
    {
    }

    /// <param name="number">What decides about the form.</param>
    /// <param name="shown">What stands in the phrase: the number, or a span that ends with it.</param>
    /// <param name="language">Two letters.</param>
    public string Of(long number, string shown, string language) => FormFor(number, language).With(shown);

    private string FormFor(long number, string language) => number == 1 ? One : IsFew(number, language) ? Few : Many;

    private static bool IsFew(long number, string language) => language switch
    {
        "pl" => number % 10 is >= 2 and <= 4 && number % 100 is < 12 or > 14,
        "cy" => number == 2,
        _ => false,
    };
}
