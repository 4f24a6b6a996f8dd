using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Shipping;

/// <summary>A new shipping rate: <c>POST /v1/shipping_rates</c>, and <c>shipping_rate_data</c> of sessions.</summary>
public sealed record ShippingRateCreate(
    string DisplayName, long Amount, string Currency, IReadOnlyDictionary<string, ShippingAmount>? CurrencyOptions, DeliveryEstimate? DeliveryEstimate, TaxBehavior TaxBehavior, string? TaxCode,
    MetadataChange Metadata) : IParams<ShippingRateCreate>
{
    private const int LongestName = 100, MostUnits = 1000;

    public static ShippingRateCreate Read(Params p)
    {
        p.OneOf("type", "fixed_amount");
        var name = p.Required("display_name", LongestName);
        var amount = p.RequiredChild("fixed_amount");
        var currency = amount.RequiredCurrency().Code;
        var options = amount.Currencies("currency_options", ReadOption);
        if (options?.ContainsKey(currency) == true)
            throw StripeError.Invalid($"The currency `{currency}` is the rate's own: leave it out of `currency_options`.", amount.Path("currency_options") + $"[{currency}]");
        return new(
            name, amount.RequiredLong("amount", 0, Decimals.Most), currency, options, p.Child("delivery_estimate") is { } estimate ? ReadEstimate(estimate) : null,
            p.Enum<TaxBehavior>("tax_behavior") ?? TaxBehavior.Unspecified, p.Text("tax_code"), p.Metadata());
    }

    internal static ShippingAmount ReadOption(Params p) => new(p.RequiredLong("amount", 0, Decimals.Most), p.Enum<TaxBehavior>("tax_behavior") ?? TaxBehavior.Unspecified);

    private static DeliveryEstimate? ReadEstimate(Params p)
    {
        var estimate = new DeliveryEstimate(ReadBound(p.Child("maximum")), ReadBound(p.Child("minimum")));
        return estimate is { Maximum: null, Minimum: null } ? null : estimate;
    }

    private static DeliveryBound? ReadBound(Params? p) => p is null ? null : new(p.RequiredEnum<DeliveryUnit>("unit"), p.RequiredLong("value", 1, MostUnits));
}

public sealed record ShippingRateUpdate(bool? Active, IReadOnlyDictionary<string, ShippingAmount>? CurrencyOptions, TaxBehavior? TaxBehavior, MetadataChange Metadata) : IParams<ShippingRateUpdate>
{
    public static ShippingRateUpdate Read(Params p) => new(
        p.Bool("active"), p.Child("fixed_amount")?.Currencies("currency_options", ShippingRateCreate.ReadOption), p.Enum<TaxBehavior>("tax_behavior"), p.Metadata());
}

/// <summary>Which rates are wanted; those made for one session are not listed.</summary>
public sealed record ShippingRateList(PageParams Page, bool? Active, string? Currency, TimeRange? Created) : IParams<ShippingRateList>
{
    public static ShippingRateList Read(Params p) => new(PageParams.Read(p), p.Bool("active"), p.Currency()?.Code, p.Range("created"));
}

/// <summary>A shipping rate on the API.</summary>
public sealed record ShippingRateResponse(
    string Id, bool Active, long Created, DeliveryEstimate? DeliveryEstimate, string DisplayName, ShippingFixedAmount FixedAmount, bool Livemode, Dictionary<string, string> Metadata, TaxBehavior TaxBehavior,
    string? TaxCode)
{
    public string Object => "shipping_rate";
    public string Type => "fixed_amount";

    public static ShippingRateResponse Of(ShippingRate r) => new(
        r.Id, r.Active, r.CreatedAt.ToUnixTimeSeconds(), r.DeliveryEstimate, r.DisplayName, ShippingFixedAmount.Of(r), r.Livemode, r.Metadata, r.TaxBehavior, r.TaxCode);
}

/// <param name="CurrencyOptions">Its own currency among them; shown when expanded.</param>
public sealed record ShippingFixedAmount(long Amount, string Currency, Included? CurrencyOptions)
{
    public static ShippingFixedAmount Of(ShippingRate r)
    {
        var all = new Dictionary<string, ShippingAmount>(r.CurrencyOptions ?? new Dictionary<string, ShippingAmount>()) { [r.Currency] = new(r.Amount, r.TaxBehavior) };
        return new(r.Amount, r.Currency, Included.Of("shipping_rate.currency_options", r.Id, all));
    }
}
