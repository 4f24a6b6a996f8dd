using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.Items;

/// <summary>What a request says of how much an invoice item, or a line of a draft, comes to: an amount, or a quantity of something that has a price.</summary>
/// <param name="Amount">Minor units, as a whole; negative is a credit.</param>
/// <param name="UnitAmount">Minor units with fractions, of one; negative is a credit.</param>
/// <param name="Quantity">Null if not said.</param>
/// <param name="PriceParam">Where the price stood, for errors.</param>
/// <param name="At">Where all this stands: empty, or <c>lines[0]</c>.</param>
public sealed record ChargeChoice(long? Amount, decimal? UnitAmount, decimal? Quantity, string? Price, PriceData? PriceData, string PriceParam, string At)
{
    private const long MostAmount = 99_999_999_999;

    /// <summary>Nothing was said of it.</summary>
    public bool IsAbsent => this is { Amount: null, UnitAmount: null, Quantity: null, Price: null, PriceData: null };

    /// <param name="p">The part that says it.</param>
    /// <param name="productData">Whether <c>price_data</c> may make its product: for lines, not for items.</param>
    public static ChargeChoice Read(Params p, bool productData)
    {
        var (price, priceParam) = p.Child("pricing") is { } pricing ? (pricing.Text("price"), pricing.Path("price")) : (p.Text("price"), p.Path("price"));
        var choice = new ChargeChoice(
            p.Long("amount", -MostAmount, MostAmount), ReadUnit(p), ReadQuantity(p), price,
            p.Child("price_data") is { } data ? Catalog.Prices.PriceData.Read(data, recurring: false, checkout: productData) : null, priceParam, p.At);
        // Of no effect here: which rates are inclusive is said by the rates.
        p.OneOf("tax_behavior", "exclusive", "inclusive", "unspecified");
        p.Ignore("tax_code");
        string?[] said = [choice.Amount is null ? null : "amount", choice.UnitAmount is null ? null : "unit_amount_decimal", choice.Price is null ? null : "pricing", choice.PriceData is null ? null : "price_data"];
        var names = said.OfType<string>().ToList();
        if (names.Count > 1) throw StripeError.Invalid($"You may only specify one of these parameters: {string.Join(", ", names)}.", p.Path(names[0]), "parameters_exclusive");
        return choice is { Amount: not null, Quantity: not null and not 1 }
            ? throw StripeError.Invalid("You cannot specify `quantity` with `amount`: an amount is the whole. Send `unit_amount_decimal` instead.", p.Path("quantity"), "parameters_exclusive")
            : choice;
    }

    private static decimal? ReadUnit(Params p)
    {
        var (whole, exact) = (p.Long("unit_amount", -MostAmount, MostAmount), p.Decimal("unit_amount_decimal"));
        if (whole is not null && exact is not null) throw StripeError.Invalid("You may only specify one of these parameters: unit_amount, unit_amount_decimal.", p.Path("unit_amount"), "parameters_exclusive");
        if (exact is { } value) Check(value, p.Path("unit_amount_decimal"), -MostAmount, MostAmount);
        return exact ?? whole;
    }

    private static decimal? ReadQuantity(Params p)
    {
        var name = p.Has("quantity_decimal") ? "quantity_decimal" : "quantity";
        if (name == "quantity_decimal" && p.Has("quantity")) throw StripeError.Invalid("You may only specify one of these parameters: quantity, quantity_decimal.", p.Path("quantity"), "parameters_exclusive");
        if (p.Decimal(name) is not { } quantity) return null;
        Check(quantity, p.Path(name), 0, Decimals.Most);
        return Decimals.Plain(quantity);
    }

    private static void Check(decimal value, string param, long least, long most)
    {
        if (value < least || value > most) throw StripeError.Invalid($"This value must be between {least} and {most}.", param);
        if (decimal.Round(value, Decimals.Places) != value) throw StripeError.Invalid($"Invalid decimal: must have at most {Decimals.Places} decimal places", param);
    }
}
