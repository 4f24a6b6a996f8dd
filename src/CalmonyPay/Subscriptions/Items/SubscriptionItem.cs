using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Subscriptions.Items;

/// <summary>One thing that a subscription bills for. Its period is the subscription's. It changes with the subscription's row locked.</summary>
public sealed class SubscriptionItem : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string SubscriptionId { get; init; }
    public required string PriceId { get; set; }

    /// <summary>The price's product, which is what discounts look at.</summary>
    public required string ProductId { get; set; }

    /// <summary>Null for metered use.</summary>
    public long? Quantity { get; set; }

    public IReadOnlyList<Discount> Discounts { get; set; } = [];

    /// <summary>Its own rates; null: those of the subscription.</summary>
    public IReadOnlyList<TaxTerms>? TaxRates { get; set; }

    /// <summary>Of metered use: what was used before is billed.</summary>
    public required DateTimeOffset UsedFrom { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>Null for what has not been charged in advance.</summary>
    public LastCharge? Charged { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static string NewId(DateTimeOffset now) => PayId.New("si", now);

    public static SubscriptionItem Of(string subscriptionId, ItemTerms t) => new()
    {
        Id = t.Id,
        SubscriptionId = subscriptionId,
        PriceId = t.Price,
        ProductId = t.Product,
        Quantity = t.Quantity,
        Discounts = t.Discounts,
        TaxRates = t.TaxRates,
        UsedFrom = t.UsedFrom,
        Metadata = t.Metadata,
        Charged = t.Charged,
        CreatedAt = t.CreatedAt,
    };

    public ItemTerms Terms => new(Id, PriceId, ProductId, Quantity, Discounts, TaxRates, UsedFrom, Metadata, CreatedAt) { Charged = Charged };

    public void Become(ItemTerms t) =>
        (PriceId, ProductId, Quantity, Discounts, TaxRates, UsedFrom, Metadata, Charged) = (t.Price, t.Product, t.Quantity, t.Discounts, t.TaxRates, t.UsedFrom, t.Metadata, t.Charged);
}

/// <summary>An item as it is, or is to be.</summary>
/// <param name="Id"><c>si_…</c>, given when it is first thought of.</param>
/// <param name="Quantity">Null for metered use.</param>
/// <param name="UsedFrom">Of metered use: what was used before is billed.</param>
public sealed record ItemTerms(
    string Id, string Price, string Product, long? Quantity, IReadOnlyList<Discount> Discounts, IReadOnlyList<TaxTerms>? TaxRates, DateTimeOffset UsedFrom, Dictionary<string, string> Metadata, DateTimeOffset CreatedAt)
{
    /// <inheritdoc cref="SubscriptionItem.Charged"/>
    public LastCharge? Charged { get; init; }
}

/// <summary>How an item was charged in advance the last time: what is given back of it is reckoned with the discounts that it was charged with.</summary>
/// <param name="Discounts">Percentages alone, in the order in which they were taken.</param>
/// <param name="Line">Null while the charge waits for an invoice.</param>
public sealed record LastCharge(IReadOnlyList<Discount> Discounts, CreditedItems? Line);

public sealed class SubscriptionItemMap : IEntityTypeConfiguration<SubscriptionItem>
{
    public void Configure(EntityTypeBuilder<SubscriptionItem> item)
    {
        item.ToTable("pay_subscription_items", table => table.HasCheckConstraint("pay_subscription_items_quantity_check", "quantity >= 0"));
        item.Ignore(i => i.Terms);
        item.HasIndex(i => new { i.ProjectId, i.SubscriptionId });
        item.HasIndex(i => new { i.ProjectId, i.Livemode, i.PriceId });
        item.HasOne<Subscription>().WithMany().HasForeignKey(i => new { i.ProjectId, i.SubscriptionId });
        item.HasOne<Price>().WithMany().HasForeignKey(i => new { i.ProjectId, i.Livemode, i.PriceId });
        item.Property(i => i.Discounts).HasJson();
        item.Property(i => i.TaxRates).HasJson();
        item.Property(i => i.Charged).HasJson();
    }
}

public static class SubscriptionItemTable
{
    extension(PayDb db)
    {
        public DbSet<SubscriptionItem> SubscriptionItems => db.Set<SubscriptionItem>();
    }
}
