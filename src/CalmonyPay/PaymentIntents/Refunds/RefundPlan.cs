using CalmonyPay.Gateways;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>What our ledger says of a charge before one refund of it; minor units.</summary>
/// <param name="Held">What the gateway should show as received: captured, less what earlier refunds have lowered.</param>
/// <param name="Returned">What it should have counted as refunded by transactions of their own.</param>
/// <param name="Amount">The refund.</param>
public sealed record RefundTally(long Held, long Returned, long Amount)
{
    /// <summary>The absolute amount that remains where the sale has not gone out.</summary>
    public long Target => Held - Amount;
}

/// <summary>What to do about a refund next.</summary>
public enum RefundStep
{
    /// <summary>Cancel the sale.</summary>
    Void,
    /// <summary>Capture the absolute amount that remains.</summary>
    Lower,
    /// <summary>Refund by a transaction of its own.</summary>
    Return,
    /// <summary>The sale is on its way: neither can be done until it has settled.</summary>
    Wait,
    /// <summary>The gateway has done it already.</summary>
    WasVoided,
    WasLowered,
    WasReturned,
    /// <summary>The sale itself was refused at settlement; there is nothing to give back.</summary>
    SaleRejected,
    /// <summary>The gateway's state and our ledger do not fit: a person has to look.</summary>
    Person,
}

/// <summary>The gateway's state decides how money goes back, not the clock.</summary>
public static class RefundPlan
{
    /// <param name="sale">The sale as a query has just shown it.</param>
    /// <param name="inDoubt">This refund may have gone out before.</param>
    public static RefundStep Next(RefundTally ours, GatewayTransaction sale, bool inDoubt)
    {
        var received = sale.AmountReceived ?? ours.Held;
        return sale.State switch
        {
            GatewayState.Canceled when ours.Target == 0 => RefundStep.WasVoided,
            GatewayState.Captured when ours.Target > 0 && received == ours.Target => RefundStep.WasLowered,
            GatewayState.Captured when received == ours.Held => ours.Target == 0 ? RefundStep.Void : RefundStep.Lower,
            // Lowered, and gone out before we heard of it.
            GatewayState.Tendered or GatewayState.Deferred or GatewayState.Settled when inDoubt && ours.Target > 0 && received == ours.Target => RefundStep.WasLowered,
            GatewayState.Tendered or GatewayState.Deferred => RefundStep.Wait,
            GatewayState.Settled when inDoubt && sale.AmountRefunded == ours.Returned + ours.Amount => RefundStep.WasReturned,
            GatewayState.Settled => RefundStep.Return,
            GatewayState.Rejected => RefundStep.SaleRejected,
            _ => RefundStep.Person,
        };
    }
}
