using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Webhooks;

/// <summary>Which events are wanted.</summary>
/// <param name="Type">One type, or a family (<c>invoice.*</c>).</param>
/// <param name="Types">Up to twenty types; not with <paramref name="Type"/>.</param>
/// <param name="DeliverySuccess">True: those that every endpoint has got. False: those that one has not (yet).</param>
/// <param name="ObjectId">Those of one object; our own filter, Stripe has <c>related_object</c> in its newer API.</param>
/// <param name="After">Ours: the log in the order of commits, oldest first, from behind this event (or from the <c>beginning</c>).</param>
public sealed record EventList(
    PageParams Page, string? Type, IReadOnlyList<string>? Types, TimeRange? Created, bool? DeliverySuccess, string? ObjectId, string? After) : IParams<EventList>
{
    private const int MostTypes = 20;

    public static EventList Read(Params p)
    {
        var list = new EventList(PageParams.Read(p), p.Text("type"), p.List("types"), p.Range("created"), p.Bool("delivery_success"), p.Text("object_id"), p.Text("after"));
        if (list is { Type: not null, Types: not null }) throw StripeError.Invalid("You may only specify one of these parameters: type, types.", "types", "parameters_exclusive");
        if (list.Types?.Count > MostTypes) throw StripeError.Invalid($"You may name {MostTypes} types at most.", "types");
        if (list is { After: not null, Page.StartingAfter: not null } or { After: not null, Page.EndingBefore: not null })
            throw StripeError.Invalid("You may only specify one of these parameters: after, starting_after, ending_before.", "after", "parameters_exclusive");
        return list;
    }
}

public sealed record EventData(RawJson Object, [property: OmitNull] RawJson? PreviousAttributes);

public sealed record EventRequest(string? Id, string? IdempotencyKey);

/// <summary>An event as Stripe shows it, and beside it where it stands among its object's events.</summary>
/// <param name="PendingWebhooks">Endpoints that want it and have not answered with 2xx yet.</param>
/// <param name="Sequence">Counts the events of the object from 1 without a gap. Ours; Stripe has no such field.</param>
/// <param name="PreviousEvent">The object's event before this one; null for the first. Ours as well.</param>
public sealed record EventResponse(
    string Id, string? ApiVersion, long Created, EventData Data, bool Livemode, int PendingWebhooks, EventRequest? Request, string Type,
    long Sequence, string? PreviousEvent)
{
    public string Object => "event";

    public static EventResponse Of(PayEvent happened, int pendingWebhooks) => new(
        happened.Id, happened.ApiVersion, (happened.ClockTime ?? happened.CreatedAt).ToUnixTimeSeconds(),
        new(new(happened.Data), happened.PreviousAttributes is { } before ? new(before) : null),
        happened.Livemode, pendingWebhooks, new(happened.RequestId, happened.IdempotencyKey), happened.Type,
        happened.ObjectSequence, happened.PreviousEventId);
}
