namespace CalmonyPay.Cardstream;

/// <summary>How a request ended, as far as we can tell: answered, never sent, or unknown. There is no fourth.</summary>
public abstract record GatewayReply
{
    private GatewayReply()
    {
    }

    /// <summary>The gateway answered and may be believed. Not necessarily a yes: see <see cref="CardstreamAnswer.IsApproved"/> and <see cref="CardstreamAnswer.Outcome"/>.</summary>
    public sealed record Answered(CardstreamAnswer Answer) : GatewayReply;

    /// <summary>Not one byte of the request's body went out, so nothing happened at the gateway and a new try is safe.</summary>
    public sealed record NeverSent(NeverSentReason Reason, string Detail) : GatewayReply;

    /// <summary>The request may have been carried out. Ask (QUERY) or repeat it exactly; never call it failed.</summary>
    /// <param name="Detail">For logs: holds no field of the request or the answer.</param>
    public sealed record Unknown(UnknownReason Reason, string Detail) : GatewayReply;
}

/// <summary>Why a request was never sent.</summary>
public enum NeverSentReason
{
    NameResolution,
    Connection,
    SecureConnection,

    /// <summary>The time was up before a connection stood.</summary>
    Timeout,

    /// <summary>The caller gave up before a connection stood.</summary>
    Cancelled,

    Other,
}

/// <summary>Why an outcome is unknown.</summary>
public enum UnknownReason
{
    Timeout,

    /// <summary>The caller gave up after the request had begun to go out.</summary>
    Cancelled,

    /// <summary>The connection broke before an answer began.</summary>
    ConnectionLost,

    /// <summary>Any status but 200: a redirect, a proxy's page, an internal error.</summary>
    HttpStatus,

    EmptyBody,

    /// <summary>The connection broke inside the answer.</summary>
    CutBody,

    /// <summary>Not a form, or far longer than any answer.</summary>
    UnparsableBody,

    NoResponseCode,

    MissingSignature,

    WrongSignature,

    /// <summary>A signature came, and the account holds no secret to check it with.</summary>
    UncheckedSignature,

    /// <summary>A partial signature leaves out what decides about money.</summary>
    PartialSignature,

    /// <summary>A genuine answer, to another request: its <c>transactionUnique</c> is not the one we sent.</summary>
    OtherTransaction,
}
