using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Changing;

public enum PlanOutcome
{
    /// <summary>It is made and paid, or waits on an invoice to come.</summary>
    Done,

    /// <summary>The subscription is no longer what the customer had before them, or had been changed by the same form.</summary>
    Moved,

    /// <summary>The customer has to authenticate the payment; then it is made.</summary>
    Authenticate,

    /// <summary>The card was declined, or there is none: nothing was changed.</summary>
    Declined,

    /// <summary>The gateway's word is awaited.</summary>
    Processing,
}

/// <param name="Url">Where the customer authenticates.</param>
public sealed record PlanResult(PlanOutcome Outcome, string? Url = null);

/// <summary>
/// Makes a customer's change. One that is charged at once is made only when that is paid: a declined card leaves the subscription as
/// it was.
/// </summary>
public sealed class PlanChanges(PayDb db, SubscriptionChanging changing, SubscriptionFlow flow, SubscriptionEnding ending)
{
    private const int MostLooks = 40;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <param name="mark">Of the offer that the customer saw: see <see cref="PlanOffer.Mark"/>.</param>
    /// <param name="returnUrl">Where an authentication ends.</param>
    public async Task<PlanResult> MakeAsync(PlanChange change, PortalUpdate feature, string mark, string returnUrl)
    {
        var (id, ct) = (change.Offer.Held.Row.Id, CancellationToken.None);
        var (held, _) = await changing.HoldAsync(id, ct);
        if (held.Row is { IsOver: true } or { PendingUpdate: not null } or { CancelAt: not null } || held.Items.Count != 1 || PlanOffer.MarkOf(held) != mark)
        {
            await db.ForgetAsync();
            if (held.Row.PendingUpdate is not null) return await AwaitAsync(id, returnUrl);
            return new(held is { Row.IsOver: false, Items: [var item] } && change.IsMadeIn(item) ? PlanOutcome.Done : PlanOutcome.Moved);
        }
        var update = change.Update(feature, PaymentBehavior.PendingIfIncomplete);
        var made = await changing.UpdateAsync(id, update, ct);
        foreach (var intent in db.ChangeTracker.Entries<PaymentIntent>().Where(entry => entry.Entity.InvoiceId == made.InvoiceId)) intent.Entity.ReturnUrl = returnUrl;
        await db.SaveAndCommitAsync(ct);
        if (made.InvoiceId is not { } invoice) return new(PlanOutcome.Done);
        await flow.PayAsync(id, invoice, update.Fields);
        return await OutcomeAsync(id, invoice);
    }

    /// <summary>For a form that comes again while its change is being paid: waits for that a while, and never tries it itself.</summary>
    /// <param name="returnUrl">Where an authentication ends that was begun in this session; one of somebody else's is left to them.</param>
    public async Task<PlanResult> AwaitAsync(string id, string returnUrl)
    {
        for (var tries = 0; tries < MostLooks; tries++)
        {
            var pending = (await db.Subscriptions.SingleAsync(s => s.Id == id)).PendingUpdate;
            if (pending is null) return await LookAsync(id, returnUrl);
            var intent = await db.PaymentIntents.SingleAsync(i => i.InvoiceId == pending.InvoiceId);
            if (intent is { Status: PaymentIntentStatus.RequiresAction, NextAction: { } next }) return intent.ReturnUrl == returnUrl ? new(PlanOutcome.Authenticate, next.Url) : new(PlanOutcome.Moved);
            await Task.Delay(BetweenLooks);
        }
        return new(PlanOutcome.Processing);
    }

    /// <summary>What has become of the change that waits for its payment.</summary>
    /// <param name="returnUrl">As it was given: the merchant's own pending changes are left alone.</param>
    public async Task<PlanResult> LookAsync(string id, string returnUrl)
    {
        var row = await db.Subscriptions.SingleAsync(s => s.Id == id);
        if (row.PendingUpdate is { } pending)
        {
            return await db.PaymentIntents.AnyAsync(i => i.InvoiceId == pending.InvoiceId && i.ReturnUrl == returnUrl) ? await OutcomeAsync(id, pending.InvoiceId) : new(PlanOutcome.Moved);
        }
        var latest = await db.Invoices.Where(i => i.Id == row.LatestInvoiceId).Select(i => new { i.BillingReason, i.Status }).SingleOrDefaultAsync();
        return new(latest is { BillingReason: BillingReason.SubscriptionUpdate, Status: not InvoiceStatus.Paid } ? PlanOutcome.Declined : PlanOutcome.Done);
    }

    private async Task<PlanResult> OutcomeAsync(string id, string invoiceId)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == invoiceId);
        if (invoice.Status != InvoiceStatus.Open) return new(invoice.Status == InvoiceStatus.Paid ? PlanOutcome.Done : PlanOutcome.Declined);
        var intent = await db.PaymentIntents.SingleAsync(i => i.Id == invoice.PaymentIntentId);
        if (intent is { Status: PaymentIntentStatus.RequiresAction, NextAction: { } next }) return new(PlanOutcome.Authenticate, next.Url);
        return new(await ending.GiveUpAsync(id, invoiceId) ? PlanOutcome.Declined : PlanOutcome.Processing);
    }
}
