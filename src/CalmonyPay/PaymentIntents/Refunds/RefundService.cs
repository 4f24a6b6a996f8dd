using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>What can be done to a refund without calling a gateway.</summary>
public sealed class RefundService(PayDb db, EventLog events)
{
    /// <param name="charge">Where the path names one, the refund must be its.</param>
    public async Task<Refund> GetAsync(string id, string? charge, CancellationToken ct) =>
        await db.Refunds.SingleOrDefaultAsync(r => r.Id == id && (charge == null || r.ChargeId == charge), ct) ?? throw NoSuch(id);

    public async Task<Refund> UpdateAsync(string id, RefundUpdate update, CancellationToken ct)
    {
        var refund = await db.LockAsync<Refund>(id, ct) ?? throw NoSuch(id);
        var before = RefundResponse.Of(refund);
        refund.Metadata = update.Metadata.Over(refund.Metadata);
        events.Record("refund.updated", refund, RefundResponse.Of(refund), before);
        events.Record("charge.refund.updated", refund, RefundResponse.Of(refund), before);
        return refund;
    }

    public static StripeError NoSuch(string id) => StripeError.NoSuch("refund", id);
}
