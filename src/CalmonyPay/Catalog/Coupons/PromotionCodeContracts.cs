using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Coupons;

/// <param name="CouponParam">How the coupon was said: in a <c>promotion</c>, or as older clients do.</param>
public sealed record PromotionCodeCreate(
    string Coupon, string CouponParam, string? Code, bool Active, string? Customer, DateTimeOffset? ExpiresAt, int? MaxRedemptions, PromotionRestrictions Restrictions, MetadataChange Metadata)
    : IParams<PromotionCodeCreate>
{
    private const int LongestCode = 500;

    public static PromotionCodeCreate Read(Params p)
    {
        p.Refuse("customer_account", "Accounts are not served: pass a `customer`.");
        var promotion = p.Child("promotion");
        promotion?.OneOf("type", "coupon");
        if (promotion is not null && !promotion.Has("type")) throw StripeError.Missing("promotion[type]");
        var (coupon, older) = (promotion?.Required("coupon"), p.Text("coupon"));
        if (coupon is not null && older is not null) throw StripeError.Invalid("You may only specify one of these parameters: coupon, promotion.", "coupon", "parameters_exclusive");
        var code = p.Text("code", LongestCode);
        if (code?.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') == false)
            throw StripeError.Invalid($"Invalid code: {SafeText.Of(code)}. Valid characters are lower case letters (a-z), upper case letters (A-Z), digits (0-9), and dashes (-).", "code");
        return new(
            coupon ?? older ?? throw StripeError.Missing("promotion"), coupon is null ? "coupon" : "promotion[coupon]", code, p.Bool("active") ?? true, p.Text("customer"), p.Timestamp("expires_at"),
            (int?)p.Long("max_redemptions", 1, int.MaxValue), p.Child("restrictions") is { } restrictions ? ReadRestrictions(restrictions) : PromotionRestrictions.None, p.Metadata());
    }

    internal static long ReadMinimum(Params p) => p.RequiredLong("minimum_amount", 1, Decimals.Most);

    private static PromotionRestrictions ReadRestrictions(Params p)
    {
        var read = new PromotionRestrictions(p.Bool("first_time_transaction") ?? false, p.Long("minimum_amount", 1, Decimals.Most), p.Currency("minimum_amount_currency")?.Code, p.Currencies("currency_options", ReadMinimum));
        return read switch
        {
            { MinimumAmount: not null, MinimumAmountCurrency: null } => throw StripeError.Missing(p.Path("minimum_amount_currency")),
            { MinimumAmount: null, MinimumAmountCurrency: not null } => throw StripeError.Missing(p.Path("minimum_amount")),
            { MinimumAmount: null, MinimumAmounts.Count: > 0 } => throw StripeError.Invalid("`currency_options` are only supported together with `minimum_amount`.", p.Path("currency_options")),
            _ when read.MinimumAmountCurrency is { } own && read.MinimumAmounts?.ContainsKey(own) == true =>
                throw StripeError.Invalid($"The currency `{own}` has its minimum already: leave it out of `currency_options`.", p.Path("currency_options") + $"[{own}]"),
            _ => read,
        };
    }
}

public sealed record PromotionCodeUpdate(bool? Active, IReadOnlyDictionary<string, long>? MinimumAmounts, MetadataChange Metadata) : IParams<PromotionCodeUpdate>
{
    public static PromotionCodeUpdate Read(Params p) => new(p.Bool("active"), p.Child("restrictions")?.Currencies("currency_options", PromotionCodeCreate.ReadMinimum), p.Metadata());
}

public sealed record PromotionCodeList(PageParams Page, bool? Active, string? Code, string? Coupon, string? Customer, TimeRange? Created) : IParams<PromotionCodeList>
{
    public static PromotionCodeList Read(Params p)
    {
        p.Refuse("customer_account", "Accounts are not served: pass a `customer`.");
        return new(PageParams.Read(p), p.Bool("active"), p.Text("code"), p.Text("coupon"), p.Text("customer"), p.Range("created"));
    }
}

/// <summary>A promotion code on the API.</summary>
public sealed record PromotionCodeResponse(
    string Id, bool Active, string Code, long Created, Expandable? Customer, long? ExpiresAt, bool Livemode, int? MaxRedemptions, Dictionary<string, string> Metadata, PromotionResponse Promotion,
    RestrictionsResponse Restrictions, int TimesRedeemed)
{
    public string Object => "promotion_code";
    public string? CustomerAccount => null;

    public static PromotionCodeResponse Of(PromotionCode c, Coupon coupon, DateTimeOffset now) => new(
        c.Id, c.IsRedeemable(coupon, now), c.Code, c.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("customer", c.CustomerId), c.ExpiresAt?.ToUnixTimeSeconds(), c.Livemode, c.MaxRedemptions, c.Metadata,
        new(Expandable.Of("coupon", c.CouponId)!), RestrictionsResponse.Of(c), c.TimesRedeemed);
}

public sealed record PromotionResponse(Expandable Coupon)
{
    public string Type => "coupon";
}

public sealed record RestrictionsResponse(Included? CurrencyOptions, bool FirstTimeTransaction, long? MinimumAmount, string? MinimumAmountCurrency)
{
    public static RestrictionsResponse Of(PromotionCode c)
    {
        var (r, all) = (c.Restrictions, new Dictionary<string, MinimumAmountOption>());
        if (r is { MinimumAmount: { } own, MinimumAmountCurrency: { } currency }) all[currency] = new(own);
        foreach (var (code, amount) in r.MinimumAmounts ?? new Dictionary<string, long>()) all[code] = new(amount);
        return new(Included.Of("promotion_code.currency_options", c.Id, all.Count == 0 ? null : all), r.FirstTimeTransaction, r.MinimumAmount, r.MinimumAmountCurrency);
    }
}

public sealed record MinimumAmountOption(long MinimumAmount);
