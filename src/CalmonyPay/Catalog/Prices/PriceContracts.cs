using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Prices;

/// <summary>A new price, of a product that is there or is made with it.</summary>
public sealed record PriceCreate(
    PriceShape Shape, string? Product, ProductData? ProductData, bool Active, string? LookupKey, bool TransferLookupKey, string? Nickname, MetadataChange Metadata) : IParams<PriceCreate>
{
    internal const int LongestLookupKey = 200;

    public static PriceCreate Read(Params p)
    {
        var create = new PriceCreate(
            PriceShape.Read(p), p.Text("product"), p.Child("product_data") is { } data ? Products.ProductData.Read(data) : null, p.Bool("active") ?? true,
            p.Text("lookup_key", LongestLookupKey), p.Bool("transfer_lookup_key") ?? false, p.Text("nickname"), p.Metadata());
        return create switch
        {
            { Product: null, ProductData: null } => throw StripeError.Invalid("You must specify either `product` or `product_data` when creating a price.", "product", "parameter_missing"),
            { Product: not null, ProductData: not null } => throw StripeError.Invalid("You may only specify one of these parameters: product, product_data.", "product", "parameters_exclusive"),
            _ => create,
        };
    }
}

/// <summary>What may change of a price; its amounts in other currencies may be added or replaced.</summary>
/// <param name="CurrencyOptions">By currency; empty removes them all.</param>
public sealed record PriceUpdate(
    bool? Active, TaxBehavior? TaxBehavior, Change<string> LookupKey, bool TransferLookupKey, Change<string> Nickname,
    IReadOnlyDictionary<string, PriceAmounts>? CurrencyOptions, MetadataChange Metadata) : IParams<PriceUpdate>
{
    public static PriceUpdate Read(Params p) => new(
        p.Bool("active"), p.Enum<TaxBehavior>("tax_behavior"), p.TextChange("lookup_key", PriceCreate.LongestLookupKey), p.Bool("transfer_lookup_key") ?? false, p.TextChange("nickname"),
        p.Currencies("currency_options", PriceAmountParams.Read), p.Metadata());
}

/// <summary>Which prices are wanted; inline ones are not listed.</summary>
public sealed record PriceList(
    PageParams Page, bool? Active, string? Currency, IReadOnlyList<string>? LookupKeys, string? Product, bool? Recurring, BillingInterval? Interval, string? Meter, UsageType? UsageType,
    TimeRange? Created) : IParams<PriceList>
{
    private const int MostLookupKeys = 10;

    public static PriceList Read(Params p)
    {
        var recurring = p.Child("recurring");
        var list = new PriceList(
            PageParams.Read(p), p.Bool("active"), p.Currency()?.Code, p.List("lookup_keys"), p.Text("product"),
            p.OneOf("type", "one_time", "recurring") is { } type ? type == "recurring" : null,
            recurring?.Enum<BillingInterval>("interval"), recurring?.Text("meter"), recurring?.Enum<UsageType>("usage_type"), p.Range("created"));
        return list.LookupKeys is { Count: > MostLookupKeys }
            ? throw StripeError.Invalid($"You can only specify up to {MostLookupKeys} lookup keys.", "lookup_keys")
            : list;
    }
}

/// <summary>A price for one use: <c>price_data</c> of subscription items, invoice items and checkout sessions.</summary>
public sealed record PriceData(PriceShape Shape, string? Product, ProductData? ProductData, string At)
{
    /// <param name="p">The part itself: <c>items[0][price_data]</c>.</param>
    /// <param name="recurring">Whether it recurs: required for subscriptions, unknown to invoices.</param>
    /// <param name="checkout">At the checkout a product may be made with it, and whether it recurs is the merchant's choice.</param>
    public static PriceData Read(Params p, bool recurring, bool checkout = false)
    {
        var interval = recurring && !checkout ? p.RequiredChild("recurring") : recurring ? p.Child("recurring") : null;
        var data = new PriceData(
            PriceShape.ReadSimple(p, interval is null ? null : PriceRecurringParams.ReadSimple(interval)), p.Text("product"),
            checkout && p.Child("product_data") is { } product ? Products.ProductData.Read(product) : null, p.At);
        return data switch
        {
            { Product: null, ProductData: null } => throw (checkout
                ? StripeError.Invalid("You must specify either `product` or `product_data` when creating a price.", p.Path("product"), "parameter_missing")
                : StripeError.Missing(p.Path("product"))),
            { Product: not null, ProductData: not null } => throw StripeError.Invalid("You may only specify one of these parameters: product, product_data.", p.Path("product"), "parameters_exclusive"),
            _ => data,
        };
    }
}
