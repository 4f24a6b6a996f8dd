using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// Requests whose invoice is charged at once: what the subscription becomes is committed with its invoice, then the card is
/// tried, and the answer shows what came of it. A retry after a crash goes on where the first had got to.
/// </summary>
public sealed class SubscriptionFlow(
    PayDb db, SubscriptionCreation creation, SubscriptionChanging changing, SubscriptionPausing pausing, SubscriptionReader reader, SubscriptionEnding ending, InvoicePaying paying, ProjectSecrets secrets)
{
    public async Task<object> CreateAsync(SubscriptionCreate create, GatewayRun run)
    {
        var id = run.RecoveryPoint ?? (await creation.OpenAsync(create, CancellationToken.None)).Row.Id;
        if (run.RecoveryPoint is null) await run.SaveAndCommitAsync("subscription", id);
        else run.ReachedAlready("subscription", id);
        var invoice = await db.Subscriptions.Where(s => s.Id == id).Select(s => s.LatestInvoiceId).SingleAsync();
        await PayAsync(id, invoice, create.Fields);
        return await ShownAsync(id);
    }

    public async Task<object> UpdateAsync(string id, SubscriptionUpdate update, GatewayRun run)
    {
        await RunAsync(id, run, update.Fields, () => changing.UpdateAsync(id, update, CancellationToken.None));
        return await ShownAsync(id);
    }

    public async Task<object> ResumeAsync(string id, SubscriptionResume resume, GatewayRun run)
    {
        await RunAsync(id, run, SubscriptionFields.None, () => pausing.ResumeAsync(id, resume, CancellationToken.None));
        return await ShownAsync(id);
    }

    /// <summary>A change, its commit, and the payment of what it invoices.</summary>
    internal async Task RunAsync(string id, GatewayRun run, SubscriptionFields fields, Func<Task<MadeChange>> change)
    {
        string? invoice;
        if (run.RecoveryPoint is not null)
        {
            run.ReachedAlready("subscription", id);
            invoice = await db.Subscriptions.Where(s => s.Id == id).Join(db.Invoices, s => s.LatestInvoiceId, i => i.Id, (_, i) => i).Where(i => i.BillingReason == BillingReason.SubscriptionUpdate).Select(i => i.Id).SingleOrDefaultAsync();
        }
        else
        {
            invoice = (await change()).InvoiceId;
            await run.SaveAndCommitAsync("subscription", id);
        }
        if (invoice is not null) await PayAsync(id, invoice, fields);
    }

    /// <summary>Charges the invoice that a request has made, if it is to be charged now; goes on with a try that a crash cut off.</summary>
    /// <exception cref="StripeError">402 with the decline where an error was asked for.</exception>
    internal async Task PayAsync(string id, string? invoiceId, SubscriptionFields fields)
    {
        if (fields.PaymentBehavior == PaymentBehavior.DefaultIncomplete) return;
        var insists = fields.PaymentBehavior == PaymentBehavior.ErrorIfIncomplete;
        var invoice = await db.Invoices.SingleAsync(i => i.Id == invoiceId);
        if (invoice.CollectionMethod != CollectionMethod.ChargeAutomatically || invoice.Status is InvoiceStatus.Draft or InvoiceStatus.Paid) return;
        if (invoice.Status == InvoiceStatus.Open)
        {
            try
            {
                if (invoice.Attempted) await paying.ResumeAsync(invoice.Id);
                else await paying.TryAsync(invoice.Id, new(null, fields.OffSession) { ErrorOnRequiresAction = insists }, null, CancellationToken.None);
            }
            catch (StripeError refused) when (refused.Status < 429)
            {
                // The card cannot be charged as it is: the invoice waits for another, as after a decline.
                await db.ForgetAsync();
                if (!insists) return;
                await ending.GiveUpAsync(id, invoice.Id);
                throw;
            }
        }
        if (insists) await InsistAsync(id, invoice.Id);
    }

    /// <summary>What could not be paid at once is not wanted: it ends, and the answer is the decline.</summary>
    private async Task InsistAsync(string id, string invoiceId)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == invoiceId);
        if (invoice.Status == InvoiceStatus.Paid || (invoice.Status == InvoiceStatus.Open && !await ending.GiveUpAsync(id, invoiceId))) return;
        var intent = await db.PaymentIntents.SingleAsync(i => i.Id == invoice.PaymentIntentId);
        throw intent.LastPaymentError is not null
            ? Declines.Answer(intent, secrets)
            : new StripeError(402, "card_error", "subscription_payment_intent_requires_action", "This payment requires additional user action before it can be completed successfully.") { WorkBegan = true };
    }

    private async Task<SubscriptionResponse> ShownAsync(string id) => (await reader.ReadAsync([await db.Subscriptions.SingleAsync(s => s.Id == id)], CancellationToken.None))[0].Shown;
}
