using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>Ends subscriptions whose first payment, or changes whose payment, did not come.</summary>
public sealed class SubscriptionEnding(PayDb db, InvoicePaying paying, InvoiceBooks invoices, SubscriptionBooks books)
{
    /// <summary>Voids the first invoice of an incomplete subscription, which ends it; commits.</summary>
    /// <returns>False while a payment of it is under way: then the money may yet come.</returns>
    public async Task<bool> GiveUpAsync(string id, string? invoiceId = null)
    {
        invoiceId ??= await db.Subscriptions.Where(s => s.Id == id).Select(s => s.LatestInvoiceId).SingleAsync();
        var (invoice, customer, intent) = await paying.LockAsync(invoiceId!, CancellationToken.None);
        if (intent is { Status: PaymentIntentStatus.Processing or PaymentIntentStatus.Succeeded })
        {
            await db.ForgetAsync();
            return false;
        }
        await books.HoldAsync(id, CancellationToken.None);
        if (InvoiceLifecycle.Allows(invoice.Status, InvoiceMove.Void))
        {
            await invoices.VoidAsync(invoice, customer, CancellationToken.None);
            await paying.CancelPaymentAsync(intent, CancellationReason.VoidInvoice);
        }
        await db.SaveAndCommitAsync();
        return true;
    }
}
