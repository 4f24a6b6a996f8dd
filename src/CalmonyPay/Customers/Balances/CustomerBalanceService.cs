using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers.Balances;

/// <summary>What a merchant does with a customer's balance. <see cref="CustomerBalances"/> writes.</summary>
public sealed class CustomerBalanceService(PayDb db, EventLog events, CustomerService customers, CustomerBalances balances)
{
    /// <exception cref="StripeError">400 for 0 and for another currency than the customer's; 404 for a customer that is not there.</exception>
    public async Task<CustomerBalanceTransaction> AdjustAsync(string customerId, CustomerBalanceCreate create, CancellationToken ct)
    {
        if (create.Amount == 0) throw StripeError.Invalid("A balance transaction moves an amount: it cannot be 0.", "amount");
        var customer = await customers.LockAsync(customerId, ct, "customer");
        var before = CustomerResponse.Of(customer);
        var moved = balances.Move(
            customer, create.Amount, create.Currency.Code, CustomerBalanceTransactionType.Adjustment, description: create.Description, metadata: create.Metadata.ForNew())!;
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
        return moved;
    }

    /// <exception cref="StripeError">404 if the customer has no such transaction.</exception>
    public async Task<CustomerBalanceTransaction> GetAsync(string customerId, string id, CancellationToken ct) =>
        await db.CustomerBalanceTransactions.SingleOrDefaultAsync(t => t.Id == id && t.CustomerId == customerId, ct) ?? throw NoSuch(id);

    /// <summary>Words about a move change; the move itself never does.</summary>
    public async Task<CustomerBalanceTransaction> UpdateAsync(string customerId, string id, CustomerBalanceUpdate update, CancellationToken ct)
    {
        if (await db.LockAsync<CustomerBalanceTransaction>(id, ct) is not { } moved || moved.CustomerId != customerId) throw NoSuch(id);
        moved.Description = update.Description.Over(moved.Description);
        moved.Metadata = update.Metadata.Over(moved.Metadata);
        return moved;
    }

    private static StripeError NoSuch(string id) => StripeError.NoSuch("customer balance transaction", id, "transaction");
}
