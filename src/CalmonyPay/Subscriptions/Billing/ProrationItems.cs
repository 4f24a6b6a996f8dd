using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Items;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>
/// What a change in the middle of a period settles: unused time is credited, the rest of the period is charged. Percent
/// discounts are within the amounts, so no discount is taken off these items again: a charge has those of its moment, a credit
/// those that the item was charged with, as in Stripe's classic billing mode.
/// </summary>
public sealed class ProrationItems(ScopeTime time)
{
    /// <summary>For items that change: a credit for what they were, a charge for what they are; nothing for those that stay as they are.</summary>
    /// <param name="at">When the change counts from.</param>
    /// <returns>And the items as they are after it: those that are charged remember with what.</returns>
    public (List<InvoiceItem> Settled, IReadOnlyList<ItemTerms> After) Of(HeldSubscription held, Customer customer, IReadOnlyList<ItemTerms> after, DateTimeOffset at)
    {
        var known = held.Target.Items.ToDictionary(item => item.Id);
        var changed = after.Where(item => !known.TryGetValue(item.Id, out var old) || item.Price != old.Price || item.Quantity != old.Quantity).ToDictionary(item => item.Id);
        var settled = new List<InvoiceItem>();
        foreach (var old in known.Values)
        {
            var becomes = changed.GetValueOrDefault(old.Id);
            if (becomes is null && after.Any(item => item.Id == old.Id)) continue;
            settled.AddRange(Credit(held, customer, old, at));
            if (becomes is not null) settled.AddRange(Charge(held, customer, becomes, at));
        }
        foreach (var added in changed.Values.Where(item => !known.ContainsKey(item.Id))) settled.AddRange(Charge(held, customer, added, at));
        return (settled, [.. after.Select(item => changed.ContainsKey(item.Id) ? item with { Charged = new(Percentages(held, customer, item, at), null) } : item)]);
    }

    /// <summary>The rest of the period, given back for all licensed items.</summary>
    /// <param name="bound">Whether only invoices of this subscription take it.</param>
    public List<InvoiceItem> CreditAll(HeldSubscription held, Customer customer, DateTimeOffset from, bool bound = true) =>
        [.. held.Target.Items.SelectMany(item => Credit(held, customer, item, from, bound))];

    /// <summary>A line as something that waits for the next invoice.</summary>
    public InvoiceItem Pending(Subscription row, Customer customer, InvoiceLine line) => new()
    {
        Id = InvoiceItem.NewId(time.Now),
        CustomerId = customer.Id,
        TestClockId = customer.TestClockId,
        SubscriptionId = row.Id,
        SubscriptionItemId = line.SubscriptionItemId,
        Amount = line.Amount,
        Currency = row.Currency,
        Description = line.Description,
        Quantity = line.Quantity ?? 1,
        Price = line.Price,
        UnitAmount = line.Price?.UnitAmount,
        PeriodStart = line.PeriodStart,
        PeriodEnd = line.PeriodEnd,
        Proration = line.Proration,
        Discounts = line.Discounts,
        TaxRates = line.TaxRates,
        Steps = line.Steps,
        Metadata = line.Metadata,
        CreatedAt = time.Now,
    };

    private IEnumerable<InvoiceItem> Credit(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at, bool bound = true) =>
        Item(held, customer, item, at, item.Charged ?? new(Percentages(held, customer, item, at), null), LineTexts.Unused(item.Quantity ?? 1, held.Catalog.NameOf(item), at), bound);

    private IEnumerable<InvoiceItem> Charge(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at) =>
        Item(held, customer, item, at, null, LineTexts.Remaining(item.Quantity ?? 1, held.Catalog.NameOf(item), at), bound: true);

    private static List<Discount> Percentages(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at) =>
        [.. item.Discounts.Where(d => d.IsActiveAt(at)).Concat(SubscriptionDiscounts.At(held.Row, customer, at)).Where(d => d.Terms.PercentOff is not null)];

    /// <summary>None for what was used, which is billed when it has been used, and none where no time is left.</summary>
    /// <param name="credited">What is given back; null for a charge.</param>
    private IEnumerable<InvoiceItem> Item(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at, LastCharge? credited, string text, bool bound)
    {
        var row = held.Row;
        if (held.Catalog.IsMetered(item) || at >= row.CurrentPeriodEnd) yield break;
        var terms = held.Catalog.TermsOf(item, row.Currency);
        var priced = PriceArithmetic.Of(terms, item.Quantity ?? 1);
        // A period that is only a part of one (before its anchor, or up to its end) was billed by the whole one's measure.
        var whole = row.Cycle.PeriodAt(row.CurrentPeriodStart);
        var share = Worth.Of(priced).Less(credited?.Discounts ?? Percentages(held, customer, item, at), item.Product).Share(whole, at, row.CurrentPeriodEnd);
        var worth = credited is null ? share : share.GivenBack();
        yield return new()
        {
            Id = InvoiceItem.NewId(time.Now),
            CustomerId = customer.Id,
            TestClockId = customer.TestClockId,
            SubscriptionId = bound ? row.Id : null,
            SubscriptionItemId = bound ? item.Id : null,
            Amount = worth.Amount,
            Currency = row.Currency,
            Description = text,
            Quantity = item.Quantity ?? 1,
            Price = new(terms.PriceId, terms.ProductId, priced.UnitAmountDecimal),
            UnitAmount = priced.UnitAmountDecimal,
            PeriodStart = at,
            PeriodEnd = row.CurrentPeriodEnd,
            Proration = true,
            Discountable = false,
            TaxRates = item.TaxRates,
            Credits = credited?.Line,
            Steps = worth.Steps,
            Metadata = item.Metadata,
            CreatedAt = time.Now,
        };
    }
}
