using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Platform.Pages;

/// <summary>The words that all hosted pages share. A further language is one more object of this.</summary>
public sealed record PageTexts
{
    public required Locale Locale { get; init; }

    public static PageTexts BritishEnglish { get; } = new() { Locale = Locale.BritishEnglish };

    public string NotFoundTitle { get; init; } = "This page is not there";
    public string NotFoundText { get; init; } = "The link may be incomplete, or it has been withdrawn. Please open it again from your e-mail, or ask whoever sent it to you.";
    public string ForeignPostTitle { get; init; } = "This form was sent from another page";
    public string ForeignPostText { get; init; } = "Nothing was done. Please open the page again from the shop or from your e-mail, and send the form there.";
}
