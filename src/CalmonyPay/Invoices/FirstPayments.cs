using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>Whether a customer has paid anything yet: what promotion codes for new customers ask.</summary>
public sealed class FirstPayments(PayDb db)
{
    public async Task<bool> NoneYetAsync(string customerId, CancellationToken ct) =>
        !await db.PaymentIntents.AnyAsync(i => i.CustomerId == customerId && i.Status == PaymentIntentStatus.Succeeded, ct);
}
