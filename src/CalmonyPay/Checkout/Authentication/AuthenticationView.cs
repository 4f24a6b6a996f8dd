using CalmonyPay.Gateways;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Checkout.Authentication;

/// <summary>What the shopper has to do, or has come to.</summary>
public enum AuthenticationStep
{
    /// <summary>Nothing has gone out: the page collects what the browser says of itself.</summary>
    Start,

    /// <summary>The issuer looks at the device in a hidden frame, ten seconds at most.</summary>
    Device,

    /// <summary>The issuer's own page.</summary>
    Challenge,

    /// <summary>A step at the gateway is under way.</summary>
    Processing,

    /// <summary>The same for so long that the shopper is let go.</summary>
    Late,
    Succeeded,
    Failed,
}

/// <summary>An intent as its shopper sees it.</summary>
/// <param name="IntentId"><c>pi_…</c> or <c>seti_…</c>.</param>
/// <param name="Amount">Null for a setup, which takes nothing.</param>
/// <param name="Card">Null where the intent has none any more.</param>
/// <param name="Challenge">What the issuer is to be posted, while the step is one of its.</param>
/// <param name="NeedsSecurityCode">The start asks for the code of a card that the gateway has.</param>
/// <param name="CardholderInfo">What the issuer wants to be told to its cardholder, where it failed.</param>
/// <param name="ReturnUrl">The merchant's, as it was given.</param>
/// <param name="ClientSecret">What Stripe's return parameters carry.</param>
public sealed record AuthenticationView(
    string IntentId, AuthenticationStep Step, Money? Amount, CardName? Card, Challenge? Challenge, bool NeedsSecurityCode, string? CardholderInfo, string? ReturnUrl, string ClientSecret)
{
    public bool IsSetup => IntentId.StartsWith("seti_", StringComparison.Ordinal);

    /// <summary>Something is still to be done, by the shopper or for them.</summary>
    public bool Goes => Step is AuthenticationStep.Start or AuthenticationStep.Device or AuthenticationStep.Challenge or AuthenticationStep.Processing;

    /// <summary>Where the page ends; null while it goes on, or where the merchant gave no address that a browser may be led to.</summary>
    public string? LeadsTo => Step switch
    {
        AuthenticationStep.Succeeded => ReturnAddress.Of(this, "succeeded"),
        AuthenticationStep.Late => ReturnAddress.Of(this, "pending"),
        AuthenticationStep.Failed => ReturnAddress.Of(this, "failed"),
        _ => null,
    };
}

/// <summary>A card as its holder knows it: <c>Visa •••• 4242</c>.</summary>
/// <param name="Brand">Stripe's word.</param>
public sealed record CardName(string Brand, string Last4)
{
    public override string ToString()
    {
        var name = Brand switch
        {
            "visa" => "Visa ",
            "mastercard" => "Mastercard ",
            "amex" => "American Express ",
            "discover" => "Discover ",
            "diners" => "Diners Club ",
            "jcb" => "JCB ",
            "unionpay" => "UnionPay ",
            _ => "",
        };
        return $"{name}•••• {Last4}";
    }
}
