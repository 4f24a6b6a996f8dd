using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using static CalmonyPay.PaymentIntents.Disputes.DisputeMove;
using static CalmonyPay.PaymentIntents.Disputes.DisputeStatus;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>Stripe's statuses of a dispute; those of an inquiry, which moves no money, begin with <c>warning</c>.</summary>
[PgEnum("pay_dispute_status")]
public enum DisputeStatus
{
    WarningNeedsResponse,
    WarningUnderReview,
    WarningClosed,
    NeedsResponse,
    UnderReview,
    Won,
    Lost,
}

public enum DisputeMove
{
    /// <summary>The merchant's evidence goes to the bank.</summary>
    Submit,
    /// <summary>The merchant keeps the money.</summary>
    Win,
    /// <summary>The shopper keeps the money; also when the merchant accepts the dispute.</summary>
    Lose,
}

/// <summary>The whole life of a dispute.</summary>
public static class DisputeLifecycle
{
    private static readonly FrozenDictionary<(DisputeStatus, DisputeMove), DisputeStatus> Table =
        new (DisputeStatus From, DisputeMove On, DisputeStatus To)[]
        {
            (NeedsResponse,        Submit, UnderReview),
            (NeedsResponse,        Win,    Won),
            (NeedsResponse,        Lose,   Lost),
            (UnderReview,          Win,    Won),
            (UnderReview,          Lose,   Lost),
            (WarningNeedsResponse, Submit, WarningUnderReview),
            (WarningNeedsResponse, Win,    WarningClosed),
            (WarningNeedsResponse, Lose,   WarningClosed),      // the bank goes on with a dispute of its own
            (WarningUnderReview,   Win,    WarningClosed),
            (WarningUnderReview,   Lose,   WarningClosed),
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 where the table has no row.</exception>
    public static DisputeStatus Next(DisputeStatus from, DisputeMove move) => Table.TryGetValue((from, move), out var to) ? to
        : throw new StripeError(400, "invalid_request_error", null, IsClosed(from)
            ? "This dispute is already closed."
            : "The evidence of this dispute has been submitted already; the bank is looking at it.")
        { WorkBegan = true };

    public static bool IsClosed(DisputeStatus status) => status is Won or Lost or WarningClosed;

    public static bool IsInquiry(DisputeStatus status) => status is WarningNeedsResponse or WarningUnderReview or WarningClosed;
}
