using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Webhooks;

public sealed record WebhookEndpointCreate(
    string Url, IReadOnlyList<string> EnabledEvents, string? ApiVersion, string? Description, bool StrictOrder, MetadataChange Metadata) : IParams<WebhookEndpointCreate>
{
    public static WebhookEndpointCreate Read(Params p)
    {
        p.Refuse("connect", "Connect is not served.");
        return new(
            p.Required("url"), EnabledEventsOf(p) ?? throw StripeError.Missing(p.Path("enabled_events")), p.Text("api_version", 50), p.Text("description"),
            p.Bool("strict_order") ?? false, p.Metadata());
    }

    /// <summary>Event types as Stripe takes them: names that there are, or <c>*</c> alone.</summary>
    internal static IReadOnlyList<string>? EnabledEventsOf(Params p)
    {
        if (p.List("enabled_events") is not { } wanted) return null;
        if (wanted.Count == 0) throw StripeError.Missing(p.Path("enabled_events"));
        foreach (var (i, type) in wanted.Index())
        {
            if (type != EventTypes.All && !EventTypes.IsKnown(type))
                throw StripeError.Invalid($"Invalid enabled_events[{i}]: there is no event type '{type}'.", $"enabled_events[{i}]");
        }
        return wanted.Contains(EventTypes.All) ? [EventTypes.All] : [.. wanted.Distinct()];
    }
}

public sealed record WebhookEndpointUpdate(
    string? Url, IReadOnlyList<string>? EnabledEvents, Change<string> Description, bool? Disabled, bool? StrictOrder, MetadataChange Metadata) : IParams<WebhookEndpointUpdate>
{
    public static WebhookEndpointUpdate Read(Params p) => new(
        p.Text("url"), WebhookEndpointCreate.EnabledEventsOf(p), p.TextChange("description"), p.Bool("disabled"), p.Bool("strict_order"), p.Metadata());
}

/// <param name="ExpiresIn">Seconds for which the old secret signs beside the new one; 24 hours if nothing is said.</param>
public sealed record WebhookSecretRoll(long ExpiresIn) : IParams<WebhookSecretRoll>
{
    private const long Day = 24 * 60 * 60, Most = 7 * Day;

    public static WebhookSecretRoll Read(Params p) => new(p.Long("expires_in", 0, Most) ?? Day);
}

/// <param name="Secret">Only where it was just made.</param>
/// <param name="StrictOrder">Ours; Stripe has no such field. So are the three after it.</param>
/// <param name="DisabledReason"><c>gone</c> or <c>failing</c> where we stopped sending by ourselves.</param>
/// <param name="FailingSince">Since when every try has failed.</param>
/// <param name="PreviousSecretExpiresAt">Until when the secret before the last roll signs as well.</param>
public sealed record WebhookEndpointResponse(
    string Id, string? ApiVersion, string? Application, long Created, string? Description, IReadOnlyList<string> EnabledEvents, bool Livemode,
    Dictionary<string, string> Metadata, [property: OmitNull] string? Secret, WebhookEndpointStatus Status, string Url,
    bool StrictOrder, WebhookDisabledReason? DisabledReason, long? FailingSince, long? PreviousSecretExpiresAt) : IShowsSecret
{
    public string Object => "webhook_endpoint";

    public static WebhookEndpointResponse Of(WebhookEndpoint e) => Of(e, null);

    public static WebhookEndpointResponse Of(WebhookEndpoint e, string? secret) => new(
        e.Id, e.ApiVersion, null, e.CreatedAt.ToUnixTimeSeconds(), e.Description, e.EnabledEvents, e.Livemode, e.Metadata, secret, e.Status, e.Url,
        e.StrictOrder, e.DisabledReason, e.FailingSince?.ToUnixTimeSeconds(), e.PreviousSecretUntil?.ToUnixTimeSeconds());

    public object WithoutSecret() => this with { Secret = null };
}

public sealed record DeletedWebhookEndpoint(string Id)
{
    public string Object => "webhook_endpoint";
    public bool Deleted => true;
}

/// <param name="Event">Those of one event.</param>
public sealed record WebhookDeliveryList(PageParams Page, WebhookDeliveryStatus? Status, string? Event) : IParams<WebhookDeliveryList>
{
    public static WebhookDeliveryList Read(Params p) => new(PageParams.Read(p), p.Enum<WebhookDeliveryStatus>("status"), p.Text("event"));
}

/// <summary>An event on its way to an endpoint. Ours; Stripe shows these in its dashboard only.</summary>
/// <param name="NextAttempt">When it is tried next; null once it is over.</param>
public sealed record WebhookDeliveryResponse(
    Guid Id, string WebhookEndpoint, string Event, string EventType, WebhookDeliveryKind Kind, WebhookDeliveryStatus Status, int? ResponseStatus, int Retries,
    long? NextAttempt, long? Delivered, long Created, bool Livemode)
{
    public string Object => "webhook_delivery";

    public static WebhookDeliveryResponse Of(WebhookDelivery d) => new(
        d.Id, d.WebhookEndpointId, d.EventId, d.EventType, d.Kind, d.Status, d.ResponseStatus, d.RetryCount,
        d.NextAttemptAt?.ToUnixTimeSeconds(), d.DeliveredAt?.ToUnixTimeSeconds(), d.CreatedAt.ToUnixTimeSeconds(), d.Livemode);
}

/// <summary>One try of a delivery.</summary>
/// <param name="DurationMs">From the first byte sent to the last one read.</param>
public sealed record WebhookAttemptResponse(
    Guid Id, int Number, int? ResponseStatus, Dictionary<string, string> ResponseHeaders, string? ResponseBody, int DurationMs, string? Error, long Created)
{
    public string Object => "webhook_attempt";

    public static WebhookAttemptResponse Of(WebhookAttempt a) => new(
        a.Id, a.Number, a.ResponseStatus, a.ResponseHeaders, a.ResponseBody, a.DurationMilliseconds, a.Error, a.CreatedAt.ToUnixTimeSeconds());
}
