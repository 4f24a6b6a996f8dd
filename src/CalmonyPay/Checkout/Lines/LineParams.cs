using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Lines;

/// <summary>What a request says of one line.</summary>
/// <param name="At">Where it stood: <c>line_items[0]</c>.</param>
public sealed record LineParams(string At, string? Price, PriceData? PriceData, long? Quantity, QuantityRange? Adjustable, IReadOnlyList<string>? TaxRates, MetadataChange Metadata)
{
    /// <summary>Stripe's.</summary>
    public const int Most = 100;

    public const long MostUnits = 999_999;

    private const long UsualMaximum = 99;

    public static IReadOnlyList<LineParams> ReadList(Params p)
    {
        var lines = p.Children("line_items")?.Select(Read).ToList() ?? [];
        return lines.Count > Most ? throw StripeError.Invalid($"A session has {Most} line items at most.", "line_items") : lines;
    }

    public string Path(string name) => $"{At}[{name}]";

    private static LineParams Read(Params p)
    {
        foreach (var older in (ReadOnlySpan<string>)["amount", "currency", "name", "description", "images"])
            p.Refuse(older, $"`{older}` of a line item went with older API versions: send price_data[unit_amount], price_data[currency] and price_data[product_data].");
        p.Refuse("dynamic_tax_rates", "Tax rates that depend on the shopper's address are not served: send tax_rates.");
        var (price, data) = (p.Text("price"), p.Child("price_data") is { } nested ? Catalog.Prices.PriceData.Read(nested, recurring: true, checkout: true) : null);
        if ((price is null) == (data is null))
            throw price is null ? StripeError.Missing(p.Path("price")) : StripeError.Invalid("You may only specify one of these parameters: price, price_data.", p.Path("price"), "parameters_exclusive");
        return new(p.At, price, data, p.Long("quantity", 0, MostUnits), p.Child("adjustable_quantity") is { } range ? ReadRange(range) : null, p.List("tax_rates"), p.Metadata());
    }

    internal static QuantityRange? ReadRange(Params p)
    {
        var enabled = p.Bool("enabled") ?? throw StripeError.Missing(p.Path("enabled"));
        var (least, most) = (p.Long("minimum", 0, MostUnits), p.Long("maximum", 1, MostUnits));
        if (!enabled) return null;
        var range = new QuantityRange(least ?? 0, most ?? Math.Max(UsualMaximum, least ?? 0));
        return range.Minimum > range.Maximum ? throw StripeError.Invalid("The `minimum` must not be greater than the `maximum`.", p.Path("minimum")) : range;
    }
}
