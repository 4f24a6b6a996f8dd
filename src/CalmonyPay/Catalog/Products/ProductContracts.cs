using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Catalog.Products;

/// <summary>What a creation and an update both know of a product.</summary>
public sealed record ProductFields(
    bool? Active, Change<string> Description, IReadOnlyList<string>? Images, IReadOnlyList<MarketingFeature>? MarketingFeatures, Change<PackageDimensions> PackageDimensions,
    bool? Shippable, Change<string> StatementDescriptor, Change<string> TaxCode, Change<string> TaxPerformanceLocation, Change<string> UnitLabel, Change<string> Url, MetadataChange Metadata)
{
    public const int LongestName = 250;
    private const int MostImages = 8, MostFeatures = 15, LongestFeature = 80, LongestUnitLabel = 12, LongestImageUrl = 2048;

    public static ProductFields Read(Params p)
    {
        var images = p.List("images");
        if (images is { Count: > MostImages }) throw StripeError.Invalid($"Invalid array: must have at most {MostImages} items.", p.Path("images"));
        if (images?.FirstOrDefault(image => image.Length > LongestImageUrl) is { } tooLong) throw StripeError.Invalid($"Invalid string: {SafeText.Of(tooLong)}; must be at most {LongestImageUrl} characters", p.Path("images"));
        var features = p.Children("marketing_features")?.Select(feature => new MarketingFeature(feature.Required("name", LongestFeature))).ToList();
        if (features is { Count: > MostFeatures }) throw StripeError.Invalid($"Invalid array: must have at most {MostFeatures} items.", p.Path("marketing_features"));
        return ReadSome(p) with
        {
            Description = p.TextChange("description", 40_000),
            Images = images,
            MarketingFeatures = features,
            PackageDimensions = p.ChildChange("package_dimensions", ReadDimensions),
            Shippable = p.Bool("shippable"),
            Url = p.TextChange("url", 2048),
        };
    }

    /// <summary>The fewer fields of a product that is made with a price.</summary>
    public static ProductFields ReadSome(Params p)
    {
        var tax = p.ChildChange("tax_details", details => (Code: details.TextChange("tax_code"), Place: details.TextChange("performance_location")));
        var code = p.TextChange("tax_code", 64);
        if (tax.IsSet && !tax.Value.Code.IsAbsent && !code.IsAbsent) throw StripeError.Invalid("You may only specify one of these parameters: tax_code, tax_details[tax_code].", p.Path("tax_code"), "parameters_exclusive");
        if (tax.IsSet) code = tax.Value.Code.IsAbsent ? code : tax.Value.Code;
        return new(
            p.Bool("active"), default, null, null, default, null, p.TextChange("statement_descriptor", 22), code, tax.IsSet ? tax.Value.Place : tax.IsClear ? Change<string>.Clear : default,
            p.TextChange("unit_label", LongestUnitLabel), default, p.Metadata());
    }

    private static PackageDimensions ReadDimensions(Params p)
    {
        return new(Side("height"), Side("length"), Side("weight"), Side("width"));

        decimal Side(string name) => p.Decimal(name) switch
        {
            null => throw StripeError.Missing(p.Path(name)),
            <= 0 or > 1_000_000 => throw StripeError.Invalid("This value must be greater than 0 and at most 1000000.", p.Path(name)),
            { } value => decimal.Round(value, 2),
        };
    }
}

/// <summary>A new product, with the price that it has by default if one is given.</summary>
public sealed record ProductCreate(string? Id, string Name, ProductType Type, ProductFields Fields, PriceShape? DefaultPrice, MetadataChange DefaultPriceMetadata) : IParams<ProductCreate>
{
    public static ProductCreate Read(Params p)
    {
        var price = p.Child("default_price_data");
        return new(
            p.OwnId(), p.Required("name", ProductFields.LongestName), p.Enum<ProductType>("type") ?? ProductType.Service, ProductFields.Read(p),
            price is null ? null : PriceShape.ReadSimple(price, price.Child("recurring") is { } recurring ? PriceRecurringParams.ReadSimple(recurring) : null, price.Currencies("currency_options", PriceAmountParams.Read), custom: true),
            price?.Metadata() ?? MetadataChange.Absent);
    }
}

public sealed class ProductCreateRules : AbstractValidator<ProductCreate>
{
    public ProductCreateRules()
    {
        RuleFor(p => p.Fields.StatementDescriptor.OrNull()).StatementDescriptor().OverridePropertyName(nameof(ProductFields.StatementDescriptor));
        RuleFor(p => p.Fields.Url.OrNull()).ValidUrl().OverridePropertyName(nameof(ProductFields.Url));
    }
}

public sealed record ProductUpdate(string? Name, string? DefaultPrice, ProductFields Fields) : IParams<ProductUpdate>
{
    public static ProductUpdate Read(Params p) => new(
        p.Has("name") ? p.Required("name", ProductFields.LongestName) : p.Text("name"), p.Text("default_price"), ProductFields.Read(p));
}

public sealed class ProductUpdateRules : AbstractValidator<ProductUpdate>
{
    public ProductUpdateRules()
    {
        RuleFor(p => p.Fields.StatementDescriptor.OrNull()).StatementDescriptor().OverridePropertyName(nameof(ProductFields.StatementDescriptor));
        RuleFor(p => p.Fields.Url.OrNull()).ValidUrl().OverridePropertyName(nameof(ProductFields.Url));
    }
}

/// <summary>A product that is made with a price: <c>product_data</c>, and an old plan's <c>product</c>.</summary>
public sealed record ProductData(string? Id, string Name, ProductFields Fields)
{
    public static ProductData Read(Params p)
    {
        var some = ProductFields.ReadSome(p);
        var images = p.List("images");
        return new(p.OwnId(), p.Required("name", ProductFields.LongestName), some with { Description = p.TextChange("description", 40_000), Images = images });
    }
}

/// <summary>Which products are wanted.</summary>
public sealed record ProductList(PageParams Page, IReadOnlyList<string>? Ids, bool? Active, string? Url, bool? Shippable, ProductType? Type, TimeRange? Created) : IParams<ProductList>
{
    public static ProductList Read(Params p)
    {
        var list = new ProductList(PageParams.Read(p), p.List("ids"), p.Bool("active"), p.Text("url"), p.Bool("shippable"), p.Enum<ProductType>("type"), p.Range("created"));
        return list switch
        {
            { Ids.Count: > PageParams.MaximumLimit } => throw StripeError.Invalid($"Invalid array: must have at most {PageParams.MaximumLimit} items.", "ids"),
            { Ids: not null } when list.Page.StartingAfter is not null || list.Page.EndingBefore is not null =>
                throw StripeError.Invalid("You cannot use `ids` together with `starting_after` or `ending_before`.", "ids"),
            _ => list,
        };
    }
}

/// <summary>A product on the API.</summary>
public sealed record ProductResponse(
    string Id, bool Active, long Created, Expandable? DefaultPrice, string? Description, IReadOnlyList<string> Images, bool Livemode, IReadOnlyList<MarketingFeature> MarketingFeatures,
    Dictionary<string, string> Metadata, string Name, PackageDimensions? PackageDimensions, bool? Shippable, string? StatementDescriptor, string? TaxCode, ProductTaxDetails? TaxDetails, ProductType Type,
    string? UnitLabel, long Updated, string? Url)
{
    public string Object => "product";

    public static ProductResponse Of(Product p) => new(
        p.Id, p.Active, p.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("price", p.DefaultPriceId), p.Description, p.Images, p.Livemode, p.MarketingFeatures,
        p.Metadata, p.Name, p.PackageDimensions, p.Shippable, p.StatementDescriptor, p.TaxCode,
        p.TaxCode is null && p.TaxPerformanceLocation is null ? null : new(p.TaxPerformanceLocation, p.TaxCode), p.Type, p.UnitLabel, p.UpdatedAt.ToUnixTimeSeconds(), p.Url);
}

public sealed record ProductTaxDetails(string? PerformanceLocation, string? TaxCode);

public sealed record DeletedProduct(string Id)
{
    public string Object => "product";
    public bool Deleted => true;
}
