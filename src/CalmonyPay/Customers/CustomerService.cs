using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers;

/// <summary>Answered when a customer goes: rooms that hang things on customers end them in the same transaction.</summary>
public interface ICustomerDeleted
{
    Task CustomerDeletedAsync(Customer customer, CancellationToken ct);
}

public sealed class CustomerService(PayDb db, EventLog events, IEnumerable<ICustomerDeleted> listeners, TimeProvider clock)
{
    public Customer Create(CustomerCreate create)
    {
        var customer = Customer.From(create, clock.GetUtcNow());
        events.Record("customer.created", customer, CustomerResponse.Of(customer));
        db.Add(customer);
        return customer;
    }

    /// <summary>A customer, deleted ones too, which Stripe still shows.</summary>
    /// <exception cref="StripeError">404 if the project has no such customer.</exception>
    public async Task<Customer> GetAsync(string id, CancellationToken ct) =>
        await db.Customers.IgnoreQueryFilters(["erased"]).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("customer", id, "customer");

    /// <exception cref="StripeError">404 for one that is not there or was deleted.</exception>
    public async Task<Customer> UpdateAsync(string id, CustomerUpdate update, CancellationToken ct)
    {
        var customer = await LockAsync(id, ct);
        var before = CustomerResponse.Of(customer);
        customer.Apply(update);
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
        return customer;
    }

    public async Task<DeletedCustomer> DeleteAsync(string id, CancellationToken ct)
    {
        var customer = await LockAsync(id, ct);
        foreach (var listener in listeners) await listener.CustomerDeletedAsync(customer, ct);
        customer.Erase(clock.GetUtcNow());
        events.Record("customer.deleted", customer, CustomerResponse.Of(customer));
        return new(id);
    }

    /// <summary>The row of a living customer, locked until the transaction ends.</summary>
    public async Task<Customer> LockAsync(string id, CancellationToken ct, string param = "customer") =>
        await db.LockAsync<Customer>(id, ct) is { DeletedAt: null } customer ? customer : throw StripeError.NoSuch("customer", id, param);
}
