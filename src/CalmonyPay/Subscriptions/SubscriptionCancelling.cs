using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Requests;
using CalmonyPay.Subscriptions.Schedules;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>Ends subscriptions at once: on request, and with their customer.</summary>
public sealed class SubscriptionCancelling(
    PayDb db, CustomerService customers, SubscriptionBooks books, SubscriptionRenewal renewal, ProrationItems prorations, InvoiceFinalization finalization, InvoiceBooks invoices, InvoicePaying paying, ScopeTime time) : ICustomerDeleted
{
    /// <summary>It is over. What it has paid for is credited, and what it owes is invoiced, only where that is asked for.</summary>
    /// <param name="schedule">What that is to its schedule, if one drives it.</param>
    /// <exception cref="StripeError">404 for one that is not there or over already.</exception>
    public async Task<HeldSubscription> CancelAsync(string id, SubscriptionCancel cancel, CancellationToken ct, ScheduleMove schedule = ScheduleMove.Abort)
    {
        var seen = await db.Subscriptions.Where(s => s.Id == id).Select(s => new { s.CustomerId, s.Status, s.LatestInvoiceId }).SingleOrDefaultAsync(ct) ?? throw SubscriptionBooks.NoSuch(id);
        // An incomplete one goes with its first invoice; its payment is locked first.
        var (first, intent) = ((Invoice?)null, (PaymentIntent?)null);
        if (seen is { Status: SubscriptionStatus.Incomplete, LatestInvoiceId: { } latest }) (first, _, intent) = await paying.LockAsync(latest, ct);
        var customer = await customers.LockAsync(seen.CustomerId, ct);
        var held = await books.HoldAsync(id, ct);
        if (held.Row.IsOver) throw SubscriptionBooks.NoSuch(id);
        var (row, status) = (held.Row, held.Row.Status);
        row.CancellationDetails = cancel.CancellationDetails(row.CancellationDetails);
        var now = DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds());
        // A credit that no invoice of this subscription takes any more is for the customer's next.
        var credits = cancel.Prorate && status is (SubscriptionStatus.Active or SubscriptionStatus.PastDue) ? prorations.CreditAll(held, customer, now, bound: cancel.InvoiceNow) : [];
        books.AddItems(credits);
        await books.EndAsync(held, "cancellation_requested", ct, schedule);
        if (cancel.InvoiceNow && status is not (SubscriptionStatus.Trialing or SubscriptionStatus.Incomplete)
            && await renewal.BillLastAsync(held, customer, BillingReason.SubscriptionUpdate, now, ct, credits) is { } last) await finalization.FinalizeAsync(last, customer, ct);
        if (first is { Status: InvoiceStatus.Open } && intent is not { Status: PaymentIntentStatus.Processing or PaymentIntentStatus.Succeeded })
        {
            await invoices.VoidAsync(first, customer, ct);
            await paying.CancelPaymentAsync(intent, CancellationReason.VoidInvoice);
        }
        return held;
    }

    /// <summary>Takes the first discount of a subscription away.</summary>
    public async Task<DeletedDiscount> DeleteDiscountAsync(string id, CancellationToken ct)
    {
        var owner = await db.Subscriptions.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) ?? throw SubscriptionBooks.NoSuch(id);
        await customers.LockAsync(owner, ct);
        var held = await books.HoldAsync(id, ct);
        var (before, gone) = (held.Shown, held.Row.Discounts.Count > 0 ? held.Row.Discounts[0] : throw StripeError.NoSuch("discount", id, "discount"));
        held.Row.Discounts = [];
        await books.ChangedAsync(held, before, ct);
        return DeletedDiscount.Of(gone);
    }

    /// <summary>A customer who goes takes the subscriptions along.</summary>
    public async Task CustomerDeletedAsync(Customer customer, CancellationToken ct)
    {
        var living = await db.Subscriptions.Where(s => s.CustomerId == customer.Id && s.Status != SubscriptionStatus.Canceled && s.Status != SubscriptionStatus.IncompleteExpired).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct);
        foreach (var id in living) await books.EndAsync(await books.HoldAsync(id, ct), "cancellation_requested", ct);
    }
}
