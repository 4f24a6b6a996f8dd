using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Platform.Data;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Items;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Changing;

/// <summary>What a customer may change a subscription to.</summary>
/// <param name="Item">The one item that it has.</param>
/// <param name="Options">The present plan first.</param>
/// <param name="TakesCode">A promotion code may be named.</param>
public sealed record PlanOffer(HeldSubscription Held, SubscriptionItem Item, IReadOnlyList<PlanOption> Options, bool TakesCode)
{
    /// <summary>What is chosen by a price and a quantity.</summary>
    /// <param name="price">Null: the present one.</param>
    /// <param name="quantity">Null: the present one.</param>
    /// <returns>Null for what is not on offer.</returns>
    public PlanChoice? Choose(string? price, long? quantity)
    {
        if (Options.FirstOrDefault(option => option.Price.Id == (price ?? Item.PriceId)) is not { } option) return null;
        var present = Item.Quantity ?? 1;
        var wanted = quantity ?? present;
        if (option.Quantity is not { } limits) return quantity is null || wanted == present ? new(option, present) : null;
        return wanted < limits.Minimum || wanted > limits.Maximum ? null : new(option, wanted);
    }

    /// <summary>Says which state an offer was made in, so that a form that is sent twice, or too late, is known.</summary>
    public string Mark => MarkOf(Held);

    public static string MarkOf(HeldSubscription held) => $"{held.Items[0].PriceId}:{held.Items[0].Quantity}:{held.Row.CurrentPeriodStart.ToUnixTimeSeconds()}:{held.Row.Discounts.Count}";
}

/// <param name="Product">Its name.</param>
/// <param name="Quantity">Within which limits it can be chosen; null: the present one stays.</param>
public sealed record PlanOption(Price Price, string Product, PortalQuantity? Quantity);

public sealed record PlanChoice(PlanOption Option, long Quantity);

/// <summary>Works out what a configuration offers for a subscription.</summary>
public sealed class PlanOffers(PayDb db)
{
    /// <returns>Null where nothing can be changed: it has several items or a metered one, a schedule drives it, or it is about to end.</returns>
    public async Task<PlanOffer?> OfAsync(PortalUpdate feature, HeldSubscription held, CancellationToken ct)
    {
        if (!MayChange(feature, held)) return null;
        var (row, item) = (held.Row, held.Items[0]);
        var current = held.Catalog.PriceOf(item.PriceId);
        List<PlanOption> options = [new(current, held.Catalog.NameOf(item.Terms), LimitsOf(feature, current.ProductId))];
        if (feature.Allows("price"))
        {
            var ids = feature.Products.SelectMany(product => product.Prices).Where(id => id != current.Id).ToList();
            var prices = await db.Prices.Where(p => ids.Contains(p.Id) && p.Active).ToDictionaryAsync(p => p.Id, ct);
            var named = prices.Values.Select(p => p.ProductId).Distinct().ToList();
            var products = await db.Products.Where(p => named.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
            foreach (var price in ids.Distinct().Select(id => prices.GetValueOrDefault(id)).OfType<Price>().Where(price => Has(price, row.Currency)))
                options.Add(new(price, products[price.ProductId], LimitsOf(feature, price.ProductId)));
        }
        var offer = new PlanOffer(held, item, options, feature.Allows("promotion_code"));
        return options.Count > 1 || options[0].Quantity is not null || offer.TakesCode ? offer : null;
    }

    private static bool MayChange(PortalUpdate feature, HeldSubscription held) =>
        feature.Enabled && held is { Items: [{ } only], Row: { ScheduleId: null, PendingUpdate: null, CancelAt: null, Status: SubscriptionStatus.Active or SubscriptionStatus.Trialing or SubscriptionStatus.PastDue } }
        && !held.Catalog.IsMetered(only.Terms);

    private static PortalQuantity? LimitsOf(PortalUpdate feature, string product) =>
        feature.Allows("quantity") && feature.Products.FirstOrDefault(p => p.Product == product) is { AdjustableQuantity: { Enabled: true } limits } ? limits : null;

    private static bool Has(Price price, string currency) => price.Currency == currency || price.CurrencyOptions?.ContainsKey(currency) == true;
}
