using CalmonyPay.Platform.Events;
using static CalmonyPay.Commands.Triggers.Step;

namespace CalmonyPay.Commands.Triggers;

/// <summary>How an event is brought about.</summary>
/// <param name="Steps">Requests in test mode, with test cards.</param>
/// <param name="WhyNot">Why requests alone cannot; null if they can.</param>
internal sealed record Trigger(string Type, IReadOnlyList<Step> Steps, string? WhyNot = null)
{
    public string When => EventTypes.Emitted.Single(type => type.Name == Type).When;
}

/// <summary>The requests that make each event happen. Whoever adds an event type adds its line here; a test misses it otherwise.</summary>
internal static class TriggerTable
{
    private static readonly Step
        Customer = Post("customer", "customers", "name=Ada Lovelace", "email=ada@example.com"),
        // One active meter has an event name, so each run takes one of its own.
        Meter = Post("meter", "billing/meters", "display_name=API calls", "event_name=api_calls_of_{customer}", "default_aggregation[formula]=sum"),
        Inactive = Post("inactive", "billing/meters/{meter}/deactivate"),

        Card = Post("card", "payment_methods/pm_card_visa/attach", "customer={customer}"),

        Intent = Post("intent", "payment_intents", "amount=2000", "currency=gbp"),
        Paid = Intent.With("payment_method=pm_card_visa", "confirm=true"),
        Held = Paid.With("capture_method=manual"),
        Declined = Intent.With("payment_method=pm_card_chargeDeclined", "confirm=true").Declined(),
        Challenged = Intent.With("payment_method=pm_card_threeDSecure2Required", "confirm=true", "return_url=https://example.com/back"),

        Refund = Post("refund", "refunds", "charge={intent.latest_charge}"),
        RefundNoted = Post("noted", "refunds/{refund}", "metadata[trigger]=yes"),

        Disputed = Intent.With("payment_method=pm_card_createDispute", "confirm=true"),
        Dispute = Await("dispute", "disputes?charge={intent.latest_charge}"),
        Won = Post("won", "disputes/{dispute}", "evidence[uncategorized_text]=winning_evidence"),

        Product = Post("product", "products", "name=Tea"),
        Price = Post("price", "prices", "product={product}", "currency=gbp", "unit_amount=1500", "recurring[interval]=month"),
        Plan = Post("plan", "plans", "product={product}", "currency=gbp", "amount=1500", "interval=month"),
        Coupon = Post("coupon", "coupons", "percent_off=25", "duration=once"),
        Code = Post("code", "promotion_codes", "promotion[type]=coupon", "promotion[coupon]={coupon}"),
        Discounted = Post("discounted", "customers/{customer}", "coupon={coupon}"),
        Rate = Post("rate", "tax_rates", "display_name=VAT", "inclusive=false", "percentage=20"),

        Session = Post("session", "checkout/sessions", "mode=payment", "success_url=https://example.com/thanks", "line_items[0][price_data][currency]=gbp", "line_items[0][price_data][unit_amount]=1500",
            "line_items[0][price_data][product_data][name]=Tea", "line_items[0][quantity]=1"),
        Portal = Post("portal", "billing_portal/configurations", "features[invoice_history][enabled]=true"),

        Link = Post("link", "payment_links", "line_items[0][price_data][currency]=gbp", "line_items[0][price_data][unit_amount]=1500", "line_items[0][price_data][product_data][name]=Tea", "line_items[0][quantity]=1"),

        Setup = Post("setup", "setup_intents"),
        SetUp = Setup.With("payment_method=pm_card_visa", "confirm=true");

    public static IReadOnlyList<Trigger> All { get; } =
    [
        new("billing.meter.created", [Customer, Meter]),
        new("billing.meter.deactivated", [Customer, Meter, Inactive]),
        new("billing.meter.reactivated", [Customer, Meter, Inactive, Post("reactivated", "billing/meters/{meter}/reactivate")]),
        new("billing.meter.updated", [Customer, Meter, Post("updated", "billing/meters/{meter}", "display_name=Calls")]),
        new("billing_portal.configuration.created", [Portal]),
        new("billing_portal.configuration.updated", [Portal, Post("updated", "billing_portal/configurations/{portal}", "metadata[trigger]=yes")]),
        new("billing_portal.session.created", [Customer, Post("session", "billing_portal/sessions", "customer={customer}")]),
        new("charge.captured", [Held, Post("captured", "payment_intents/{intent}/capture")]),
        new("charge.dispute.closed", [Disputed, Dispute, Post("closed", "disputes/{dispute}/close")]),
        new("charge.dispute.created", [Disputed]),
        new("charge.dispute.funds_reinstated", [Disputed, Dispute, Won]),
        new("charge.dispute.funds_withdrawn", [Disputed]),
        new("charge.dispute.updated", [Disputed, Dispute, Post("drafted", "disputes/{dispute}", "evidence[customer_name]=Ada Lovelace", "submit=false")]),
        new("charge.expired", [], "a hold expires after seven days, by the clock alone. CalmonyPay__Payments__HoldFor shortens that on a server of your own"),
        new("charge.failed", [Declined]),
        new("charge.refund.updated", [Paid, Refund, RefundNoted]),
        new("charge.refunded", [Paid, Refund]),
        new("charge.succeeded", [Paid]),
        new("charge.updated", [Paid, Post("updated", "charges/{intent.latest_charge}", "metadata[trigger]=yes")]),
        // A session that keeps a card is over when its setup intent has succeeded, on the page or here.
        new("checkout.session.completed", [Post("session", "checkout/sessions", "mode=setup", "success_url=https://example.com/thanks"), Post("confirmed", "setup_intents/{session.setup_intent}/confirm", "payment_method=pm_card_visa")]),
        new("checkout.session.expired", [Session, Post("expired", "checkout/sessions/{session}/expire")]),
        new("coupon.created", [Coupon]),
        new("coupon.deleted", [Coupon, Delete("deleted", "coupons/{coupon}")]),
        new("coupon.updated", [Coupon, Post("updated", "coupons/{coupon}", "metadata[trigger]=yes")]),
        new("customer.created", [Customer]),
        new("customer.deleted", [Customer, Delete("deleted", "customers/{customer}")]),
        new("customer.discount.created", [Customer, Coupon, Discounted]),
        new("customer.discount.deleted", [Customer, Coupon, Discounted, Delete("deleted", "customers/{customer}/discount")]),
        new("customer.discount.updated", [Customer, Coupon, Discounted, Post("another", "coupons", "percent_off=10", "duration=forever"), Post("updated", "customers/{customer}", "coupon={another}")]),
        new("customer.updated", [Customer, Post("updated", "customers/{customer}", "metadata[trigger]=yes")]),
        new("payment_intent.amount_capturable_updated", [Held]),
        new("payment_intent.canceled", [Intent, Post("canceled", "payment_intents/{intent}/cancel")]),
        new("payment_intent.created", [Intent]),
        new("payment_intent.payment_failed", [Declined]),
        new("payment_intent.processing", [], "it tells that the gateway's answer was lost or late, which no test card does. The simulator's faults do (docs/cardstream.md): kind=drop_after, action=SALE"),
        new("payment_intent.requires_action", [Challenged]),
        new("payment_intent.succeeded", [Paid]),
        new("payment_link.created", [Link]),
        new("payment_link.updated", [Link, Post("updated", "payment_links/{link}", "metadata[trigger]=yes")]),
        new("payment_method.attached", [Customer, Card]),
        new("payment_method.detached", [Customer, Card, Post("detached", "payment_methods/{card}/detach")]),
        new("payment_method.updated", [Customer, Card, Post("updated", "payment_methods/{card}", "metadata[trigger]=yes")]),
        new("plan.created", [Product, Plan]),
        new("plan.deleted", [Product, Plan, Delete("deleted", "plans/{plan}")]),
        new("plan.updated", [Product, Plan, Post("updated", "plans/{plan}", "metadata[trigger]=yes")]),
        new("price.created", [Product, Price]),
        new("price.deleted", [Product, Plan, Delete("deleted", "plans/{plan}")]),
        new("price.updated", [Product, Price, Post("updated", "prices/{price}", "metadata[trigger]=yes")]),
        new("product.created", [Product]),
        new("product.deleted", [Product, Delete("deleted", "products/{product}")]),
        new("product.updated", [Product, Post("updated", "products/{product}", "metadata[trigger]=yes")]),
        new("promotion_code.created", [Coupon, Code]),
        new("promotion_code.updated", [Coupon, Code, Post("updated", "promotion_codes/{code}", "metadata[trigger]=yes")]),
        new("refund.created", [Paid, Refund]),
        new("refund.failed", [Intent.With("payment_method=pm_card_refundFail", "confirm=true"), Refund]),
        new("refund.updated", [Paid, Refund, RefundNoted]),
        new("setup_intent.canceled", [Setup, Post("canceled", "setup_intents/{setup}/cancel")]),
        new("setup_intent.created", [Setup]),
        new("setup_intent.requires_action", [Setup.With("payment_method=pm_card_authenticationRequired", "confirm=true", "return_url=https://example.com/back")]),
        new("setup_intent.setup_failed", [Setup.With("payment_method=pm_card_chargeDeclined", "confirm=true").Declined()]),
        new("setup_intent.succeeded", [SetUp]),
        new("tax_rate.created", [Rate]),
        new("tax_rate.updated", [Rate, Post("updated", "tax_rates/{rate}", "metadata[trigger]=yes")]),
        new("webhook_endpoint.disabled", [], "it tells that an endpoint of yours answered 410, or nothing but errors for days: have your endpoint answer 410"),
        .. BillingTriggers.All,
    ];
}
