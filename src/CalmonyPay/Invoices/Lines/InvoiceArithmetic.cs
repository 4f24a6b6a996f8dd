using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Invoices.Lines;

/// <summary>The amounts of an invoice, worked out of its lines.</summary>
/// <param name="Subtotal">Lines after their own discounts, before those of the invoice and exclusive tax.</param>
public sealed record WorkedInvoice(
    IReadOnlyList<InvoiceLine> Lines, long Subtotal, long SubtotalExcludingTax, long Total, long TotalExcludingTax, IReadOnlyList<DiscountAmount> Discounts, IReadOnlyList<TaxAmount> Taxes);

/// <summary>
/// Discounts and taxes. A line's own discounts come first, then those of the invoice in their order, each on what the one
/// before left; tax is on what is left after all of them. The parts always add up to the totals, to the penny.
/// </summary>
public static class InvoiceArithmetic
{
    /// <summary>Percentages have four places, so no exact tax is nearer than this to a half penny without being one.</summary>
    private const int Places = 12;

    public static WorkedInvoice Work(
        IReadOnlyList<InvoiceLine> lines, IReadOnlyList<Discount> discounts, IReadOnlyList<TaxTerms> defaultRates, string currency, TaxExempt exempt, TaxRounding rounding)
    {
        var left = lines.Select(line => line.Amount).ToArray();
        var taken = lines.Select(_ => new List<DiscountAmount>()).ToArray();
        for (var i = 0; i < lines.Count; i++)
            foreach (var own in lines[i].Discounts) Take(own, [i], left, taken, currency);
        var subtotal = Sum(left);
        foreach (var discount in discounts)
        {
            var reached = Enumerable.Range(0, lines.Count).Where(i => lines[i].Discountable && discount.Terms.AppliesTo(lines[i].Price?.Product)).ToArray();
            Take(discount, reached, left, taken, currency);
        }

        var taxes = Taxed(lines, left, defaultRates, exempt, rounding);
        var worked = new InvoiceLine[lines.Count];
        for (var i = 0; i < worked.Length; i++) worked[i] = lines[i] with { DiscountAmounts = taken[i], Taxes = taxes[i] };

        var all = taxes.SelectMany(t => t).ToList();
        var inclusive = checked(all.Where(t => t.Rate.Inclusive).Sum(t => t.Amount));
        var exclusive = checked(all.Where(t => !t.Rate.Inclusive).Sum(t => t.Amount));
        var net = Sum(left);
        return new(
            worked, subtotal, subtotal - inclusive, checked(net + exclusive), net - inclusive,
            [.. taken.SelectMany(t => t).GroupBy(t => t.Discount).Select(g => new DiscountAmount(g.Key, g.Sum(d => d.Amount)))],
            [.. all.GroupBy(t => (t.Rate, t.Reason)).Select(g => new TaxAmount(g.Key.Rate, g.Sum(t => t.Amount), g.Sum(t => t.Taxable), g.Key.Reason))]);
    }

    /// <summary>Takes one discount off the lines that it reaches, each its share.</summary>
    private static void Take(Discount discount, IReadOnlyList<int> reached, long[] left, List<DiscountAmount>[] taken, string currency)
    {
        var terms = discount.Terms;
        // A sum off is for what is charged; a share off lowers credits as well, which gave back a discounted price.
        var on = terms.PercentOff is null ? reached.Where(i => left[i] > 0).ToArray() : reached;
        var sum = on.Sum(i => (decimal)left[i]);
        if (sum == 0 && terms.PercentOff is null) return;
        long whole;
        decimal[] shares;
        if (terms.PercentOff is { } percent)
        {
            shares = [.. on.Select(i => left[i] * percent / 100)];
            whole = Money.Round(shares.Sum());
        }
        else
        {
            whole = Math.Min((long)sum, terms.AmountOffIn(currency) ?? 0);
            shares = [.. on.Select(i => whole * (left[i] / sum))];
        }
        var parts = Apportionment.Of(whole, shares);
        for (var n = 0; n < parts.Length; n++)
        {
            if (parts[n] == 0) continue;
            left[on[n]] -= parts[n];
            taken[on[n]].Add(new(discount.Id, parts[n]));
        }
    }

    private static List<TaxAmount>[] Taxed(IReadOnlyList<InvoiceLine> lines, long[] left, IReadOnlyList<TaxTerms> defaults, TaxExempt exempt, TaxRounding rounding)
    {
        var taxes = lines.Select(_ => new List<TaxAmount>()).ToArray();
        var exact = new List<(int Line, TaxTerms Rate, decimal Tax)>();
        for (var i = 0; i < lines.Count; i++)
        {
            var rates = lines[i].TaxRates ?? defaults;
            if (rates.Count == 0) continue;
            if (exempt != TaxExempt.None)
            {
                // The customer owes no tax here (or accounts for it): it is named, and nothing is charged. A price that contains tax stays.
                taxes[i].AddRange(rates.Select(rate => new TaxAmount(rate, 0, left[i], exempt == TaxExempt.Reverse ? "reverse_charge" : "customer_exempt")));
                continue;
            }
            var contained = rates.Where(r => r.Inclusive).Sum(r => r.Percentage);
            // One division, last: a third of a penny that is divided first would not be whole again three times over.
            exact.AddRange(rates.Select(rate => (i, rate, left[i] * rate.Percentage / (100 + contained))));
        }

        foreach (var group in exact.GroupBy(tax => tax.Rate))
        {
            var parts = group.ToList();
            var rounded = rounding == TaxRounding.Line
                ? parts.ConvertAll(part => Money.Round(part.Tax)).ToArray()
                : Apportionment.Of(Whole(parts.Sum(part => part.Tax), group.Key, rounding), parts.ConvertAll(part => part.Tax));
            for (var n = 0; n < rounded.Length; n++)
            {
                var line = parts[n].Line;
                taxes[line].Add(new(group.Key, rounded[n], 0, group.Key.Percentage == 0 ? "zero_rated" : "standard_rated"));
            }
        }
        // What the tax is on: the line without the taxes that its price contains.
        for (var i = 0; i < taxes.Length; i++)
        {
            var contained = taxes[i].Where(t => t.Rate.Inclusive).Sum(t => t.Amount);
            if (exempt == TaxExempt.None) taxes[i] = taxes[i].ConvertAll(t => t with { Taxable = left[i] - contained });
        }
        return taxes;
    }

    private static long Whole(decimal tax, TaxTerms rate, TaxRounding rounding)
    {
        // A sum of shares without end (1/6 of the price) may miss the half penny, or the whole one, that it is by the last digits of a decimal.
        var exact = decimal.Round(tax, Places);
        return rounding == TaxRounding.Hmrc && rate.IgnoresFraction ? Money.IgnoreFraction(exact) : Money.Round(exact);
    }

    private static long Sum(long[] amounts)
    {
        long sum = 0;
        foreach (var amount in amounts) sum = checked(sum + amount);
        return sum;
    }
}
