using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Usage;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>
/// The lines of a subscription's invoices: licensed items are billed for the period that begins, metered ones for the time
/// that has ended.
/// </summary>
public sealed class SubscriptionLines(UsageReader usage, ScopeTime time)
{
    private static readonly Worth Free = new(0, ["a trial is free: 0"]);

    /// <summary>Licensed items for a period.</summary>
    /// <param name="billed">The time that is billed; shorter than <paramref name="whole"/> where a first or last period is only a part of one.</param>
    /// <param name="whole">The period that the price is for.</param>
    public List<InvoiceLine> InAdvance(Subscription s, IEnumerable<ItemTerms> items, SubscriptionCatalog catalog, BillingPeriod billed, BillingPeriod whole) =>
        [.. items.Where(item => !catalog.IsMetered(item)).Select(item =>
        {
            var terms = catalog.TermsOf(item, s.Currency);
            var quantity = item.Quantity ?? 1;
            var priced = PriceArithmetic.Of(terms, quantity);
            return billed == whole
                ? Line(s, item, terms, LineTexts.Full(quantity, catalog.NameOf(item), terms, priced.UnitAmountDecimal), Worth.Of(priced), quantity, billed, priced, false)
                : Line(s, item, terms, LineTexts.Time(quantity, catalog.NameOf(item), billed.Start, billed.End), Worth.Of(priced).Share(whole, billed.Start, billed.End), quantity, billed, priced, true);
        })];

    /// <summary>A trial costs nothing, and its invoice says so.</summary>
    public List<InvoiceLine> OfTrial(Subscription s, IEnumerable<ItemTerms> items, SubscriptionCatalog catalog, BillingPeriod trial) =>
        [.. items.Where(item => !catalog.IsMetered(item)).Select(item =>
            Line(s, item, catalog.TermsOf(item, s.Currency), LineTexts.Trial(item.Quantity, catalog.NameOf(item)), Free, item.Quantity ?? 1, trial, null, false))];

    /// <summary>The time before a backdated subscription was made, reckoned as periods that begin with its start.</summary>
    public List<InvoiceLine> Backdated(Subscription s, IEnumerable<ItemTerms> items, SubscriptionCatalog catalog, DateTimeOffset from, DateTimeOffset until) =>
        [.. items.Where(item => !catalog.IsMetered(item)).Select(item =>
        {
            var (terms, quantity) = (catalog.TermsOf(item, s.Currency), item.Quantity ?? 1);
            var priced = PriceArithmetic.Of(terms, quantity);
            return Line(
                s, item, terms, LineTexts.Time(quantity, catalog.NameOf(item), from, until), Worth.Of(priced).Elapsed(new(from, s.Interval, s.IntervalCount), until), quantity, new(from, until), priced, true);
        })];

    /// <summary>What was used of metered items and not billed yet, up to a moment; a sum below zero counts as nothing.</summary>
    public async Task<List<InvoiceLine>> UsedAsync(Subscription s, IEnumerable<ItemTerms> items, SubscriptionCatalog catalog, DateTimeOffset until, CancellationToken ct)
    {
        var metered = items.Where(item => catalog.IsMetered(item) && item.UsedFrom < until).ToList();
        var totals = await usage.TotalsAsync(metered.ConvertAll(item => new UsageWindow(catalog.PriceOf(item.Price).MeterId!, s.CustomerId, item.UsedFrom, until)), ct);
        return [.. metered.Zip(totals, (item, total) =>
        {
            var terms = catalog.TermsOf(item, s.Currency);
            var quantity = Math.Max(0, total);
            var priced = PriceArithmetic.Of(terms, quantity);
            return Line(s, item, terms, LineTexts.Full(quantity, catalog.NameOf(item), terms, priced.UnitAmountDecimal), Worth.Of(priced), quantity, new(item.UsedFrom, until), priced, false)
                with { Metered = new(catalog.PriceOf(item.Price).MeterId!, item.UsedFrom, until) };
        })];
    }

    /// <summary>A metered line counted again.</summary>
    public static InvoiceLine Recounted(InvoiceLine line, decimal total, PriceTerms terms, string product)
    {
        var quantity = Math.Max(0, total);
        var priced = PriceArithmetic.Of(terms, quantity);
        return line with
        {
            Amount = priced.Amount,
            Quantity = quantity,
            Description = LineTexts.Full(quantity, product, terms, priced.UnitAmountDecimal),
            Steps = priced.Words,
            Price = line.Price! with { UnitAmount = priced.UnitAmountDecimal },
        };
    }

    private InvoiceLine Line(Subscription s, ItemTerms item, PriceTerms terms, string text, Worth worth, decimal quantity, BillingPeriod period, PricedQuantity? priced, bool proration) =>
        new(InvoiceLine.NewId(time.Now), text, worth.Amount, quantity, period.Start, period.End, proration)
        {
            Price = new(terms.PriceId, terms.ProductId, priced?.UnitAmountDecimal ?? terms.UnitAmountDecimal),
            Discounts = [.. item.Discounts.Where(d => d.IsActiveAt(period.Start))],
            TaxRates = item.TaxRates,
            SubscriptionId = s.Id,
            SubscriptionItemId = item.Id,
            Steps = worth.Steps,
            Metadata = item.Metadata,
        };
}

/// <summary>The discounts that a subscription's invoices get.</summary>
internal static class SubscriptionDiscounts
{
    /// <summary>Its own that have not ended; where it has none, the customer's.</summary>
    public static IReadOnlyList<Discount> At(Subscription s, Customer customer, DateTimeOffset moment)
    {
        var own = s.Discounts.Where(d => d.IsActiveAt(moment)).ToList();
        return own.Count > 0 ? own : customer.Discount is { } theirs && theirs.IsActiveAt(moment) ? [theirs] : [];
    }
}
