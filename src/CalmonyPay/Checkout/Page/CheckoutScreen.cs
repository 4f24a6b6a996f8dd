using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;

namespace CalmonyPay.Checkout.Page;

/// <summary>All that the form's page shows: the session, what was typed, and what is wrong with it.</summary>
/// <param name="Errors">Messages by field, in the page's order.</param>
/// <param name="Problem">What stands above the form; null if nothing is wrong.</param>
/// <param name="TestCards">Empty but in test mode.</param>
public sealed record CheckoutScreen(
    CheckoutView View, CheckoutWording Wording, CheckoutSeller Seller, TypedForm Typed, IReadOnlyDictionary<string, string> Errors, CheckoutProblem? Problem,
    IReadOnlyList<CheckoutTestCard> TestCards)
{
    public CheckoutWords Words => Wording.Words;

    public CheckoutCollect Collect => View.Collect;

    public string? ErrorOf(string field) => Errors.GetValueOrDefault(field);

    /// <summary>What a field shows: what was typed, else what is known.</summary>
    public string? ValueOf(string field, string? known = null) => Typed.Sent ? Typed[field] : known;

    public bool IsChecked(string field, bool atFirst = false) => Typed.Sent ? Typed.Has(field) : atFirst;
}

/// <summary>What is wrong, above the form; fields with errors are listed below it.</summary>
/// <param name="Text">Null where the list says all.</param>
/// <param name="Link">What to do about it; null if that is the form.</param>
public sealed record CheckoutProblem(string Title, string? Text, NoticeLink? Link = null);
