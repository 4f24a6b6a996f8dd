namespace CalmonyPay.Gateways;

/// <summary>How a call to a gateway ended. A closed set: whoever handles one handles all.</summary>
public abstract record GatewayOutcome
{
    private GatewayOutcome() { }

    /// <summary>
    /// Done as asked. For a query: the transaction as it stands, whatever its state. The issuer may have approved a part only
    /// (<see cref="GatewayTransaction.PartiallyApproved"/>): a hold exists, and whoever wants all or nothing cancels it.
    /// </summary>
    public sealed record Approved(GatewayTransaction Transaction) : GatewayOutcome;

    /// <summary>The issuer, or a check, said no.</summary>
    public sealed record Declined(GatewayTransaction Transaction, Decline Decline) : GatewayOutcome;

    /// <summary>The shopper has to authenticate first; the transaction waits (Cardstream: 65802).</summary>
    public sealed record Challenged(GatewayTransaction Transaction, Challenge Challenge) : GatewayOutcome;

    /// <summary>The gateway would not take the request in this form or state; nothing happened because of it.</summary>
    public sealed record Refused(RefusalKind Kind, string Code, string Message) : GatewayOutcome;

    /// <summary>A request with the same key arrived before; its own outcome is not in this answer (Cardstream: 65554).</summary>
    public sealed record Duplicate(GatewayTransaction? Transaction) : GatewayOutcome;

    /// <summary>Not a byte went out: nothing happened.</summary>
    public sealed record NotSent(string Reason) : GatewayOutcome;

    /// <summary>It may or may not have happened. Never to be read as a failure.</summary>
    /// <param name="Transaction">What the gateway said, if it said anything: its reference may be queried, nothing in it may be believed.</param>
    public sealed record Unknown(string Reason, GatewayTransaction? Transaction = null) : GatewayOutcome;
}

public enum RefusalKind
{
    /// <summary>The account or its credentials: an operator must look.</summary>
    Configuration,

    /// <summary>The transaction is in another state than the request needs (Cardstream: 65541): query it.</summary>
    State,

    /// <summary>The gateway has no such transaction.</summary>
    NoSuchTransaction,

    /// <summary>The acquirer does not support what was asked (Cardstream: 66358 for delayed capture).</summary>
    Unsupported,

    /// <summary>The request was malformed: our mistake.</summary>
    Malformed,

    /// <summary>To be asked again later (Cardstream: 65565).</summary>
    Later,
}

/// <summary>A decline in Stripe's words.</summary>
/// <param name="Code">The error's code: <c>card_declined</c>, <c>expired_card</c>, <c>incorrect_cvc</c>, <c>incorrect_number</c>, <c>processing_error</c>, <c>authentication_required</c>, …</param>
/// <param name="DeclineCode">Why the issuer declined; null where Stripe gives none.</param>
/// <param name="AdviceCode">Stripe's <c>advice_code</c>; null where none is known.</param>
/// <param name="Message">For the shopper.</param>
/// <param name="GatewayCode">The gateway's own code, for records.</param>
/// <param name="NeedsAuthentication">The issuer wants the shopper to authenticate (a soft decline): try again with 3-D Secure.</param>
/// <param name="AuthenticationFailed">The shopper was asked and failed, or the issuer could not tell.</param>
public sealed record Decline(string Code, string? DeclineCode, string? AdviceCode, string Message, string GatewayCode, bool NeedsAuthentication = false, bool AuthenticationFailed = false);

/// <summary>What a browser has to do next for 3-D Secure.</summary>
/// <param name="Reference">The newest one goes on with the transaction.</param>
/// <param name="Url">The issuer's page.</param>
/// <param name="Fields">To be posted there, in this order.</param>
/// <param name="Method">True: the hidden device leg, ten seconds at most; false: the challenge itself.</param>
public sealed record Challenge(string Reference, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Fields, bool Method)
{
    /// <summary>Legs of one authentication. Two are usual; who asks for more than this does not mean to end.</summary>
    public const int MostLegs = 5;
}

/// <summary>Where money stands at the gateway (Cardstream's states in our words).</summary>
public enum GatewayState
{
    /// <summary>Stored, not decided (a challenge is out).</summary>
    Received,
    /// <summary>Held, not taken.</summary>
    Authorized,
    /// <summary>Goes out at the next settlement; may still be lowered or voided.</summary>
    Captured,
    /// <summary>On its way: neither voidable nor refundable.</summary>
    Tendered,
    /// <summary>Settlement failed for a passing reason; tried again.</summary>
    Deferred,
    /// <summary>Settled; refundable.</summary>
    Settled,
    /// <summary>Settlement refused; no money moved.</summary>
    Rejected,
    Declined,
    /// <summary>The issuer wants a phone call.</summary>
    Referred,
    /// <summary>Authorised and given back by the gateway.</summary>
    Reversed,
    /// <summary>A checked card.</summary>
    Verified,
    Canceled,
    /// <summary>Ended by an error.</summary>
    Finished,
    /// <summary>A state that this build does not know.</summary>
    Other,
}

/// <summary>A transaction as the gateway tells of it; amounts in minor units.</summary>
/// <param name="Reference">Cardstream: <c>xref</c>.</param>
/// <param name="State">After a failed capture or cancel <see cref="GatewayState.Other"/>: the answer does not tell; query it.</param>
/// <param name="AttemptId">Our key, echoed (Cardstream: <c>transactionUnique</c>).</param>
/// <param name="Amount">Of the request.</param>
/// <param name="AmountReceived">Counted as taken, or as held where nothing was captured yet; below <paramref name="Amount"/> after a partial approval or capture.</param>
/// <param name="AmountRefunded">Given back so far, where told.</param>
/// <param name="Currency">ISO 4217, lower case, where told.</param>
/// <param name="Raw">All fields, JSON, without signature, card number and security code: safe to store.</param>
public sealed record GatewayTransaction(
    string? Reference, string? AttemptId, GatewayState State, long? Amount, long? AmountReceived, long? AmountRefunded, string? Currency,
    string? AuthorizationCode, string? NetworkTransactionId, CardFacts? Card, CardChecks Checks, ThreeDSecureResult? ThreeDSecure, Chargeback? Chargeback, string Raw)
{
    /// <summary>The issuer approved <see cref="AmountReceived"/>, which is less than was asked for.</summary>
    public bool PartiallyApproved { get; init; }
}

/// <summary>What the gateway tells of the card. <paramref name="Brand"/> and <paramref name="Funding"/> in Stripe's words, <paramref name="Country"/> ISO alpha-2.</summary>
public sealed record CardFacts(string? Brand, string? Funding, string? Country, string? Last4, string? Issuer);

/// <summary>Each <c>pass</c>, <c>fail</c>, <c>unavailable</c>, <c>unchecked</c> or null where nothing was sent to check.</summary>
public sealed record CardChecks(string? Cvc, string? AddressLine1, string? AddressPostalCode)
{
    public static CardChecks None { get; } = new(null, null, null);
}

/// <param name="Result">Stripe's word: <c>authenticated</c>, <c>attempt_acknowledged</c>, <c>failed</c>, <c>not_supported</c>, <c>processing_error</c>, <c>exempted</c>.</param>
/// <param name="Flow"><c>challenge</c> or <c>frictionless</c>, where known.</param>
/// <param name="CardholderInfo">What the issuer wants its cardholder to be told, such as whom to call.</param>
public sealed record ThreeDSecureResult(string? Result, string? Flow, string? Eci, string? Version, string? TransactionId, string? CardholderInfo = null);

/// <summary>A dispute that the gateway told of. Cardstream documents no such notice; its simulator sends one, and operators enter the others by hand.</summary>
/// <param name="Status"><c>open</c>, <c>won</c> or <c>lost</c>.</param>
/// <param name="Reason">Stripe's word, such as <c>fraudulent</c>.</param>
/// <param name="Amount">Minor units; null: all of it.</param>
/// <param name="Inquiry">Only a question of the bank's: no money moves.</param>
public sealed record Chargeback(string Id, string Status, string Reason, long? Amount, bool Inquiry);

/// <summary>A notice that the gateway sent on its own.</summary>
/// <param name="SignatureValid">False: stored, and believed in nothing.</param>
/// <param name="Type">The gateway's action, such as <c>SALE</c>.</param>
public sealed record GatewayCallback(bool SignatureValid, string? Type, GatewayTransaction? Transaction);
