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
        new("billing.meter.created", "A meter was created."),
        new("billing.meter.deactivated", "A meter was deactivated: its events are refused from then on."),
        new("billing.meter.reactivated", "A meter was reactivated."),
        new("billing.meter.updated", "A meter was renamed."),
        new("billing_portal.configuration.created", "A configuration of the customer portal was created."),
        new("billing_portal.configuration.updated", "A configuration of the customer portal changed."),
        new("billing_portal.session.created", "A customer was given the address of the portal."),
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
        new("checkout.session.completed", "A shopper has paid, subscribed or set a card up on the hosted page."),
        new("checkout.session.expired", "A session ended without that: its time was over, or it was expired."),
        new("coupon.created", "A coupon was created."),
        new("coupon.deleted", "A coupon was deleted."),
        new("coupon.updated", "A coupon changed, or was redeemed."),
        new("credit_note.created", "A credit note was issued."),
        new("credit_note.updated", "A credit note's memo or metadata changed."),
        new("credit_note.voided", "A credit note was voided."),
        new("customer.created", "A customer was created."),
        new("customer.deleted", "A customer was deleted."),
        new("customer.discount.created", "A customer got a discount."),
        new("customer.discount.deleted", "A customer's discount was taken away."),
        new("customer.discount.updated", "A customer got another discount in place of the one before."),
        new("customer.subscription.created", "A subscription was created."),
        new("customer.subscription.deleted", "A subscription ended."),
        new("customer.subscription.paused", "A subscription was paused: no invoices are made."),
        new("customer.subscription.pending_update_applied", "A change that waited for its payment was applied."),
        new("customer.subscription.pending_update_expired", "A change that waited for its payment was given up."),
        new("customer.subscription.resumed", "A paused subscription goes on."),
        new("customer.subscription.trial_will_end", "A trial ends in three days, or has just been ended."),
        new("customer.subscription.updated", "A subscription changed: its items, its status, its period."),
        new("customer.updated", "A customer changed."),
        new("invoice.created", "A draft invoice was made."),
        new("invoice.deleted", "A draft was deleted."),
        new("invoice.finalization_failed", "A draft could not be finalised; the invoice says why."),
        new("invoice.finalized", "An invoice got its number: its lines and amounts stand."),
        new("invoice.marked_uncollectible", "An invoice was given up."),
        new("invoice.overdue", "A bill that was sent is past its due date."),
        new("invoice.paid", "Nothing is owed on an invoice any more."),
        new("invoice.payment_action_required", "The customer has to authenticate an invoice's payment."),
        new("invoice.payment_failed", "A try at charging an invoice failed, or there was no card to try."),
        new("invoice.payment_succeeded", "An invoice was paid; told beside invoice.paid."),
        new("invoice.sent", "An invoice is to be sent to the customer: e-mail it from here."),
        new("invoice.upcoming", "A subscription renews in some days; the object is a preview without an id."),
        new("invoice.updated", "An invoice changed."),
        new("invoice.voided", "An invoice was voided; it keeps its number."),
        new("invoice.will_be_due", "A bill that was sent is due in three days."),
        new("invoice_payment.paid", "Money came in for an invoice."),
        new("invoiceitem.created", "An invoice item was created."),
        new("invoiceitem.deleted", "An invoice item was deleted."),
        new("payment_intent.amount_capturable_updated", "A payment intent holds money that can be captured."),
        new("payment_intent.canceled", "A payment intent was cancelled."),
        new("payment_intent.created", "A payment intent was created."),
        new("payment_intent.payment_failed", "A payment failed: declined, or not authenticated."),
        new("payment_intent.processing", "The gateway's word is awaited."),
        new("payment_intent.requires_action", "The shopper has to authenticate."),
        new("payment_intent.succeeded", "A payment succeeded."),
        new("payment_link.created", "A payment link was made."),
        new("payment_link.updated", "A payment link was changed."),
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
        new("subscription_schedule.aborted", "A schedule ended with its subscription, or a phase of it could not begin."),
        new("subscription_schedule.canceled", "A schedule was cancelled, and its subscription with it."),
        new("subscription_schedule.completed", "A schedule came to the end of its phases."),
        new("subscription_schedule.created", "A schedule was created."),
        new("subscription_schedule.expiring", "A schedule ends in seven days."),
        new("subscription_schedule.released", "A schedule let go of its subscription, which goes on."),
        new("subscription_schedule.updated", "A schedule changed, or entered another phase."),
        new("tax_rate.created", "A tax rate was created."),
        new("tax_rate.updated", "A tax rate changed."),
        new("test_helpers.test_clock.advancing", "A test clock is on its way."),
        new("test_helpers.test_clock.created", "A test clock was created."),
        new("test_helpers.test_clock.deleted", "A test clock was deleted, with what hung on it."),
        new("test_helpers.test_clock.internal_failure", "A test clock could not be advanced."),
        new("test_helpers.test_clock.ready", "A test clock has arrived."),
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
