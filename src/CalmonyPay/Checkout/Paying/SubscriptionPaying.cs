using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>
/// Subscription mode. Where something is due, the first form opens the subscription, and each form pays its first invoice with its card; where
/// nothing is, it is opened at once, or once the card is stored. Another selection ends what was opened and opens another.
/// </summary>
public sealed class SubscriptionPaying(
    PayDb db, SessionBooks books, SessionEnding ending, Buyers buyers, CheckoutUrls urls, AuthenticationUrls authentication, DiscountService discounts, CheckoutOrders orders, SubscriptionCreation creation,
    CustomerService customers, InvoicePaying paying, CheckoutStates states)
{
    /// <returns>Null if the session moved meanwhile, or a subscription was opened: begin again.</returns>
    public async Task<CheckoutAnswer?> PayAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm form)
    {
        var invoice = seen.InvoiceId is { } id ? await db.Invoices.Where(i => i.Id == id).Select(i => new { i.Id, i.Status }).SingleAsync() : null;
        if (invoice is { Status: InvoiceStatus.Open } && IsSame(seen, order)) return await ChargeAsync(seen, order, form, invoice.Id);
        if (seen.SubscriptionId is { } old && !await ending.GiveUpAsync(old, seen.InvoiceId!)) return await states.OfAsync(seen.Id, CancellationToken.None);
        await OpenAsync(seen, order, form, null);
        return null;
    }

    /// <summary>Nothing is due and no card is wanted: it begins.</summary>
    public async Task<CheckoutAnswer?> BeginAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm form)
    {
        if (seen.SubscriptionId is { } old && !await ending.GiveUpAsync(old, seen.InvoiceId!)) return await states.OfAsync(seen.Id, CancellationToken.None);
        return await OpenAsync(seen, order, form, null) ? await states.OfAsync(seen.Id, CancellationToken.None) : null;
    }

    /// <summary>The card of a session that is ready is stored: its subscription begins. Repeated safely; commits.</summary>
    public async Task FinishAsync(string sessionId)
    {
        var seen = await db.CheckoutSessions.SingleAsync(s => s.Id == sessionId);
        if (seen is not { Status: CheckoutSessionStatus.Open, ReadyAt: not null }) return;
        try
        {
            var card = await db.SetupIntents.Where(i => i.Id == seen.SetupIntentId).Select(i => i.PaymentMethodId).SingleAsync();
            await OpenAsync(seen, await orders.OfAsync(seen, null, CancellationToken.None), null, card);
        }
        catch (StripeError refused) when (refused.Status < 429)
        {
            await db.ForgetAsync();
            var session = (await db.LockAsync<CheckoutSession>(sessionId, CancellationToken.None))!;
            if (session.ReadyAt is not null) session.Fail(new(refused.Code ?? "processing_error", refused.DeclineCode, refused.Message));
            await db.SaveAndCommitAsync();
        }
    }

    /// <summary>Opens the subscription with its first invoice, and completes the session if nothing is to be paid; commits.</summary>
    /// <param name="form">Null where the card is stored already, with what was entered.</param>
    /// <returns>False if the session moved meanwhile, or a card of it is being verified, and nothing was written.</returns>
    private async Task<bool> OpenAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm? form, string? card)
    {
        var ct = CancellationToken.None;
        // A card that was left at its bank for a free trial must not open that one as well.
        if (form is not null && seen.SetupIntentId is { } left && !await ending.LetGoOfSetupAsync(left, ct))
        {
            await db.ForgetAsync();
            return false;
        }
        var customer = form is null ? seen.CustomerId! : (await buyers.EnsureAsync(seen, order, form, ct))!;
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct); // a new customer is read back where the subscription is made
        await customers.LockAsync(customer, ct);
        await discounts.GiveBackAsync(seen, ct);
        var lines = order.Worked.Lines.Where(line => line.Quantity != 0).ToList();
        var held = await creation.OpenAsync(SubscriptionPlan.Of(seen, lines, customer, order.Discounts, card), ct);
        var invoice = db.ChangeTracker.Entries<Invoice>().Single(entry => entry.Entity.Id == held.Row.LatestInvoiceId).Entity;

        var session = (await db.LockAsync<CheckoutSession>(seen.Id, ct))!;
        if (session.HasMovedSince(seen))
        {
            await db.ForgetAsync();
            return false;
        }
        (session.SubscriptionId, session.InvoiceId) = (held.Row.Id, invoice.Id);
        // Those of the invoice: the subscription has forgotten what worked once.
        session.Discounts = [.. invoice.Discounts.Where(d => order.Discounts.Any(wanted => wanted.Coupon == d.Coupon))];
        session.DiscountsRedeemed = session.Discounts.Count > 0;
        var ids = order.Discounts.Select(wanted => (Old: wanted.Id, New: session.Discounts.FirstOrDefault(d => d.Coupon == wanted.Coupon)?.Id ?? wanted.Id)).ToDictionary(pair => pair.Old, pair => pair.New);
        session.Take(order.Worked.With(ids), null);
        if (form is not null) session.Accept(form, Buyers.Facts(seen, order, form), customer, withCard: false, uses: invoice.Status == InvoiceStatus.Paid);
        if (invoice.Status == InvoiceStatus.Paid) await books.CompleteAsync(session, CheckoutPaymentStatus.NoPaymentRequired);
        else session.NotReady();
        await db.SaveAndCommitAsync();
        return true;
    }

    private async Task<CheckoutAnswer?> ChargeAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm form, string invoiceId)
    {
        var session = (await db.LockAsync<CheckoutSession>(seen.Id, CancellationToken.None))!;
        if (session.HasMovedSince(seen))
        {
            await db.ForgetAsync();
            return null;
        }
        session.Accept(form, Buyers.Facts(seen, order, form), session.CustomerId, withCard: true);
        var entered = new EnteredCard(form.Card!, Buyers.HolderOf(session.Collected!), intent => form.Browser.For(authentication.ReturnOf(intent)), urls.PageOf(session.UrlToken));
        await db.SaveAndCommitAsync();
        await paying.TryAsync(invoiceId, new(null, OffSession: false) { Entered = entered }, null, CancellationToken.None);
        return await states.OfAsync(seen.Id, CancellationToken.None);
    }

    /// <summary>Is what was opened still what is wanted?</summary>
    private static bool IsSame(CheckoutSession seen, CheckoutOrder order) =>
        seen.LineItems!.Select(line => line.Quantity).SequenceEqual(order.Worked.Lines.Select(line => line.Quantity)) && seen.AmountTotal == order.Worked.Total
        && seen.Discounts.Select(d => (d.Coupon, d.PromotionCode)).SequenceEqual(order.Discounts.Select(d => (d.Coupon, d.PromotionCode)));
}
