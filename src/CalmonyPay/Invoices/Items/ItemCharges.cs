using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Invoices.Items;

/// <summary>How much an item comes to, and how that came about.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Price">Null for an amount of its own.</param>
/// <param name="Name">What the price's product is called.</param>
/// <param name="Steps">Null where quantity times unit amount says it all.</param>
public sealed record ItemCharge(long Amount, decimal Quantity, LinePrice? Price, decimal? UnitAmount, string? Name, IReadOnlyList<string>? Steps);

/// <summary>Works out what an item comes to. The one place where a price of the catalogue becomes that of a line.</summary>
public sealed class ItemCharges(PriceService prices, ProductService products)
{
    /// <summary>The price as a line keeps it.</summary>
    public static LinePrice LinePriceOf(Price price, decimal? unitAmount) => new(price.Id, price.ProductId, unitAmount);

    /// <summary>The currency of the price that is named; null if none is.</summary>
    public async Task<string?> CurrencyOfAsync(ChargeChoice choice, CancellationToken ct) =>
        choice.PriceData?.Shape.Currency ?? (choice.Price is { } named ? (await prices.RequireAsync(named, choice.PriceParam, ct)).Currency : null);

    /// <param name="current">What it was before; null for something new.</param>
    /// <exception cref="StripeError">400 for a price that recurs, or has not this currency.</exception>
    public async Task<ItemCharge> OfAsync(ChargeChoice choice, ItemCharge? current, string currency, CancellationToken ct)
    {
        var quantity = choice.Quantity ?? current?.Quantity ?? 1;
        if (choice.Amount is { } amount) return new(amount, 1, null, amount, null, null);
        if (choice.UnitAmount is { } unit) return OfUnit(unit, quantity, choice);
        if (choice.PriceData is { } data)
        {
            if (data.Shape.Currency != currency) throw StripeError.Invalid($"The currency of `price_data` has to be that of the invoice or item: {currency}.", $"{data.At}[currency]");
            return await OfPriceAsync(await prices.FromDataAsync(data, ct), quantity, currency, choice, ct, data.ProductData?.Name);
        }
        if (choice.Price is { } named) return await OfPriceAsync(await prices.RequireAsync(named, choice.PriceParam, ct), quantity, currency, choice, ct);
        return current switch
        {
            // Only the quantity is another.
            { Price: { } kept } => await OfPriceAsync((await prices.LoadAsync([kept.Price], ct))[kept.Price], quantity, currency, choice, ct),
            { UnitAmount: { } known } => OfUnit(known, quantity, choice),
            _ => throw StripeError.Invalid("You must specify one of these parameters: amount, pricing[price], price_data, unit_amount_decimal.", choice.At.Length == 0 ? "amount" : $"{choice.At}[amount]", "parameter_missing"),
        };
    }

    private static ItemCharge OfUnit(decimal unit, decimal quantity, ChargeChoice choice)
    {
        try
        {
            return new(Money.RoundLine(unit * quantity), quantity, null, unit, null, null);
        }
        catch (OverflowException)
        {
            throw StripeError.Invalid("The quantity times the unit amount is too large.", choice.At.Length == 0 ? "quantity" : $"{choice.At}[quantity]", "amount_too_large");
        }
    }

    private async Task<ItemCharge> OfPriceAsync(Price price, decimal quantity, string currency, ChargeChoice choice, CancellationToken ct, string? name = null)
    {
        if (price.Recurring is not null)
            throw StripeError.Invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.", choice.PriceParam);
        var priced = PriceArithmetic.Of(price.TermsIn(currency), quantity);
        name ??= (await products.LoadAsync([price.ProductId], ct)).GetValueOrDefault(price.ProductId)?.Name;
        return new(priced.Amount, quantity, LinePriceOf(price, priced.UnitAmountDecimal), priced.UnitAmountDecimal, name, priced.UnitAmountDecimal is null ? priced.Words : null);
    }
}
