using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>What the next renewal brings.</summary>
/// <param name="Period">The period that begins.</param>
public sealed record ComingCycle(BillingPeriod Period, CycleInvoice About, IReadOnlyList<InvoiceLine> Lines);

/// <summary>One period ends and the next begins: its invoice is drafted, and goes its way by itself.</summary>
public sealed class SubscriptionRenewal(
    PayDb db, SubscriptionBooks books, SubscriptionLines lines, InvoiceDrafting drafting, InvoiceFinalization finalization, InvoiceBooks invoices, InvoicePaying paying)
{
    /// <summary>The period after a state of the subscription, and its lines; nothing is changed.</summary>
    /// <param name="usedUntil">Metered use is counted up to here, the end of the period where it is not told ahead.</param>
    public async Task<ComingCycle> ComingAsync(Subscription row, SubscriptionTarget now, SubscriptionCatalog catalog, bool trial, DateTimeOffset usedUntil, CancellationToken ct)
    {
        var whole = now.Cycle.PeriodAt(now.PeriodEnd);
        var coming = new BillingPeriod(now.PeriodEnd, row.CancelAt is { } last && last > now.PeriodEnd && last < whole.End ? last : whole.End);
        // A trial is free, use and all.
        var used = trial ? [] : await lines.UsedAsync(row, now.Items, catalog, usedUntil, ct);
        var collects = row.Status != SubscriptionStatus.Unpaid && row.PauseCollection is null;
        return new(coming, new(BillingReason.SubscriptionCycle, now.Period, coming.Start, collects), [.. used, .. lines.InAdvance(row, now.Items, catalog, coming, whole)]);
    }

    /// <summary>The period is over. One period a call: a host that slept catches up in order.</summary>
    public async Task RenewAsync(HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var (row, before) = (held.Row, held.Shown);
        var coming = await ComingAsync(row, held.Target, held.Catalog, row.Status == SubscriptionStatus.Trialing, row.CurrentPeriodEnd, ct);
        (row.CurrentPeriodStart, row.CurrentPeriodEnd) = (coming.Period.Start, coming.Period.End);
        foreach (var item in held.Items.Where(item => item.UsedFrom < coming.Period.Start)) item.UsedFrom = coming.Period.Start;
        if (row.Status == SubscriptionStatus.Trialing) row.Move(SubscriptionMove.EndTrial, coming.Period.Start);
        var pending = await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct);
        var invoice = await books.DraftAsync(held, customer, coming.About, coming.Lines, pending, ct);
        await books.ChangedAsync(held, before, ct);
        if (row.PauseCollection is { Behavior: not PauseBehavior.KeepAsDraft } pause) await ForgoAsync(invoice, customer, pause.Behavior, ct);
    }

    /// <summary>It has ended: what was used and not billed yet, and its own pending prorations, are billed a last time.</summary>
    /// <param name="added">Items that are not saved yet.</param>
    public async Task<Invoice?> BillLastAsync(HeldSubscription held, Customer customer, BillingReason reason, DateTimeOffset until, CancellationToken ct, IReadOnlyList<InvoiceItem>? added = null)
    {
        var row = held.Row;
        var used = await lines.UsedAsync(row, held.Target.Items, held.Catalog, until, ct);
        var pending = (await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct)).FindAll(item => item.SubscriptionId == row.Id);
        pending.AddRange(added ?? []);
        if (used.TrueForAll(line => line.Amount == 0) && pending.Count == 0) return null;
        return await books.DraftAsync(held, customer, new(reason, new(row.CurrentPeriodStart, until), null, AutoAdvance: true), used, pending, ct);
    }

    /// <summary>An invoice that is made while collection is paused and is not kept as a draft: it gets its number, and is given up.</summary>
    private async Task ForgoAsync(Invoice invoice, Customer customer, PauseBehavior behavior, CancellationToken ct)
    {
        await finalization.FinalizeAsync(invoice, customer, ct);
        if (invoice.Status != InvoiceStatus.Open) return;
        if (behavior == PauseBehavior.MarkUncollectible)
        {
            await invoices.GiveUpAsync(invoice, UncollectibleReason.SubscriptionPaused, ct);
            return;
        }
        await invoices.VoidAsync(invoice, customer, ct);
        await paying.CancelPaymentAsync(db.Tracked<PaymentIntent>().Single(i => i.Id == invoice.PaymentIntentId), CancellationReason.VoidInvoice);
    }
}
