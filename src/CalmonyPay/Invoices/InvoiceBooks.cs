using CalmonyPay.Accounts;
using CalmonyPay.Customers;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>What happened to an invoice, for whoever waits for it.</summary>
public enum InvoiceNews
{
    Paid,

    /// <summary>The card was tried and failed, and will be tried again.</summary>
    PaymentFailed,

    /// <summary>It failed and no further try is planned.</summary>
    RetriesExhausted,

    /// <summary>The shopper has to authenticate.</summary>
    ActionRequired,
    Overdue,
    Voided,
    Uncollectible,

    /// <summary>The gateway took a payment's success back.</summary>
    Reopened,
}

/// <summary>Answered by the room of subscriptions, inside the transaction in which the invoice moves; the customer's row is locked.</summary>
public interface IInvoiceMoved
{
    Task InvoiceMovedAsync(Invoice invoice, InvoiceNews news, CancellationToken ct);

    /// <summary>The card that a subscription names for its invoices; null if it names none.</summary>
    Task<string?> CardOfSubscriptionAsync(string subscriptionId, CancellationToken ct);
}

/// <summary>
/// Writes down what becomes of an invoice: state, customer's balance, payments, events, and the news for its subscription, in
/// the transaction that the caller holds, with the customer's row and the invoice locked. The only writer of its outcomes.
/// </summary>
public sealed class InvoiceBooks(
    PayDb db, EventLog events, InvoiceNumbers numbers, CustomerBalances balances, ProjectBilling billing, ProjectSecrets secrets, IEnumerable<IInvoiceMoved> listeners, ScopeTime time)
{
    /// <summary>
    /// A draft becomes final: the customer's balance is applied, it gets its number and, where something is left to pay, its
    /// payment intent. With nothing left to pay it is paid at once. Call it last before the commit: the number's row is locked from here on.
    /// </summary>
    /// <exception cref="StripeError">400 where it is final already, or too large to be paid.</exception>
    public async Task FinalizeAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Finalize);
        customer.BillIn(invoice.Currency);
        invoice.Customer = InvoicedCustomer.Of(customer);
        invoice.Bill(invoice.Lines);
        var (due, moved, why) = Settle(invoice, customer.Balance);
        if (ChargeLimits.MaximumOf(Currency.Of(invoice.Currency)) is var most && due > most.Minor) throw StripeError.Invalid($"Amount must be no more than {most}", code: "amount_too_large");
        var starting = customer.Balance;
        balances.Move(customer, moved, invoice.Currency, why, invoice.Id);
        invoice.Finalize(await numbers.NextAsync(time.Now, ct), starting, customer.Balance, due, time.Now);
        if (due > 0) BeginPayment(invoice);
        events.Record("invoice.finalized", invoice, InvoiceResponse.Of(invoice));
        if (due == 0 && invoice.Pay(0, outOfBand: false, time.Now)) await PaidAsync(invoice, customer, ct);
        if (invoice is { AutoAdvance: true, Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.ChargeAutomatically }) invoice.NextPaymentAttempt ??= time.Now;
        invoice.Plan();
    }

    /// <summary>A draft could not become final by itself: it says why, and waits until somebody sees to it.</summary>
    public void FinalizationFailed(Invoice invoice, StripeError why)
    {
        (invoice.LastFinalizationError, invoice.AutomaticallyFinalizesAt) = (new(why.Code, why.Message, why.Param, why.Type), null);
        invoice.Plan();
        events.Record("invoice.finalization_failed", invoice, InvoiceResponse.Of(invoice));
    }

    /// <summary>
    /// What a balance does to an invoice: a credit lowers what is due, a debt raises it, and a sum too small for a card is
    /// carried over to the next invoice, as are the odd units of a currency whose cards are charged in tens or hundreds. The
    /// total is always what is due and what moved on the balance, together.
    /// </summary>
    public static (long Due, long Moved, CustomerBalanceTransactionType Why) Settle(Invoice invoice, long balance)
    {
        if (invoice.Total < 0) return (0, invoice.Total, CustomerBalanceTransactionType.AppliedToInvoice);
        var due = invoice.Total + balance;
        if (due <= 0) return (0, invoice.Total, CustomerBalanceTransactionType.AppliedToInvoice);
        if (invoice.CollectionMethod != CollectionMethod.ChargeAutomatically) return (due, -balance, CustomerBalanceTransactionType.AppliedToInvoice);
        var currency = Currency.Of(invoice.Currency);
        var odd = due % currency.Multiple;
        if (due - odd < ChargeLimits.MinimumOf(currency).Minor) return (0, invoice.Total, CustomerBalanceTransactionType.InvoiceTooSmall);
        return (due - odd, odd - balance, balance == 0 ? CustomerBalanceTransactionType.InvoiceTooSmall : CustomerBalanceTransactionType.AppliedToInvoice);
    }

    /// <summary>Money came in for an invoice by a payment of ours.</summary>
    public async Task PaidByAsync(Invoice invoice, Customer customer, PaymentIntent intent, CancellationToken ct)
    {
        var payment = await PaymentOfAsync(invoice.Id, intent.Id, ct);
        payment.Pay(intent.AmountReceived, time.Now);
        if (!InvoiceLifecycle.Allows(invoice.Status, InvoiceMove.Pay))
        {
            // It was paid or voided meanwhile: the money is the customer's.
            balances.Move(customer, -intent.AmountReceived, invoice.Currency, CustomerBalanceTransactionType.InvoiceOverpaid, invoice.Id);
            return;
        }
        await TakeAsync(invoice, customer, payment, intent.AmountReceived, outOfBand: false, ct);
    }

    /// <summary>Money came in another way: in cash, by bank transfer.</summary>
    public async Task PaidOutOfBandAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Pay);
        var amount = invoice.AmountRemaining;
        var payment = new InvoicePayment { Id = InvoicePayment.NewId(time.Now), InvoiceId = invoice.Id, AmountRequested = amount, Currency = invoice.Currency, CreatedAt = time.Now };
        payment.Pay(amount, time.Now);
        db.Add(payment);
        await TakeAsync(invoice, customer, payment, amount, outOfBand: true, ct);
    }

    /// <summary>A try with a card failed, or there was no card to try.</summary>
    /// <param name="mayTryAgain">False where the card's issuer asked never to be tried again with this card.</param>
    public async Task PaymentFailedAsync(Invoice invoice, Customer customer, bool mayTryAgain, CancellationToken ct)
    {
        var before = InvoiceResponse.Of(invoice);
        var retries = (await billing.ReadAsync(ct)).Settings.RetryAfterDays;
        var more = invoice is { AutoAdvance: true, CollectionMethod: CollectionMethod.ChargeAutomatically } && invoice.Retries < retries.Count;
        invoice.NextPaymentAttempt = more ? time.Now.AddDays(retries[invoice.Retries]) : null;
        invoice.RefusesCard = mayTryAgain ? null : invoice.TriedCard;
        invoice.Retries++;
        invoice.Plan();
        MarkDelinquent(customer, true);
        events.Record("invoice.payment_failed", invoice, InvoiceResponse.Of(invoice));
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        await TellAsync(invoice, more ? InvoiceNews.PaymentFailed : InvoiceNews.RetriesExhausted, ct);
    }

    public async Task ActionRequiredAsync(Invoice invoice, CancellationToken ct)
    {
        events.Record("invoice.payment_action_required", invoice, InvoiceResponse.Of(invoice));
        await TellAsync(invoice, InvoiceNews.ActionRequired, ct);
    }

    /// <summary>The gateway took a success back: the invoice is open again, with the same payment.</summary>
    public async Task ReopenAsync(Invoice invoice, Customer customer, PaymentIntent intent, CancellationToken ct)
    {
        var payment = await PaymentOfAsync(invoice.Id, intent.Id, ct);
        if (payment.AmountPaid is not { } amount) return;
        payment.Reopen();
        if (!InvoiceLifecycle.Allows(invoice.Status, InvoiceMove.Unpay)) return;
        invoice.Unpay(amount);
        await PaymentFailedAsync(invoice, customer, mayTryAgain: true, ct);
        await TellAsync(invoice, InvoiceNews.Reopened, ct);
    }

    /// <summary>It is of no effect: what it took from the customer's balance, or asked for from it, is as before.</summary>
    public async Task VoidAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        invoice.Void(time.Now);
        balances.Move(customer, invoice.StartingBalance - (invoice.EndingBalance ?? invoice.StartingBalance), invoice.Currency, CustomerBalanceTransactionType.UnappliedFromInvoice, invoice.Id);
        invoice.Plan();
        await CancelPaymentsAsync(invoice, ct);
        events.Record("invoice.voided", invoice, InvoiceResponse.Of(invoice));
        await TellAsync(invoice, InvoiceNews.Voided, ct);
    }

    public async Task GiveUpAsync(Invoice invoice, UncollectibleReason reason, CancellationToken ct)
    {
        invoice.GiveUp(reason, time.Now);
        invoice.Plan();
        events.Record("invoice.marked_uncollectible", invoice, InvoiceResponse.Of(invoice));
        await TellAsync(invoice, InvoiceNews.Uncollectible, ct);
    }

    /// <summary>A bill that was sent will be due.</summary>
    public void WillBeDue(Invoice invoice)
    {
        invoice.DueTold = invoice.DueDate;
        invoice.Plan();
        events.Record("invoice.will_be_due", invoice, InvoiceResponse.Of(invoice));
    }

    /// <summary>The bill goes to the customer now: whoever listens e-mails it.</summary>
    public void Sent(Invoice invoice) => events.Record("invoice.sent", invoice, InvoiceResponse.Of(invoice));

    /// <summary>A bill that was sent is past its due date.</summary>
    public async Task OverdueAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        invoice.Overdue = true;
        invoice.Plan();
        MarkDelinquent(customer, true);
        events.Record("invoice.overdue", invoice, InvoiceResponse.Of(invoice));
        await TellAsync(invoice, InvoiceNews.Overdue, ct);
    }

    /// <summary>Nothing is owed any more: of money, a credit note, or because nothing was to be paid.</summary>
    public async Task PaidAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        invoice.Plan();
        MarkDelinquent(customer, false);
        events.Record("invoice.paid", invoice, InvoiceResponse.Of(invoice));
        events.Record("invoice.payment_succeeded", invoice, InvoiceResponse.Of(invoice));
        await TellAsync(invoice, InvoiceNews.Paid, ct);
    }

    private async Task TakeAsync(Invoice invoice, Customer customer, InvoicePayment payment, long amount, bool outOfBand, CancellationToken ct)
    {
        var paid = invoice.Pay(amount, outOfBand, time.Now);
        events.Record("invoice_payment.paid", payment, InvoicePaymentResponse.Of(payment));
        if (paid) await PaidAsync(invoice, customer, ct);
        else invoice.Plan();
    }

    private void MarkDelinquent(Customer customer, bool delinquent)
    {
        if (customer.Delinquent == delinquent) return;
        var before = CustomerResponse.Of(customer);
        customer.Delinquent = delinquent;
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
    }

    private void BeginPayment(Invoice invoice)
    {
        var intent = PaymentIntent.For(new Money(invoice.AmountRemaining, Currency.Of(invoice.Currency)), time.Now, invoiceId: invoice.Id);
        intent.CustomerId = invoice.CustomerId;
        intent.Description = invoice.BillingReason switch
        {
            BillingReason.SubscriptionCreate => "Subscription creation",
            BillingReason.SubscriptionUpdate or BillingReason.SubscriptionCycle => "Subscription update",
            _ => $"Payment for invoice {invoice.Number}",
        };
        intent.OrderReference = invoice.Number;
        intent.CaptureMethod = CaptureMethod.Automatic;
        intent.StatementDescriptor = invoice.StatementDescriptor;
        intent.ReceiptEmail = invoice.Customer.Email;
        if (invoice.SubscriptionId is not null) intent.SetupFutureUsage = FutureUsage.OffSession;
        db.Add(intent);
        events.Record("payment_intent.created", intent, PaymentIntentResponse.Of(intent, secrets));
        invoice.PaymentIntentId = intent.Id;
        db.Add(new InvoicePayment
        {
            Id = InvoicePayment.NewId(time.Now),
            InvoiceId = invoice.Id,
            PaymentIntentId = intent.Id,
            AmountRequested = intent.Amount,
            Currency = invoice.Currency,
            IsDefault = true,
            CreatedAt = time.Now,
        });
    }

    private async Task<InvoicePayment> PaymentOfAsync(string invoiceId, string intentId, CancellationToken ct) =>
        await db.InvoicePayments.AsTracking().SingleAsync(p => p.InvoiceId == invoiceId && p.PaymentIntentId == intentId, ct);

    private async Task CancelPaymentsAsync(Invoice invoice, CancellationToken ct)
    {
        foreach (var open in await db.InvoicePayments.AsTracking().Where(p => p.InvoiceId == invoice.Id && p.Status == InvoicePaymentStatus.Open).ToListAsync(ct)) open.Cancel(time.Now);
    }

    private async Task TellAsync(Invoice invoice, InvoiceNews news, CancellationToken ct)
    {
        if (invoice.SubscriptionId is null) return;
        foreach (var listener in listeners) await listener.InvoiceMovedAsync(invoice, news, ct);
    }
}
