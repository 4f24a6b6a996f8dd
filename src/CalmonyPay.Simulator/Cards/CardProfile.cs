namespace CalmonyPay.Simulator.Cards;

/// <summary>Whose test card it is, which decides the tables that apply.</summary>
public enum CardBook
{
    /// <summary>Any other number: approved if its check digit is right.</summary>
    Unknown,

    /// <summary>Cardstream's own: amount, expiry month and address decide.</summary>
    Cardstream,

    /// <summary>Stripe's: the number decides, at any amount.</summary>
    Stripe,
}

/// <summary>How the card's issuer treats 3-D Secure.</summary>
public enum Enrolment
{
    /// <summary>The scheme says that the card takes no part; the payment goes on without.</summary>
    NotEnrolled,

    /// <summary>Asked for, answered as an attempt, nothing shown to the payer.</summary>
    Attempted,

    /// <summary>The expiry month decides (Cardstream's table).</summary>
    ByMonth,

    /// <summary>Authenticated without a challenge.</summary>
    Frictionless,

    /// <summary>Authenticated without a challenge, unless the merchant asks for one.</summary>
    Supported,

    /// <summary>A challenge is shown.</summary>
    Challenge,

    /// <summary>The directory fails.</summary>
    LookupError,

    /// <summary>The issuer's authentication server fails.</summary>
    AuthenticationError,
}

/// <summary>What a card's issuer says to a payment without the payer's authentication.</summary>
public enum ScaDemand
{
    None,

    /// <summary>Wanted, except from a merchant on a card that was set up with authentication.</summary>
    UnlessSetUp,

    /// <summary>Wanted from the payer; the merchant may always charge alone.</summary>
    OnSessionOnly,

    /// <summary>Wanted always.</summary>
    Always,
}

/// <summary>Which actions a card's decline strikes.</summary>
public enum DeclineScope
{
    EveryAction,

    /// <summary>VERIFY succeeds, so that the card can be saved; payments fail.</summary>
    PaymentsOnly,

    /// <summary>Only where a security code was sent, since that is what is wrong.</summary>
    WithSecurityCode,
}

/// <summary>An issuer's refusal in the gateway's words: the code, the message, and when it strikes.</summary>
public sealed record CardDecline(int Code, string Message, DeclineScope Scope = DeclineScope.EveryAction);

/// <summary>A chargeback that follows by itself once a sale on the card is captured.</summary>
/// <param name="Kind"><c>chargeback</c>, <c>inquiry</c> or <c>warning</c>.</param>
/// <param name="Reason">Stripe's word for the reason, such as <c>product_not_received</c>.</param>
/// <param name="Times">How many come, each after the one before was decided.</param>
public sealed record CardDispute(string Kind, string Reason, int Times = 1);

/// <summary>Everything that the simulator knows about one card number.</summary>
public sealed record CardProfile
{
    public required CardBook Book { get; init; }

    public required CardBrand Brand { get; init; }

    /// <summary>ISO 3166-1 alpha-3 code of the issuer's country, <c>XXX</c> when unknown.</summary>
    public string Country { get; init; } = "XXX";

    /// <summary>The gateway's bit mask: bit 1 debit, 3 prepaid, 22 3-D Secure.</summary>
    public int Flags { get; init; }

    public CardDecline? Decline { get; init; }

    public Enrolment Enrolment { get; init; }

    public ScaDemand Sca { get; init; }

    /// <summary>False for cards whose issuer has no device method; the challenge then comes first.</summary>
    public bool HasMethod { get; init; } = true;

    public CardDispute? Dispute { get; init; }

    /// <summary>Settled the moment it is captured, so that the funds are available and a refund can be tried at once.</summary>
    public bool SettlesAtOnce { get; init; }

    /// <summary>A refund stays <c>approved</c> until the settlement clock has run.</summary>
    public bool RefundsLate { get; init; }

    /// <summary>A refund is answered as good and rejected at settlement.</summary>
    public bool RefundsFail { get; init; }

    /// <summary><c>elevated</c> or <c>highest</c>; null for an ordinary card.</summary>
    public string? Risk { get; init; }

    /// <summary>What the checks of security code and address compare with.</summary>
    public CardHolder Holder { get; init; } = CardHolder.MatchesAll;
}
