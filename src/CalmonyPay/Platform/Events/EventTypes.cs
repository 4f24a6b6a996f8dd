namespace CalmonyPay.Platform.Events;

/// <summary>An event type that this server emits.</summary>
/// <param name="Name">Stripe's name, or one of our own.</param>
/// <param name="When">When it happens, a sentence.</param>
public sealed record EventType(string Name, string When);

/// <summary>
/// The event types: those that we emit, from which <c>docs/event-types.md</c> is made, and those that Stripe knows besides, which an
/// endpoint may name all the same (a merchant's list is the same here as there).
/// </summary>
public static class EventTypes
{
    /// <summary>What an endpoint names that wants every type.</summary>
    public const string All = "*";

    /// <summary>Every type that <see cref="EventLog.Record"/> takes.</summary>
    public static IReadOnlyList<EventType> Emitted { get; } =
    [
        new("charge.captured", "A held charge was captured, wholly or in part."),
        new("charge.dispute.closed", "A dispute was won or lost, or an inquiry ended."),
        new("charge.dispute.created", "The bank disputes a charge, or asks about it."),
        new("charge.dispute.funds_reinstated", "A dispute was won: the amount came back."),
        new("charge.dispute.funds_withdrawn", "A dispute took its amount from the balance."),
        new("charge.dispute.updated", "Evidence was added or submitted, or the metadata changed."),
        new("charge.expired", "A hold that nobody captured was given back."),
        new("charge.failed", "A charge was declined, or nothing came of it; or its settlement was rejected."),
        new("charge.refund.updated", "A refund changed; the older name, told beside refund.updated."),
        new("charge.refunded", "A charge was refunded in part or in full, or its hold was given back."),
        new("charge.succeeded", "A charge was authorised or captured."),
        new("charge.updated", "A charge's metadata, description or settlement changed."),
        new("coupon.created", "A coupon was created."),
        new("coupon.deleted", "A coupon was deleted."),
        new("coupon.updated", "A coupon changed, or was redeemed."),
        new("customer.created", "A customer was created."),
        new("customer.deleted", "A customer was deleted."),
        new("customer.discount.created", "A customer got a discount."),
        new("customer.discount.deleted", "A customer's discount was taken away."),
        new("customer.discount.updated", "A customer got another discount in place of the one before."),
        new("customer.updated", "A customer changed."),
        new("payment_intent.amount_capturable_updated", "A payment intent holds money that can be captured."),
        new("payment_intent.canceled", "A payment intent was cancelled."),
        new("payment_intent.created", "A payment intent was created."),
        new("payment_intent.payment_failed", "A payment failed: declined, or not authenticated."),
        new("payment_intent.processing", "The gateway's word is awaited."),
        new("payment_intent.requires_action", "The shopper has to authenticate."),
        new("payment_intent.succeeded", "A payment succeeded."),
        new("payment_method.attached", "A card was attached to a customer."),
        new("payment_method.detached", "A card was detached from its customer."),
        new("payment_method.updated", "A card's billing details, expiry or metadata changed."),
        new("plan.created", "A price that recurs was created; the older name, told beside price.created."),
        new("plan.deleted", "A plan was deleted."),
        new("plan.updated", "A price that recurs changed; the older name, told beside price.updated."),
        new("price.created", "A price was created."),
        new("price.deleted", "A plan was deleted, which is a price that recurs."),
        new("price.updated", "A price changed."),
        new("product.created", "A product was created."),
        new("product.deleted", "A product was deleted."),
        new("product.updated", "A product changed."),
        new("promotion_code.created", "A promotion code was created."),
        new("promotion_code.updated", "A promotion code changed, or was redeemed."),
        new("refund.created", "A refund was created."),
        new("refund.failed", "A refund failed: the amount went back to the balance."),
        new("refund.updated", "A refund's status or metadata changed."),
        new("setup_intent.canceled", "A setup intent was cancelled."),
        new("setup_intent.created", "A setup intent was created."),
        new("setup_intent.requires_action", "The shopper has to authenticate."),
        new("setup_intent.setup_failed", "A card could not be set up."),
        new("setup_intent.succeeded", "A card was set up."),
        new("tax_rate.created", "A tax rate was created."),
        new("tax_rate.updated", "A tax rate changed."),
        new("webhook_endpoint.disabled", "We stopped sending to an endpoint: it answered 410, or nothing has arrived for days. Ours; Stripe sends an e-mail."),
    ];

    private static readonly HashSet<string> Ours = [.. Emitted.Select(type => type.Name)];
    private static readonly Lazy<HashSet<string>> Stripes = new(Read);

    public static bool IsEmitted(string name) => Ours.Contains(name);

    /// <summary>Whether an endpoint may ask for it.</summary>
    public static bool IsKnown(string name) => Ours.Contains(name) || Stripes.Value.Contains(name);

    private static HashSet<string> Read()
    {
        using var stream = typeof(EventTypes).Assembly.GetManifestResourceStream("CalmonyPay.Platform.Events.StripeEventTypes.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
