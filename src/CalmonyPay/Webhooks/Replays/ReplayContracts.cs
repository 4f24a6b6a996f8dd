using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Webhooks.Replays;

/// <summary>Which events go to an endpoint once more.</summary>
/// <param name="Created">When they happened; a dry run takes the last week if nothing is said.</param>
/// <param name="Types">Of these types.</param>
/// <param name="ObjectId">Of this object.</param>
/// <param name="After">Those after this event, in the order of the log: from where a consumer knows that it has everything.</param>
/// <param name="Failed">Only what was given up for this endpoint.</param>
/// <param name="DryRun">A rehearsal: each is sent once, marked so, and nothing depends on the answer.</param>
/// <param name="Rate">Events a second.</param>
/// <param name="Limit">How many events one call takes at most; the answer says where the next one goes on.</param>
public sealed record WebhookReplay(
    TimeRange? Created, IReadOnlyList<string>? Types, string? ObjectId, string? After, bool Failed, bool DryRun, int Rate, int Limit) : IParams<WebhookReplay>
{
    public const int MostRate = 1000, MostEvents = 100_000;
    private const int UsualRate = 50;

    public static WebhookReplay Read(Params p)
    {
        var replay = new WebhookReplay(
            p.Range("created"), p.List("types"), p.Text("object_id"), p.Text("after"), p.Bool("failed") ?? false, p.Bool("dry_run") ?? false,
            (int)(p.Long("rate", 1, MostRate) ?? UsualRate), (int)(p.Long("limit", 1, MostEvents) ?? MostEvents));
        return replay is { Created: null, Types: null, ObjectId: null, After: null, Failed: false, DryRun: false }
            ? throw StripeError.Invalid("Say what to send: created, types, object_id, after or failed.", "created", "parameter_missing")
            : replay;
    }
}

/// <summary>What a replay began.</summary>
/// <param name="Deliveries">How many events are on their way.</param>
/// <param name="Ends">When the last one is sent, if all goes well.</param>
/// <param name="HasMore">There are more than the limit.</param>
/// <param name="NextAfter">The last event taken: <c>after</c> of the next call.</param>
public sealed record WebhookReplayResponse(string WebhookEndpoint, int Deliveries, long Ends, bool DryRun, bool HasMore, string? NextAfter)
{
    public string Object => "webhook_replay";
}

/// <param name="WebhookEndpoint">Where to.</param>
public sealed record EventResend(string WebhookEndpoint) : IParams<EventResend>
{
    public static EventResend Read(Params p) => new(p.Required("webhook_endpoint"));
}
