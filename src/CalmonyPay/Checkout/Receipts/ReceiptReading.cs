using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
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
public sealed class ReceiptReading(PayDb db, ProjectBilling billing, CouponService coupons)
{
    /// <returns>Null for a charge that took nothing.</returns>
    public async Task<Receipt?> ReadAsync(string chargeId, CancellationToken ct)
    {
        if (await db.Attempts.SingleOrDefaultAsync(a => a.Id == chargeId, ct) is not { AmountCaptured: > 0 } charge) return null;
        var project = await billing.ReadAsync(ct);
        var intent = await db.PaymentIntents.Where(i => i.Id == charge.PaymentIntentId).Select(i => new { i.InvoiceId, i.CheckoutSessionId }).SingleAsync(ct);
        var invoice = intent.InvoiceId is null ? null : await db.Invoices.Where(i => i.Id == intent.InvoiceId).Select(i => new { i.Number, i.InvoicePdf }).SingleAsync(ct);
        var refunds = await db.Refunds.Where(r => r.ChargeId == chargeId && (r.Status == RefundStatus.Succeeded || r.Status == RefundStatus.Pending)).OrderBy(r => r.Id).ToListAsync(ct);
        var (branding, currency) = (project.Branding, Currency.Of(charge.Currency));
        return new(
            project.Seller, project.SellerEmail, SellerLines(branding), branding?.AccentColor,
            await db.HasLogoAsync(ct), charge.Id, charge.AmountCaptured, refunds.Sum(refund => refund.Amount), currency, Day(charge.CreatedAt), CardNames.Of(charge.CardBrand), charge.CardLast4,
            charge.Description, invoice?.Number, invoice?.InvoicePdf is { } pdf ? InvoiceUrls.PageOf(pdf) : null, await LinesAsync(intent.CheckoutSessionId, charge.AmountCaptured, ct),
            refunds.ConvertAll(refund => new ReceiptRefund(Day(refund.CreatedAt), refund.Amount, refund.Status == RefundStatus.Pending)), charge.Livemode);

        DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, project.Zone).DateTime);
    }

    /// <summary>What a session sold; empty where that is not what was taken, as of a part that was captured.</summary>
    private async Task<IReadOnlyList<ReceiptLine>> LinesAsync(string? sessionId, long taken, CancellationToken ct)
    {
        if (sessionId is null || await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == sessionId, ct) is not { } session) return [];
        var of = await coupons.LoadAsync([.. session.Discounts.Select(d => d.Coupon).Distinct()], ct);
        var lines = SessionLinesOnPaper.Of(session, of);
        return lines.Sum(line => line.Amount) == taken ? lines : [];
    }

    private static List<string> SellerLines(Branding? branding)
    {
        string?[] numbers = [branding?.VatNumber, branding?.CompanyNumber, branding?.Phone, branding?.Website];
        return [.. PostalLines.Of(branding?.Address), .. numbers.OfType<string>()];
    }
}
