using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>What can be done to a charge without calling a gateway.</summary>
public sealed class ChargeService(PayDb db, EventLog events)
{
    public async Task<PaymentAttempt> GetAsync(string id, CancellationToken ct) =>
        await db.Attempts.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw NoSuch(id);

    public async Task<PaymentAttempt> UpdateAsync(string id, ChargeUpdate update, CancellationToken ct)
    {
        var attempt = await db.LockAsync<PaymentAttempt>(id, ct) ?? throw NoSuch(id);
        var before = ChargeResponse.Of(attempt);
        if (!update.Customer.IsAbsent) await CheckCustomerAsync(attempt, update.Customer.OrNull(), ct);
        attempt.Description = update.Description.Over(attempt.Description);
        attempt.ReceiptEmail = update.ReceiptEmail.Over(attempt.ReceiptEmail);
        attempt.Shipping = update.Shipping.Over(attempt.Shipping);
        attempt.TransferGroup = update.TransferGroup.Over(attempt.TransferGroup);
        if (update.UserReport is { } report) attempt.FraudDetails = new(report);
        attempt.Metadata = update.Metadata.Over(attempt.Metadata);
        events.Record("charge.updated", attempt, ChargeResponse.Of(attempt), before);
        return attempt;
    }

    public static StripeError NoSuch(string id) => StripeError.NoSuch("charge", id, "charge");

    /// <summary>Stripe names a customer on a charge only where none was named.</summary>
    private async Task CheckCustomerAsync(PaymentAttempt attempt, string? customer, CancellationToken ct)
    {
        if (customer == attempt.CustomerId) return;
        if (attempt.CustomerId is not null || customer is null)
            throw StripeError.Invalid("The customer of a charge cannot be changed once it is set.", "customer");
        if (!await db.Customers.AnyAsync(c => c.Id == customer, ct)) throw StripeError.NoSuchParam("customer", customer, "customer");
        attempt.CustomerId = customer;
    }
}
