using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>Reads what our books say before a refund goes out, and commits what came of it under the three locks.</summary>
public sealed class RefundRecords(PayDb db, PaymentOperations operations)
{
    /// <summary>The refund, and the charge's tally without it. Only finished refunds count: what is in doubt goes out alone.</summary>
    public async Task<(Refund Refund, RefundTally Ours)> TallyAsync(string refundId)
    {
        var refund = await db.Refunds.SingleAsync(r => r.Id == refundId);
        var captured = await db.Attempts.Where(a => a.Id == refund.ChargeId).Select(a => a.AmountCaptured).SingleAsync();
        return (refund, await TallyAsync(refund, captured));
    }

    /// <param name="refund">Perhaps not saved yet.</param>
    /// <param name="captured">Of its charge, minor units.</param>
    public async Task<RefundTally> TallyAsync(Refund refund, long captured)
    {
        var done = await db.Refunds.Where(r => r.ChargeId == refund.ChargeId && r.Id != refund.Id && r.Way != null && (r.Status == RefundStatus.Succeeded || r.Status == RefundStatus.Pending))
            .Select(r => new { r.Way, r.Amount }).ToListAsync();
        var returned = done.Where(r => r.Way == RefundWay.Returned).Sum(r => r.Amount);
        return new(captured - (done.Sum(r => r.Amount) - returned), returned, refund.Amount);
    }

    /// <summary>Locks intent, charge and refund, writes, closes the operation and commits. A refund that somebody else has finished stays as it is.</summary>
    /// <param name="operation">Null where no step at the gateway was under way.</param>
    public async Task WriteAsync(PaymentOperation? operation, string refundId, Func<PaymentIntent, PaymentAttempt, Refund, Task> write)
    {
        var seen = await db.Refunds.SingleAsync(r => r.Id == refundId);
        var intent = (await db.LockAsync<PaymentIntent>(seen.PaymentId, CancellationToken.None))!;
        var charge = (await db.LockAsync<PaymentAttempt>(seen.ChargeId, CancellationToken.None))!;
        var refund = (await db.LockAsync<Refund>(refundId, CancellationToken.None))!;
        if (operation is null || refund.Status == RefundStatus.Pending) await write(intent, charge, refund);
        if (operation is not null) await operations.CloseAsync(operation);
        await db.SaveAndCommitAsync();
    }
}
