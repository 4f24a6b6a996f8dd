using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Catalog.TaxRates;

/// <summary>A new rate: what an update knows as well, and what never changes.</summary>
public sealed record TaxRateCreate(string DisplayName, bool Inclusive, decimal Percentage, TaxRateUpdate Fields) : IParams<TaxRateCreate>
{
    private const int Places = 4;

    public static TaxRateCreate Read(Params p)
    {
        var name = p.Required("display_name", TaxRateUpdate.LongestName);
        var inclusive = p.Bool("inclusive") ?? throw StripeError.Missing("inclusive");
        return new(name, inclusive, p.Percent("percentage", 0, Places) ?? throw StripeError.Missing("percentage"), TaxRateUpdate.Read(p));
    }
}

public sealed record TaxRateUpdate(
    string? DisplayName, bool? Active, Change<string> Country, Change<string> State, Change<string> Jurisdiction, Change<string> Description, string? TaxType, MetadataChange Metadata) : IParams<TaxRateUpdate>
{
    internal const int LongestName = 50;

    private static readonly string[] TaxTypes =
    [
        "admissions_tax", "amusement_tax", "attendance_tax", "communications_tax", "digital_excise_tax", "entertainment_tax", "get_fund", "gross_receipts_tax", "gst", "hospitality_tax", "hst", "igst", "jct",
        "lease_tax", "luxury_tax", "mass_transit_parking_tax", "nhil", "parking_tax", "pst", "qst", "resort_tax", "retail_delivery_fee", "rst", "sales_tax", "service_tax", "tourism_tax", "utility_users_tax", "vat",
    ];

    public static TaxRateUpdate Read(Params p) => new(
        p.Has("display_name") ? p.Required("display_name", LongestName) : p.Text("display_name"), p.Bool("active"), p.TextChange("country").Select(country => country.ToUpperInvariant()),
        p.TextChange("state", 100), p.TextChange("jurisdiction", 100), p.TextChange("description", 500), p.OneOf("tax_type", TaxTypes), p.Metadata());
}

public sealed class TaxRateCreateRules : AbstractValidator<TaxRateCreate>
{
    public TaxRateCreateRules() => RuleFor(r => r.Fields.Country.OrNull()).Country().OverridePropertyName(nameof(TaxRateUpdate.Country));
}

public sealed class TaxRateUpdateRules : AbstractValidator<TaxRateUpdate>
{
    public TaxRateUpdateRules() => RuleFor(r => r.Country).Country();
}

public sealed record TaxRateList(PageParams Page, bool? Active, bool? Inclusive, TimeRange? Created) : IParams<TaxRateList>
{
    public static TaxRateList Read(Params p) => new(PageParams.Read(p), p.Bool("active"), p.Bool("inclusive"), p.Range("created"));
}

/// <summary>A tax rate on the API.</summary>
public sealed record TaxRateResponse(
    string Id, bool Active, string? Country, long Created, string? Description, string DisplayName, bool Inclusive, string? Jurisdiction, bool Livemode, Dictionary<string, string> Metadata, decimal Percentage,
    string? State, string? TaxType)
{
    public string Object => "tax_rate";
    public decimal? EffectivePercentage => null;
    public object? FlatAmount => null;
    public string? JurisdictionLevel => null;
    public string RateType => "percentage";

    public static TaxRateResponse Of(TaxRate r) => new(
        r.Id, r.Active, r.Country, r.CreatedAt.ToUnixTimeSeconds(), r.Description, r.DisplayName, r.Inclusive, r.Jurisdiction, r.Livemode, r.Metadata, Decimals.Plain(r.Percentage), r.State, r.TaxType);
}
