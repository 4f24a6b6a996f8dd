using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Usage;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>Counts metered lines again when their invoice is finalised: events may have come in while it was a draft.</summary>
public sealed class LateUse(UsageReader usage, PriceService prices, ProductService products) : ILateUse
{
    public async Task<IReadOnlyList<InvoiceLine>?> CountAgainAsync(Invoice invoice, CancellationToken ct)
    {
        var metered = invoice.Lines.Where(line => line.Metered is not null).ToList();
        if (metered.Count == 0) return null;
        var totals = (await usage.TotalsAsync(metered.ConvertAll(line => new UsageWindow(line.Metered!.Meter, invoice.CustomerId, line.Metered.From, line.Metered.Until)), ct)).Zip(metered).ToDictionary(pair => pair.Second.Id, pair => pair.First);
        var known = await prices.LoadAsync([.. metered.Select(line => line.Price!.Price)], ct);
        var names = await products.LoadAsync([.. metered.Select(line => line.Price!.Product)], ct);
        return [.. invoice.Lines.Select(line => line.Metered is null ? line
            : SubscriptionLines.Recounted(line, totals[line.Id], known[line.Price!.Price].TermsIn(invoice.Currency), names.TryGetValue(line.Price.Product, out var product) ? product.Name : line.Price.Product))];
    }
}
