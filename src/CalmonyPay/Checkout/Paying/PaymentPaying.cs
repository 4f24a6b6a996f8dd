using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Checkout.Paying;

/// <summary>
/// Payment mode: the first form makes the payment intent, each further one tries again with it. What is written down is committed before
/// the gateway is called; that the money came completes the session in the transaction that ends the payment.
/// </summary>
public sealed class PaymentPaying(
    PayDb db, EventLog events, SessionBooks books, Buyers buyers, CheckoutUrls urls, AuthenticationUrls authentication, DiscountService discounts, CustomerDiscounts facts, PaymentIntentService intents,
    PaymentMethodService methods, PaymentOperations operations, PaymentSubmission submission, InvoicePaying ending, ChargeEngine engine, CheckoutStates states, ScopeTime time)
{
    /// <returns>Null if the session moved meanwhile.</returns>
    public async Task<CheckoutAnswer?> PayAsync(CheckoutSession seen, CheckoutOrder order, CheckoutForm form)
    {
        var ct = CancellationToken.None;
        var intent = seen.PaymentIntentId is { } known ? await operations.LockIdleAsync(known, ct) : null;
        if (intent?.Status == PaymentIntentStatus.Canceled) intent = null; // by the merchant: another one takes its place
        if (intent is not (null or { Status: PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction }))
        {
            await db.ForgetAsync();
            return await states.OfAsync(seen.Id, ct);
        }
        var customer = await buyers.EnsureAsync(seen, order, form, ct);
        var redeemed = await RedeemAsync(seen, order, customer, ct);
        var session = (await db.LockAsync<CheckoutSession>(seen.Id, ct))!;
        if (session.HasMovedSince(seen))
        {
            await db.ForgetAsync();
            return null;
        }
        session.Discounts = redeemed;
        session.DiscountsRedeemed = redeemed.Count > 0;
        session.Take(order.Worked.With(order.Discounts.Zip(redeemed).ToDictionary(pair => pair.First.Id, pair => pair.Second.Id)), order.Shipping?.Rate);
        session.Accept(form, Buyers.Facts(seen, order, form), customer, order.NeedsCard);
        if (!order.NeedsCard)
        {
            if (intent is not null) await ending.CancelPaymentAsync(intent, CancellationReason.Abandoned);
            session.PaymentIntentId = null;
            await books.CompleteAsync(session, CheckoutPaymentStatus.NoPaymentRequired);
            await db.SaveAndCommitAsync();
            return new CheckoutAnswer.Complete();
        }

        if (intent is null)
        {
            intent = Make(session);
            session.PaymentIntentId = intent.Id;
        }
        intent.Amount = order.Worked.Total;
        intent.CustomerId ??= customer;
        intent.Shipping = session.Settings.Payment?.Shipping ?? Buyers.ShippingOf(session.Collected!) ?? intent.Shipping;
        intent.CustomerPhone = session.Collected!.Phone;
        var payable = methods.Add(form.Card!, Buyers.HolderOf(session.Collected));
        intent.PayWith(payable.Method.Id);
        await db.SaveChangesAsync();
        var operation = await submission.SubmitAsync(intent, payable, new(OffSession: false, ErrorOnRequiresAction: false, form.Browser.For(authentication.ReturnOf(intent.Id))), keyId: null);
        await db.SaveAndCommitAsync();
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return await states.OfAsync(seen.Id, ct);
    }

    /// <summary>The discounts of this form, counted on their coupons; those of an earlier form that are not wanted any more are given back.</summary>
    private async Task<IReadOnlyList<Discount>> RedeemAsync(CheckoutSession seen, CheckoutOrder order, string? customer, CancellationToken ct)
    {
        if (seen.DiscountsRedeemed && seen.Discounts.SequenceEqual(order.Discounts)) return seen.Discounts;
        await discounts.GiveBackAsync(seen, ct);
        var redeemed = new List<Discount>();
        var redeemer = order.Customer is { } known ? facts.FactsOf(known.Id) : new RedemptionFacts(true);
        foreach (var wanted in order.Discounts)
            redeemed.Add(await discounts.RedeemAsync(SubscriptionPlan.ChoiceOf(wanted), new(customer), redeemer with { Amount = new Money(order.Worked.Subtotal, Currency.Of(seen.Currency!)) }, ct));
        return redeemed;
    }

    private PaymentIntent Make(CheckoutSession session)
    {
        var (wishes, options) = (session.Settings.Payment, session.Settings.CardOptions);
        var intent = PaymentIntent.For(new Money(session.AmountTotal!.Value, Currency.Of(session.Currency!)), time.Now, checkoutSessionId: session.Id);
        intent.CaptureMethod = wishes?.CaptureMethod ?? (options is { CaptureManually: true } ? CaptureMethod.Manual : CaptureMethod.AutomaticAsync);
        intent.CardOptions = options;
        intent.CustomerId = session.CustomerId;
        intent.Description = wishes?.Description;
        intent.Metadata = wishes?.Metadata ?? [];
        intent.ReceiptEmail = wishes?.ReceiptEmail;
        intent.SetupFutureUsage = wishes?.SetupFutureUsage;
        intent.StatementDescriptor = wishes?.StatementDescriptor;
        intent.StatementDescriptorSuffix = wishes?.StatementDescriptorSuffix;
        intent.TransferGroup = wishes?.TransferGroup;
        intent.OrderReference = intent.Metadata.GetValueOrDefault("order_id") ?? session.ClientReferenceId;
        intent.ReturnUrl = urls.PageOf(session.UrlToken);
        db.Add(intent);
        events.Record("payment_intent.created", intent, intents.Shown(intent));
        return intent;
    }
}
