using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>Answered by the room that knows customers, for a promotion code that is one customer's alone.</summary>
public interface IPromotionCustomers
{
    /// <exception cref="StripeError">400 if there is no such customer.</exception>
    Task RequireAsync(string customer, string param, CancellationToken ct);
}

public sealed class PromotionCodeService(PayDb db, EventLog events, CouponService coupons, IPromotionCustomers customers, ScopeTime time)
{
    public async Task<PromotionCodeResponse> CreateAsync(PromotionCodeCreate create, CancellationToken ct)
    {
        var now = time.Now;
        if (create.ExpiresAt <= now) throw StripeError.Invalid("The `expires_at` of a promotion code must be in the future.", "expires_at");
        if (create.Code is { } word) await db.ClaimAsync("promotion_code", PromotionCode.KeyOf(word), ct);
        var coupon = await db.Coupons.SingleOrDefaultAsync(c => c.Id == create.Coupon, ct) ?? throw StripeError.NoSuchParam("coupon", create.Coupon, create.CouponParam);
        Check(create, coupon, now);
        if (create.Customer is { } customer) await customers.RequireAsync(customer, "customer", ct);
        var code = PromotionCode.From(create, now);
        if (code.Active) await FreeAsync(code, ct);
        db.Add(code);
        var shown = PromotionCodeResponse.Of(code, coupon, now);
        events.Record("promotion_code.created", code, shown);
        return shown;
    }

    public async Task<PromotionCodeResponse> GetAsync(string id, CancellationToken ct)
    {
        var code = await db.PromotionCodes.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("promotion code", id, "promotion_code");
        return (await ShownAsync([code], ct))[0];
    }

    public async Task<PromotionCodeResponse> UpdateAsync(string id, PromotionCodeUpdate update, CancellationToken ct)
    {
        var found = await db.PromotionCodes.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("promotion code", id, "promotion_code");
        if (update.Active == true) await db.ClaimAsync("promotion_code", found.CodeKey, ct);
        var coupon = (await coupons.LoadAsync([found.CouponId], ct))[found.CouponId];
        var code = (await db.LockAsync<PromotionCode>(id, ct))!;
        var (now, before) = (time.Now, PromotionCodeResponse.Of(code, coupon, time.Now));
        if (update.Active == true && !before.Active)
        {
            if (!coupon.IsValid(now) || code.IsPast(now) || code.IsUsedUp)
                throw StripeError.Invalid("This promotion code cannot be activated, because it or its coupon can no longer be redeemed.", "active");
            await FreeAsync(code, ct);
        }
        code.Active = update.Active ?? code.Active;
        if (update.MinimumAmounts is { } minimums)
        {
            if (code.Restrictions.MinimumAmount is null) throw StripeError.Invalid("`currency_options` are only supported together with `minimum_amount`.", "restrictions[currency_options]");
            code.Restrictions = code.Restrictions with { MinimumAmounts = minimums.Over(code.Restrictions.MinimumAmounts) };
        }
        code.Metadata = update.Metadata.Over(code.Metadata);
        var shown = PromotionCodeResponse.Of(code, coupon, now);
        events.Record("promotion_code.updated", code, shown, before);
        return shown;
    }

    /// <summary>The active code that a customer types, whatever the case; his own before everybody's. Null if there is none.</summary>
    public async Task<PromotionCode?> FindAsync(string code, string? customer, CancellationToken ct)
    {
        var key = PromotionCode.KeyOf(code);
        var found = await db.PromotionCodes.Where(c => c.CodeKey == key && c.Active && (c.CustomerId == null || c.CustomerId == customer)).ToListAsync(ct);
        return found.MaxBy(c => c.CustomerId is not null);
    }

    /// <summary>Codes as the API shows them, which takes their coupons: one query for all.</summary>
    public async Task<List<PromotionCodeResponse>> ShownAsync(IReadOnlyList<PromotionCode> codes, CancellationToken ct)
    {
        var of = await coupons.LoadAsync([.. codes.Select(code => code.CouponId).Distinct()], ct);
        return [.. codes.Select(code => PromotionCodeResponse.Of(code, of[code.CouponId], time.Now))];
    }

    /// <summary>One redemption more of a locked code, of a coupon that was counted up before.</summary>
    internal void Redeemed(PromotionCode code, Coupon coupon)
    {
        var before = PromotionCodeResponse.Of(code, coupon, time.Now);
        code.TimesRedeemed++;
        if (code.IsUsedUp) code.Active = false;
        events.Record("promotion_code.updated", code, PromotionCodeResponse.Of(code, coupon, time.Now), before);
    }

    /// <summary>One redemption less of a locked code. If it was used up it wakes, unless another has taken its name.</summary>
    internal async Task GaveBackAsync(PromotionCode code, Coupon coupon, CancellationToken ct)
    {
        var before = PromotionCodeResponse.Of(code, coupon, time.Now);
        var wakes = code is { IsUsedUp: true, Active: false }
            && !await db.PromotionCodes.AnyAsync(c => c.CodeKey == code.CodeKey && c.Active && (c.CustomerId == null || code.CustomerId == null || c.CustomerId == code.CustomerId), ct);
        code.TimesRedeemed--;
        code.Active |= wakes;
        events.Record("promotion_code.updated", code, PromotionCodeResponse.Of(code, coupon, time.Now), before);
    }

    /// <summary>
    /// Sees to it that no other code of this name is active that the same customer could mean. One that nobody can redeem any more does not
    /// keep its name.
    /// </summary>
    private async Task FreeAsync(PromotionCode code, CancellationToken ct)
    {
        var others = await db.PromotionCodes.Where(c => c.CodeKey == code.CodeKey && c.Active && c.Id != code.Id && (c.CustomerId == null || code.CustomerId == null || c.CustomerId == code.CustomerId)).ToListAsync(ct);
        if (others.Count == 0) return;
        var of = await coupons.LoadAsync([.. others.Select(other => other.CouponId).Distinct()], ct);
        if (others.Exists(other => other.IsRedeemable(of[other.CouponId], time.Now)))
            throw StripeError.Invalid($"An active promotion code with `code: {code.Code}` already exists.", "code");
        var ids = others.ConvertAll(other => other.Id);
        await db.PromotionCodes.Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false), ct);
    }

    private static void Check(PromotionCodeCreate create, Coupon coupon, DateTimeOffset now)
    {
        if (!coupon.IsValid(now)) throw StripeError.Invalid($"Coupon expired: {coupon.Id}", create.CouponParam, "coupon_expired");
        if (create.MaxRedemptions > coupon.MaxRedemptions)
            throw StripeError.Invalid("The `max_redemptions` of a promotion code cannot be greater than the `max_redemptions` of its coupon.", "max_redemptions");
        if (create.ExpiresAt > coupon.RedeemBy)
            throw StripeError.Invalid("The `expires_at` of a promotion code cannot be later than the `redeem_by` of its coupon.", "expires_at");
    }
}
