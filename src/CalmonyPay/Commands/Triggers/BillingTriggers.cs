using static CalmonyPay.Commands.Triggers.Step;

namespace CalmonyPay.Commands.Triggers;

/// <summary>The requests that make the events of billing happen: invoices, subscriptions, schedules, test clocks.</summary>
internal static class BillingTriggers
{
    /// <summary>Midnight of 1 January 2026, UTC, where a story on a test clock begins.</summary>
    private const long Dawn = 1_767_225_600;

    private static readonly Step
        Customer = Post("customer", "customers", "name=Ada Lovelace", "email=ada@example.com", "payment_method=pm_card_visa", "invoice_settings[default_payment_method]=pm_card_visa"),
        Clock = Post("clock", "test_helpers/test_clocks", $"frozen_time={Dawn}"),
        Clocked = Customer.With("test_clock={clock}"),

        Draft = Post("invoice", "invoices", "customer={customer}", "currency=gbp"),
        Billed = Draft.With("collection_method=send_invoice", "days_until_due=10"),
        Line = Post("line", "invoiceitems", "invoice={invoice}", "amount=2500", "description=Tea"),
        Large = Post("line", "invoiceitems", "invoice={invoice}", "amount=99999999", "description=Tea"),
        Open = Post("open", "invoices/{invoice}/finalize"),
        Paid = Post("paid", "invoices/{invoice}/pay"),
        Noted = Post("note", "credit_notes", "invoice={invoice}", "amount=500"),
        Item = Post("item", "invoiceitems", "customer={customer}", "amount=2500", "currency=gbp"),

        Product = Post("product", "products", "name=Tea"),
        Monthly = Post("price", "prices", "product={product}", "currency=gbp", "unit_amount=1500", "recurring[interval]=month"),
        Daily = Post("price", "prices", "product={product}", "currency=gbp", "unit_amount=1500", "recurring[interval]=day"),
        Subscription = Post("subscription", "subscriptions", "customer={customer}", "items[0][price]={price}"),
        SubscriptionItem = Await("item", "subscription_items?subscription={subscription}"),
        Pause = Post("pause", "subscriptions/{subscription}/pause"),
        MoreIfPaid = Post("more", "subscriptions/{subscription}", "items[0][id]={item}", "items[0][quantity]=3", "proration_behavior=always_invoice", "payment_behavior=pending_if_incomplete"),

        Schedule = Post("schedule", "subscription_schedules", "customer={customer}", "start_date=now", "phases[0][items][0][price]={price}", "phases[0][iterations]=1");

    public static IReadOnlyList<Trigger> All { get; } =
    [
        new("credit_note.created", [Customer, Draft, Line, Open, Noted]),
        new("credit_note.updated", [Customer, Draft, Line, Open, Noted, Post("updated", "credit_notes/{note}", "memo=Cold tea")]),
        new("credit_note.voided", [Customer, Draft, Line, Open, Noted, Post("voided", "credit_notes/{note}/void")]),

        new("customer.subscription.created", [Customer, Product, Monthly, Subscription]),
        new("customer.subscription.deleted", [Customer, Product, Monthly, Subscription, Delete("deleted", "subscriptions/{subscription}")]),
        new("customer.subscription.paused", [Customer, Product, Monthly, Subscription, Pause]),
        new("customer.subscription.pending_update_applied", [Customer, Product, Monthly, Subscription, SubscriptionItem, MoreIfPaid]),
        new("customer.subscription.pending_update_expired",
        [
            Customer, Product, Monthly, Subscription, SubscriptionItem, Post("failing", "payment_methods/pm_card_chargeCustomerFail/attach", "customer={customer}"),
            Post("charged", "subscriptions/{subscription}", "default_payment_method={failing}"), MoreIfPaid, Post("given_up", "invoices/{more.latest_invoice}/void"),
        ]),
        new("customer.subscription.resumed", [Customer, Product, Monthly, Subscription, Pause, Post("resumed", "subscriptions/{subscription}/resume")]),
        // A trial of less than three days is told to end when it begins.
        new("customer.subscription.trial_will_end", [Customer, Product, Monthly, Subscription.With("trial_period_days=2")]),
        new("customer.subscription.updated", [Customer, Product, Monthly, Subscription, Post("updated", "subscriptions/{subscription}", "metadata[trigger]=yes")]),

        new("invoice.created", [Customer, Draft]),
        new("invoice.deleted", [Customer, Draft, Delete("deleted", "invoices/{invoice}")]),
        // Each line may be charged; together they are too much for one payment.
        new("invoice.finalization_failed", [Clock, Clocked, Draft.With("auto_advance=true"), Large, Large, To(Dawn + (2 * 3600))]),
        new("invoice.finalized", [Customer, Draft, Line, Open]),
        new("invoice.marked_uncollectible", [Customer, Draft, Line, Open, Post("given_up", "invoices/{invoice}/mark_uncollectible")]),
        new("invoice.overdue", [Clock, Clocked, Billed, Line, Open, To(Dawn + (11 * 86_400))]),
        new("invoice.paid", [Customer, Draft, Line, Open, Paid]),
        new("invoice.payment_action_required", [Customer, Draft, Line, Open, Paid.With("payment_method=pm_card_threeDSecure2Required", "off_session=false")]),
        new("invoice.payment_failed", [Customer, Draft, Line, Open, Paid.With("payment_method=pm_card_chargeDeclined").Declined()]),
        new("invoice.payment_succeeded", [Customer, Draft, Line, Open, Paid]),
        new("invoice.sent", [Customer, Billed, Line, Open, Post("sent", "invoices/{invoice}/send")]),
        // A day before it renews is less than the week before that is told.
        new("invoice.upcoming", [Customer, Product, Daily, Subscription]),
        new("invoice.updated", [Customer, Draft, Post("updated", "invoices/{invoice}", "metadata[trigger]=yes")]),
        new("invoice.voided", [Customer, Draft, Line, Open, Post("voided", "invoices/{invoice}/void")]),
        new("invoice.will_be_due", [Clock, Clocked, Billed, Line, Open, To(Dawn + (8 * 86_400))]),
        new("invoice_payment.paid", [Customer, Draft, Line, Open, Paid]),
        new("invoiceitem.created", [Customer, Item]),
        new("invoiceitem.deleted", [Customer, Item, Delete("deleted", "invoiceitems/{item}")]),

        new("subscription_schedule.aborted", [Customer, Product, Monthly, Schedule, Delete("deleted", "subscriptions/{schedule.subscription}")]),
        new("subscription_schedule.canceled", [Customer, Product, Monthly, Schedule, Post("canceled", "subscription_schedules/{schedule}/cancel")]),
        new("subscription_schedule.completed", [Clock, Clocked, Product, Daily, Schedule, To(Dawn + (2 * 86_400))]),
        new("subscription_schedule.created", [Customer, Product, Monthly, Schedule]),
        // One of less than a week is told to end when it begins.
        new("subscription_schedule.expiring", [Customer, Product, Daily, Schedule]),
        new("subscription_schedule.released", [Customer, Product, Monthly, Schedule, Post("released", "subscription_schedules/{schedule}/release")]),
        new("subscription_schedule.updated", [Customer, Product, Monthly, Schedule, Post("updated", "subscription_schedules/{schedule}", "metadata[trigger]=yes")]),

        new("test_helpers.test_clock.advancing", [Clock, To(Dawn + 3600)]),
        new("test_helpers.test_clock.created", [Clock]),
        new("test_helpers.test_clock.deleted", [Clock, Delete("deleted", "test_helpers/test_clocks/{clock}")]),
        new("test_helpers.test_clock.internal_failure", [], "it tells that a host could not do what came due on a clock, which no request brings about"),
        new("test_helpers.test_clock.ready", [Clock, To(Dawn + 3600)]),
    ];

    /// <summary>Sends the clock to a moment, in Unix seconds.</summary>
    private static Step To(long moment) => Post("advanced", "test_helpers/test_clocks/{clock}/advance", $"frozen_time={moment}");
}
