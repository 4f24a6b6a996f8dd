using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers;

/// <summary>Answered when a customer goes: rooms that hang things on customers end them in the same transaction.</summary>
public interface ICustomerDeleted
{
    Task CustomerDeletedAsync(Customer customer, CancellationToken ct);
}

/// <summary>Answered by the room that keeps cards, for what a customer's parameters say of them.</summary>
public interface ICustomerCards
{
    /// <summary>Finds the card that a request names, or makes it of a test name or a token and has the gateway check it. Call it before any lock.</summary>
    /// <param name="named">A payment method, a test name or a token.</param>
    /// <param name="param">Where it stood, for errors.</param>
    /// <param name="ct">The request's.</param>
    Task<ReadyCard> PrepareAsync(string named, string param, CancellationToken ct);

    /// <exception cref="StripeError">400 if the method is not this customer's.</exception>
    Task RequireAsync(string customerId, string methodId, string param, CancellationToken ct);
}

/// <summary>A card that is ready to become a customer's.</summary>
public sealed record ReadyCard(string Id, Func<Customer, Task> AttachAsync);

public sealed class CustomerService(
    PayDb db, EventLog events, CustomerBalances balances, CustomerDiscounts discounts, ProjectBilling billing, IServiceProvider rooms, ScopeTime time)
{
    private const string DefaultMethod = "invoice_settings[default_payment_method]";

    public async Task<Customer> CreateAsync(CustomerCreate create, CancellationToken ct)
    {
        var card = create.PaymentMethod is { } named ? await Cards.PrepareAsync(named, "payment_method", ct) : null;
        var source = create.Fields.Source is { } token ? await Cards.PrepareAsync(token, "source", ct) : null;
        if (create.TestClock is { } testClock) await EnterAsync(testClock, ct);
        var customer = Customer.From(create, create.TestClock, time.Now);
        await OweAsync(customer, create.Fields, CustomerBalanceTransactionType.Initial, ct);
        if (create.Fields.InvoiceSettings.DefaultPaymentMethod.OrNull() is { } byDefault)
        {
            if (card is null || (byDefault != create.PaymentMethod && byDefault != card.Id)) await Cards.RequireAsync(customer.Id, byDefault, DefaultMethod, ct);
            customer.DefaultTo(card?.Id);
        }
        if (source is not null) customer.SourceTo(source.Id);
        if (create.Fields.Discount.TryGet(out var choice)) await discounts.GiveAsync(customer, choice, isNew: true, ct);
        events.Record("customer.created", customer, CustomerResponse.Of(customer));
        discounts.Tell(customer, before: null);
        db.Add(customer);
        if (card is not null) await card.AttachAsync(customer);
        if (source is not null) await source.AttachAsync(customer);
        return customer;
    }

    /// <summary>A customer, deleted ones too, which Stripe still shows.</summary>
    /// <exception cref="StripeError">404 if the project has no such customer.</exception>
    public async Task<Customer> GetAsync(string id, CancellationToken ct) =>
        await db.Customers.IgnoreQueryFilters(["erased"]).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("customer", id);

    /// <exception cref="StripeError">404 for one that is not there or was deleted.</exception>
    public async Task<Customer> UpdateAsync(string id, CustomerUpdate update, CancellationToken ct)
    {
        var source = update.Source is { } token ? await Cards.PrepareAsync(token, "source", ct) : null;
        var customer = await LockAsync(id, ct);
        var before = CustomerResponse.Of(customer);
        if (update.InvoiceSettings.DefaultPaymentMethod.OrNull() is { } byDefault) await Cards.RequireAsync(id, byDefault, DefaultMethod, ct);
        var discount = customer.Discount;
        customer.Apply(update);
        await OweAsync(customer, update, CustomerBalanceTransactionType.Adjustment, ct);
        if (update.Discount.TryGet(out var choice)) await discounts.GiveAsync(customer, choice, isNew: false, ct);
        else if (update.Discount.IsClear) customer.Discount = null;
        if (source is not null)
        {
            await source.AttachAsync(customer);
            customer.SourceTo(source.Id);
        }
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
        discounts.Tell(customer, discount);
        return customer;
    }

    /// <exception cref="StripeError">404 if there is no such customer, or it has no discount.</exception>
    public async Task<DeletedDiscount> DeleteDiscountAsync(string id, CancellationToken ct)
    {
        var customer = await LockAsync(id, ct, "customer");
        if (customer.Discount is not { } discount)
            throw new StripeError(404, "invalid_request_error", "resource_missing", $"No active discount for customer: {id}", "customer");
        customer.Discount = null;
        discounts.Tell(customer, discount);
        return DeletedDiscount.Of(discount);
    }

    public async Task<DeletedCustomer> DeleteAsync(string id, CancellationToken ct)
    {
        var customer = await LockAsync(id, ct);
        foreach (var listener in rooms.GetServices<ICustomerDeleted>()) await listener.CustomerDeletedAsync(customer, ct);
        customer.Erase(time.Now);
        events.Record("customer.deleted", customer, CustomerResponse.Of(customer));
        return new(id);
    }

    /// <summary>
    /// The row of a living customer, locked until the transaction ends: the one lock of all that bills the customer. From here
    /// on the scope lives in the customer's time.
    /// </summary>
    public async Task<Customer> LockAsync(string id, CancellationToken ct, string param = "id")
    {
        if (await db.LockAsync<Customer>(id, ct) is not { DeletedAt: null } customer) throw StripeError.NoSuch("customer", id, param);
        await time.EnterAsync(db, customer.TestClockId, ct);
        return customer;
    }

    /// <summary>A card of this locked customer is gone: the defaults that name it are cleared.</summary>
    public void ForgetCard(Customer customer, string methodId)
    {
        var before = CustomerResponse.Of(customer);
        if (!customer.Forget(methodId)) return;
        events.Record("customer.updated", customer, CustomerResponse.Of(customer), before);
    }

    private async Task EnterAsync(string testClock, CancellationToken ct)
    {
        var found = await db.TestClocks.SingleOrDefaultAsync(c => c.Id == testClock, ct) ?? throw StripeError.NoSuchParam("test clock", testClock, "test_clock");
        if (found.Status != TestClockStatus.Ready)
            throw StripeError.Invalid("The test clock is advancing; wait until it is ready before you add customers to it.", "test_clock", "test_clock_advancing");
        time.Enter(found.Id, found.FrozenTime);
    }

    /// <summary>A balance that a request sets is a move from the present one.</summary>
    private async Task OweAsync(Customer customer, CustomerUpdate update, CustomerBalanceTransactionType type, CancellationToken ct)
    {
        if (update.Balance is not { } balance || balance == customer.Balance) return;
        balances.Move(customer, balance - customer.Balance, customer.Currency ?? (await billing.ReadAsync(ct)).DefaultCurrency, type);
    }

    // Asked for when needed: the rooms that answer use this service themselves.
    private ICustomerCards Cards => rooms.GetRequiredService<ICustomerCards>();
}
