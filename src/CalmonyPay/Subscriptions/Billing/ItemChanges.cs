using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>A subscription's items after a request: changed, added, removed.</summary>
public sealed class ItemChanges(ItemChoices choices, SubscriptionReader reader)
{
    /// <exception cref="StripeError">400 for an item that is not there, and where none would be left.</exception>
    public async Task<IReadOnlyList<ItemTerms>> ApplyAsync(HeldSubscription held, Customer customer, IReadOnlyList<ItemParams> wanted, DateTimeOffset now, CancellationToken ct)
    {
        var items = held.Target.Items.ToList();
        foreach (var change in wanted)
        {
            if (change.Id is not { } id)
            {
                var price = await choices.PriceAsync(change, held.Catalog, ct);
                var added = await choices.NewAsync(change, price, held.Catalog, now, ct);
                items.Add(added with { Discounts = await DiscountsAsync(change, added, held, customer, ct) });
                continue;
            }
            var at = items.FindIndex(item => item.Id == id);
            if (at < 0) throw StripeError.NoSuchParam("subscription_item", id, change.Path("id"));
            if (change.Deleted) items.RemoveAt(at);
            else items[at] = await ChangedAsync(items[at], change, held, customer, now, ct);
        }
        return items.Count > 0 ? items : throw StripeError.Invalid(
            "A subscription must have at least one active plan. To end it, cancel the subscription.", wanted.Count > 0 && wanted[0].At.Length > 0 ? "items" : null);
    }

    /// <summary>The metered items that end with a change, and whose use is therefore billed now, unless it is to be forgotten.</summary>
    public IEnumerable<ItemTerms> Ending(HeldSubscription held, IReadOnlyList<ItemTerms> after, IReadOnlyList<ItemParams> wanted) =>
        held.Target.Items.Where(old => !after.Any(item => item.Id == old.Id && item.Price == old.Price) && !wanted.Any(change => change.Id == old.Id && change.ClearUsage));

    private async Task<ItemTerms> ChangedAsync(ItemTerms item, ItemParams change, HeldSubscription held, Customer customer, DateTimeOffset now, CancellationToken ct)
    {
        var price = held.Catalog.PriceOf(item.Price);
        var other = change.PriceData is not null || (change.Price is { } named && named != item.Price);
        if (other) price = await choices.PriceAsync(change, held.Catalog, ct);
        var quantity = price.UsageType == UsageType.Metered ? ItemChoices.QuantityOf(change, price) : change.Quantity ?? item.Quantity ?? 1;
        var rates = change.TaxRates is null ? item.TaxRates : await choices.RatesAsync(change.TaxRates, change.Path("tax_rates"), held.Catalog, item.TaxRates ?? [], ct);
        var changed = item with
        {
            Price = price.Id,
            Product = price.ProductId,
            Quantity = quantity,
            TaxRates = rates,
            UsedFrom = other ? now : item.UsedFrom,
            Metadata = change.Metadata.Over(item.Metadata),
        };
        await reader.StockAsync(held.Catalog, [changed], [], ct);
        return changed with { Discounts = await DiscountsAsync(change, changed, held, customer, ct) };
    }

    private Task<IReadOnlyList<Catalog.Coupons.Discount>> DiscountsAsync(ItemParams change, ItemTerms item, HeldSubscription held, Customer customer, CancellationToken ct) =>
        change.Discounts.IsAbsent ? Task.FromResult(item.Discounts)
            : choices.DiscountsAsync(change.Discounts, item.Discounts, held.Row, item.Id, customer, ItemChoices.AmountOf([item], held.Catalog, held.Row.Currency), ct);
}
