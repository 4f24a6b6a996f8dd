using CalmonyPay.Customers;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Invoices.Payments;

/// <summary>Records on an invoice what became of its payment, in the transaction that ends the payment.</summary>
public sealed class InvoicePaymentNews(PayDb db, CustomerService customers, InvoiceBooks books) : IPaymentMoved
{
    public async Task PaymentMovedAsync(PaymentIntent intent, CancellationToken ct)
    {
        if (intent is not { InvoiceId: { } id, CustomerId: { } owner }) return;
        // Whoever cancels a payment has the invoice in hand: to lock it here again would take it out of that hand.
        if (intent.Status is not (PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresAction or PaymentIntentStatus.RequiresPaymentMethod)) return;
        var customer = await customers.LockAsync(owner, ct);
        if (await db.LockAsync<Invoice>(id, ct) is not { } invoice) return;
        switch (intent.Status)
        {
            case PaymentIntentStatus.Succeeded:
                await books.PaidByAsync(invoice, customer, intent, ct);
                break;
            case PaymentIntentStatus.RequiresAction:
                await books.ActionRequiredAsync(invoice, ct);
                break;
            case PaymentIntentStatus.RequiresPaymentMethod when invoice.Status == InvoiceStatus.Paid:
                await books.ReopenAsync(invoice, customer, intent, ct);
                break;
            case PaymentIntentStatus.RequiresPaymentMethod when InvoiceLifecycle.Allows(invoice.Status, InvoiceMove.Pay):
                await books.PaymentFailedAsync(invoice, customer, intent.LastPaymentError is not { AdviceCode: "do_not_try_again" }, ct);
                break;
        }
    }
}
