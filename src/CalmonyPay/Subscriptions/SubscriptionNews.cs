using CalmonyPay.Accounts;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>What becomes of a subscription when one of its invoices moves, in the same transaction.</summary>
public sealed class SubscriptionNews(PayDb db, SubscriptionBooks books, ProjectBilling billing) : IInvoiceMoved
{
    public async Task InvoiceMovedAsync(Invoice invoice, InvoiceNews news, CancellationToken ct)
    {
        if (invoice.SubscriptionId is not { } id) return;
        var row = await books.LockAsync(id, ct);
        if (row.IsOver || SaysNothingNew(row, invoice, news)) return;
        var held = await books.HoldAsync(row, ct);
        if (held.Row.PendingUpdate is { } pending && pending.InvoiceId == invoice.Id)
        {
            await PendingAsync(held, pending, invoice, news, ct);
            return;
        }
        switch (news)
        {
            case InvoiceNews.Paid:
                await PaidAsync(held, invoice, ct);
                break;
            case InvoiceNews.Voided when held.Row.Status == SubscriptionStatus.Incomplete && invoice.BillingReason == BillingReason.SubscriptionCreate:
                await books.MoveAsync(held, SubscriptionMove.Expire, ct);
                break;
            case InvoiceNews.Voided or InvoiceNews.Uncollectible when held.Row.Status == SubscriptionStatus.PastDue:
                if (!await OwesMoreAsync(invoice, ct)) await books.MoveAsync(held, SubscriptionMove.Pay, ct);
                break;
            // A bill made by hand says nothing of the subscription that it names.
            case InvoiceNews.PaymentFailed or InvoiceNews.Overdue or InvoiceNews.ActionRequired when invoice.BillingReason != BillingReason.Manual:
                await books.MoveAsync(held, SubscriptionMove.Fail, ct);
                break;
            case InvoiceNews.RetriesExhausted when invoice.BillingReason != BillingReason.Manual:
                await ExhaustedAsync(held, invoice, ct);
                break;
        }
    }

    public Task<string?> CardOfSubscriptionAsync(string subscriptionId, CancellationToken ct) =>
        db.Subscriptions.Where(s => s.Id == subscriptionId).Select(s => s.DefaultPaymentMethodId).SingleOrDefaultAsync(ct);

    /// <summary>Most invoices are paid while their subscription is active: it stays as it is, and its items need not be read.</summary>
    private static bool SaysNothingNew(Subscription row, Invoice invoice, InvoiceNews news) =>
        news == InvoiceNews.Paid && row.PendingUpdate?.InvoiceId != invoice.Id && row is not { SavesCard: true, DefaultPaymentMethodId: null }
        && row.Status is not (SubscriptionStatus.Incomplete or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid);

    private async Task PaidAsync(HeldSubscription held, Invoice invoice, CancellationToken ct)
    {
        var (row, before) = (held.Row, held.Shown);
        var saved = false;
        if (row is { SavesCard: true, DefaultPaymentMethodId: null } && invoice.PaymentIntentId is { } intent)
        {
            row.DefaultPaymentMethodId = await PayerAsync(intent, row.CustomerId, ct);
            saved = row.DefaultPaymentMethodId is not null;
        }
        var pays = row.Status switch
        {
            SubscriptionStatus.Incomplete => invoice.BillingReason == BillingReason.SubscriptionCreate,
            SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid => !await OwesMoreAsync(invoice, ct),
            _ => false,
        };
        if (pays) row.Move(SubscriptionMove.Pay, invoice.PaidAt!.Value);
        if (pays || saved) await books.ChangedAsync(held, before, ct);
    }

    /// <summary>The card that paid, where the customer keeps it.</summary>
    private async Task<string?> PayerAsync(string intentId, string customer, CancellationToken ct)
    {
        var held = db.Tracked<PaymentIntent>().FirstOrDefault(i => i.Id == intentId);
        var card = held is null ? await db.PaymentIntents.Where(i => i.Id == intentId).Select(i => i.PaymentMethodId).SingleAsync(ct) : held.PaymentMethodId;
        var mine = db.Tracked<PaymentMethod>().Any(m => m.Id == card && m.CustomerId == customer)
            || await db.PaymentMethods.AnyAsync(m => m.Id == card && m.CustomerId == customer, ct);
        return mine ? card : null;
    }

    /// <summary>The last retry failed: the project says what then. The first invoice of one that never began waits until it expires.</summary>
    private async Task ExhaustedAsync(HeldSubscription held, Invoice invoice, CancellationToken ct)
    {
        if (held.Row.Status == SubscriptionStatus.Incomplete) return;
        // One that does not advance by itself has no retries that could be exhausted.
        var then = !invoice.AutoAdvance ? AfterRetries.LeavePastDue : (await billing.ReadAsync(ct)).Settings.AfterRetries;
        switch (then)
        {
            case AfterRetries.Cancel:
                await books.EndAsync(held, "payment_failed", ct);
                break;
            case AfterRetries.MarkUnpaid when SubscriptionLifecycle.Allows(held.Row.Status, SubscriptionMove.GiveUpCharging):
                await books.MoveAsync(held, SubscriptionMove.GiveUpCharging, ct);
                break;
            default:
                await books.MoveAsync(held, SubscriptionMove.Fail, ct);
                break;
        }
    }

    /// <summary>A change that waits: paid, it is made; given up, it is dropped. A failed try leaves it waiting.</summary>
    private async Task PendingAsync(HeldSubscription held, PendingUpdate pending, Invoice invoice, InvoiceNews news, CancellationToken ct)
    {
        var before = held.Shown;
        switch (news)
        {
            case InvoiceNews.Paid:
                held.Row.PendingUpdate = null;
                books.Become(held, pending.Target);
                SubscriptionBooks.Charge(held, invoice);
                await books.ChangedAsync(held, before, ct);
                books.Tell("customer.subscription.pending_update_applied", held);
                if (pending.Target.Move == SubscriptionMove.Resume) books.Tell("customer.subscription.resumed", held);
                break;
            case InvoiceNews.Voided or InvoiceNews.Uncollectible:
                held.Row.PendingUpdate = null;
                await books.ChangedAsync(held, before, ct);
                books.Tell("customer.subscription.pending_update_expired", held);
                break;
        }
    }

    /// <summary>A later invoice of the subscription could not be collected either: the newest decides, as in Stripe.</summary>
    private Task<bool> OwesMoreAsync(Invoice invoice, CancellationToken ct) => db.Invoices.AnyAsync(
        i => i.SubscriptionId == invoice.SubscriptionId && i.Id != invoice.Id && i.CreatedAt >= invoice.CreatedAt && i.Status == InvoiceStatus.Open && i.BillingReason != BillingReason.Manual && (i.Attempted || i.Overdue), ct);
}
