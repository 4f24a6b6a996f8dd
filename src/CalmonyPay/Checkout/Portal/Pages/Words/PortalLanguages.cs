using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Portal.Pages.Words;

/// <summary>The languages of the portal.</summary>
public static class PortalLanguages
{
    public static PortalWords BritishEnglish { get; } = new() { Locale = Locale.BritishEnglish };

    public static IReadOnlyList<PortalWords> All { get; } = [BritishEnglish, WelshPortal.Words, FrenchPortal.Words, GermanPortal.Words, SpanishPortal.Words, PolishPortal.Words];

    public static PortalWords For(Locale locale) => All.First(words => words.Locale == locale);
}
