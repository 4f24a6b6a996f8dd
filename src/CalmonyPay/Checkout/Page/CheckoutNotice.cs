using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page;

/// <summary>What a session's page says when there is no form to fill in.</summary>
/// <param name="Seller">Null where no session is known yet.</param>
/// <param name="LeadsTo">Where the browser goes by itself, at once; null stays.</param>
/// <param name="Good">All went well.</param>
/// <param name="Waits">Something is still under way: the page looks again by itself.</param>
public sealed record CheckoutNotice(
    CheckoutWords Words, CheckoutSeller? Seller, string Title, string Text, NoticeLink? Link = null, string? LeadsTo = null, bool Good = false, bool Waits = false)
{
    /// <summary>
    /// Done. The way back to the merchant is a link and a refresh of this page: browsers would stop a redirect of the form's post that leaves this server.
    /// </summary>
    public static CheckoutNotice Complete(CheckoutView view, CheckoutWords words, CheckoutSeller seller)
    {
        var title = view.Mode switch { "setup" => words.SavedTitle, "subscription" => words.SubscribedTitle, _ => words.PaidTitle };
        return MerchantWords.Link(view.SuccessUrl) is { } url
            ? new(words, seller, title, words.TakingYouBack.With(seller.Name), new(words.ContinueTo.With(seller.Name), url), url, Good: true)
            : new(words, seller, title, view.AfterCompletionMessage ?? words.Thanks, Good: true);
    }

    public static CheckoutNotice Expired(CheckoutView view, CheckoutWords words, CheckoutSeller seller) => view.RecoveryUrl is { } again
        ? new(words, seller, words.ExpiredTitle, words.ExpiredRecovery, new(words.OpenAgain, again))
        : new(words, seller, words.ExpiredTitle, words.ExpiredText.With(seller.Name), Back(view, words, seller));

    /// <param name="self">The session's page.</param>
    public static CheckoutNotice Processing(CheckoutWords words, CheckoutSeller seller, string self) =>
        new(words, seller, words.ProcessingTitle, words.ProcessingText, new(words.LookAgain, self), Waits: true);

    /// <summary>The session takes no further card.</summary>
    public static CheckoutNotice TooManyCards(CheckoutView view, CheckoutWords words, CheckoutSeller seller) =>
        new(words, seller, words.TooManyTitle, words.TooManyEver.With(seller.Name), Back(view, words, seller));

    /// <summary>The address has tried too often, with this session or others.</summary>
    public static CheckoutNotice TooManyTries(CheckoutWords words, string self) => new(words, null, words.TooManyTitle, words.TooManyNow, new(words.TryAgain, self));

    private static NoticeLink? Back(CheckoutView view, CheckoutWords words, CheckoutSeller seller) =>
        MerchantWords.Link(view.CancelUrl) is { } url ? new(words.BackTo.With(seller.Name), url) : null;
}

public sealed record NoticeLink(string Text, string Url);
