using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Lines;

/// <summary>Makes lines of what a request says of them; prices and products of <c>price_data</c> are made with them.</summary>
public sealed class LineShaping(PriceService prices, ProductService products, TaxRateService taxRates, TimeProvider clock)
{
    /// <param name="mode">Null where the prices decide it: they recur, or they do not.</param>
    /// <param name="currency">ISO 4217, lower case; null: that of the first price.</param>
    /// <returns>The lines, their amounts not worked out yet, and the currency of them all.</returns>
    /// <exception cref="StripeError">400 for what is not there or does not fit together.</exception>
    public async Task<(IReadOnlyList<SessionLine> Lines, string Currency)> MakeAsync(CheckoutSessionMode? mode, IReadOnlyList<LineParams> wanted, string? currency, CancellationToken ct)
    {
        var lines = new List<SessionLine>();
        foreach (var line in wanted)
        {
            var price = line.PriceData is { } data ? await prices.FromDataAsync(data, ct) : await prices.RequireAsync(line.Price!, line.Path("price"), ct);
            Check(mode, line, price);
            var terms = TermsIn(price, currency ??= price.Currency, line);
            var product = (await products.LoadAsync([price.ProductId], ct))[price.ProductId];
            lines.Add(new(
                SessionLine.NewId(clock.GetUtcNow()), terms, product.Name, product.Description, product.Images, QuantityOf(line, price), line.Adjustable, await TaxesAsync(line, ct), line.Metadata.ForNew()));
        }
        if (mode == CheckoutSessionMode.Subscription || (mode is null && lines.Exists(line => line.Recurs))) CheckRecurring(lines);
        return (lines, currency!);
    }

    private static void Check(CheckoutSessionMode? mode, LineParams line, Price price)
    {
        var param = line.PriceData is null ? line.Path("price") : line.Path("price_data");
        if (mode == CheckoutSessionMode.Payment && price.Recurring is not null)
            throw StripeError.Invalid("You must provide at least one recurring price in `subscription` mode; recurring prices cannot be sold in `payment` mode.", param);
        if (price.CustomUnitAmount is not null)
            throw StripeError.Invalid("Prices with a `custom_unit_amount` are not served at the checkout: send price_data with the amount.", param);
        if (line.Adjustable is not null && price.UsageType == UsageType.Metered)
            throw StripeError.Invalid("The quantity of a metered price is what was used: it cannot be adjusted.", line.Path("adjustable_quantity"));
    }

    private static long? QuantityOf(LineParams line, Price price)
    {
        if (price.UsageType == UsageType.Metered)
            return line.Quantity is null ? null : throw StripeError.Invalid("You cannot set the quantity of a metered price: its quantity is what was used.", line.Path("quantity"));
        var quantity = line.Quantity ?? (line.PriceData is not null || line.Adjustable is not null || price.Recurring is null ? throw StripeError.Missing(line.Path("quantity")) : 1);
        if (quantity == 0 && line.Adjustable is null) throw StripeError.Invalid("This value must be greater than or equal to 1.", line.Path("quantity"), "parameter_invalid_integer");
        return line.Adjustable is { } range && (quantity < range.Minimum || quantity > range.Maximum)
            ? throw StripeError.Invalid($"The quantity {quantity} is not between the minimum {range.Minimum} and the maximum {range.Maximum} of `adjustable_quantity`.", line.Path("quantity"))
            : quantity;
    }

    private static PriceTerms TermsIn(Price price, string currency, LineParams line) => currency == price.Currency || price.CurrencyOptions?.ContainsKey(currency) == true
        ? price.TermsIn(currency)
        : throw StripeError.Invalid(
            $"All prices of a session must be in one currency: `{currency}` is that of this one, and the price `{price.Id}` is in `{price.Currency}`.", line.PriceData is null ? line.Path("price") : line.Path("price_data") + "[currency]");

    private static void CheckRecurring(List<SessionLine> lines)
    {
        var recurring = lines.FindAll(line => line.Recurs);
        if (recurring.Count == 0) throw StripeError.Invalid("You must provide at least one recurring price in `subscription` mode when using prices.", "line_items");
        if (recurring.Count > ItemParams.Most) throw StripeError.Invalid($"A subscription has {ItemParams.Most} recurring prices at most.", "line_items");
        var first = recurring[0].Price.Recurring!;
        if (recurring.Exists(line => line.Price.Recurring!.Interval != first.Interval || line.Price.Recurring!.IntervalCount != first.IntervalCount))
            throw StripeError.Invalid("All recurring prices of a session must have the same interval and interval_count.", "line_items");
        if (recurring.GroupBy(line => line.Price.PriceId).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw StripeError.Invalid($"The price `{twice.Key}` can only be in one line item.", "line_items");
    }

    private async Task<IReadOnlyList<TaxTerms>?> TaxesAsync(LineParams line, CancellationToken ct) =>
        line.TaxRates is { Count: > 0 } named ? [.. (await taxRates.LoadAsync(named, line.Path("tax_rates"), ct)).Select(TaxTermsOf.Rate)] : null;
}
