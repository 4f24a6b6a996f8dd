using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using static CalmonyPay.PaymentIntents.Refunds.RefundMove;
using static CalmonyPay.PaymentIntents.Refunds.RefundStatus;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>Stripe's statuses of a refund.</summary>
[PgEnum("pay_refund_status")]
public enum RefundStatus
{
    /// <summary>Promised: its amount is reserved, the gateway has not done it yet, or has not said so.</summary>
    Pending,
    /// <summary>Waits for the shopper; never with cards.</summary>
    RequiresAction,
    /// <summary>On its way to the shopper; the gateway may still reject it when it settles.</summary>
    Succeeded,
    Failed,
    Canceled,
}

/// <summary>How the gateway gave the money back.</summary>
[PgEnum("pay_refund_way")]
public enum RefundWay
{
    /// <summary>The whole sale was cancelled before it went out.</summary>
    Voided,
    /// <summary>The sale's amount was lowered before it went out.</summary>
    Lowered,
    /// <summary>A transaction of its own, after the sale had settled.</summary>
    Returned,
}

public enum RefundMove { Succeed, Fail, Cancel }

/// <summary>The whole life of a refund.</summary>
public static class RefundLifecycle
{
    private static readonly FrozenDictionary<(RefundStatus, RefundMove), RefundStatus> Table =
        new (RefundStatus From, RefundMove On, RefundStatus To)[]
        {
            (Pending,   Succeed, Succeeded),
            (Pending,   Fail,    Failed),
            (Pending,   Cancel,  Canceled),
            (Succeeded, Fail,    Failed),       // the gateway rejected it when it settled
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="InvalidOperationException">The table has no row: a mistake of ours, never of a client's.</exception>
    public static RefundStatus Next(RefundStatus from, RefundMove move) =>
        Table.TryGetValue((from, move), out var to) ? to : throw new InvalidOperationException($"A refund that is {from} cannot {move}.");

    public static bool Allows(RefundStatus from, RefundMove move) => Table.ContainsKey((from, move));
}
