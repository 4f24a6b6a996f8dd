using System.Globalization;
using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>
/// Cardstream's replies as outcomes. Whatever contradicts itself or the order is unknown: taking it for a no could charge
/// twice, taking it for a yes could ship for nothing.
/// </summary>
internal static class CardstreamOutcomes
{
    /// <summary>SALE, VERIFY, REFUND_SALE and the continuation of one: a transaction of its own.</summary>
    public static GatewayOutcome OfNew(GatewayReply reply, Expectation expected)
    {
        if (reply is not GatewayReply.Answered { Answer: var answer }) return NoAnswer(reply);
        if (answer.IsTrusted && expected.Differs(answer) is { } field) return new GatewayOutcome.Unknown($"mismatch: {field} is not the order's");
        var transaction = CardstreamTransactions.Of(answer, expected.Narrow, expected.Challenged ? "challenge" : "frictionless");
        return answer.Outcome.Reading switch
        {
            Reading.Approved or Reading.PartiallyApproved => answer.IsApproved
                ? new GatewayOutcome.Approved(transaction)
                : Contradiction(answer, transaction),
            Reading.Declined or Reading.AuthenticationRequired or Reading.AuthenticationFailed or Reading.CardData or Reading.ThreeDSecureNeeded
                when HoldsMoney(answer.State) => Contradiction(answer, transaction),
            Reading.ThreeDSecureNeeded => answer.ThreeDS is { Ref: { } reference, Url: { } url } && answer.IsTrusted
                ? new GatewayOutcome.Challenged(transaction, new(reference, url, answer.ThreeDS.Request, answer.ThreeDS.IsMethodLeg))
                : new GatewayOutcome.Declined(transaction, Declines.Of(answer)),
            // The answer's cross reference is the refused twin's own: it names neither the first request nor its outcome.
            Reading.Duplicate => new GatewayOutcome.Duplicate(transaction with { Reference = null }),
            _ => Otherwise(answer, transaction),
        };
    }

    /// <summary>CAPTURE: the base transaction goes on under its own reference, whatever reference a refusal carries.</summary>
    public static GatewayOutcome OfCapture(GatewayReply reply, string reference, Money total)
    {
        if (reply is not GatewayReply.Answered { Answer: var answer }) return NoAnswer(reply);
        if (!answer.IsApproved) return OfManagement(answer, reference);
        var transaction = CardstreamTransactions.Of(answer) with { Reference = reference };
        if (answer.State == TransactionState.Approved) return Contradiction(answer, transaction);
        if (transaction.AmountReceived is { } received && received != total.Minor) return new GatewayOutcome.Unknown("mismatch: amountReceived is not the order's", transaction);
        if (transaction.Currency is { } currency && currency != total.Currency.Code) return new GatewayOutcome.Unknown("mismatch: currencyCode is not the order's", transaction);
        return new GatewayOutcome.Approved(transaction);
    }

    /// <summary>CANCEL: see <see cref="OfCapture"/>.</summary>
    public static GatewayOutcome OfCancel(GatewayReply reply, string reference)
    {
        if (reply is not GatewayReply.Answered { Answer: var answer }) return NoAnswer(reply);
        return answer.IsCanceled
            ? new GatewayOutcome.Approved(CardstreamTransactions.Of(answer) with { Reference = reference })
            : OfManagement(answer, reference);
    }

    /// <summary>
    /// QUERY: the stored transaction, however it ended. A gateway that could not answer says so in the same fields, under a
    /// reference of its own and without an amount; that must not be read as the transaction's end.
    /// </summary>
    public static GatewayOutcome OfQuery(GatewayReply reply, string reference)
    {
        if (reply is not GatewayReply.Answered { Answer: var answer }) return NoAnswer(reply);
        var own = ResponseCodes.Read(answer.ResponseCode).Reading;
        if (answer.IsTrusted && own != Reading.NotFound && answer is { StateText: not null, Amount: not null } && answer.Xref == reference)
            return new GatewayOutcome.Approved(CardstreamTransactions.Of(answer));
        return own is Reading.NotFound or Reading.Config or Reading.Retry or Reading.Bug or Reading.Expired
            ? Otherwise(answer, transaction: null, own)
            : new GatewayOutcome.Unknown($"The query was answered {Code(answer)} without the transaction");
    }

    /// <summary>A CAPTURE or CANCEL that was not done. The state in the answer speaks of the request, so it is withheld.</summary>
    private static GatewayOutcome OfManagement(CardstreamAnswer answer, string reference)
    {
        var transaction = CardstreamTransactions.Of(answer) with { Reference = reference, State = GatewayState.Other };
        return answer.Outcome.Reading switch
        {
            Reading.Approved or Reading.PartiallyApproved => Contradiction(answer, transaction),
            Reading.Declined or Reading.AuthenticationRequired or Reading.AuthenticationFailed or Reading.CardData =>
                new GatewayOutcome.Declined(transaction, Declines.Of(answer)),
            Reading.Duplicate => new GatewayOutcome.Duplicate(transaction),
            _ => Otherwise(answer, transaction),
        };
    }

    private static GatewayOutcome Otherwise(CardstreamAnswer answer, GatewayTransaction? transaction, Reading? reading = null) => (reading ?? answer.Outcome.Reading) switch
    {
        Reading.Declined or Reading.AuthenticationRequired or Reading.AuthenticationFailed or Reading.CardData when transaction is not null =>
            new GatewayOutcome.Declined(transaction, Declines.Of(answer)),
        Reading.Config when answer.ResponseCode == ResponseCodes.CaptureDelayRefused => Refused(answer, RefusalKind.Unsupported),
        Reading.Config => Refused(answer, RefusalKind.Configuration),
        Reading.WrongState or Reading.Expired or Reading.Canceled => Refused(answer, RefusalKind.State),
        Reading.NotFound => Refused(answer, RefusalKind.NoSuchTransaction),
        Reading.Bug => Refused(answer, RefusalKind.Malformed),
        Reading.Retry => Refused(answer, RefusalKind.Later),
        _ => new GatewayOutcome.Unknown($"The gateway answered {Code(answer)}, which leaves the outcome open", transaction),
    };

    private static GatewayOutcome.Refused Refused(CardstreamAnswer answer, RefusalKind kind) =>
        new(kind, Code(answer), ResponseCodes.FieldOf(answer.ResponseCode) is { } field ? $"{answer.ResponseMessage} ({field})" : answer.ResponseMessage ?? "");

    private static GatewayOutcome.Unknown Contradiction(CardstreamAnswer answer, GatewayTransaction transaction) =>
        new($"The answer contradicts itself: code {Code(answer)}, state {answer.State}", transaction);

    private static GatewayOutcome NoAnswer(GatewayReply reply) => reply switch
    {
        GatewayReply.NeverSent never => new GatewayOutcome.NotSent($"{never.Reason}: {never.Detail}"),
        GatewayReply.Unknown unknown => new GatewayOutcome.Unknown($"{unknown.Reason}: {unknown.Detail}"),
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    private static bool HoldsMoney(TransactionState state) => state is TransactionState.Approved or TransactionState.Captured
        or TransactionState.Tendered or TransactionState.Deferred or TransactionState.Accepted;

    private static string Code(CardstreamAnswer answer) => answer.ResponseCode.ToString(CultureInfo.InvariantCulture);
}
