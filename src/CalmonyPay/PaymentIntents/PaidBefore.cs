using CalmonyPay.Customers;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents;

/// <summary>Tells promotion codes for new customers whether one has paid before.</summary>
public sealed class PaidBefore(PayDb db) : ICustomerPayments
{
    public Task<bool> HasPaidAsync(string customer, CancellationToken ct) =>
        db.Set<PaymentAttempt>().AnyAsync(a => a.CustomerId == customer && a.AmountCaptured > 0, ct);
}
