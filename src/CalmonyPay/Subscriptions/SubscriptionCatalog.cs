using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Subscriptions.Items;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>The prices, products and tax rates that the subscriptions in hand name.</summary>
public sealed class SubscriptionCatalog
{
    internal Dictionary<string, Price> Prices { get; } = [];
    internal Dictionary<string, string> Products { get; } = [];
    internal Dictionary<string, TaxRate> TaxRates { get; } = [];

    public Price PriceOf(string id) => Prices[id];

    /// <summary>What an item's price says in a currency.</summary>
    public PriceTerms TermsOf(ItemTerms item, string currency) => Prices[item.Price].TermsIn(currency);

    /// <summary>What the item is called on an invoice.</summary>
    public string NameOf(ItemTerms item) => Products.GetValueOrDefault(item.Product, item.Product);

    public bool IsMetered(ItemTerms item) => Prices[item.Price].UsageType == UsageType.Metered;

    public IReadOnlyList<TaxRateResponse> TaxRatesOf(IReadOnlyList<TaxTerms> terms) => [.. terms.Where(t => TaxRates.ContainsKey(t.Id)).Select(t => TaxRateResponse.Of(TaxRates[t.Id]))];
}

/// <summary>Loads what subscriptions consist of: three queries however many there are.</summary>
public sealed class SubscriptionReader(PayDb db, PriceService prices, ProductService products)
{
    /// <summary>Rows that were read already, with all that belongs to them, in their order.</summary>
    public async Task<List<HeldSubscription>> ReadAsync(IReadOnlyList<Subscription> rows, CancellationToken ct, bool tracked = false)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var query = tracked ? db.SubscriptionItems.AsTracking() : db.SubscriptionItems;
        var items = (await query.Where(i => ids.Contains(i.SubscriptionId)).OrderBy(i => i.Id).ToListAsync(ct)).ToLookup(i => i.SubscriptionId);
        var catalog = new SubscriptionCatalog();
        var held = rows.Select(row => new HeldSubscription(row, [.. items[row.Id]], catalog)).ToList();
        await StockAsync(
            catalog, [.. held.SelectMany(h => h.Items.Select(i => i.Terms).Concat(h.Row.PendingUpdate?.Target.Items ?? []))], [.. rows.SelectMany(row => row.DefaultTaxRates)], ct);
        return held;
    }

    /// <summary>Adds what some items name and the catalogue in hand has not.</summary>
    public async Task StockAsync(SubscriptionCatalog catalog, IReadOnlyList<ItemTerms> items, IReadOnlyList<TaxTerms> rates, CancellationToken ct)
    {
        var wanted = items.Select(i => i.Price).Where(id => !catalog.Prices.ContainsKey(id)).Distinct().ToList();
        foreach (var (id, price) in await prices.LoadAsync(wanted, ct)) catalog.Prices[id] = price;
        var named = items.Select(i => i.Product).Where(id => !catalog.Products.ContainsKey(id)).Distinct().ToList();
        foreach (var (id, product) in await products.LoadAsync(named, ct)) catalog.Products[id] = product.Name;
        var taxed = items.SelectMany(i => i.TaxRates ?? []).Concat(rates).Select(t => t.Id).Where(id => !catalog.TaxRates.ContainsKey(id)).Distinct().ToList();
        if (taxed.Count == 0) return;
        foreach (var rate in await db.TaxRates.Where(r => taxed.Contains(r.Id)).ToListAsync(ct)) catalog.TaxRates[rate.Id] = rate;
    }
}
