using CalmonyPay.Gateways;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;

namespace CalmonyPay.Checkout.Paying;

/// <summary>What the shopper chose on the page.</summary>
/// <param name="Quantities">By the id of the line (<c>li_…</c>); a line that is missing keeps its quantity, one whose quantity is fixed ignores it.</param>
/// <param name="PromotionCode">As it was typed; null or empty for none.</param>
/// <param name="ShippingRate">One of the session's options (<c>shr_…</c>); null takes the first.</param>
public sealed record CheckoutSelection(IReadOnlyDictionary<string, long> Quantities, string? PromotionCode, string? ShippingRate)
{
    /// <summary>Nothing was chosen: the session as the merchant made it.</summary>
    public static CheckoutSelection None { get; } = new(new Dictionary<string, long>(), null, null);
}

/// <summary>The page's form, sent.</summary>
/// <param name="Token">Made anew for each rendering of the form; one that was used already changes nothing.</param>
/// <param name="Card">Null where no card is needed, or none was entered.</param>
/// <param name="CustomFields">By key: the text, the digits, or the value of the chosen option.</param>
public sealed record CheckoutForm(
    Guid Token, CheckoutSelection Selection, NewCard? Card, string? Email, string? Name, string? Phone, Address? Billing, string? ShippingName, Address? Shipping,
    IReadOnlyDictionary<string, string> CustomFields, bool TermsAccepted, bool PromotionsAccepted, BrowserFacts Browser);

/// <summary>What became of a form. The page words it.</summary>
public abstract record CheckoutAnswer
{
    private CheckoutAnswer() { }

    /// <summary>Paid, set up, or nothing was to be paid.</summary>
    public sealed record Complete : CheckoutAnswer;

    /// <summary>The issuer wants the shopper to authenticate: send the browser there. It comes back to the session's page.</summary>
    public sealed record Authenticate(string Url) : CheckoutAnswer;

    /// <summary>The card was refused; the shopper may try again. Codes and message are Stripe's.</summary>
    public sealed record Declined(string Code, string? DeclineCode, string Message) : CheckoutAnswer;

    /// <summary>
    /// The form cannot be right. By field: <c>email</c>, <c>name</c>, <c>phone</c>, <c>card</c>, <c>billing[line1]</c> and the like, <c>shipping[name]</c>, <c>shipping[line1]</c>
    /// and the like, <c>shipping_rate</c>, <c>promotion_code</c>, <c>quantities[li_…]</c>, <c>custom_fields[key]</c>, <c>terms_of_service</c>, <c>total</c>;
    /// codes: <see cref="CheckoutCodes"/>.
    /// </summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> CodesByField) : CheckoutAnswer;

    /// <summary>The outcome is not known yet: look again in some seconds.</summary>
    public sealed record Processing : CheckoutAnswer;

    /// <summary>The session is no longer open, and was not completed.</summary>
    public sealed record Expired : CheckoutAnswer;

    /// <summary>The session takes no further card: each allows so many tries.</summary>
    public sealed record TooManyAttempts : CheckoutAnswer;
}

/// <summary>What can be wrong with a field.</summary>
public static class CheckoutCodes
{
    public const string Required = "required", Invalid = "invalid", TooShort = "too_short", TooLong = "too_long";

    /// <summary>No code of this name is in force.</summary>
    public const string PromotionUnknown = "promotion_unknown";

    /// <summary>The code exists and does not apply: used up, for another customer, another currency, too small an order, or not for these goods.</summary>
    public const string PromotionUnfit = "promotion_unfit";

    /// <summary>The country is not one that the merchant delivers to.</summary>
    public const string CountryNotAllowed = "country_not_allowed";

    /// <summary>Too few or too many of a line, or a total that no gateway takes.</summary>
    public const string QuantityOutOfRange = "quantity_out_of_range";

    /// <summary>The total is too small to be charged.</summary>
    public const string AmountTooSmall = "amount_too_small";

    /// <summary>The total is too large to be charged.</summary>
    public const string AmountTooLarge = "amount_too_large";
}
