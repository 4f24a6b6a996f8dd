using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>
/// Ends sessions that were not paid: what they had begun ends with them, and what their discounts took is given back. While a
/// payment is under way nothing ends, because the money may yet come.
/// </summary>
public sealed class SessionEnding(
    PayDb db, SessionBooks books, PaymentOperations operations, InvoicePaying paying, SetupIntentService setups, SetupBooks setupBooks, SubscriptionEnding subscriptions, SubscriptionBooks subscriptionBooks,
    CustomerService customers, DiscountService discounts)
{
    private const int MostRounds = 5;

    /// <exception cref="StripeError">400 for a session that is not open; 429 while a payment is under way.</exception>
    public async Task<CheckoutSession> ExpireForRequestAsync(string id, CancellationToken ct)
    {
        var seen = await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw SessionService.NoSuch(id);
        if (seen.Status != CheckoutSessionStatus.Open)
            throw StripeError.Invalid($"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{SnakeCase.Of(seen.Status)}`.", "session");
        if (!await ExpireAsync(id, CancellationToken.None)) throw StripeError.LockTimeout();
        return await db.CheckoutSessions.SingleAsync(s => s.Id == id, ct);
    }

    /// <summary>Ends it, and commits.</summary>
    /// <returns>False while a payment is under way, or where it is over already.</returns>
    public async Task<bool> ExpireAsync(string id, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var seen = await db.CheckoutSessions.SingleAsync(s => s.Id == id, ct);
            if (seen.Status != CheckoutSessionStatus.Open || seen.ReadyAt is not null) return false;
            if (!await LetGoAsync(seen, ct))
            {
                await db.ForgetAsync();
                return false;
            }
            await discounts.GiveBackAsync(seen, ct);
            var session = (await db.LockAsync<CheckoutSession>(id, ct))!;
            if (session.HasMovedSince(seen))
            {
                await db.ForgetAsync();
                continue;
            }
            session.DiscountsRedeemed = false;
            books.Expire(session);
            await db.SaveAndCommitAsync(ct);
            return true;
        }
        return false;
    }

    /// <summary>Gives up a subscription that was opened and not paid; commits.</summary>
    /// <returns>False while its payment is under way, or where it is paid.</returns>
    public async Task<bool> GiveUpAsync(string subscriptionId, string invoiceId)
    {
        if (!await subscriptions.GiveUpAsync(subscriptionId, invoiceId)) return false;
        // One with a trial has begun, though what was to be paid with it was not.
        var owner = await db.Subscriptions.Where(s => s.Id == subscriptionId && s.Status == SubscriptionStatus.Trialing).Select(s => s.CustomerId).SingleOrDefaultAsync();
        if (owner is null) return true;
        await customers.LockAsync(owner, CancellationToken.None);
        var held = await subscriptionBooks.HoldAsync(subscriptionId, CancellationToken.None);
        if (!held.Row.IsOver) await subscriptionBooks.EndAsync(held, "payment_failed", CancellationToken.None);
        await db.SaveAndCommitAsync();
        return true;
    }

    /// <summary>Ends what the session has begun; locked until the commit, but for a subscription, which is committed.</summary>
    private async Task<bool> LetGoAsync(CheckoutSession seen, CancellationToken ct)
    {
        if (seen.SubscriptionId is { } subscription && !await GiveUpAsync(subscription, seen.InvoiceId!)) return false;
        if (seen.PaymentIntentId is { } payment)
        {
            if (await operations.TryLockIdleAsync(payment, ct) is not { } intent || intent.Status is PaymentIntentStatus.Processing or PaymentIntentStatus.RequiresCapture or PaymentIntentStatus.Succeeded) return false;
            await paying.CancelPaymentAsync(intent, CancellationReason.Expired);
        }
        return seen.SetupIntentId is not { } setup || await LetGoOfSetupAsync(setup, ct);
    }

    /// <summary>Cancels a setup that is no longer wanted; its intent is locked until the commit.</summary>
    /// <returns>False while the gateway is asked.</returns>
    public async Task<bool> LetGoOfSetupAsync(string id, CancellationToken ct)
    {
        var intent = await setups.LockAsync(id, ct);
        if (await setupBooks.EndOverdueAsync(intent))
        {
            await db.SaveAndCommitAsync(ct);
            intent = await setups.LockAsync(id, ct);
        }
        if (intent.Status == SetupIntentStatus.Processing) return false;
        await setups.AbandonAttemptAsync(intent, ct);
        if (SetupIntentLifecycle.Allows(intent.Status, SetupIntentMove.Cancel))
        {
            intent.Cancel(null);
            setups.Record("setup_intent.canceled", intent);
        }
        return true;
    }
}
