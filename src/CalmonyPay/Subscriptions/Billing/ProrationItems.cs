using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Items;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>
/// What a change in the middle of a period settles: unused time is credited, the rest of the period is charged. Percent
/// discounts are within the amounts, so no discount is taken off these items again.
/// </summary>
public sealed class ProrationItems(ScopeTime time)
{
    /// <summary>For items that change: a credit for what they were, a charge for what they are; nothing for those that stay as they are.</summary>
    /// <param name="at">When the change counts from.</param>
    public List<InvoiceItem> Of(HeldSubscription held, Customer customer, IReadOnlyList<ItemTerms> after, DateTimeOffset at)
    {
        var before = held.Target.Items;
        var left = after.ToDictionary(item => item.Id);
        var settled = new List<InvoiceItem>();
        foreach (var old in before)
        {
            left.Remove(old.Id, out var now);
            if (now is not null && now.Price == old.Price && now.Quantity == old.Quantity) continue;
            settled.AddRange(Credit(held, customer, old, at));
            if (now is not null) settled.AddRange(Charge(held, customer, now, at));
        }
        foreach (var added in after.Where(item => left.ContainsKey(item.Id))) settled.AddRange(Charge(held, customer, added, at));
        return settled;
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
        Item(held, customer, item, at, -1, Proration.Unused(item.Quantity ?? 1, held.Catalog.NameOf(item), at), bound);

    private IEnumerable<InvoiceItem> Charge(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at) =>
        Item(held, customer, item, at, 1, Proration.Remaining(item.Quantity ?? 1, held.Catalog.NameOf(item), at), bound: true);

    /// <summary>None for what was used, which is billed when it has been used, and none where no time is left.</summary>
    private IEnumerable<InvoiceItem> Item(HeldSubscription held, Customer customer, ItemTerms item, DateTimeOffset at, int sign, string text, bool bound)
    {
        var row = held.Row;
        if (held.Catalog.IsMetered(item) || at >= row.CurrentPeriodEnd) yield break;
        var terms = held.Catalog.TermsOf(item, row.Currency);
        var priced = PriceArithmetic.Of(terms, item.Quantity ?? 1);
        var discounts = item.Discounts.Where(d => d.IsActiveAt(at)).Concat(SubscriptionDiscounts.At(row, customer, at));
        // A period that is only a part of one (before its anchor, or up to its end) was billed by the whole one's measure.
        var whole = row.Cycle.PeriodAt(row.CurrentPeriodStart);
        var amount = sign * Proration.Share(Proration.Discounted(priced.Amount, discounts, item.Product), whole, at, row.CurrentPeriodEnd);
        yield return new()
        {
            Id = InvoiceItem.NewId(time.Now),
            CustomerId = customer.Id,
            TestClockId = customer.TestClockId,
            SubscriptionId = bound ? row.Id : null,
            SubscriptionItemId = bound ? item.Id : null,
            Amount = amount,
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
            Metadata = item.Metadata,
            CreatedAt = time.Now,
        };
    }
}
