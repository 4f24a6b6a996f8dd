using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Paying;

/// <summary>Setup mode, and subscriptions that begin without a payment: the card is verified at the gateway and kept.</summary>
public sealed class SetupPaying(
    PayDb db, SessionEnding ending, Buyers buyers, CheckoutUrls urls, AuthenticationUrls authentication, DiscountService discounts, SetupIntentService setups, SetupBooks setupBooks, SetupIntentFlow flow, SubscriptionPaying subscriptions, CheckoutStates states, TimeProvider clock)
{
    /// <returns>Null if the session moved meanwhile.</returns>
    public async Task<CheckoutAnswer?> SetUpAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm form)
    {
        var ct = CancellationToken.None;
        // What was opened while something was due is not what is wanted now.
        if (seen.SubscriptionId is { } old && !await ending.GiveUpAsync(old, seen.InvoiceId!)) return await states.OfAsync(seen.Id, ct);
        var intent = seen.SetupIntentId is { } known ? await setups.LockAsync(known, ct) : null;
        if (intent is not null && await setupBooks.EndOverdueAsync(intent))
        {
            await db.SaveAndCommitAsync(ct);
            return null;
        }
        if (intent?.Status == SetupIntentStatus.Processing)
        {
            await db.ForgetAsync();
            return await states.OfAsync(seen.Id, ct);
        }
        // A card that was stored for a subscription that could not be opened is of no use to another try.
        if (intent is not null && !SetupIntentLifecycle.Allows(intent.Status, SetupIntentMove.Name)) intent = null;
        var customer = await buyers.EnsureAsync(seen, order, form, ct);
        // A discount of something that was to be paid for counts until it is not wanted any more; it is counted anew when the subscription is opened.
        var keeps = seen.DiscountsRedeemed && seen.Discounts.SequenceEqual(order.Discounts);
        if (!keeps) await discounts.GiveBackAsync(seen, ct);
        var session = (await db.LockAsync<CheckoutSession>(seen.Id, ct))!;
        if (session.HasMovedSince(seen))
        {
            await db.ForgetAsync();
            return null;
        }
        if (seen.Mode == CheckoutSessionMode.Subscription)
        {
            session.Take(order.Worked, null);
            (session.Discounts, session.DiscountsRedeemed) = (order.Discounts, keeps);
            (session.SubscriptionId, session.InvoiceId) = (null, null);
        }
        session.Accept(form, Buyers.Facts(seen, order, form), customer, withCard: true);
        intent ??= Make(session);
        if (customer is not null && intent.CustomerId is null) intent.Apply(new(new(null, null), Change<string>.To(customer), default, null, MetadataChange.Absent));
        var (attempt, payable) = await flow.SubmitAsync(intent, form.Card!, Buyers.HolderOf(session.Collected!), urls.PageOf(session.UrlToken));
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        await db.SaveAndCommitAsync(ct);
        await flow.AskAsync(attempt, payable, form.Browser.For(authentication.ReturnOf(attempt.SetupIntentId)));
        if (seen.Mode == CheckoutSessionMode.Subscription) await subscriptions.FinishAsync(seen.Id);
        return await states.OfAsync(seen.Id, ct);
    }

    private SetupIntent Make(CheckoutSession session)
    {
        var fields = new SetupIntentFields(
            new(null, null), session.CustomerId is { } customer ? Change<string>.To(customer) : default, default, session.Settings.CardOptions?.RequestThreeDSecure, MetadataChange.Absent);
        var intent = SetupIntent.From(new(fields, SetupUsage.OffSession, false, null, null), clock.GetUtcNow());
        db.Add(intent);
        setups.Record("setup_intent.created", intent);
        session.SetupIntentId = intent.Id;
        return intent;
    }
}
