using CalmonyPay.Customers;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices.Papers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>What can be done to credit notes. Everything here is one transaction, under the lock of the payment, the customer's books and the invoice.</summary>
public sealed class CreditNoteService(
    PayDb db, EventLog events, InvoicePaying paying, InvoiceBooks books, CustomerBalances balances, CreditReckoning reckoning, CreditNotePapers papers, InvoicePapers documents, RefundFlow refunds, ScopeTime time)
{
    /// <exception cref="StripeError">404 if the project has no such note.</exception>
    public async Task<CreditNote> GetAsync(string id, CancellationToken ct) => await db.CreditNotes.SingleOrDefaultAsync(n => n.Id == id, ct) ?? throw NoSuch(id);

    /// <summary>
    /// Issues a credit note: first it lowers what is owed; what had been paid goes back as the request says. A refund is written down with the note,
    /// in the same transaction; the caller commits, and gives the operation to the engine.
    /// </summary>
    /// <param name="keyId">The idempotency key of a request that calls the gateway.</param>
    /// <returns>The note, and the refund's operation if it has one that goes to the gateway now.</returns>
    public async Task<(CreditNote Note, PaymentOperation? Operation)> IssueAsync(CreditNoteCreate create, Guid? keyId, CancellationToken ct)
    {
        if (!await db.Invoices.AnyAsync(i => i.Id == create.Invoice, ct)) throw NoSuchInvoice(create.Invoice);
        var (invoice, customer, intent) = await paying.LockAsync(create.Invoice, ct);
        var before = InvoiceResponse.Of(invoice);
        var note = await DraftAsync(invoice, create, ct);
        CheckDivision(note, create, invoice);
        db.Add(note);
        await documents.FixAsync(note.Id, ct);
        var operation = await GiveBackAsync(note, create, invoice, customer, intent, keyId, ct);
        var paid = false;
        if (note.PrePaymentAmount > 0)
        {
            await CheckIdleAsync(intent, ct);
            paid = invoice.Credit(note.PrePaymentAmount, time.Now);
            await FollowAsync(invoice, intent, ct);
        }
        invoice.PostPaymentCreditNotes += note.PostPaymentAmount;
        invoice.Plan();
        events.Record("credit_note.created", note, CreditNoteResponse.Of(note));
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        if (paid)
        {
            await books.PaidAsync(invoice, customer, ct);
            // Last: whoever hears of it locks the invoice again, and what is unchanged would be read anew.
            await paying.CancelPaymentAsync(intent, CancellationReason.Abandoned);
        }
        // Now, so that the invoice is as it has become for whoever expands it.
        await db.SaveChangesAsync(ct);
        return (note, operation);
    }

    /// <summary>The note that a request would make; nothing is written.</summary>
    public async Task<CreditNote> PreviewAsync(CreditNoteCreate create, CancellationToken ct)
    {
        var invoice = await db.Invoices.SingleOrDefaultAsync(i => i.Id == create.Invoice, ct) ?? throw NoSuchInvoice(create.Invoice);
        await time.EnterAsync(db, invoice.TestClockId, ct);
        var note = await DraftAsync(invoice, create, ct);
        // Where paid money is to go may still be open.
        if (create.SaysWhere) CheckDivision(note, create, invoice);
        return note;
    }

    public async Task<CreditNote> UpdateAsync(string id, CreditNoteUpdate update, CancellationToken ct)
    {
        var note = await db.LockAsync<CreditNote>(id, ct) ?? throw NoSuch(id);
        var before = CreditNoteResponse.Of(note);
        note.Memo = update.Memo.Over(note.Memo);
        note.Metadata = update.Metadata.Over(note.Metadata);
        events.Record("credit_note.updated", note, CreditNoteResponse.Of(note), before);
        return note;
    }

    /// <summary>Takes a note on an open invoice back: what it took off is owed again.</summary>
    public async Task<CreditNote> VoidAsync(string id, CancellationToken ct)
    {
        var about = await db.CreditNotes.Where(n => n.Id == id).Select(n => n.InvoiceId).SingleOrDefaultAsync(ct) ?? throw NoSuch(id);
        var (invoice, _, intent) = await paying.LockAsync(about, ct);
        var note = (await db.LockAsync<CreditNote>(id, ct))!;
        if (note.Status == CreditNoteStatus.Issued && !IsOwed(invoice))
            throw StripeError.Invalid($"You can only void a credit note on an open invoice. This one's invoice is {SnakeCase.Of(invoice.Status)}.");
        note.Void(time.Now);
        await CheckIdleAsync(intent, ct);
        var before = InvoiceResponse.Of(invoice);
        invoice.Uncredit(note.PrePaymentAmount);
        await FollowAsync(invoice, intent, ct);
        invoice.Plan();
        events.Record("credit_note.voided", note, CreditNoteResponse.Of(note));
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        await db.SaveChangesAsync(ct);
        return note;
    }

    private async Task<CreditNote> DraftAsync(Invoice invoice, CreditNoteCreate create, CancellationToken ct)
    {
        if (invoice.IsDraft) throw StripeError.Invalid("Credit notes are for finalized invoices: this one is a draft, which can be changed itself.", "invoice");
        if (invoice.Status == InvoiceStatus.Void) throw StripeError.Invalid("This invoice is void: there is nothing to credit.", "invoice");
        var earlier = await db.CreditNotes.Where(n => n.InvoiceId == invoice.Id).ToListAsync(ct);
        var credited = await reckoning.OfAsync(invoice, earlier.FindAll(n => n.Status == CreditNoteStatus.Issued), create, ct);
        var note = papers.Note(invoice, credited, create, earlier.Count + 1);
        note.Divide(IsOwed(invoice) ? Math.Min(note.Total, invoice.AmountRemaining) : 0);
        return note;
    }

    /// <summary>Paid money has to go somewhere, all of it and no more.</summary>
    private static void CheckDivision(CreditNote note, CreditNoteCreate create, Invoice invoice)
    {
        // Of refunds without an amount the whole counts; that is known when they are read.
        var open = create.Refunds.Any(refund => refund.Amount is null);
        var said = create.RefundAmount + create.CreditAmount + (create.OutOfBandAmount ?? 0) + create.Refunds.Sum(refund => refund.Amount ?? 0);
        if (open ? said > note.PostPaymentAmount : said != note.PostPaymentAmount) throw CreditNotePapers.NotAddingUp(said, note, invoice);
    }

    private async Task<PaymentOperation?> GiveBackAsync(CreditNote note, CreditNoteCreate create, Invoice invoice, Customer customer, PaymentIntent? intent, Guid? keyId, CancellationToken ct)
    {
        PaymentOperation? operation = null;
        var linked = await papers.LinkAsync(create.Refunds, invoice, ct);
        if (create.RefundAmount > 0)
        {
            var charge = intent is null ? null : await db.Attempts.Where(a => a.PaymentIntentId == intent.Id && a.AmountCaptured > 0).OrderByDescending(a => a.AttemptNo).Select(a => a.Id).FirstOrDefaultAsync(ct);
            if (charge is null) throw StripeError.Invalid("This invoice was not paid by a card, so there is nothing to refund: send credit_amount or out_of_band_amount.", "refund_amount");
            (var refund, operation) = await refunds.OpenAsync(charge, create.RefundAmount, ReasonOf(create.Reason), [], keyId, "refund_amount");
            linked.Insert(0, new(refund.Id, refund.Amount));
        }
        note.Refunds = linked;
        var given = linked.Sum(refund => refund.Amount) + create.CreditAmount + (create.OutOfBandAmount ?? 0);
        if (given != note.PostPaymentAmount) throw CreditNotePapers.NotAddingUp(given, note, invoice);
        if (create.CreditAmount == 0) return operation;
        var was = CustomerResponse.Of(customer);
        note.CustomerBalanceTransactionId = balances.Move(customer, -create.CreditAmount, invoice.Currency, CustomerBalanceTransactionType.CreditNote, invoice.Id, note.Id)!.Id;
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), was);
        return operation;
    }

    /// <summary>The payment that is begun asks for what is owed now.</summary>
    private async Task FollowAsync(Invoice invoice, PaymentIntent? intent, CancellationToken ct)
    {
        foreach (var payment in await db.InvoicePayments.AsTracking().Where(p => p.InvoiceId == invoice.Id && p.Status == InvoicePaymentStatus.Open).ToListAsync(ct))
        {
            if (invoice.AmountRemaining == 0) payment.Cancel(time.Now);
            else payment.AmountRequested = invoice.AmountRemaining;
        }
        if (intent is not null && invoice.AmountRemaining > 0) intent.Amount = invoice.AmountRemaining;
    }

    /// <summary>While the shopper authenticates a try, its amount stands: it may succeed at any moment.</summary>
    private async Task CheckIdleAsync(PaymentIntent? intent, CancellationToken ct)
    {
        if (intent is { LatestChargeId: { } charge } && await db.Attempts.AnyAsync(a => a.Id == charge && (a.Status == AttemptStatus.Challenged || a.Status == AttemptStatus.Authorized), ct))
            throw StripeError.Invalid("The customer is authenticating a payment of this invoice. Try again when that has come to its end.", "invoice");
    }

    private static bool IsOwed(Invoice invoice) => invoice.Status is InvoiceStatus.Open or InvoiceStatus.Uncollectible;

    private static RefundReason ReasonOf(CreditNoteReason? reason) => reason switch
    {
        CreditNoteReason.Duplicate => RefundReason.Duplicate,
        CreditNoteReason.Fraudulent => RefundReason.Fraudulent,
        _ => RefundReason.RequestedByCustomer,
    };

    private static StripeError NoSuch(string id) => StripeError.NoSuch("credit note", id);

    private static StripeError NoSuchInvoice(string id) => StripeError.NoSuchParam("invoice", id, "invoice");
}
