using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Payments;

/// <summary>How an invoice is to be paid.</summary>
/// <param name="PaymentMethod">A card, a test name or a token; null: the invoice's, the subscription's or the customer's default.</param>
/// <param name="OffSession">The customer is not there: nobody can be asked to authenticate.</param>
/// <param name="Retry">A try by the schedule, which leaves alone a card that must not be asked again.</param>
public sealed record PayTerms(string? PaymentMethod, bool OffSession, bool Retry = false)
{
    /// <summary>A failure is answered as an error and leaves the schedule of retries as it is.</summary>
    public bool ErrorOnRequiresAction { get; init; }

    /// <summary>A card that the customer has just entered on our page; it comes before every other.</summary>
    public EnteredCard? Entered { get; init; }
}

/// <param name="Browser">What the customer's browser says, for the intent of this id.</param>
/// <param name="ReturnUrl">Where an authentication ends.</param>
public sealed record EnteredCard(NewCard Card, BillingDetails Holder, Func<string, BrowserData> Browser, string ReturnUrl);

/// <summary>
/// Pays open invoices with a card. The try is written down and committed, the gateway is called with no transaction open, and
/// what came of it is recorded by <see cref="InvoicePaymentNews"/> in the transaction that ends the payment.
/// </summary>
public sealed class InvoicePaying(
    PayDb db, CustomerService customers, PaymentMethodService methods, PaymentOperations operations, PaymentSubmission submission, ChargeEngine engine, ChargeBooks charges, InvoiceBooks books,
    IEnumerable<IInvoiceMoved> subscriptions)
{
    /// <summary>Tries once. What comes of it stands in the invoice afterwards.</summary>
    /// <param name="run">The request that asks for it; null for a worker.</param>
    /// <returns>The charge that was tried; null if nothing was sent: nothing to pay, no card, or the shopper comes first.</returns>
    /// <exception cref="StripeError">400 where the invoice cannot be paid now; 404.</exception>
    public async Task<string?> TryAsync(string invoiceId, PayTerms terms, GatewayRun? run, CancellationToken ct)
    {
        var (invoice, customer, intent) = await LockAsync(invoiceId, ct);
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Pay);
        if (intent is null || invoice.AmountRemaining == 0) throw StripeError.Invalid("There is nothing to pay on this invoice.", code: "invoice_not_payable");
        var entered = terms.Entered;
        var named = entered is null ? terms.PaymentMethod ?? await CardOfAsync(invoice, customer, ct) : null;
        if (entered is null && (named is null || (terms.Retry && named == invoice.RefusesCard)))
        {
            await WithoutCardAsync(invoice, customer, named, run, ct);
            return null;
        }

        intent.Amount = invoice.AmountRemaining;
        intent.OffSession = terms.OffSession;
        intent.ReturnUrl = entered?.ReturnUrl ?? intent.ReturnUrl;
        var payable = entered is null ? await methods.ForPaymentAsync(named!, customer.Id, ct) : methods.Add(entered.Card, entered.Holder);
        intent.PayWith(payable.Method.Id);
        invoice.Try(payable.Method.Id);
        (await db.InvoicePayments.AsTracking().SingleAsync(p => p.InvoiceId == invoice.Id && p.PaymentIntentId == intent.Id, ct)).AmountRequested = intent.Amount;
        await db.SaveChangesAsync(ct);
        var operation = await submission.SubmitAsync(
            intent, payable, new(terms.OffSession, terms.ErrorOnRequiresAction, entered?.Browser(intent.Id), Recurring: invoice.SubscriptionId is not null), keyId: null);
        await (run is null ? db.SaveAndCommitAsync(ct) : run.SaveAndCommitAsync("invoice", invoice.Id));
        if (operation is null) return null;
        await engine.RunForRequestAsync(operation, resumed: false);
        return operation.ChargeId;
    }

    /// <summary>Goes on with a try that a crash cut off: its operation, if it is still open, is taken over.</summary>
    public async Task ResumeAsync(string invoiceId)
    {
        var intent = await db.Invoices.Where(i => i.Id == invoiceId).Select(i => i.PaymentIntentId).SingleAsync();
        if (intent is null || await operations.OpenOfAsync(intent) is not { } open) return;
        if (!await operations.TakeOverAsync(open)) throw StripeError.LockTimeout();
        await engine.RunForRequestAsync(open, resumed: true);
    }

    /// <summary>
    /// An invoice, its customer and its payment, locked in the order that all keep: the payment, with nothing under way at the
    /// gateway, then the customer's books, then the invoice.
    /// </summary>
    public async Task<(Invoice Invoice, Customer Customer, PaymentIntent? Intent)> LockAsync(string invoiceId, CancellationToken ct)
    {
        var seen = await db.Invoices.Where(i => i.Id == invoiceId).Select(i => new { i.CustomerId, i.PaymentIntentId }).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuch("invoice", invoiceId);
        var intent = seen.PaymentIntentId is { } id ? await operations.LockIdleAsync(id, ct) : null;
        var customer = await customers.LockAsync(seen.CustomerId, ct, "customer");
        var invoice = await db.LockAsync<Invoice>(invoiceId, ct) ?? throw StripeError.NoSuch("invoice", invoiceId);
        // Finalised in between: the payment that it has now comes first.
        if (invoice.PaymentIntentId != seen.PaymentIntentId)
        {
            await db.ForgetAsync();
            return await LockAsync(invoiceId, ct);
        }
        return (invoice, customer, intent);
    }

    /// <summary>
    /// Ends a locked payment that is no longer wanted. Nothing is under way at the gateway; where a shopper is authenticating a try,
    /// the worker cancels that at the gateway first, and the payment with it.
    /// </summary>
    public async Task CancelPaymentAsync(PaymentIntent? intent, CancellationReason reason)
    {
        if (intent is null || !PaymentIntentLifecycle.Allows(intent.Status, PaymentIntentMove.Cancel)) return;
        var open = intent.LatestChargeId is { } charge
            ? await db.Attempts.SingleOrDefaultAsync(a => a.Id == charge && (a.Status == AttemptStatus.Authorized || a.Status == AttemptStatus.Challenged))
            : null;
        if (open is null) await charges.CanceledIntentAsync(intent, reason);
        else operations.Open(open, OperationKind.Cancel, keyId: null, reason: reason);
    }

    private async Task<string?> CardOfAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        if (invoice.DefaultPaymentMethodId is { } own) return own;
        if (invoice.SubscriptionId is { } subscription)
        {
            foreach (var listener in subscriptions)
                if (await listener.CardOfSubscriptionAsync(subscription, ct) is { } card) return card;
        }
        return customer.InvoiceSettings.DefaultPaymentMethod ?? customer.DefaultSource;
    }

    /// <summary>There is no card, or none that may be asked: that is a failed try too.</summary>
    private async Task WithoutCardAsync(Invoice invoice, Customer customer, string? refused, GatewayRun? run, CancellationToken ct)
    {
        if (run is not null)
        {
            throw new StripeError(400, "invalid_request_error", "resource_missing",
                "Cannot charge a customer that has no active card: name a payment_method, or give the customer a default one.", "payment_method");
        }
        invoice.Try(refused);
        await books.PaymentFailedAsync(invoice, customer, mayTryAgain: refused is null, ct);
        await db.SaveAndCommitAsync(ct);
    }
}
