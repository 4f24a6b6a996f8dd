using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using static CalmonyPay.PaymentIntents.Attempts.AttemptMove;
using static CalmonyPay.PaymentIntents.Attempts.AttemptStatus;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>How far one try at moving money has got.</summary>
[PgEnum("pay_payment_attempt_status")]
public enum AttemptStatus
{
    /// <summary>Written down and (perhaps) sent; the gateway's word is not known.</summary>
    Submitted,
    /// <summary>The gateway waits for the shopper to authenticate.</summary>
    Challenged,
    /// <summary>Held, not taken.</summary>
    Authorized,
    /// <summary>Taken; goes out at the next settlement.</summary>
    Captured,
    /// <summary>The issuer, or a check, said no.</summary>
    Declined,
    /// <summary>The hold was given back, or the capture voided.</summary>
    Canceled,
    /// <summary>No outcome came in time; whatever turns up later is cancelled.</summary>
    Abandoned,
    /// <summary>Captured at once with an unknown outcome: a person has to look.</summary>
    Unresolved,
    /// <summary>Nothing happened: never sent, or the gateway would not take it.</summary>
    Failed,
    /// <summary>Settlement was refused after the capture: no money moved.</summary>
    Rejected,
}

public enum AttemptMove { Challenge, Authorize, Capture, Decline, Cancel, Abandon, GiveToPerson, Fail, Reject }

/// <summary>The whole life of an attempt.</summary>
public static class AttemptLifecycle
{
    private static readonly FrozenDictionary<(AttemptStatus, AttemptMove), AttemptStatus> Table =
        new (AttemptStatus From, AttemptMove On, AttemptStatus To)[]
        {
            (Submitted,  Challenge,    Challenged),
            (Challenged, Challenge,    Challenged),     // the next leg: method, then challenge
            (Submitted,  Authorize,    Authorized),
            (Challenged, Authorize,    Authorized),
            (Unresolved, Authorize,    Authorized),
            (Submitted,  Capture,      Captured),       // captured at once
            (Challenged, Capture,      Captured),
            (Unresolved, Capture,      Captured),
            (Authorized, Capture,      Captured),
            (Submitted,  Decline,      Declined),
            (Challenged, Decline,      Declined),
            (Unresolved, Decline,      Declined),
            (Submitted,  Cancel,       Canceled),
            (Challenged, Cancel,       Canceled),
            (Authorized, Cancel,       Canceled),
            (Captured,   Cancel,       Canceled),       // voided before it went out
            (Submitted,  Abandon,      Abandoned),
            (Challenged, Abandon,      Abandoned),
            (Submitted,  GiveToPerson, Unresolved),
            (Submitted,  Fail,         Failed),
            (Unresolved, Fail,         Failed),
            (Challenged, Fail,         Failed),
            (Authorized, Fail,         Failed),         // the hold is gone at the gateway
            (Captured,   Reject,       Rejected),
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="InvalidOperationException">The table has no row: a mistake of ours, never of a client's.</exception>
    public static AttemptStatus Next(AttemptStatus from, AttemptMove move) =>
        Table.TryGetValue((from, move), out var to) ? to : throw new InvalidOperationException($"An attempt that is {from} cannot {move}.");

    public static bool Allows(AttemptStatus from, AttemptMove move) => Table.ContainsKey((from, move));
}
