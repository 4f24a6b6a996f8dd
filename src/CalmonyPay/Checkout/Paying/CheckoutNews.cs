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
        // An invoice's payment speaks through its invoice.
        if (intent is { InvoiceId: not null } or { OldStyle: true }) return;
        if (intent.Status is not (PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture or PaymentIntentStatus.RequiresPaymentMethod)) return;
        if (await db.CheckoutSessions.Where(s => s.PaymentIntentId == intent.Id).Select(s => s.Id).SingleOrDefaultAsync(ct) is not { } id) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is not { } session) return;
        switch (intent.Status, session.Status)
        {
            case (PaymentIntentStatus.Succeeded, CheckoutSessionStatus.Open):
                books.Complete(session, CheckoutPaymentStatus.Paid);
                break;
            // What is held is not paid. That it is captured later changes the session, and is told of the payment alone, as in Stripe.
            case (PaymentIntentStatus.RequiresCapture, CheckoutSessionStatus.Open):
                books.Complete(session, CheckoutPaymentStatus.Unpaid);
                break;
            case (PaymentIntentStatus.Succeeded, CheckoutSessionStatus.Complete):
                session.PaymentStatus = CheckoutPaymentStatus.Paid;
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
        if (await db.LockAsync<CheckoutSession>(id, ct) is { Status: CheckoutSessionStatus.Open } session) books.Complete(session, CheckoutPaymentStatus.Paid);
    }

    public Task<string?> CardOfSubscriptionAsync(string subscriptionId, CancellationToken ct) => Task.FromResult<string?>(null);

    public async Task SetupMovedAsync(SetupIntent intent, CancellationToken ct)
    {
        if (await db.CheckoutSessions.Where(s => s.SetupIntentId == intent.Id && s.Status == CheckoutSessionStatus.Open).Select(s => s.Id).SingleOrDefaultAsync(ct) is not { } id) return;
        if (await db.LockAsync<CheckoutSession>(id, ct) is not { Status: CheckoutSessionStatus.Open } session) return;
        // A subscription is opened in a transaction of its own, by the form or by the worker.
        if (session.Mode == CheckoutSessionMode.Subscription) session.BecomeReady(clock.GetUtcNow());
        else books.Complete(session, CheckoutPaymentStatus.NoPaymentRequired);
    }
}
