using CalmonyPay.Accounts;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Receipts;

/// <summary>Finds what a receipt says, as it stands now.</summary>
public sealed class ReceiptReading(PayDb db, ProjectBilling billing)
{
    /// <returns>Null for a charge that took nothing.</returns>
    public async Task<Receipt?> ReadAsync(string chargeId, CancellationToken ct)
    {
        if (await db.Attempts.SingleOrDefaultAsync(a => a.Id == chargeId, ct) is not { AmountCaptured: > 0 } charge) return null;
        var project = await billing.ReadAsync(ct);
        var invoiceId = await db.PaymentIntents.Where(i => i.Id == charge.PaymentIntentId).Select(i => i.InvoiceId).SingleAsync(ct);
        var invoice = invoiceId is null ? null : await db.Invoices.Where(i => i.Id == invoiceId).Select(i => new { i.Number, i.InvoicePdf }).SingleAsync(ct);
        var refunds = await db.Refunds.Where(r => r.ChargeId == chargeId && (r.Status == RefundStatus.Succeeded || r.Status == RefundStatus.Pending)).OrderBy(r => r.Id).ToListAsync(ct);
        var (branding, currency) = (project.Branding, Currency.Of(charge.Currency));
        return new(
            branding?.DisplayName ?? project.Name, branding?.Email ?? project.Email, SellerLines(branding), branding?.AccentColor,
            await db.HasLogoAsync(ct), charge.Id, charge.AmountCaptured, refunds.Sum(refund => refund.Amount), currency, Day(charge.CreatedAt), CardNames.Of(charge.CardBrand), charge.CardLast4,
            charge.Description, invoice?.Number, invoice?.InvoicePdf is { } pdf ? InvoiceUrls.PageOf(pdf) : null, [],
            refunds.ConvertAll(refund => new ReceiptRefund(Day(refund.CreatedAt), refund.Amount, refund.Status == RefundStatus.Pending)), charge.Livemode);

        DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, project.Zone).DateTime);
    }

    private static List<string> SellerLines(Branding? branding)
    {
        string?[] numbers = [branding?.VatNumber, branding?.CompanyNumber, branding?.Phone, branding?.Website];
        return [.. PostalLines.Of(branding?.Address), .. numbers.OfType<string>()];
    }
}
