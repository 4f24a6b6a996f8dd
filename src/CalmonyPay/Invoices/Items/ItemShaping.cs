using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Invoices.Items;

/// <summary>Makes invoice items of what requests say of them, and changes them. The customer's row is locked by whoever calls.</summary>
public sealed class ItemShaping(ItemCharges charges, TaxRateService taxRates, DiscountService discounts, CustomerDiscounts facts, ScopeTime time)
{
    /// <summary>An item in memory.</summary>
    /// <param name="currency">ISO 4217, lower case.</param>
    public async Task<InvoiceItem> MakeAsync(Customer customer, string currency, string? subscriptionId, ItemFields fields, CancellationToken ct)
    {
        var now = time.Now;
        var charge = await charges.OfAsync(fields.Charge, null, currency, ct);
        var item = new InvoiceItem
        {
            Id = InvoiceItem.NewId(now),
            CustomerId = customer.Id,
            TestClockId = customer.TestClockId,
            SubscriptionId = subscriptionId,
            Amount = 0,
            Currency = currency,
            PeriodStart = now,
            PeriodEnd = now,
            CreatedAt = now,
        };
        Charge(item, charge);
        item.Description = charge.Name;
        await WordsAsync(item, customer, fields, ct);
        return item;
    }

    /// <summary>Changes what the fields name.</summary>
    public async Task ApplyAsync(InvoiceItem item, Customer customer, ItemFields fields, CancellationToken ct)
    {
        if (!fields.Charge.IsAbsent)
            Charge(item, await charges.OfAsync(fields.Charge, new(item.Amount, item.Quantity, item.Price, item.UnitAmount, null, item.Steps), item.Currency, ct));
        await WordsAsync(item, customer, fields, ct);
    }

    /// <summary>Rates that a parameter names, as lines keep them.</summary>
    public async Task<IReadOnlyList<TaxTerms>?> TaxesAsync(IReadOnlyList<string> ids, string param, IReadOnlyList<TaxTerms>? current, CancellationToken ct) => ids.Count == 0
        ? null
        : [.. (await taxRates.LoadAsync(ids, param, ct, current?.Select(rate => rate.Id).ToList())).Select(TaxTermsOf.Rate)];

    /// <summary>Discounts of one item or line after a request.</summary>
    public Task<IReadOnlyList<Discount>> DiscountsAsync(
        Change<IReadOnlyList<DiscountChoice>> change, IReadOnlyList<Discount> current, Customer customer, DiscountOwner owner, Money? amount, CancellationToken ct) =>
        discounts.ApplyAsync(change, current, owner, facts.FactsOf(customer.Id) with { Amount = amount }, ct, customer.Discount is { } own && own.IsActiveAt(time.Now) ? [own] : null);

    private static void Charge(InvoiceItem item, ItemCharge charge) =>
        (item.Amount, item.Quantity, item.Price, item.UnitAmount, item.Steps) = (charge.Amount, charge.Quantity, charge.Price, charge.UnitAmount, charge.Steps);

    private async Task WordsAsync(InvoiceItem item, Customer customer, ItemFields fields, CancellationToken ct)
    {
        item.Description = fields.Description.Over(item.Description);
        item.Discountable = fields.Discountable ?? item.Discountable;
        if (fields.TaxRates is { } named) item.TaxRates = await TaxesAsync(named, fields.Path("tax_rates"), item.TaxRates, ct);
        if (fields.Period is { } period) (item.PeriodStart, item.PeriodEnd) = (period.Start, period.End);
        item.Metadata = fields.Metadata.Over(item.Metadata);
        item.Discounts = await DiscountsAsync(fields.Discounts, item.Discounts, customer, new DiscountOwner(customer.Id, InvoiceItem: item.Id), new Money(item.Amount, Currency.Of(item.Currency)), ct);
    }
}
