using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.InvoicePay;

/// <summary>An open invoice with its payment, as the page finds them.</summary>
public sealed record PayableInvoice(Invoice Invoice, PaymentIntent Intent);

/// <summary>What the page shows of an invoice: the same that it shows of a session's order.</summary>
public sealed class InvoicePayReading(PayDb db, CouponService coupons, IOptions<CheckoutOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan AttemptsCountFor = TimeSpan.FromHours(24);

    /// <returns>Null for one that is paid, void, or has nothing to pay by card.</returns>
    public async Task<PayableInvoice?> FindAsync(string invoiceId, CancellationToken ct)
    {
        if (await db.Invoices.SingleOrDefaultAsync(i => i.Id == invoiceId, ct) is not { CanBePaidByCard: true } invoice) return null;
        return new(invoice, await db.PaymentIntents.SingleAsync(i => i.Id == invoice.PaymentIntentId, ct));
    }

    /// <summary>Were as many cards tried in a day as a session would take?</summary>
    public async Task<bool> IsExhaustedAsync(PaymentIntent intent, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - AttemptsCountFor;
        return await db.Attempts.CountAsync(a => a.PaymentIntentId == intent.Id && a.CreatedAt > since, ct) >= options.Value.MostAttempts;
    }

    /// <param name="page">The address of the invoice's page.</param>
    public async Task<CheckoutView> ViewAsync(Invoice i, string page, CancellationToken ct)
    {
        var of = await coupons.LoadAsync([.. i.Discounts.Select(d => d.Coupon).Distinct()], ct);
        var discounts = i.TotalDiscounts.Select(d => (d.Amount, Discount: i.Discounts.FirstOrDefault(one => one.Id == d.Discount)));
        var amounts = new CheckoutAmounts(
            i.Subtotal, [.. discounts.Select(d => new CheckoutDiscount(CheckoutReading.NameOf(d.Discount, of), null, d.Discount?.Terms.PercentOff, d.Amount))],
            [.. i.TotalTaxes.Select(t => new CheckoutTax(t.Rate.DisplayName, t.Rate.Percentage, t.Rate.Inclusive, t.Amount))], null, i.Total);
        return new(
            i.Id, "payment", "open", Processing: false, i.Livemode, i.Currency, [.. i.Lines.Select(LineOf)], amounts, i.AmountRemaining, null, [], null,
            new(i.Customer.Email, i.Customer.Email is not null, i.Customer.Name, Phone: false, BillingRequired: false, i.Customer.Address, null, [], Terms: false, Promotions: false),
            NeedsCard: true, PromotionCodesAllowed: false, null, new(null, null, null, null), "pay", null, page, null, null, null, null, new Dictionary<string, string>(), Guid.NewGuid(), DateTimeOffset.MaxValue);
    }

    private static CheckoutLine LineOf(InvoiceLine line)
    {
        var whole = line.Quantity is { } quantity && quantity == Math.Truncate(quantity) && Math.Abs(quantity) < long.MaxValue ? (long)quantity : 1;
        return new(line.Id, line.Description ?? "", null, [], whole, null, null, whole > 1 ? line.Price?.UnitAmount : null, line.Amount, 0, 0, line.Amount, null);
    }
}
