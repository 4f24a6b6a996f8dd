using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.Items;

/// <summary>What creations and updates say of an invoice item, and changes of a draft's lines as well.</summary>
/// <param name="TaxRates">Null: as they are; empty: those of the invoice.</param>
public sealed record ItemFields(
    ChargeChoice Charge, Change<string> Description, bool? Discountable, Change<IReadOnlyList<DiscountChoice>> Discounts, IReadOnlyList<string>? TaxRates, ItemPeriod? Period, MetadataChange Metadata, string At)
{
    private const int LongestDescription = 1500, MostTaxRates = 5;

    /// <param name="p">The part that says it.</param>
    /// <param name="productData">Whether <c>price_data</c> may make its product.</param>
    public static ItemFields Read(Params p, bool productData)
    {
        p.Refuse("tax_amounts", "Taxes are worked out of tax rates: send tax_rates.");
        var fields = new ItemFields(
            ChargeChoice.Read(p, productData), p.TextChange("description", LongestDescription), p.Bool("discountable"), DiscountChoice.ReadList(p), p.List("tax_rates"),
            p.Child("period") is { } period ? ItemPeriod.Read(period) : null, p.Metadata(), p.At);
        return fields.TaxRates is { Count: > MostTaxRates } ? throw StripeError.Invalid($"Invalid array: must have at most {MostTaxRates} items.", p.Path("tax_rates")) : fields;
    }

    /// <summary>A parameter's full name, for errors.</summary>
    public string Path(string name) => At.Length == 0 ? name : $"{At}[{name}]";
}

/// <summary>The time that something is billed for.</summary>
public sealed record ItemPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    public static ItemPeriod Read(Params p)
    {
        var start = p.Timestamp("start") ?? throw StripeError.Missing(p.Path("start"));
        var end = p.Timestamp("end") ?? throw StripeError.Missing(p.Path("end"));
        return end >= start ? new(start, end) : throw StripeError.Invalid("The end of a period cannot be before its start.", p.Path("end"));
    }
}
