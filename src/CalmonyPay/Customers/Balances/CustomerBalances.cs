using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Customers.Balances;

/// <summary>The one writer of customers' balances: every move is a transaction that says why.</summary>
public sealed class CustomerBalances(PayDb db, ScopeTime time)
{
    /// <param name="customer">Locked, or new.</param>
    /// <param name="amount">Minor units; negative is credit to the customer. 0 moves nothing.</param>
    /// <returns>Null if nothing moved.</returns>
    public CustomerBalanceTransaction? Move(
        Customer customer, long amount, string currency, CustomerBalanceTransactionType type, string? invoiceId = null, string? creditNoteId = null, string? description = null, Dictionary<string, string>? metadata = null)
    {
        if (amount == 0) return null;
        customer.BillIn(currency);
        customer.Owe(checked(customer.Balance + amount));
        var moved = new CustomerBalanceTransaction
        {
            Id = CustomerBalanceTransaction.NewId(time.Now),
            CustomerId = customer.Id,
            Type = type,
            Amount = amount,
            Currency = currency,
            EndingBalance = customer.Balance,
            InvoiceId = invoiceId,
            CreditNoteId = creditNoteId,
            Description = description,
            Metadata = metadata ?? [],
            CreatedAt = time.Now,
        };
        db.Add(moved);
        return moved;
    }
}
