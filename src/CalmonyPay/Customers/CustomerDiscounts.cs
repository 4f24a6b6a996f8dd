using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers;

/// <summary>Answered by rooms that take a customer's money, for promotion codes that are for new customers.</summary>
public interface ICustomerPayments
{
    /// <summary>Whether the customer has paid anything.</summary>
    Task<bool> HasPaidAsync(string customer, CancellationToken ct);
}

/// <summary>The discount that a customer has, and what is told of it.</summary>
public sealed class CustomerDiscounts(EventLog events, DiscountService discounts, IServiceProvider rooms)
{
    /// <summary>Redeems what was chosen for a customer whose row is locked, or new. It takes the place of the discount that was there.</summary>
    public async Task GiveAsync(Customer customer, DiscountChoice choice, bool isNew, CancellationToken ct) =>
        customer.Discount = await discounts.RedeemAsync(choice, new(customer.Id), isNew ? new RedemptionFacts(true) : FactsOf(customer.Id), ct);

    /// <summary>What redemptions for a customer are checked against, where the amount is not known.</summary>
    public RedemptionFacts FactsOf(string customer) => new(async ct =>
    {
        foreach (var room in rooms.GetServices<ICustomerPayments>())
            if (await room.HasPaidAsync(customer, ct)) return false;
        return true;
    });

    /// <summary>Records what has become of the discount.</summary>
    public void Tell(Customer customer, Discount? before)
    {
        switch (before, customer.Discount)
        {
            case (null, { } given):
                events.Record("customer.discount.created", customer, DiscountResponse.Of(given));
                break;
            case ({ } old, { } given) when old.Id != given.Id:
                events.Record("customer.discount.updated", customer, DiscountResponse.Of(given), DiscountResponse.Of(old));
                break;
            case ({ } old, null):
                events.Record("customer.discount.deleted", customer, DiscountResponse.Of(old));
                break;
        }
    }
}

/// <summary>Tells the catalogue whether a customer is there, for a promotion code that is his alone.</summary>
public sealed class PromotionCustomers(PayDb db) : IPromotionCustomers
{
    public async Task RequireAsync(string customer, string param, CancellationToken ct)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customer, ct)) throw StripeError.NoSuchParam("customer", customer, param);
    }
}
