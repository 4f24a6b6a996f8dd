using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Webhooks;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder v1)
    {
        var events = v1.MapGroup("/events").WithTags("Events");
        events.MapGet("/{id}", async (string id, NoParams none, PayDb db, CancellationToken ct) =>
        {
            var found = await db.Set<PayEvent>().Where(e => e.Id == id).Select(EventReading.Row).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuch("event", id);
            return TypedResults.Ok(EventReading.Shown(found));
        });
        events.MapGet("/", async (EventList list, PayDb db, CancellationToken ct) => TypedResults.Ok(list.After is { } after
            ? await Narrow(await db.LogAfterAsync(after, ct), list, db).PageOfLogAsync(list.Page.Limit, ct)
            : await Narrow(db.Set<PayEvent>(), list, db).PageAsync(list.Page, e => e.Id, EventReading.Row, "/v1/events", EventReading.Shown, ct)));
    }

    private static IQueryable<PayEvent> Narrow(IQueryable<PayEvent> events, EventList list, PayDb db)
    {
        // On a test clock an event's time is not the time in its id.
        var wanted = db.Livemode ? events.CreatedIn(list.Created, "evt", e => e.Id, e => e.CreatedAt)
            : list.Created is { } created ? created.Narrow(events, e => e.ClockTime ?? e.CreatedAt)
            : events;
        if (list.ObjectId is { } of) wanted = wanted.Where(e => e.ObjectId == of);
        if (list.Types is { } types) wanted = wanted.Where(e => types.Contains(e.Type));
        if (list.Type is { } type)
        {
            if (type.EndsWith(".*", StringComparison.Ordinal))
            {
                var family = type[..^1];
                wanted = wanted.Where(e => e.Type.StartsWith(family));
            }
            else
            {
                wanted = wanted.Where(e => e.Type == type);
            }
        }
        return list.DeliverySuccess switch
        {
            null => wanted,
            true => wanted.Where(e => e.Status == PayEventStatus.Dispatched && !db.Set<WebhookDelivery>().Any(d => d.EventId == e.Id && d.Status != WebhookDeliveryStatus.Succeeded)),
            false => wanted.Where(e => db.Set<WebhookDelivery>().Any(d => d.EventId == e.Id && d.Status != WebhookDeliveryStatus.Succeeded)),
        };
    }
}
