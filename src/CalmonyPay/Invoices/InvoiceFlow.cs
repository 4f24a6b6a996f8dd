using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>The request that pays an invoice with a card: it calls the gateway, and answers with the invoice or the decline.</summary>
public sealed class InvoiceFlow(PayDb db, InvoiceService invoices, InvoicePaying paying, PaymentResumption payments)
{
    public async Task<object> PayAsync(string id, InvoicePay pay, GatewayRun run)
    {
        if (run.RecoveryPoint is not null)
        {
            run.ReachedAlready("invoice", id);
            await paying.ResumeAsync(id);
            return await AnswerAsync(id, null);
        }
        if ((await invoices.GetAsync(id, CancellationToken.None)).IsDraft)
        {
            // Stripe finalises a draft that is paid.
            await invoices.FinalizeAsync(id, new(null), CancellationToken.None);
            await db.SaveAndCommitAsync();
            if ((await invoices.GetAsync(id, CancellationToken.None)) is { Status: InvoiceStatus.Paid } settled) return InvoiceResponse.Of(settled);
        }
        var charge = await paying.TryAsync(id, new(pay.PaymentMethod, pay.OffSession), run, CancellationToken.None);
        return await AnswerAsync(id, charge);
    }

    /// <summary>The invoice as it stands, or the decline of its payment.</summary>
    private async Task<object> AnswerAsync(string id, string? charge)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id);
        if (invoice is { Status: InvoiceStatus.Open or InvoiceStatus.Uncollectible, PaymentIntentId: { } intent }) await payments.AnswerAsync(intent, charge);
        return InvoiceResponse.Of(invoice);
    }
}
