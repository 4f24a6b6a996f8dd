using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>
/// Completes sessions in the transaction that ends their payment, whoever ended it: a form, an authentication, a worker after a crash.
/// The session's row is the last to be locked.
/// </summary>
public sealed class CheckoutNews(PayDb db, SessionBooks books, TimeProvider clock) : IPaymentMoved, IInvoiceMoved, ISetupMoved
{
    public async Task PaymentMovedAsync(PaymentIntent intent, CancellationToken ct)
    {
        if (intent is { InvoiceId: { } invoice, Status: PaymentIntentStatus.RequiresPaymentMethod }) await LeavePlaceAsync(invoice, ct);
        // An invoice's payment speaks through its invoice.
        if (intent.CheckoutSessionId is not { } id || intent.Status is not (PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture or PaymentIntentStatus.RequiresPaymentMethod)) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is not { } session || session.PaymentIntentId != intent.Id) return;
        switch (intent.Status, session.Status)
        {
            case (PaymentIntentStatus.Succeeded, CheckoutSessionStatus.Open):
                await books.CompleteAsync(session, CheckoutPaymentStatus.Paid);
                break;
            // What is held is not paid. That it is captured later changes the session, and is told of the payment alone, as in Stripe.
            case (PaymentIntentStatus.RequiresCapture, CheckoutSessionStatus.Open):
                await books.CompleteAsync(session, CheckoutPaymentStatus.Unpaid);
                break;
            case (PaymentIntentStatus.Succeeded, CheckoutSessionStatus.Complete):
                session.PaymentStatus = CheckoutPaymentStatus.Paid;
                break;
            case (PaymentIntentStatus.RequiresPaymentMethod, CheckoutSessionStatus.Open):
                session.LeavePlace();
                break;
            case (PaymentIntentStatus.RequiresPaymentMethod, CheckoutSessionStatus.Complete):
                session.PaymentStatus = CheckoutPaymentStatus.Unpaid;
                break;
        }
    }

    public async Task InvoiceMovedAsync(Invoice invoice, InvoiceNews news, CancellationToken ct)
    {
        if (news != InvoiceNews.Paid || invoice.BillingReason != BillingReason.SubscriptionCreate) return;
        if (await db.CheckoutSessions.Where(s => s.InvoiceId == invoice.Id && s.Status == CheckoutSessionStatus.Open).Select(s => s.Id).SingleOrDefaultAsync(ct) is not { } id) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is { Status: CheckoutSessionStatus.Open } session) await books.CompleteAsync(session, CheckoutPaymentStatus.Paid);
    }

    /// <summary>A payment of a subscription's first invoice failed: others may have the place.</summary>
    private async Task LeavePlaceAsync(string invoiceId, CancellationToken ct)
    {
        if (await db.CheckoutSessions.Where(s => s.InvoiceId == invoiceId && s.HoldsPlace).Select(s => s.Id).SingleOrDefaultAsync(ct) is not { } id) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is { } session) session.LeavePlace();
    }

    public Task<string?> CardOfSubscriptionAsync(string subscriptionId, CancellationToken ct) => Task.FromResult<string?>(null);

    public async Task SetupMovedAsync(SetupIntent intent, CancellationToken ct)
    {
        if (await db.CheckoutSessions.Where(s => s.SetupIntentId == intent.Id && s.Status == CheckoutSessionStatus.Open).Select(s => s.Id).SingleOrDefaultAsync(ct) is not { } id) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is not { Status: CheckoutSessionStatus.Open } session) return;
        if (intent.Status != SetupIntentStatus.Succeeded)
        {
            session.LeavePlace();
            return;
        }
        // A subscription is opened in a transaction of its own, by the form or by the worker.
        if (session.Mode == CheckoutSessionMode.Subscription) session.BecomeReady(clock.GetUtcNow());
        else await books.CompleteAsync(session, CheckoutPaymentStatus.NoPaymentRequired);
    }
}
