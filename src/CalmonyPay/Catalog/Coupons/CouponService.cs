using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Coupons;

public sealed class CouponService(PayDb db, EventLog events, ProductService products, ScopeTime time)
{
    /// <summary>Five years on at the most; Stripe's.</summary>
    private const int MostYears = 5;

    public async Task<Coupon> CreateAsync(CouponCreate create, CancellationToken ct)
    {
        var now = time.Now;
        CheckRedeemBy(create.RedeemBy, now);
        if (create.Products is { } named) await products.RequireAllAsync(named, "applies_to[products]", ct);
        var coupon = create.Id is { } own ? await ReusedAsync(own, create, now, ct) : null;
        if (coupon is null) db.Add(coupon = Coupon.From(create, now));
        events.Record("coupon.created", coupon, CouponResponse.Of(coupon, now));
        return coupon;
    }

    /// <exception cref="StripeError">404 if there is none, or it was deleted.</exception>
    public async Task<Coupon> GetAsync(string id, CancellationToken ct) =>
        await db.Coupons.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("coupon", id, "coupon");

    /// <summary>Those coupons of the given ids that there are or have been, in one query.</summary>
    public Task<IReadOnlyDictionary<string, Coupon>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken ct) => db.ByIdAsync<Coupon>(ids, ct);

    public async Task<Coupon> UpdateAsync(string id, CouponUpdate update, CancellationToken ct)
    {
        var coupon = await LockAsync(id, ct);
        var before = CouponResponse.Of(coupon, time.Now);
        if (update.CurrencyOptions is { } options)
        {
            if (coupon.AmountOff is null) throw StripeError.Invalid("`currency_options` are only supported by coupons with an `amount_off`.", "currency_options");
            coupon.CurrencyOptions = CouponCreate.WithoutOwn(options, coupon.Currency).Over(coupon.CurrencyOptions);
        }
        coupon.Name = update.Name.Over(coupon.Name);
        coupon.Metadata = update.Metadata.Over(coupon.Metadata);
        events.Record("coupon.updated", coupon, CouponResponse.Of(coupon, time.Now), before);
        return coupon;
    }

    /// <summary>Discounts that it gave stay; its promotion codes end with it, so that another coupon of this id does not wake them.</summary>
    public async Task<DeletedCoupon> DeleteAsync(string id, CancellationToken ct)
    {
        var coupon = await LockAsync(id, ct);
        coupon.DeletedAt = time.Now;
        await db.PromotionCodes.Where(code => code.CouponId == id && code.Active).ExecuteUpdateAsync(set => set.SetProperty(code => code.Active, false), ct);
        events.Record("coupon.deleted", coupon, CouponResponse.Of(coupon, time.Now));
        return new(id);
    }

    /// <summary>One redemption more of a locked coupon.</summary>
    internal void Redeemed(Coupon coupon)
    {
        var before = CouponResponse.Of(coupon, time.Now);
        coupon.TimesRedeemed++;
        events.Record("coupon.updated", coupon, CouponResponse.Of(coupon, time.Now), before);
    }

    /// <summary>One redemption less of a locked coupon: it came to nothing.</summary>
    internal void GaveBack(Coupon coupon)
    {
        var before = CouponResponse.Of(coupon, time.Now);
        coupon.TimesRedeemed--;
        events.Record("coupon.updated", coupon, CouponResponse.Of(coupon, time.Now), before);
    }

    private async Task<Coupon> LockAsync(string id, CancellationToken ct) =>
        await db.LockAsync<Coupon>(id, ct) is { DeletedAt: null } coupon ? coupon : throw StripeError.NoSuch("coupon", id, "coupon");

    private async Task<Coupon?> ReusedAsync(string id, CouponCreate create, DateTimeOffset now, CancellationToken ct)
    {
        db.WhenTaken(CouponMap.Key, () => OwnIds.AlreadyExists("Coupon"));
        if (await db.LockAsync<Coupon>(id, ct) is not { } coupon) return null;
        if (coupon.DeletedAt is null) throw OwnIds.AlreadyExists("Coupon");
        coupon.Begin(create, now);
        return coupon;
    }

    private static void CheckRedeemBy(DateTimeOffset? redeemBy, DateTimeOffset now)
    {
        if (redeemBy is not { } by) return;
        if (by <= now) throw StripeError.Invalid($"The parameter `redeem_by` expects a unix timestamp representing a date and time in the future. You specified the value `{by.ToUnixTimeSeconds()}` which is in the past.", "redeem_by");
        if (by > now.AddYears(MostYears)) throw StripeError.Invalid($"The parameter `redeem_by` cannot be more than {MostYears} years in the future.", "redeem_by");
    }
}
