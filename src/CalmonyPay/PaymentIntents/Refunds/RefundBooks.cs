using CalmonyPay.Gateways;
using CalmonyPay.Ledger;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Events;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>
/// Writes down what came of a refund: the refund, its charge, the ledger and the events, in the transaction that the caller
/// holds with intent, charge and refund locked. The only writer of a refund's outcome.
/// </summary>
public sealed class RefundBooks(EventLog events, LedgerService ledger, PaymentOptions options, TimeProvider clock)
{
    /// <summary>Given back. A sale that was voided has nothing left to settle, so its books close at once.</summary>
    public async Task SucceededAsync(PaymentAttempt charge, Refund refund, RefundWay way, GatewayTransaction told)
    {
        var fresh = refund.IsFresh;
        refund.Succeed(way, told, way == RefundWay.Returned && told.AttemptId == refund.Id ? clock.GetUtcNow() + options.AskForSettlementEvery : null);
        Book(charge, refund);
        if (way == RefundWay.Voided)
        {
            charge.Cancel(told);
            if (charge.BalanceTransactionId is { } transaction) await ledger.SettleAsync(transaction, CancellationToken.None);
        }
        if (fresh) Created(charge, refund);
        else Changed(refund);
    }

    /// <summary>What the gateway says of the refund's own transaction.</summary>
    public async Task ToldAsync(PaymentAttempt charge, Refund refund, GatewayTransaction told)
    {
        switch (told.State)
        {
            case GatewayState.Captured or GatewayState.Tendered or GatewayState.Deferred or GatewayState.Settled when refund.Status == RefundStatus.Pending:
                await SucceededAsync(charge, refund, RefundWay.Returned, told);
                break;
            case GatewayState.Authorized or GatewayState.Received when refund.Status == RefundStatus.Pending:
                refund.Accept(told, clock.GetUtcNow() + options.AskForSettlementEvery);
                Pending(charge, refund);
                break;
            case GatewayState.Canceled when refund.Status == RefundStatus.Pending:
                Canceled(charge, refund, told);
                break;
            case GatewayState.Settled when refund.Status == RefundStatus.Succeeded:
                refund.LookAt = null;
                break;
            case GatewayState.Captured or GatewayState.Tendered or GatewayState.Deferred when refund.Status == RefundStatus.Succeeded:
                refund.LookAt = clock.GetUtcNow() + options.AskForSettlementEvery;
                break;
            case GatewayState.Rejected or GatewayState.Declined or GatewayState.Reversed or GatewayState.Referred or GatewayState.Canceled or GatewayState.Finished
                when RefundLifecycle.Allows(refund.Status, RefundMove.Fail):
                Failed(charge, refund, "declined", told);
                break;
        }
    }

    /// <summary>Not done yet: it waits for the sale's settlement, for the gateway's word, or for a person.</summary>
    public void Pending(PaymentAttempt charge, Refund refund)
    {
        if (!refund.IsFresh) return;
        Book(charge, refund);
        Created(charge, refund);
    }

    /// <summary>The shopper does not get it: the reservation is given back, and what the ledger had promised comes back.</summary>
    /// <param name="reason">Stripe's word.</param>
    public void Failed(PaymentAttempt charge, Refund refund, string reason, GatewayTransaction? told)
    {
        var (fresh, before) = (refund.IsFresh, ChargeResponse.Of(charge));
        refund.Fail(reason, told);
        TakeBack(charge, refund);
        if (fresh) events.Record("refund.created", refund, RefundResponse.Of(refund));
        events.Record("refund.failed", refund, RefundResponse.Of(refund));
        if (fresh) return;
        Changed(refund);
        events.Record("charge.updated", charge, ChargeResponse.Of(charge), before);
    }

    /// <summary>The merchant wants it no more, and nothing has gone back.</summary>
    public void Canceled(PaymentAttempt charge, Refund refund, GatewayTransaction? told)
    {
        var before = ChargeResponse.Of(charge);
        refund.Cancel(told);
        TakeBack(charge, refund);
        Changed(refund);
        events.Record("charge.updated", charge, ChargeResponse.Of(charge), before);
    }

    private void Book(PaymentAttempt charge, Refund refund) => refund.BalanceTransactionId ??=
        ledger.Refund(refund.Id, charge.Id, refund.Money, IsSettled(charge), clock.GetUtcNow() + options.FundsAvailableAfter, charge.Description).Id;

    private void TakeBack(PaymentAttempt charge, Refund refund)
    {
        charge.AmountRefunded -= refund.Amount;
        if (refund.BalanceTransactionId is not null)
            refund.FailureBalanceTransactionId = ledger.RefundFailed(refund.Id, charge.Id, refund.Money, IsSettled(charge), clock.GetUtcNow() + options.FundsAvailableAfter, charge.Description).Id;
    }

    private static bool IsSettled(PaymentAttempt charge) => charge.Settlement == SettlementStatus.Settled;

    private void Created(PaymentAttempt charge, Refund refund)
    {
        events.Record("refund.created", refund, RefundResponse.Of(refund));
        var now = ChargeResponse.Of(charge);
        events.Record("charge.refunded", charge, now, now with { AmountRefunded = now.AmountRefunded - refund.Amount, Refunded = false });
    }

    private void Changed(Refund refund)
    {
        events.Record("refund.updated", refund, RefundResponse.Of(refund));
        events.Record("charge.refund.updated", refund, RefundResponse.Of(refund));
    }
}
