using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>A card that a client sent: in memory only, until the outcome of its attempt is known.</summary>
/// <param name="ExpiryMonth">1 to 12.</param>
/// <param name="ExpiryYear">Four digits.</param>
public sealed record NewCard(CardNumber Number, int ExpiryMonth, int ExpiryYear, SecurityCode? SecurityCode);

/// <summary>Who holds the card and where they live, for address checks; every part may be missing.</summary>
public sealed record Cardholder(string? Name, string? Email, string? Phone, string? Line1, string? Line2, string? City, string? State, string? PostalCode, string? Country)
{
    public static Cardholder Unknown { get; } = new(null, null, null, null, null, null, null, null, null);
}

/// <summary>With what a charge is paid: card data, or a card that the gateway stored with an earlier transaction.</summary>
public abstract record CardSource
{
    private CardSource() { }

    public sealed record Fresh(NewCard Card) : CardSource;

    /// <param name="Reference">The storing or the latest successful transaction (Cardstream: <c>xref</c>).</param>
    /// <param name="SecurityCode">Asked of the shopper again, where the account demands it.</param>
    public sealed record Stored(string Reference, SecurityCode? SecurityCode = null) : CardSource;
}

/// <summary>Who starts the charge, and what was agreed (cardstream.md of the docs; Cardstream: <c>initiator</c>, <c>rtAgreementType</c>, <c>type</c>).</summary>
public enum Agreement
{
    /// <summary>The shopper pays once; nothing is kept for later.</summary>
    None,

    /// <summary>The shopper pays and the card is kept, or pays with a kept card.</summary>
    CardOnFile,

    /// <summary>The shopper starts a subscription.</summary>
    RecurringStart,

    /// <summary>The merchant charges a subscription.</summary>
    Recurring,

    /// <summary>The merchant charges a kept card without a schedule.</summary>
    Unscheduled,
}

/// <summary>What the shopper's browser said, for 3-D Secure.</summary>
/// <param name="ReturnUrl">Our page, to which the issuer posts.</param>
/// <param name="RemoteAddress">IPv4, dotted.</param>
/// <param name="TimeZoneMinutes">Minutes behind UTC, as JavaScript's <c>getTimezoneOffset</c>.</param>
/// <param name="Screen">Width x height x depth, such as <c>1920x1080x24</c>.</param>
/// <param name="ChallengeMandated">The issuer asked for authentication and got none: a challenge must be shown.</param>
/// <param name="ChallengeWanted">The merchant would rather see a challenge (<c>request_three_d_secure</c>).</param>
/// <param name="ScaExemption">One of <see cref="ScaExemptions.Known"/>, where the account asks for it; the issuer may refuse.</param>
public sealed record BrowserData(
    Uri ReturnUrl, string RemoteAddress, string UserAgent, string Accept, string AcceptLanguage, bool JavaScript, int? TimeZoneMinutes, string? Screen, bool ChallengeMandated,
    bool ChallengeWanted = false, string? ScaExemption = null);

/// <summary>Money to authorise.</summary>
/// <param name="AttemptId">Ours (<c>ch_…</c>); the gateway's key against duplicates (Cardstream: <c>transactionUnique</c>).</param>
/// <param name="OrderReference">What the merchant's records call it (Cardstream: <c>orderRef</c>).</param>
/// <param name="Capture">True: take the money now; false: hold it.</param>
/// <param name="Callback">Where the gateway tells the outcome besides; carries a token.</param>
/// <param name="Browser">For 3-D Secure; null for charges without a shopper and first tries without one.</param>
public sealed record ChargeOrder(
    string AttemptId, string OrderReference, Money Amount, bool Capture, CardSource Source, Cardholder Holder, Agreement Agreement, Uri? Callback,
    string? StatementDescriptor, string? StatementDescriptorSuffix, BrowserData? Browser);

/// <summary>A card to check and store.</summary>
/// <param name="AttemptId">Ours (<c>pm_…</c>, <c>setatt_…</c>, <c>tok_…</c>): the gateway's key against duplicates.</param>
public sealed record VerifyOrder(string AttemptId, CardSource Source, Cardholder Holder, Currency Currency, Agreement Agreement, Uri? Callback, BrowserData? Browser);

/// <summary>Settled money to give back.</summary>
/// <param name="RefundId">Ours (<c>re_…</c>), the gateway's key against duplicates.</param>
/// <param name="Reference">The sale (Cardstream: <c>xref</c>).</param>
public sealed record RefundOrder(string RefundId, string Reference, Money Amount, Uri? Callback);
