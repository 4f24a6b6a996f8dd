using System.Globalization;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>What goes into a credit note beside its amounts: its number, where its PDF is, the refunds that it accounts for.</summary>
public sealed class CreditNotePapers(PayDb db, TenantTokens tokens, TenantScope scope, PublicUrl publicUrl, ScopeTime time)
{
    /// <param name="place">The how manieth credit note of the invoice it is, those that are void counted.</param>
    public CreditNote Note(Invoice invoice, CreditedLines credited, CreditNoteCreate create, int place)
    {
        var id = CreditNote.NewId(time.Now);
        return CreditNote.Of(invoice, credited, new(
            id, string.Create(CultureInfo.InvariantCulture, $"{invoice.Number}-CN-{place:00}"), create.Reason, create.Memo, create.OutOfBandAmount, create.EffectiveAt,
            CreditNoteUrls.PdfOf(publicUrl.OrNull ?? "", tokens.Make(CreditNoteUrls.TokenPurpose, scope.Current, id)), create.Metadata.ForNew(), time.Now));
    }

    /// <summary>Refunds that were made before: of a payment of this invoice, and not accounted for by another note. The payment is locked.</summary>
    public async Task<List<CreditNoteRefund>> LinkAsync(IReadOnlyList<LinkedRefund> links, Invoice invoice, CancellationToken ct)
    {
        var linked = new List<CreditNoteRefund>();
        if (links.Count == 0) return linked;
        var notes = await db.CreditNotes.Where(n => n.InvoiceId == invoice.Id && n.Status == CreditNoteStatus.Issued).ToListAsync(ct);
        foreach (var link in links)
        {
            var param = $"{link.At}[refund]";
            var refund = await db.Refunds.SingleOrDefaultAsync(r => r.Id == link.Refund, ct) ?? throw StripeError.NoSuchParam("refund", link.Refund, param);
            if (!await db.Set<Payments.InvoicePayment>().AnyAsync(p => p.InvoiceId == invoice.Id && p.PaymentIntentId == refund.PaymentId, ct))
                throw StripeError.Invalid($"The refund {refund.Id} is not one of a payment of this invoice.", param);
            if (refund.Status is RefundStatus.Failed or RefundStatus.Canceled) throw StripeError.Invalid($"The refund {refund.Id} did not go through.", param);
            var left = refund.Amount - notes.SelectMany(n => n.Refunds).Concat(linked).Where(r => r.Refund == refund.Id).Sum(r => r.Amount);
            var amount = link.Amount ?? left;
            if (left <= 0 || amount > left)
                throw StripeError.Invalid($"Of the refund {refund.Id} no more than {new Money(Math.Max(0, left), Currency.Of(invoice.Currency))} is left that no credit note accounts for.", $"{link.At}[amount_refunded]");
            linked.Add(new(refund.Id, amount));
        }
        return linked;
    }

    public static StripeError NotAddingUp(long said, CreditNote note, Invoice invoice)
    {
        var currency = Currency.Of(invoice.Currency);
        return StripeError.Invalid(
            $"The sum of credit amount, refund amount and out of band amount ({new Money(said, currency)}) must equal the credit note's post payment amount ({new Money(note.PostPaymentAmount, currency)}).");
    }
}
