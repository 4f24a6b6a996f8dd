using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Events;

/// <summary>Which events are wanted.</summary>
/// <param name="Type">One type, or a family (<c>invoice.*</c>).</param>
/// <param name="Types">Up to twenty types; not with <paramref name="Type"/>.</param>
/// <param name="ObjectId">Those of one object; our own filter, Stripe has <c>related_object</c> in its newer API.</param>
public sealed record EventList(PageParams Page, string? Type, IReadOnlyList<string>? Types, TimeRange? Created, string? ObjectId) : IParams<EventList>
{
    private const int MostTypes = 20;

    public static EventList Read(Params p)
    {
        var list = new EventList(PageParams.Read(p), p.Text("type"), p.List("types"), p.Range("created"), p.Text("object_id"));
        p.Ignore("delivery_success");
        if (list is { Type: not null, Types: not null }) throw StripeError.Invalid("You may only specify one of these parameters: type, types.", "types", "parameters_exclusive");
        if (list.Types?.Count > MostTypes) throw StripeError.Invalid($"You may name {MostTypes} types at most.", "types");
        return list;
    }
}

public sealed record EventData(RawJson Object, [property: OmitNull] RawJson? PreviousAttributes);

public sealed record EventRequest(string? Id, string? IdempotencyKey);

/// <summary>An event as Stripe shows it, and beside it where it stands among its object's events.</summary>
/// <param name="Sequence">Counts the events of the object from 1 without a gap. Ours; Stripe has no such field.</param>
/// <param name="PreviousEvent">The object's event before this one; null for the first. Ours as well.</param>
public sealed record EventResponse(
    string Id, string? ApiVersion, long Created, EventData Data, bool Livemode, int PendingWebhooks, EventRequest? Request, string Type,
    long Sequence, string? PreviousEvent)
{
    public string Object => "event";

    public static EventResponse Of(PayEvent happened) => new(
        happened.Id, happened.ApiVersion, happened.CreatedAt.ToUnixTimeSeconds(),
        new(new(happened.Data), happened.PreviousAttributes is { } before ? new(before) : null),
        happened.Livemode, 0, new(happened.RequestId, happened.IdempotencyKey), happened.Type,
        happened.ObjectSequence, happened.PreviousEventId);
}

public static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder v1)
    {
        var events = v1.MapGroup("/events").WithTags("Events");
        events.MapGet("/{id}", async (string id, NoParams none, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(EventResponse.Of(await db.Set<PayEvent>().SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw StripeError.NoSuch("event", id))));
        events.MapGet("/", async (EventList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Set<PayEvent>().CreatedIn(list.Created, "evt", e => e.Id, e => e.CreatedAt);
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
            return TypedResults.Ok(await wanted.PageAsync(list.Page, e => e.Id, "/v1/events", EventResponse.Of, ct));
        });
    }
}
