using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Schedules;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>What an invoice of a subscription is about.</summary>
/// <param name="CycleStart">The period that it bills in advance: with it, a period is invoiced once.</param>
/// <param name="Period">As Stripe shows it: the time before.</param>
/// <param name="AutoAdvance">Whether it goes its way by itself.</param>
public sealed record CycleInvoice(BillingReason Reason, BillingPeriod Period, DateTimeOffset? CycleStart, bool AutoAdvance, DateTimeOffset? ProrationDate = null);

/// <summary>
/// Writes down what becomes of a subscription, its invoices and its events, in the transaction that the caller holds, with the
/// customer's row locked before the subscription's. The only writer of its outcomes.
/// </summary>
public sealed class SubscriptionBooks(PayDb db, EventLog events, ProjectBilling billing, SubscriptionReader reader, InvoiceDrafting drafting, CustomerDiscounts customerDiscounts, ScheduleBooks schedules, ScopeTime time)
{
    private readonly Dictionary<string, HeldSubscription> inHand = [];

    /// <summary>A subscription, locked until the transaction ends; the same object however often this piece of work asks for it.</summary>
    /// <exception cref="StripeError">404 if the project has no such subscription.</exception>
    public async Task<HeldSubscription> HoldAsync(string id, CancellationToken ct) => await HoldAsync(await LockAsync(id, ct), ct);

    /// <summary>The same for a row that <see cref="LockAsync"/> has given.</summary>
    public async Task<HeldSubscription> HoldAsync(Subscription row, CancellationToken ct) =>
        inHand.TryGetValue(row.Id, out var held) && held.Row == row ? held : inHand[row.Id] = (await reader.ReadAsync([row], ct, tracked: true))[0];

    /// <summary>A subscription's row alone, locked until the transaction ends; of one that is in hand already, that one's.</summary>
    /// <exception cref="StripeError">404 if the project has no such subscription.</exception>
    public async Task<Subscription> LockAsync(string id, CancellationToken ct) =>
        inHand.TryGetValue(id, out var held) && db.Entry(held.Row).State != EntityState.Detached ? held.Row : await db.LockAsync<Subscription>(id, ct) ?? throw NoSuch(id);

    /// <summary>A new one, added to the save and told.</summary>
    public async Task AddAsync(HeldSubscription held, CancellationToken ct)
    {
        inHand[held.Row.Id] = held;
        db.Add(held.Row);
        foreach (var item in held.Items) db.Add(item);
        held.Row.Plan(await UpcomingDaysAsync(ct));
        events.Record("customer.subscription.created", held.Row, held.Shown);
    }

    /// <summary>Plans what comes next after a change, and tells of it; of what shows no difference nothing is told.</summary>
    /// <param name="before">As it was shown before the change.</param>
    public async Task ChangedAsync(HeldSubscription held, SubscriptionResponse before, CancellationToken ct)
    {
        held.Row.Plan(await UpcomingDaysAsync(ct));
        var now = held.Shown;
        if (PayJson.Text(now) != PayJson.Text(before)) events.Record("customer.subscription.updated", held.Row, now, before);
    }

    /// <summary>Plans what comes next where nothing has changed that anybody sees.</summary>
    public async Task PlanAsync(HeldSubscription held, CancellationToken ct) => held.Row.Plan(await UpcomingDaysAsync(ct));

    /// <summary>A move of the status alone; nothing where it stays.</summary>
    public async Task MoveAsync(HeldSubscription held, SubscriptionMove move, CancellationToken ct)
    {
        var before = held.Shown;
        if (held.Row.Move(move, time.Now)) await ChangedAsync(held, before, ct);
    }

    /// <summary>Tells of something besides that it changed.</summary>
    public void Tell(string type, HeldSubscription held) => events.Record(type, held.Row, held.Shown);

    /// <summary>It ends now. Nothing is collected by itself any more for what it left open.</summary>
    /// <param name="reason"><c>cancellation_requested</c> or <c>payment_failed</c>.</param>
    /// <param name="schedule">What that is to its schedule, if one drives it.</param>
    public async Task EndAsync(HeldSubscription held, string reason, CancellationToken ct, ScheduleMove schedule = ScheduleMove.Abort)
    {
        var row = held.Row;
        row.Move(SubscriptionMove.Cancel, time.Now);
        row.CancellationDetails = (row.CancellationDetails ?? new(null, null, null)) with { Reason = reason };
        row.Plan(0);
        foreach (var id in await db.Invoices.Where(i => i.SubscriptionId == row.Id && i.AutoAdvance && (i.Status == InvoiceStatus.Draft || i.Status == InvoiceStatus.Open)).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct))
        {
            var invoice = (await db.LockAsync<Invoice>(id, ct))!;
            (invoice.AutoAdvance, invoice.NextPaymentAttempt) = (false, null);
            invoice.Plan();
        }
        Tell("customer.subscription.deleted", held);
        if (row.ScheduleId is { } driver) await schedules.SubscriptionEndedAsync(driver, schedule, ct);
    }

    /// <summary>It becomes what a change says.</summary>
    public void Become(HeldSubscription held, SubscriptionTarget target)
    {
        var row = held.Row;
        (row.Interval, row.IntervalCount, row.BillingCycleAnchor, row.AnchorConfig) = (target.Interval, target.IntervalCount, target.BillingCycleAnchor, target.AnchorConfig);
        (row.CurrentPeriodStart, row.CurrentPeriodEnd, row.TrialStart, row.TrialEnd) = (target.PeriodStart, target.PeriodEnd, target.TrialStart, target.TrialEnd);
        if (row.CancelAtPeriodEnd) row.CancelAt = row.CurrentPeriodEnd;
        if (target.Move is { } move) row.Move(move, time.Now);
        var known = held.Items.ToDictionary(item => item.Id);
        held.Items.Clear();
        foreach (var terms in target.Items)
        {
            if (known.Remove(terms.Id, out var item)) item.Become(terms);
            else db.Add(item = SubscriptionItem.Of(row.Id, terms));
            held.Items.Add(item);
        }
        foreach (var gone in known.Values) db.Remove(gone);
    }

    /// <summary>A draft of this subscription, with what is pending for it; its newest invoice from here on.</summary>
    /// <param name="waits">It charges for a change that is made only once it is paid.</param>
    public async Task<Invoice> DraftAsync(
        HeldSubscription held, Customer customer, CycleInvoice about, IReadOnlyList<InvoiceLine> lines, IReadOnlyList<InvoiceItem> items, CancellationToken ct, bool waits = false)
    {
        var invoice = await drafting.DraftAsync(customer, AboutOf(held.Row, customer, about), lines, items, ct);
        held.Row.LatestInvoiceId = invoice.Id;
        if (!waits) Charge(held, invoice);
        UseUp(held, customer, invoice);
        return invoice;
    }

    /// <summary>Items remember the lines that charge them in advance.</summary>
    public static void Charge(HeldSubscription held, Invoice invoice)
    {
        foreach (var item in held.Items)
        {
            var lines = invoice.Lines.Where(line => line.SubscriptionItemId == item.Id && line.Metered is null).ToList();
            // A period that begins comes after the prorations of the one that ends, wherever they stand; of these the last is what holds.
            if ((lines.FindLast(line => line.InvoiceItemId is null) ?? lines.FindLast(line => line.Amount >= 0)) is not { } charge) continue;
            // Prorations have their discounts within them, and knew them when they were made.
            var discounts = charge.Discountable ? charge.DiscountAmounts.Select(invoice.DiscountOf).OfType<Discount>().Where(d => d.Terms.PercentOff is not null).ToList() : item.Charged?.Discounts ?? [];
            item.Charged = new(discounts, new(invoice.Id, [charge.Id]));
        }
    }

    /// <summary>Adds what waits for an invoice, or goes on the one that is made next, to the save.</summary>
    public void AddItems(IEnumerable<InvoiceItem> items)
    {
        foreach (var item in items)
        {
            db.Add(item);
            events.Record("invoiceitem.created", item, InvoiceItemResponse.Of(item));
        }
    }

    /// <summary>A draft in memory, for a preview: nothing is written.</summary>
    public Task<Invoice> PreviewAsync(Subscription row, Customer customer, CycleInvoice about, IReadOnlyList<InvoiceLine> lines, CancellationToken ct) =>
        drafting.MakeAsync(customer, AboutOf(row, customer, about), lines, ct);

    public static StripeError NoSuch(string id, string param = "id") => StripeError.NoSuch("subscription", id, param);

    private static NewInvoice AboutOf(Subscription row, Customer customer, CycleInvoice about) => new(row.Currency, about.Reason, row.CollectionMethod, about.Period.Start, about.Period.End)
    {
        SubscriptionId = row.Id,
        CycleStart = about.CycleStart,
        Discounts = SubscriptionDiscounts.At(row, customer, about.CycleStart ?? about.Period.End),
        DefaultTaxRates = row.DefaultTaxRates,
        DaysUntilDue = row.DaysUntilDue,
        Description = row.InvoiceTexts?.Description,
        Footer = row.InvoiceTexts?.Footer,
        CustomFields = row.InvoiceTexts?.CustomFields,
        AutoAdvance = about.AutoAdvance,
        ParentMetadata = new(row.Metadata),
        ProrationDate = about.ProrationDate,
    };

    /// <summary>A discount that works once is gone when it has taken something off.</summary>
    private void UseUp(HeldSubscription held, Customer customer, Invoice invoice)
    {
        var worked = invoice.TotalDiscounts.Where(d => d.Amount != 0).Select(d => d.Discount).ToHashSet();
        bool IsUsedUp(Discount d) => d.Terms.Duration == CouponDuration.Once && worked.Contains(d.Id);
        if (held.Row.Discounts.Any(IsUsedUp)) held.Row.Discounts = [.. held.Row.Discounts.Where(d => !IsUsedUp(d))];
        foreach (var item in held.Items.Where(item => item.Discounts.Any(IsUsedUp))) item.Discounts = [.. item.Discounts.Where(d => !IsUsedUp(d))];
        if (customer.Discount is not { } theirs || !IsUsedUp(theirs)) return;
        var before = CustomerResponse.Of(customer);
        customer.Discount = null;
        customerDiscounts.Tell(customer, theirs);
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
    }

    private async Task<int> UpcomingDaysAsync(CancellationToken ct) => (await billing.ReadAsync(ct)).Settings.UpcomingDays;
}
