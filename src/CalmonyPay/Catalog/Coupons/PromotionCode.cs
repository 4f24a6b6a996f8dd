using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>A word that customers type to get a coupon.</summary>
public sealed class PromotionCode : IProjectOwned, IEventSource
{
    private const int RandomLength = 8;

    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string CouponId { get; init; }

    /// <summary>As the merchant wrote it.</summary>
    public required string Code { get; init; }

    /// <summary>The code in lower case: one that is active is the only one of its kind, whatever the case.</summary>
    public required string CodeKey { get; init; }

    /// <summary>What the merchant wants. Whether it can be redeemed is <see cref="IsRedeemable"/>.</summary>
    public required bool Active { get; set; }

    /// <summary>The only customer who may use it; null for everybody.</summary>
    public string? CustomerId { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
    public int? MaxRedemptions { get; init; }
    public int TimesRedeemed { get; set; }
    public required PromotionRestrictions Restrictions { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static PromotionCode From(PromotionCodeCreate create, DateTimeOffset now)
    {
        var code = create.Code ?? PayId.RandomText(RandomLength).ToUpperInvariant();
        return new()
        {
            Id = PayId.New("promo", now),
            CouponId = create.Coupon,
            Code = code,
            CodeKey = KeyOf(code),
            Active = create.Active,
            CustomerId = create.Customer,
            ExpiresAt = create.ExpiresAt,
            MaxRedemptions = create.MaxRedemptions,
            Restrictions = create.Restrictions,
            Metadata = create.Metadata.ForNew(),
            CreatedAt = now,
        };
    }

    /// <summary>By what a code is compared, which has ASCII letters only.</summary>
    public static string KeyOf(string code) => code.ToLowerInvariant();

    public bool IsPast(DateTimeOffset now) => ExpiresAt < now;

    public bool IsUsedUp => TimesRedeemed >= MaxRedemptions;

    /// <summary>Stripe's <c>active</c>: neither it nor its coupon is switched off, past or used up.</summary>
    public bool IsRedeemable(Coupon coupon, DateTimeOffset now) => Active && !IsPast(now) && !IsUsedUp && coupon.IsValid(now);
}

/// <summary>On what a promotion code can be used.</summary>
/// <param name="MinimumAmount">Minor units of <paramref name="MinimumAmountCurrency"/>.</param>
/// <param name="MinimumAmounts">The same in other currencies.</param>
public sealed record PromotionRestrictions(bool FirstTimeTransaction, long? MinimumAmount, string? MinimumAmountCurrency, IReadOnlyDictionary<string, long>? MinimumAmounts)
{
    public static PromotionRestrictions None { get; } = new(false, null, null, null);

    /// <summary>The least that must be bought in a currency; null if nothing was said of it.</summary>
    public long? MinimumIn(string currency) => currency == MinimumAmountCurrency ? MinimumAmount
        : MinimumAmounts is { } amounts && amounts.TryGetValue(currency, out var amount) ? amount : null;
}

public sealed class PromotionCodeMap : IEntityTypeConfiguration<PromotionCode>
{
    public void Configure(EntityTypeBuilder<PromotionCode> code)
    {
        code.ToTable("pay_promotion_codes", table => table.HasCheckConstraint("pay_promotion_codes_redemptions_check", "times_redeemed <= max_redemptions"));
        code.Ignore(c => c.IsUsedUp);
        code.HasIndex(c => new { c.ProjectId, c.Livemode, c.CodeKey });
        code.HasIndex(c => new { c.ProjectId, c.Livemode, c.CouponId });
        code.HasIndex(c => new { c.ProjectId, c.CustomerId }).HasFilter("customer_id is not null");
        code.HasIndex(c => new { c.ProjectId, c.Livemode, c.CodeKey, c.CustomerId }).IsUnique().AreNullsDistinct(false).HasFilter("active");
        code.HasOne<Coupon>().WithMany().HasForeignKey(c => new { c.ProjectId, c.Livemode, c.CouponId });
        code.Property(c => c.Restrictions).HasJson();
    }
}

public static class PromotionCodeTable
{
    extension(PayDb db)
    {
        public DbSet<PromotionCode> PromotionCodes => db.Set<PromotionCode>();
    }
}
