using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.Coupons;

/// <summary>How long a discount lasts that a coupon gives.</summary>
[PgEnum("pay_coupon_duration")]
public enum CouponDuration { Forever, Once, Repeating }

/// <summary>A percentage or an amount off. Its terms never change; what it gave stays when it is deleted.</summary>
public sealed class Coupon : IProjectOwned, IEventSource
{
    private const int RandomLength = 8;

    /// <summary>What the merchant called it, or eight random characters.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="OwnIds"/>
    public required string ListId { get; set; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public string? Name { get; set; }

    /// <summary>More than 0, at most 100, two places; null for an amount.</summary>
    public decimal? PercentOff { get; private set; }

    /// <summary>Minor units of <see cref="Currency"/>; null for a percentage.</summary>
    public long? AmountOff { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>Amounts off in other currencies, minor units.</summary>
    public IReadOnlyDictionary<string, long>? CurrencyOptions { get; set; }

    public CouponDuration Duration { get; private set; }
    public int? DurationInMonths { get; private set; }
    public int? MaxRedemptions { get; private set; }

    /// <summary>The last moment to redeem it.</summary>
    public DateTimeOffset? RedeemBy { get; private set; }

    /// <summary>The only products that it makes cheaper; null for all.</summary>
    public IReadOnlyList<string>? Products { get; private set; }

    public int TimesRedeemed { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public DiscountTerms Terms => new(PercentOff, AmountOff, Currency, CurrencyOptions, Products, Duration, DurationInMonths);

    public static Coupon From(CouponCreate create, DateTimeOffset now)
    {
        var coupon = new Coupon { Id = create.Id ?? PayId.RandomText(RandomLength), ListId = PayId.New("coupon", now), CreatedAt = now };
        coupon.Begin(create, now);
        return coupon;
    }

    /// <summary>A deleted coupon's id is used anew, for other terms. What the old one gave keeps the terms that it was given with.</summary>
    public void Begin(CouponCreate create, DateTimeOffset now)
    {
        (ListId, CreatedAt, DeletedAt, TimesRedeemed) = (PayId.New("coupon", now), now, null, 0);
        (Name, PercentOff, AmountOff, Currency, CurrencyOptions) = (create.Name, create.PercentOff, create.AmountOff, create.Currency, create.CurrencyOptions is { Count: > 0 } options ? options : null);
        (Duration, DurationInMonths, MaxRedemptions, RedeemBy, Products) = (create.Duration, create.DurationInMonths, create.MaxRedemptions, create.RedeemBy, create.Products);
        Metadata = create.Metadata.ForNew();
    }

    /// <summary>Whether it can be redeemed.</summary>
    public bool IsValid(DateTimeOffset now) => DeletedAt is null && !IsPast(now) && !IsUsedUp;

    public bool IsPast(DateTimeOffset now) => RedeemBy < now;

    public bool IsUsedUp => TimesRedeemed >= MaxRedemptions;
}

public sealed class CouponMap : IEntityTypeConfiguration<Coupon>
{
    /// <summary>Lets one coupon have an id.</summary>
    public const string Key = "pay_coupons_pkey";

    public void Configure(EntityTypeBuilder<Coupon> coupon)
    {
        coupon.ToTable("pay_coupons", table =>
        {
            table.HasCheckConstraint("pay_coupons_off_check", "(percent_off is null) <> (amount_off is null) and (amount_off is null) = (currency is null)");
            table.HasCheckConstraint("pay_coupons_percent_check", "percent_off > 0 and percent_off <= 100");
            table.HasCheckConstraint("pay_coupons_amount_check", "amount_off > 0");
            table.HasCheckConstraint("pay_coupons_duration_check", "(duration = 'repeating') = (duration_in_months is not null)");
            table.HasCheckConstraint("pay_coupons_redemptions_check", "times_redeemed <= max_redemptions");
        });
        coupon.HasKey(c => new { c.ProjectId, c.Livemode, c.Id });
        coupon.Ignore(c => c.Terms);
        coupon.Ignore(c => c.IsUsedUp);
        coupon.HasIndex(c => new { c.ProjectId, c.ListId });
        coupon.HasQueryFilter("erased", c => c.DeletedAt == null);
        coupon.Property(c => c.PercentOff).HasPrecision(5, 2);
        coupon.Property(c => c.CurrencyOptions).HasJson();
        coupon.Property(c => c.Products).HasJson();
    }
}

public static class CouponTable
{
    extension(PayDb db)
    {
        public DbSet<Coupon> Coupons => db.Set<Coupon>();
    }
}
