namespace CalmonyPay.Cardstream;

/// <summary>What a response code means for us.</summary>
public enum Reading
{
    /// <summary>The gateway says yes. Whether money is held or taken is <see cref="CardstreamAnswer.IsApproved"/>'s to say.</summary>
    Approved,

    /// <summary>Approved for less than was asked (code 10). Cancel it unless partial approval is wanted.</summary>
    PartiallyApproved,

    /// <summary>The issuer, the acquirer or a rule of the account said no.</summary>
    Declined,

    /// <summary>The issuer wants the payer authenticated (65, 1037): repeat as a new transaction with 3-D Secure.</summary>
    AuthenticationRequired,

    /// <summary>Not an end: show the payer the 3-D Secure page and continue (65802).</summary>
    ThreeDSecureNeeded,

    /// <summary>3-D Secure ran and did not succeed. Nothing was authorised.</summary>
    AuthenticationFailed,

    /// <summary>3-D Secure succeeded and nothing else was asked for.</summary>
    Authenticated,

    /// <summary>The gateway has seen this request before (65554). Says nothing about how the first one ended.</summary>
    Duplicate,

    /// <summary>The first request is still running.</summary>
    InProgress,

    /// <summary>Money may have moved. A signed answer in a final state bounds what can follow; otherwise ask.</summary>
    Unknown,

    /// <summary>Credentials, addresses or abilities of the account: the operator must act.</summary>
    Config,

    /// <summary>We sent something that makes no sense.</summary>
    Bug,

    /// <summary>The card's data are missing, invalid or of a kind the account does not take.</summary>
    CardData,

    /// <summary>The transaction is not in a state that allows this (65541): query it.</summary>
    WrongState,

    /// <summary>The gateway knows no such cross reference.</summary>
    NotFound,

    /// <summary>A 3-D Secure or cross reference has grown too old: start again with a new transaction, after a query.</summary>
    Expired,

    /// <summary>The request was cancelled at the gateway.</summary>
    Canceled,

    /// <summary>Nothing happened, and the request may be repeated later.</summary>
    Retry,
}

/// <summary>Whether and how the same payment may be tried again.</summary>
public enum RetryClass
{
    /// <summary>The same card will not work.</summary>
    No,

    /// <summary>Only with corrected data.</summary>
    Fix,

    /// <summary>May work later.</summary>
    Later,

    /// <summary>With 3-D Secure.</summary>
    Sca,

    /// <summary>Never again; the payer has ended the agreement.</summary>
    Never,

    /// <summary>Find out first how the earlier try ended.</summary>
    LookFirst,
}

/// <summary>A response code in our words and Stripe's.</summary>
/// <param name="ErrorCode">Stripe's error <c>code</c>; null where nothing failed.</param>
/// <param name="DeclineCode">Stripe's <c>decline_code</c>; null where it was no decline. Show a payer <c>lost_card</c> and <c>stolen_card</c> as <c>generic_decline</c>.</param>
/// <param name="AdviceCode">Stripe's <c>advice_code</c>: <c>try_again_later</c>, <c>do_not_try_again</c>, <c>confirm_card_data</c>, or null.</param>
public sealed record CodeReading(Reading Reading, string? ErrorCode, string? DeclineCode, RetryClass Retry, string? AdviceCode = null);
