using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>Finds what requests name for subscriptions and their items: prices, tax rates, discounts.</summary>
public sealed class ItemChoices(PriceService prices, TaxRateService taxRates, DiscountService discounts, CustomerDiscounts customerDiscounts, SubscriptionReader reader)
{
    /// <summary>The price of an item: it must recur, and is known to the catalogue from here on.</summary>
    /// <exception cref="StripeError">400 for one that is not there, not active, or paid once.</exception>
    public async Task<Price> PriceAsync(ItemParams item, SubscriptionCatalog catalog, CancellationToken ct)
    {
        var price = item.PriceData is { } data ? await prices.FromDataAsync(data, ct) : await prices.RequireAsync(item.Price!, item.Path("price"), ct, active: !item.Known);
        if (price.Recurring is null)
            throw StripeError.Invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.", item.Path("price"));
        catalog.Prices[price.Id] = price;
        return price;
    }

    /// <summary>A new item.</summary>
    public async Task<ItemTerms> NewAsync(ItemParams item, Price price, SubscriptionCatalog catalog, DateTimeOffset now, CancellationToken ct)
    {
        var terms = new ItemTerms(
            SubscriptionItem.NewId(now), price.Id, price.ProductId, QuantityOf(item, price), [], await RatesAsync(item.TaxRates, item.Path("tax_rates"), catalog, [], ct, item.Known), now, item.Metadata.ForNew(), now);
        await reader.StockAsync(catalog, [terms], [], ct);
        return terms;
    }

    /// <summary>The quantity of a licensed price; a metered one has none.</summary>
    public static long? QuantityOf(ItemParams item, Price price) => price.UsageType != UsageType.Metered ? item.Quantity ?? 1
        : item.Quantity is null ? null
        : throw StripeError.Invalid("You cannot set the quantity of a metered price: its quantity is what was used.", item.Path("quantity"));

    /// <summary>Tax rates as an item keeps them; null where it has none of its own.</summary>
    /// <param name="known">Those that it has: they may be inactive.</param>
    /// <param name="any">Whether all may be: they were chosen before.</param>
    public async Task<IReadOnlyList<TaxTerms>?> RatesAsync(IReadOnlyList<string>? ids, string param, SubscriptionCatalog catalog, IReadOnlyList<TaxTerms> known, CancellationToken ct, bool any = false)
    {
        if (ids is not { Count: > 0 }) return null;
        var rates = await taxRates.LoadAsync(ids, param, ct, any ? ids : [.. known.Select(t => t.Id)]);
        foreach (var rate in rates) catalog.TaxRates[rate.Id] = rate;
        return [.. rates.Select(TaxTermsOf.Rate)];
    }

    /// <summary>What discounts are after a request; redeemed here, so call it once all else is checked.</summary>
    public Task<IReadOnlyList<Discount>> DiscountsAsync(
        Change<IReadOnlyList<DiscountChoice>> change, IReadOnlyList<Discount> current, Subscription s, string? item, Customer customer, long amount, CancellationToken ct) => change.IsAbsent
        ? Task.FromResult(current)
        : discounts.ApplyAsync(
            change, current, new DiscountOwner(customer.Id, s.Id, item), new(customerDiscounts.FactsOf(customer.Id).FirstTransaction, new Money(amount, Currency.Of(s.Currency))), ct,
            customer.Discount is { } theirs ? [theirs] : null);

    /// <summary>What a period costs without discounts, minor units.</summary>
    public static long AmountOf(IEnumerable<ItemTerms> items, SubscriptionCatalog catalog, string currency)
    {
        long sum = 0;
        foreach (var item in items.Where(item => !catalog.IsMetered(item))) sum = checked(sum + PriceArithmetic.Of(catalog.TermsOf(item, currency), item.Quantity ?? 1).Amount);
        return sum;
    }

    /// <summary>All items of a subscription share currency and interval, and none stands there twice.</summary>
    /// <exception cref="StripeError">400 in Stripe's words.</exception>
    public static PriceRecurring Check(IReadOnlyList<ItemTerms> items, SubscriptionCatalog catalog, string currency, string param = "items")
    {
        if (items.Count > ItemParams.Most) throw StripeError.Invalid($"A subscription has {ItemParams.Most} items at most.", param);
        var first = catalog.PriceOf(items[0].Price).Recurring!;
        foreach (var item in items)
        {
            catalog.TermsOf(item, currency);
            var recurring = catalog.PriceOf(item.Price).Recurring!;
            if (recurring.Interval != first.Interval) throw Mismatch("interval");
            if (recurring.IntervalCount != first.IntervalCount) throw Mismatch("interval_count");
        }
        if (items.GroupBy(item => item.Price).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw StripeError.Invalid($"Cannot add multiple subscription items with the same plan: {twice.Key}", param);
        return first;

        StripeError Mismatch(string field) => StripeError.Invalid($"Currency and interval fields must match across all plans on this subscription. Found mismatch in {field} field.", param);
    }
}
