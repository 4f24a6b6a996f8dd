using CalmonyPay.Customers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Engine;

/// <summary>What comes due on an invoice by itself: a draft is finalised, an open one is charged (again), a bill comes near its due date and goes past it.</summary>
public sealed class InvoiceSteps(PayDb db, CustomerService customers, InvoiceFinalization finalization, InvoiceBooks books, InvoicePaying paying, ScopeTime time)
{
    public async Task StepAsync(string id, CancellationToken ct)
    {
        var seen = await db.Invoices.Where(i => i.Id == id).Select(i => new { i.Status, i.CollectionMethod, i.CustomerId, i.PaymentIntentId }).SingleOrDefaultAsync(ct);
        switch (seen)
        {
            case { Status: InvoiceStatus.Draft }:
                await ChargeAsync(await FinalizeAsync(id, new(seen.CustomerId, seen.PaymentIntentId), ct), ct);
                break;
            case { Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.ChargeAutomatically }:
                await paying.ResumeAsync(id);
                await ChargeAsync((await db.ReadAsync<Invoice>(id, ct))!, ct);
                break;
            case { Status: InvoiceStatus.Open }:
                await DueAsync(id, seen.CustomerId, ct);
                break;
        }
    }

    /// <returns>The invoice as it was committed; no longer locked.</returns>
    private async Task<Invoice> FinalizeAsync(string id, SeenInvoice seen, CancellationToken ct)
    {
        var (invoice, customer, _) = await paying.LockAsync(id, ct, seen);
        try
        {
            if (invoice.IsDraft && IsDue(invoice))
            {
                await finalization.FinalizeAsync(invoice, customer, ct);
                if (invoice is { Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.SendInvoice }) books.Sent(invoice);
            }
        }
        catch (StripeError refused) when (refused.Status < 429)
        {
            await db.ForgetAsync();
            (invoice, _, _) = await paying.LockAsync(id, ct);
            if (invoice.IsDraft && IsDue(invoice)) books.FinalizationFailed(invoice, refused);
        }
        await db.SaveAndCommitAsync(ct);
        return invoice;
    }

    /// <param name="due">As it was seen last.</param>
    private async Task ChargeAsync(Invoice due, CancellationToken ct)
    {
        if (due is not { Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.ChargeAutomatically, AmountRemaining: > 0 } || !IsDue(due)) return;
        try
        {
            await paying.TryAsync(due.Id, new(null, OffSession: true, Retry: true), null, ct, SeenInvoice.Of(due));
        }
        catch (StripeError refused)
        {
            // The card is gone, or not the customer's: for the schedule that is a failed try like any other.
            await db.ForgetAsync();
            var (invoice, customer, _) = await paying.LockAsync(due.Id, ct);
            if (invoice.Status == InvoiceStatus.Open && IsDue(invoice) && refused.Status < 429)
            {
                invoice.Try(null);
                await books.PaymentFailedAsync(invoice, customer, mayTryAgain: true, ct);
            }
            await db.SaveAndCommitAsync(ct);
        }
    }

    private async Task DueAsync(string id, string customerId, CancellationToken ct)
    {
        var customer = await customers.LockAsync(customerId, ct);
        if (await db.LockAsync<Invoice>(id, ct) is { Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.SendInvoice, Overdue: false } invoice && IsDue(invoice))
        {
            if (invoice.DueNoticeAt is not null && time.Now < invoice.DueDate) books.WillBeDue(invoice);
            else await books.OverdueAsync(invoice, customer, ct);
        }
        await db.SaveAndCommitAsync(ct);
    }

    private bool IsDue(Invoice invoice) => invoice.NextStepAt is { } at && at <= time.Now;
}
