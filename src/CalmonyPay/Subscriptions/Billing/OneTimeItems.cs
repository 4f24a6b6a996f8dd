using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>What a subscription's next invoice takes along once: <c>add_invoice_items</c>.</summary>
public sealed class OneTimeItems(PayDb db, PriceService prices, ItemChoices choices, SubscriptionBooks books, ScopeTime time)
{
    /// <summary>Adds them to the save; the invoice that is made next takes them.</summary>
    /// <exception cref="StripeError">400 for a price that is not there, or that recurs.</exception>
    public async Task<List<InvoiceItem>> AddAsync(IReadOnlyList<OneTimeParams> wanted, HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var added = new List<InvoiceItem>();
        foreach (var one in wanted)
        {
            var price = one.PriceData is { } data ? await prices.FromDataAsync(data, ct) : await prices.RequireAsync(one.Price!, $"{one.At}[price]", ct, active: !one.Known);
            if (price.Recurring is not null)
                throw StripeError.Invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.", $"{one.At}[price]");
            var row = held.Row;
            var priced = PriceArithmetic.Of(price.TermsIn(row.Currency), one.Quantity);
            var id = InvoiceItem.NewId(time.Now);
            held.Catalog.Prices[price.Id] = price;
            var item = new InvoiceItem
            {
                Id = id,
                CustomerId = customer.Id,
                TestClockId = customer.TestClockId,
                SubscriptionId = row.Id,
                Amount = priced.Amount,
                Currency = row.Currency,
                Description = await NameAsync(price, ct),
                Quantity = one.Quantity,
                Price = new(price.Id, price.ProductId, priced.UnitAmountDecimal),
                UnitAmount = priced.UnitAmountDecimal,
                PeriodStart = one.Start ?? time.Now,
                PeriodEnd = one.End ?? one.Start ?? time.Now,
                Discountable = one.Discountable,
                Discounts = await choices.DiscountsAsync(one.Discounts, [], row, null, customer, priced.Amount, ct),
                TaxRates = await choices.RatesAsync(one.TaxRates, $"{one.At}[tax_rates]", held.Catalog, [], ct, one.Known),
                Steps = priced.Words,
                Metadata = one.Metadata.ForNew(),
                CreatedAt = time.Now,
            };
            added.Add(item);
        }
        books.AddItems(added);
        return added;
    }

    private Task<string?> NameAsync(Price price, CancellationToken ct) =>
        db.Products.IgnoreQueryFilters(["erased"]).Where(p => p.Id == price.ProductId).Select(p => (string?)p.Name).SingleOrDefaultAsync(ct);
}
