namespace CalmonyPay.Webhooks.Delivery;

/// <summary>When a delivery is tried again.</summary>
public sealed class RetryPlan(WebhookOptions options)
{
    /// <summary>Pauses differ by a fifth either way, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.2;

    private readonly IReadOnlyList<TimeSpan> live = options.Retries(livemode: true), test = options.Retries(livemode: false);

    /// <summary>Where a try leaves its delivery.</summary>
    public DeliveryResult After(DueDelivery delivery, DeliveryOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Succeeded) return new(delivery, outcome, WebhookDeliveryStatus.Succeeded, null);
        var pauses = delivery.Tenant.Livemode ? live : test;
        if (outcome.Gone || delivery.Kind == WebhookDeliveryKind.DryRun || delivery.Tries >= pauses.Count) return new(delivery, outcome, WebhookDeliveryStatus.Failed, null);
        var pause = pauses[delivery.Tries] * (1 - Jitter + 2 * Jitter * Random.Shared.NextDouble());
        return new(delivery, outcome, WebhookDeliveryStatus.Pending, now + (outcome.RetryAfter is { } asked && asked > pause ? asked : pause));
    }
}
