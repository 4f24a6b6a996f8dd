using CalmonyPay.Catalog.Meters;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Usage;

/// <summary>Takes events back, within a day of their arrival.</summary>
public sealed class MeterEventAdjustments(PayDb db, ScopeTime time, TimeProvider wall)
{
    /// <summary>Cancels the event; one that is cancelled already stays so, and the answer is the same.</summary>
    /// <exception cref="StripeError">400 if the meter has received no event of that identifier in the last 24 hours.</exception>
    public async Task<MeterEventAdjustmentResponse> CancelAsync(MeterEventAdjust adjust, CancellationToken ct)
    {
        await db.Database.BeginTransactionAsync(ct);
        var since = wall.GetUtcNow() - MeterEventIdentifier.TakenFor;
        var id = await (from i in db.Set<MeterEventIdentifier>()
                        join e in db.Set<MeterEvent>() on i.EventId equals e.Id
                        join m in db.Set<Meter>() on e.MeterId equals m.Id
                        where i.Identifier == adjust.Identifier && i.ReceivedAt > since && m.EventName == adjust.EventName
                        select (Guid?)e.Id).SingleOrDefaultAsync(ct)
            ?? throw StripeError.Invalid(
                $"No meter event with the identifier '{adjust.Identifier}' was received for '{adjust.EventName}' within the last 24 hours.", "cancel[identifier]", "resource_missing");
        var now = time.Now;
        await db.MeterEvents.Where(e => e.Id == id && e.CancelledAt == null).ExecuteUpdateAsync(e => e.SetProperty(row => row.CancelledAt, now), ct);
        return new(new(adjust.Identifier), adjust.EventName, db.Livemode);
    }
}
