using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Coupons;

public sealed record CouponCreate(
    string? Id, string? Name, decimal? PercentOff, long? AmountOff, string? Currency, IReadOnlyDictionary<string, long>? CurrencyOptions, CouponDuration Duration, int? DurationInMonths,
    int? MaxRedemptions, DateTimeOffset? RedeemBy, IReadOnlyList<string>? Products, MetadataChange Metadata) : IParams<CouponCreate>
{
    internal const int LongestName = 40;
    private const int MostMonths = 1200, MostProducts = 100;

    public static CouponCreate Read(Params p)
    {
        var applies = p.Child("applies_to");
        var products = applies?.List("products");
        var create = new CouponCreate(
            p.OwnId(), p.Text("name", LongestName), p.Percent("percent_off", 0.01m, 2), p.Long("amount_off", 1, Decimals.Most), p.Currency()?.Code, p.Currencies("currency_options", ReadOption),
            p.Enum<CouponDuration>("duration") ?? CouponDuration.Once, (int?)p.Long("duration_in_months", 1, MostMonths), (int?)p.Long("max_redemptions", 1, int.MaxValue),
            p.Timestamp("redeem_by"), products is { Count: > 0 } ? [.. products.Distinct()] : null, p.Metadata());
        if (products is { Count: > MostProducts }) throw StripeError.Invalid($"Invalid array: must have at most {MostProducts} items.", "applies_to[products]");
        return create.Checked();
    }

    internal static long ReadOption(Params p) => p.RequiredLong("amount_off", 1, Decimals.Most);

    private CouponCreate Checked()
    {
        if (PercentOff is not null && CurrencyOptions is not null) throw StripeError.Invalid("You may only specify one of these parameters: currency_options, percent_off.", "currency_options", "parameters_exclusive");
        if (PercentOff is null && AmountOff is null) throw StripeError.Invalid("Must provide percent_off or amount_off.", "percent_off", "parameter_missing");
        if (PercentOff is not null && AmountOff is not null) throw StripeError.Invalid("Received both percent_off and amount_off parameters. Please pass in only one.", "percent_off");
        if (AmountOff is not null && Currency is null) throw StripeError.Invalid("You must pass currency when passing amount_off", "currency");
        if (Duration == CouponDuration.Repeating && DurationInMonths is null) throw StripeError.Invalid("The duration_in_months param must be set when creating a coupon with a repeating duration", "duration");
        if (Duration != CouponDuration.Repeating && DurationInMonths is not null) throw StripeError.Invalid("The duration_in_months param can only be set when creating a coupon with a repeating duration", "duration_in_months");
        return this with { Currency = AmountOff is null ? null : Currency, CurrencyOptions = WithoutOwn(CurrencyOptions, Currency) };
    }

    /// <summary>The coupon's own currency has its amount already, and must not have two.</summary>
    internal static IReadOnlyDictionary<string, long>? WithoutOwn(IReadOnlyDictionary<string, long>? options, string? own) => options is not null && own is not null && options.ContainsKey(own)
        ? throw StripeError.Invalid($"The currency `{own}` is the coupon's own: leave it out of `currency_options`.", $"currency_options[{own}]")
        : options;
}

public sealed record CouponUpdate(Change<string> Name, IReadOnlyDictionary<string, long>? CurrencyOptions, MetadataChange Metadata) : IParams<CouponUpdate>
{
    public static CouponUpdate Read(Params p) => new(p.TextChange("name", CouponCreate.LongestName), p.Currencies("currency_options", CouponCreate.ReadOption), p.Metadata());
}

public sealed record CouponList(PageParams Page, TimeRange? Created) : IParams<CouponList>
{
    public static CouponList Read(Params p) => new(PageParams.Read(p), p.Range("created"));
}

/// <summary>A coupon on the API. Products and other currencies are shown when they are expanded.</summary>
public sealed record CouponResponse(
    string Id, long? AmountOff, Included? AppliesTo, long Created, string? Currency, Included? CurrencyOptions, CouponDuration Duration, int? DurationInMonths, bool Livemode, int? MaxRedemptions,
    Dictionary<string, string> Metadata, string? Name, decimal? PercentOff, long? RedeemBy, int TimesRedeemed, bool Valid)
{
    public string Object => "coupon";

    /// <param name="now">Decides whether it is still valid.</param>
    public static CouponResponse Of(Coupon c, DateTimeOffset now) => new(
        c.Id, c.AmountOff, Included.Of("coupon.applies_to", c.Id, c.Products is null ? null : new CouponAppliesTo(c.Products)), c.CreatedAt.ToUnixTimeSeconds(), c.Currency,
        Included.Of("coupon.currency_options", c.Id, OptionsOf(c)), c.Duration, c.DurationInMonths, c.Livemode, c.MaxRedemptions, c.Metadata, c.Name,
        c.PercentOff is { } percent ? Decimals.Plain(percent) : null, c.RedeemBy?.ToUnixTimeSeconds(), c.TimesRedeemed, c.IsValid(now));

    private static Dictionary<string, CouponCurrencyOption>? OptionsOf(Coupon c)
    {
        if (c.AmountOff is not { } own) return null;
        var all = new Dictionary<string, CouponCurrencyOption> { [c.Currency!] = new(own) };
        foreach (var (currency, amount) in c.CurrencyOptions ?? new Dictionary<string, long>()) all[currency] = new(amount);
        return all;
    }
}

public sealed record CouponAppliesTo(IReadOnlyList<string> Products);

public sealed record CouponCurrencyOption(long AmountOff);

public sealed record DeletedCoupon(string Id)
{
    public string Object => "coupon";
    public bool Deleted => true;
}
