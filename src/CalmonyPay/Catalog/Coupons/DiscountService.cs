using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>What a redemption is checked against besides the coupon itself.</summary>
/// <param name="FirstTransaction">Whether the customer has paid nothing yet; asked only where a code is for such customers.</param>
/// <param name="Amount">What is bought; null where that is not known yet, which a code with a minimum does not allow.</param>
public sealed record RedemptionFacts(Func<CancellationToken, Task<bool>> FirstTransaction, Money? Amount = null)
{
    /// <summary>For a caller who knows already.</summary>
    public RedemptionFacts(bool firstTransaction, Money? amount = null) : this(_ => Task.FromResult(firstTransaction), amount) { }
}

/// <summary>Redeems coupons and promotion codes. Whatever the discount is for, its owner keeps it.</summary>
public sealed class DiscountService(PayDb db, CouponService coupons, PromotionCodeService codes, ScopeTime time)
{
    /// <summary>
    /// Redeems one. The coupon and the code stay locked until the transaction ends, so the last redemption is taken once; lock the customer
    /// and what the discount is for before.
    /// </summary>
    /// <param name="existing">The discounts that <see cref="DiscountChoice.Discount"/> may name: those of the object and of what it comes from. They are not redeemed again.</param>
    /// <exception cref="StripeError">400 for what is not there, past (<c>coupon_expired</c>), used up, or not for this customer or amount.</exception>
    public async Task<Discount> RedeemAsync(DiscountChoice choice, DiscountOwner owner, RedemptionFacts facts, CancellationToken ct, IEnumerable<Discount>? existing = null)
    {
        if (choice.Discount is { } named) return existing?.FirstOrDefault(discount => discount.Id == named) ?? throw StripeError.NoSuchParam("discount", named, choice.Param);
        var (discount, coupon, code) = await FindAsync(choice, owner, facts, counts: true, ct);
        coupons.Redeemed(coupon);
        if (code is not null) codes.Redeemed(code, coupon);
        return discount;
    }

    /// <summary>What a redemption would give now, checked the same way; nothing is locked, and nothing counted.</summary>
    public async Task<Discount> SupposeAsync(DiscountChoice choice, DiscountOwner owner, RedemptionFacts facts, CancellationToken ct) => (await FindAsync(choice, owner, facts, counts: false, ct)).Discount;

    /// <summary>A redemption came to nothing: it is not counted any more, and a code that it used up can be typed again. The caller saves.</summary>
    public async Task GiveBackAsync(Discount discount, CancellationToken ct)
    {
        // Of a coupon that was deleted and begun anew nothing was redeemed.
        if (await db.LockAsync<Coupon>(discount.Coupon, ct) is not { DeletedAt: null, TimesRedeemed: > 0 } coupon || coupon.CreatedAt > discount.Start) return;
        coupons.GaveBack(coupon);
        if (discount.PromotionCode is { } typed && await db.LockAsync<PromotionCode>(typed, ct) is { TimesRedeemed: > 0 } code) await codes.GaveBackAsync(code, coupon, ct);
    }

    private async Task<(Discount Discount, Coupon Coupon, PromotionCode? Code)> FindAsync(DiscountChoice choice, DiscountOwner owner, RedemptionFacts facts, bool counts, CancellationToken ct)
    {
        var now = time.Now;
        var code = choice.PromotionCode is { } typed
            ? await db.PromotionCodes.SingleOrDefaultAsync(c => c.Id == typed, ct) ?? throw StripeError.NoSuchParam("promotion code", typed, choice.Param)
            : null;
        var couponId = code?.CouponId ?? choice.Coupon!;
        var coupon = (counts ? await db.LockAsync<Coupon>(couponId, ct) : await db.Coupons.SingleOrDefaultAsync(c => c.Id == couponId, ct)) is { DeletedAt: null } there ? there
            : code is null ? throw StripeError.NoSuchParam("coupon", couponId, choice.Param) : throw Unusable("it is inactive", choice);
        if (counts && code is not null) code = (await db.LockAsync<PromotionCode>(code.Id, ct))!;
        if (code is not null) await CheckAsync(code, owner, facts, choice, now, ct);
        if (coupon.IsPast(now)) throw StripeError.Invalid($"Coupon expired: {coupon.Id}", choice.Param, "coupon_expired");
        if (coupon.IsUsedUp) throw StripeError.Invalid($"Coupon expired: {coupon.Id}. It has been redeemed the maximum number of times.", choice.Param, "coupon_expired");
        if (facts.Amount is { } amount && !coupon.Terms.Supports(amount.Currency.Code))
            throw StripeError.Invalid($"The coupon specified only supports `{coupon.Currency}`. This doesn't match the expected currency: `{amount.Currency}`.", choice.Param);

        var discount = new Discount(
            PayId.New("di", now), coupon.Id, code?.Id, now, coupon.DurationInMonths is { } months ? now.AddMonths(months) : null,
            owner.Customer, owner.Subscription, owner.SubscriptionItem, owner.Invoice, owner.InvoiceItem, coupon.Terms);
        return (discount, coupon, code);
    }

    /// <summary>What an object's discounts are after a request: as they were, none, or those asked for, redeemed in order.</summary>
    /// <param name="current">What the object has.</param>
    /// <param name="existing">What else <see cref="DiscountChoice.Discount"/> may name.</param>
    public async Task<IReadOnlyList<Discount>> ApplyAsync(
        Change<IReadOnlyList<DiscountChoice>> change, IReadOnlyList<Discount> current, DiscountOwner owner, RedemptionFacts facts, CancellationToken ct, IEnumerable<Discount>? existing = null)
    {
        if (change.IsAbsent) return current;
        var applied = new List<Discount>();
        if (!change.TryGet(out var choices)) return applied;
        // The locks in the order of the coupons' ids, whatever the order of the request: two requests with the same coupons must not meet crosswise.
        await LockAllAsync(choices, ct);
        List<Discount> known = [.. current, .. existing ?? []];
        foreach (var choice in choices)
        {
            var discount = await RedeemAsync(choice, owner, facts, ct, known);
            if (applied.Exists(other => other.Coupon == discount.Coupon)) throw StripeError.Invalid($"The coupon `{discount.Coupon}` can only be applied once.", choice.Param);
            applied.Add(discount);
        }
        return applied;
    }

    private async Task LockAllAsync(IReadOnlyList<DiscountChoice> choices, CancellationToken ct)
    {
        if (choices.Count < 2) return;
        var typed = choices.Select(choice => choice.PromotionCode).OfType<string>().ToList();
        var behind = typed.Count == 0 ? [] : await db.PromotionCodes.Where(c => typed.Contains(c.Id)).Select(c => c.CouponId).ToListAsync(ct);
        foreach (var id in choices.Select(choice => choice.Coupon).OfType<string>().Concat(behind).Distinct().Order(StringComparer.Ordinal)) await db.LockAsync<Coupon>(id, ct);
    }

    private static async Task CheckAsync(PromotionCode code, DiscountOwner owner, RedemptionFacts facts, DiscountChoice choice, DateTimeOffset now, CancellationToken ct)
    {
        if (code.IsUsedUp) throw Unusable("it has been used the maximum number of times", choice);
        if (code.IsPast(now)) throw Unusable("it has expired", choice);
        if (!code.Active) throw Unusable("it is inactive", choice);
        if (code.CustomerId is { } one && one != owner.Customer) throw Unusable("it belongs to another customer", choice);
        if (code.Restrictions is { FirstTimeTransaction: true } && !await facts.FirstTransaction(ct)) throw Unusable("the associated customer has prior transactions", choice);
        if (code.Restrictions.MinimumAmount is null) return;
        if (facts.Amount is not { } amount) throw Unusable("it uses the `minimum_amount` restriction and the amount may change", choice);
        if (code.Restrictions.MinimumIn(amount.Currency.Code) is not { } least) throw Unusable($"its `minimum_amount` is not defined for the currency `{amount.Currency}`", choice);
        if (amount.Minor < least) throw Unusable($"the minimum amount of {new Money(least, amount.Currency)} has not been met", choice);
    }

    private static StripeError Unusable(string why, DiscountChoice choice) => StripeError.Invalid($"This promotion code cannot be redeemed because {why}.", choice.Param);
}
