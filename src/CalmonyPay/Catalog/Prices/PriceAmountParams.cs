using System.Globalization;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Prices;

/// <summary>Reads what something costs in one currency.</summary>
internal static class PriceAmountParams
{
    /// <summary>The most tiers of one price.</summary>
    private const int MostTiers = 100;

    public static PriceAmounts Read(Params p) => ReadSimple(p, custom: true) with { Tiers = ReadTiers(p) };

    /// <param name="custom">Whether the customer may choose the amount.</param>
    public static PriceAmounts ReadSimple(Params p, bool custom)
    {
        var (whole, exact) = ReadAmount(p, "unit_amount");
        var chosen = custom && p.Child("custom_unit_amount") is { } child ? ReadCustom(child) : null;
        if (chosen is not null && exact is not null) throw Exclusive(p, "custom_unit_amount", p.Has("unit_amount") ? "unit_amount" : "unit_amount_decimal");
        return new(whole, exact, chosen, null, p.Enum<TaxBehavior>("tax_behavior") ?? TaxBehavior.Unspecified);
    }

    /// <summary>An amount that is said in whole minor units or with a fraction: with a fraction there is no whole one.</summary>
    public static (long? Whole, decimal? Exact) ReadAmount(Params p, string name)
    {
        var (whole, exact) = (p.Long(name, 0, Decimals.Most), p.AmountDecimal($"{name}_decimal"));
        if (whole is not null && exact is not null) throw Exclusive(p, name, $"{name}_decimal");
        if (whole is { } amount) return (amount, amount);
        return exact is { } value && decimal.Truncate(value) == value ? ((long)value, value) : (null, exact);
    }

    /// <summary>Tiers in order, the last without end; null if absent.</summary>
    public static IReadOnlyList<PriceTier>? ReadTiers(Params p)
    {
        if (p.Children("tiers") is not { } sent) return null;
        var tiers = sent.Select(ReadTier).ToList();
        if (tiers.Count == 0) throw StripeError.Missing(p.Path("tiers"));
        if (tiers.Count > MostTiers) throw StripeError.Invalid($"A price has at most {MostTiers} tiers.", p.Path("tiers"));
        for (var i = 0; i < tiers.Count - 1; i++)
        {
            if (tiers[i].UpTo is not { } end) throw StripeError.Invalid("Only the last tier can have `up_to=inf`.", sent[i].Path("up_to"));
            if (i > 0 && end <= tiers[i - 1].UpTo) throw StripeError.Invalid("Each tier must end after the one before: `up_to` has to rise.", sent[i].Path("up_to"));
        }
        if (tiers[^1].UpTo is not null) throw StripeError.Invalid("The last tier must have `up_to=inf`.", sent[^1].Path("up_to"));
        return tiers;
    }

    private static PriceTier ReadTier(Params p)
    {
        var end = p.Required("up_to");
        var upTo = end == "inf" ? (long?)null
            : long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var bound) && bound is > 0 and <= Decimals.Most ? bound
            : throw StripeError.Invalid($"Invalid up_to: {SafeText.Of(end)}; must be a positive integer or `inf`", p.Path("up_to"));
        var ((unit, unitExact), (flat, flatExact)) = (ReadAmount(p, "unit_amount"), ReadAmount(p, "flat_amount"));
        return unitExact is not null || flatExact is not null
            ? new(upTo, unit, unitExact, flat, flatExact)
            : throw StripeError.Invalid("Each tier must have a `unit_amount` or a `flat_amount`.", p.Path("unit_amount"), "parameter_missing");
    }

    private static CustomUnitAmount? ReadCustom(Params p)
    {
        var enabled = p.Bool("enabled") ?? throw StripeError.Missing(p.Path("enabled"));
        var custom = new CustomUnitAmount(p.Long("maximum", 0, Decimals.Most), p.Long("minimum", 0, Decimals.Most), p.Long("preset", 0, Decimals.Most));
        if (custom.Maximum < custom.Minimum) throw StripeError.Invalid("The `maximum` must not be less than the `minimum`.", p.Path("maximum"));
        if (custom.Preset < custom.Minimum || custom.Preset > custom.Maximum) throw StripeError.Invalid("The `preset` must lie between the `minimum` and the `maximum`.", p.Path("preset"));
        return enabled ? custom : throw StripeError.Invalid("`custom_unit_amount[enabled]` can only be true: leave `custom_unit_amount` out of a price with an amount of its own.", p.Path("enabled"));
    }

    private static StripeError Exclusive(Params p, string one, string other) =>
        StripeError.Invalid($"You may only specify one of these parameters: {one}, {other}.", p.Path(one), "parameters_exclusive");
}

/// <summary>Reads how something recurs.</summary>
internal static class PriceRecurringParams
{
    public const int MostTrialDays = 730;

    public static PriceRecurring Read(Params p)
    {
        p.Refuse("aggregate_usage", "`aggregate_usage` went with usage records. A meter says how usage is summed: pass `recurring[meter]`.");
        return ReadSimple(p) with { UsageType = p.Enum<UsageType>("usage_type") ?? UsageType.Licensed, MeterId = p.Text("meter"), TrialPeriodDays = (int?)p.Long("trial_period_days", 0, MostTrialDays) };
    }

    /// <summary>Interval and count alone, as <c>price_data</c> has them.</summary>
    public static PriceRecurring ReadSimple(Params p)
    {
        var interval = p.RequiredEnum<BillingInterval>("interval");
        var count = (int)(p.Long("interval_count", 1, int.MaxValue) ?? 1);
        BillingIntervals.Check(interval, count, p.Path("interval_count"));
        return new(interval, count, UsageType.Licensed, null, null);
    }
}
