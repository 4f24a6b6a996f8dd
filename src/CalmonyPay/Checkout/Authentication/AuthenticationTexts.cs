using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Authentication;

/// <summary>The words of the 3-D Secure pages. <c>{seller}</c> and <c>{amount}</c> stand for what they say.</summary>
public sealed record AuthenticationTexts
{
    public required Locale Locale { get; init; }

    /// <summary>In every language that pages have; British English for any other.</summary>
    public static AuthenticationTexts For(Locale locale) => AuthenticationLanguages.All.FirstOrDefault(texts => texts.Locale == locale) ?? AuthenticationLanguages.All[0];

    public required string PaymentTitle { get; init; }
    public required string PaymentText { get; init; }
    public required string SetupTitle { get; init; }
    public required string SetupText { get; init; }
    public required string Continue { get; init; }
    public required string SecurityCode { get; init; }
    public required string SecurityCodeHint { get; init; }
    public required string SecurityCodeWrong { get; init; }
    public required string Again { get; init; }
    public required string DeviceTitle { get; init; }
    public required string DeviceText { get; init; }
    public required string ChallengeTitle { get; init; }
    public required string ChallengeText { get; init; }
    public required string ToBank { get; init; }

    /// <summary>Of the frame, for whoever hears it.</summary>
    public required string FrameTitle { get; init; }

    public required string NothingToSee { get; init; }
    public required string WholeWindow { get; init; }
    public required string WaitTitle { get; init; }
    public required string WaitText { get; init; }
    public required string LookAgain { get; init; }
    public required string LateTitle { get; init; }
    public required string LateText { get; init; }
    public required string PaidTitle { get; init; }
    public required string PaidText { get; init; }
    public required string SavedTitle { get; init; }
    public required string SavedText { get; init; }
    public required string NotPaidTitle { get; init; }
    public required string NotPaidText { get; init; }
    public required string NotSavedTitle { get; init; }
    public required string NotSavedText { get; init; }
    public required string BankSays { get; init; }
    public required string Back { get; init; }
    public required string CloseText { get; init; }
    public required string Amount { get; init; }
    public required string Card { get; init; }
    public required string To { get; init; }

    public string PaymentTo(string seller, Money amount) => Filled(PaymentText, seller, amount);

    public string SetupFor(string seller) => Filled(SetupText, seller);

    public string PaidOf(Money amount) => Filled(PaidText, "", amount);

    public string LateFor(string seller) => Filled(LateText, seller);

    public string BackTo(string seller) => Filled(Back, seller);

    private string Filled(string text, string seller, Money? amount = null) =>
        text.Replace("{amount}", amount is { } money ? Locale.Money(money.Minor, money.Currency) : "", StringComparison.Ordinal).Replace("{seller}", seller, StringComparison.Ordinal);
}
