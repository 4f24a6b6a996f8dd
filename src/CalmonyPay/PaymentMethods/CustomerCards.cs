using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

/// <summary>What the customers' room asks of this one.</summary>
public sealed class CustomerCards(PayDb db, PaymentMethodService methods) : ICustomerCards, ICustomerDeleted
{
    public async Task<ReadyCard> PrepareAsync(string named, string param, CancellationToken ct)
    {
        var payable = await methods.ForPaymentAsync(named, null, ct, param);
        var method = await methods.StoreAsync(payable);
        return new(method.Id, async customer =>
        {
            var mine = payable.IsNew ? method : await db.LockAsync<PaymentMethod>(method.Id, ct) ?? throw StripeError.NoSuchParam("PaymentMethod", method.Id, param);
            await methods.AttachAsync(mine, customer.Id, ct);
        });
    }

    public async Task RequireAsync(string customerId, string methodId, string param, CancellationToken ct)
    {
        if (await db.PaymentMethods.AnyAsync(m => m.Id == methodId && m.CustomerId == customerId, ct)) return;
        throw StripeError.Invalid($"The customer does not have a payment method with the ID {methodId}. The payment method must be attached to the customer.", param, "resource_missing");
    }

    /// <summary>The cards of a customer who goes are detached, and nothing in them names the person any more.</summary>
    public async Task CustomerDeletedAsync(Customer customer, CancellationToken ct)
    {
        foreach (var id in await db.PaymentMethods.Where(m => m.CustomerId == customer.Id).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(ct))
        {
            if (await db.LockAsync<PaymentMethod>(id, ct) is not { } method || method.CustomerId != customer.Id) continue;
            method.Erase();
            methods.End(method);
        }
    }
}
