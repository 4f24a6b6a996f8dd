using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.Products;

[PgEnum("pay_product_type")]
public enum ProductType { Good, Service }

/// <summary>Something that a merchant sells. What it costs, its prices say.</summary>
public sealed class Product : IProjectOwned, IEventSource
{
    /// <summary><c>prod_…</c>, or what the merchant called it.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="OwnIds"/>
    public required string ListId { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string Name { get; set; }
    public bool Active { get; set; } = true;
    public string? Description { get; private set; }

    /// <summary>A price of this product. Not a foreign key: the price has one to the product.</summary>
    public string? DefaultPriceId { get; set; }

    public IReadOnlyList<string> Images { get; private set; } = [];
    public IReadOnlyList<MarketingFeature> MarketingFeatures { get; private set; } = [];
    public PackageDimensions? PackageDimensions { get; private set; }
    public bool? Shippable { get; private set; }
    public string? StatementDescriptor { get; private set; }

    /// <summary>Kept for whoever reckons taxes with it.</summary>
    public string? TaxCode { get; private set; }

    public string? TaxPerformanceLocation { get; private set; }
    public ProductType Type { get; private init; } = ProductType.Service;
    public string? UnitLabel { get; private set; }
    public string? Url { get; private set; }
    public Dictionary<string, string> Metadata { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static Product From(ProductCreate create, DateTimeOffset now)
    {
        var listId = PayId.New("prod", now);
        var product = new Product { Id = create.Id ?? listId, ListId = listId, Name = create.Name, Type = create.Type, CreatedAt = now, UpdatedAt = now };
        product.Apply(create.Fields);
        return product;
    }

    public void Apply(ProductFields fields)
    {
        Active = fields.Active ?? Active;
        Description = fields.Description.Over(Description);
        Images = fields.Images ?? Images;
        MarketingFeatures = fields.MarketingFeatures ?? MarketingFeatures;
        PackageDimensions = fields.PackageDimensions.Over(PackageDimensions);
        Shippable = fields.Shippable ?? Shippable;
        StatementDescriptor = fields.StatementDescriptor.Over(StatementDescriptor);
        TaxCode = fields.TaxCode.Over(TaxCode);
        TaxPerformanceLocation = fields.TaxPerformanceLocation.Over(TaxPerformanceLocation);
        UnitLabel = fields.UnitLabel.Over(UnitLabel);
        Url = fields.Url.Over(Url);
        Metadata = fields.Metadata.Over(Metadata);
    }
}

public sealed record MarketingFeature(string Name);

/// <summary>For shipping; inches and ounces, as in Stripe.</summary>
public sealed record PackageDimensions(decimal Height, decimal Length, decimal Weight, decimal Width);

public sealed class ProductMap : IEntityTypeConfiguration<Product>
{
    /// <summary>Lets an id be given once, to a deleted product too.</summary>
    public const string Key = "pay_products_pkey";

    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.ToTable("pay_products");
        product.HasKey(p => new { p.ProjectId, p.Livemode, p.Id });
        product.HasIndex(p => new { p.ProjectId, p.ListId });
        product.HasQueryFilter("erased", p => p.DeletedAt == null);
        product.Property(p => p.Images).HasJson();
        product.Property(p => p.MarketingFeatures).HasJson();
        product.Property(p => p.PackageDimensions).HasJson();
    }
}

public static class ProductTable
{
    extension(PayDb db)
    {
        public DbSet<Product> Products => db.Set<Product>();
    }
}
