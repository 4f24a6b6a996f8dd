using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>A change of the present phase may invoice at once: it is committed, then the card is tried.</summary>
public sealed class ScheduleFlow(PayDb db, ScheduleUpdating updating, ScheduleBooks books, SubscriptionFlow subscriptions)
{
    public async Task<object> UpdateAsync(string id, ScheduleUpdate update, GatewayRun run)
    {
        string? invoice = null;
        if (run.RecoveryPoint is not null)
        {
            // What a crash has cut off after the commit, the engine charges.
            run.ReachedAlready("subscription_schedule", id);
        }
        else
        {
            invoice = await updating.UpdateAsync(id, update, CancellationToken.None);
            await run.SaveAndCommitAsync("subscription_schedule", id);
        }
        if (invoice is not null) await subscriptions.PayAsync(await db.SubscriptionSchedules.Where(s => s.Id == id).Select(s => s.SubscriptionId).SingleAsync() ?? "", invoice, SubscriptionFields.None with { OffSession = true });
        return (await books.ReadAsync([await db.SubscriptionSchedules.SingleAsync(s => s.Id == id)], CancellationToken.None))[0].Shown;
    }
}
