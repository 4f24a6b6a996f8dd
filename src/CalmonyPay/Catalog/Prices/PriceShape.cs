using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Prices;

/// <summary>The unchanging terms of a price, as the many parameters that make one say them.</summary>
public sealed record PriceShape(
    string Currency, BillingScheme BillingScheme, PriceAmounts Amounts, TiersMode? TiersMode, TransformQuantity? TransformQuantity, PriceRecurring? Recurring,
    IReadOnlyDictionary<string, PriceAmounts>? CurrencyOptions)
{
    /// <summary>All that a price can be: <c>POST /v1/prices</c>.</summary>
    public static PriceShape Read(Params p)
    {
        var shape = new PriceShape(
            p.RequiredCurrency().Code, p.Enum<BillingScheme>("billing_scheme") ?? BillingScheme.PerUnit, PriceAmountParams.Read(p), p.Enum<TiersMode>("tiers_mode"),
            ReadTransform(p.Child("transform_quantity")), p.Child("recurring") is { } recurring ? PriceRecurringParams.Read(recurring) : null,
            p.Currencies("currency_options", PriceAmountParams.Read));
        shape.Check(p);
        return shape;
    }

    /// <summary>A price that is said in passing, without tiers and packages: <c>price_data</c>, <c>default_price_data</c>.</summary>
    /// <param name="recurring">How it recurs, read already; null for once.</param>
    public static PriceShape ReadSimple(Params p, PriceRecurring? recurring, IReadOnlyDictionary<string, PriceAmounts>? currencyOptions = null, bool custom = false)
    {
        var shape = new PriceShape(p.RequiredCurrency().Code, BillingScheme.PerUnit, PriceAmountParams.ReadSimple(p, custom), null, null, recurring, currencyOptions);
        shape.Check(p);
        return shape;
    }

    public static TransformQuantity? ReadTransform(Params? p) =>
        p is null ? null : new(p.RequiredLong("divide_by", 1, Decimals.Most), p.RequiredEnum<RoundTo>("round"));

    /// <summary>What only the parts together can be wrong about.</summary>
    internal void Check(Params p, string amount = "unit_amount", string transform = "transform_quantity")
    {
        var meter = p.Has("recurring") ? "recurring[meter]" : "meter";
        if (Recurring is { UsageType: UsageType.Metered, MeterId: null })
            throw StripeError.Invalid("Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.", meter);
        if (Recurring is { UsageType: UsageType.Licensed, MeterId: not null })
            throw StripeError.Invalid("A meter can only be used with `usage_type=metered`.", meter);
        if (BillingScheme == BillingScheme.Tiered) CheckTiered(p, amount, transform);
        else CheckPerUnit(p, amount);
        foreach (var (currency, option) in CurrencyOptions ?? new Dictionary<string, PriceAmounts>())
            CheckOption(option, p.Path("currency_options") + $"[{currency}]");
        if (CurrencyOptions?.ContainsKey(Currency) == true)
            throw StripeError.Invalid($"The currency `{Currency}` is the price's own: leave it out of `currency_options`.", p.Path("currency_options") + $"[{Currency}]");
    }

    private void CheckTiered(Params p, string amount, string transform)
    {
        if (Recurring is null) throw StripeError.Invalid("Prices with `type=one_time` are not supported with tiered billing.", "interval");
        if (Amounts.Tiers is null) throw StripeError.Invalid("You must specify `tiers` when `billing_scheme=tiered`.", p.Path("tiers"), "parameter_missing");
        if (TiersMode is null) throw StripeError.Invalid("You must specify `tiers_mode` when `billing_scheme=tiered`.", p.Path("tiers_mode"), "parameter_missing");
        if (Amounts.UnitAmountDecimal is not null || Amounts.CustomUnitAmount is not null) throw StripeError.Invalid($"You cannot specify `{amount}` when `billing_scheme=tiered`.", p.Path(amount));
        if (TransformQuantity is not null) throw StripeError.Invalid($"You cannot combine `{transform}` with `tiers`.", p.Path(transform));
    }

    private void CheckPerUnit(Params p, string amount)
    {
        if (Amounts.Tiers is not null) throw StripeError.Invalid("You can only specify `tiers` when `billing_scheme=tiered`.", p.Path("tiers"));
        if (TiersMode is not null) throw StripeError.Invalid("You can only specify `tiers_mode` when `billing_scheme=tiered`.", p.Path("tiers_mode"));
        if (Amounts.CustomUnitAmount is not null && Recurring is not null) throw StripeError.Invalid("You cannot specify `custom_unit_amount` with `recurring`: such prices are paid once.", p.Path("custom_unit_amount"));
        if (Amounts.CustomUnitAmount is not null && TransformQuantity is not null) throw StripeError.Invalid("You cannot combine `transform_quantity` with `custom_unit_amount`.", p.Path("transform_quantity"));
        if (Amounts.UnitAmountDecimal is null && Amounts.CustomUnitAmount is null)
            throw StripeError.Invalid($"Prices require an `{amount}` or `{amount}_decimal` parameter to be set.", p.Path(amount), "parameter_missing");
    }

    private void CheckOption(PriceAmounts option, string at)
    {
        if (BillingScheme == BillingScheme.Tiered)
        {
            if (option.Tiers is null) throw StripeError.Invalid("You must specify `tiers` for each currency when `billing_scheme=tiered`.", $"{at}[tiers]", "parameter_missing");
            if (option.UnitAmountDecimal is not null || option.CustomUnitAmount is not null) throw StripeError.Invalid("You cannot specify `unit_amount` when `billing_scheme=tiered`.", $"{at}[unit_amount]");
            if (!option.Tiers.Select(tier => tier.UpTo).SequenceEqual(Amounts.Tiers!.Select(tier => tier.UpTo))) throw StripeError.Invalid("The tiers of each currency must end at the same quantities as the price's own.", $"{at}[tiers]");
            return;
        }
        if (option.Tiers is not null) throw StripeError.Invalid("You can only specify `tiers` when `billing_scheme=tiered`.", $"{at}[tiers]");
        if ((option.CustomUnitAmount is not null) != (Amounts.CustomUnitAmount is not null) || (option.UnitAmountDecimal is null && option.CustomUnitAmount is null))
            throw StripeError.Invalid("Each currency must be priced as the price's own is: by a `unit_amount`, or by a `custom_unit_amount`.", $"{at}[unit_amount]");
    }

    /// <summary>A currency that is added to a price later has to fit it as well.</summary>
    internal static void CheckOptions(Price price, IReadOnlyDictionary<string, PriceAmounts> options)
    {
        var shape = new PriceShape(price.Currency, price.BillingScheme, new(price.UnitAmount, price.UnitAmountDecimal, price.CustomUnitAmount, price.Tiers, price.TaxBehavior), price.TiersMode, null, null, options);
        if (options.ContainsKey(price.Currency)) throw StripeError.Invalid($"The currency `{price.Currency}` is the price's own: leave it out of `currency_options`.", $"currency_options[{price.Currency}]");
        foreach (var (currency, option) in options) shape.CheckOption(option, $"currency_options[{currency}]");
    }
}
