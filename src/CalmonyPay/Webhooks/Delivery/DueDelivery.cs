using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>A delivery that this host has taken, with the event as it is sent.</summary>
/// <param name="Tries">Tries before this one.</param>
/// <param name="LeaseUntil">From then on another host may take it.</param>
/// <param name="Body">The event, JSON; null if its month was dropped.</param>
public sealed record DueDelivery(
    Guid Id, Tenant Tenant, string EndpointId, string EventId, WebhookDeliveryKind Kind, int Tries, DateTimeOffset LeaseUntil, byte[]? Body);

/// <summary>What came of one try.</summary>
/// <param name="Status">HTTP status; null where no answer came.</param>
/// <param name="Headers">The answer's headers.</param>
/// <param name="Body">The beginning of its body.</param>
/// <param name="Error">Why there was no answer.</param>
/// <param name="RetryAfter">What the answer asks to wait for.</param>
public sealed record DeliveryOutcome(
    int? Status, IReadOnlyDictionary<string, string> Headers, string? Body, string? Error, TimeSpan? RetryAfter, DateTimeOffset At, TimeSpan Took)
{
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The endpoint says that it is gone for good.</summary>
    public bool Gone => Status == 410;
}

/// <summary>A try as it is written down.</summary>
/// <param name="Next">When it is tried again; null where it is over.</param>
public sealed record DeliveryResult(DueDelivery Delivery, DeliveryOutcome Outcome, WebhookDeliveryStatus Status, DateTimeOffset? Next);
