using CalmonyPay.Catalog.Meters;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.Prices;

/// <summary>What a product costs. Amounts, currency and interval never change; a plan is a price that recurs, seen by older clients.</summary>
public sealed class Price : IProjectOwned, IEventSource
{
    /// <summary><c>price_…</c>, <c>plan_…</c>, or what the merchant called his plan.</summary>
    public required string Id { get; init; }

    /// <inheritdoc cref="OwnIds"/>
    public required string ListId { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string ProductId { get; set; }
    public bool Active { get; set; } = true;

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    public required BillingScheme BillingScheme { get; init; }

    /// <summary>Minor units; null where it has a fraction, in tiers or chosen by the customer.</summary>
    public long? UnitAmount { get; init; }

    /// <summary>Minor units with at most 12 places; null in tiers or where the customer chooses.</summary>
    public decimal? UnitAmountDecimal { get; init; }

    public BillingInterval? Interval { get; init; }
    public int? IntervalCount { get; init; }
    public UsageType? UsageType { get; init; }
    public string? MeterId { get; init; }
    public int? TrialPeriodDays { get; set; }
    public TiersMode? TiersMode { get; init; }
    public IReadOnlyList<PriceTier>? Tiers { get; init; }
    public TransformQuantity? TransformQuantity { get; init; }
    public CustomUnitAmount? CustomUnitAmount { get; init; }

    /// <summary>Once it is inclusive or exclusive it stays so.</summary>
    public required TaxBehavior TaxBehavior { get; set; }

    /// <summary>By which the merchant's code finds the price that is current; one price has it at a time.</summary>
    public string? LookupKey { get; set; }

    public string? Nickname { get; set; }

    /// <summary>What it costs in other currencies.</summary>
    public IReadOnlyDictionary<string, PriceAmounts>? CurrencyOptions { get; set; }

    /// <summary>Made for one subscription, invoice or checkout from its <c>price_data</c>; not listed.</summary>
    public bool Inline { get; init; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Only plans are deleted. What is billed by one goes on.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    /// <summary>Null for a price that is paid once.</summary>
    public PriceRecurring? Recurring => Interval is { } interval ? new(interval, IntervalCount!.Value, UsageType!.Value, MeterId, TrialPeriodDays) : null;

    /// <summary>A price of these terms.</summary>
    /// <param name="id">The merchant's own; null makes one.</param>
    public static Price From(PriceShape shape, string productId, DateTimeOffset now, string? id = null, bool inline = false)
    {
        var listId = PayId.New("price", now);
        return new()
        {
            Id = id ?? listId,
            ListId = listId,
            ProductId = productId,
            Currency = shape.Currency,
            BillingScheme = shape.BillingScheme,
            UnitAmount = shape.Amounts.UnitAmount,
            UnitAmountDecimal = shape.Amounts.UnitAmountDecimal,
            CustomUnitAmount = shape.Amounts.CustomUnitAmount,
            Tiers = shape.Amounts.Tiers,
            TaxBehavior = shape.Amounts.TaxBehavior,
            TiersMode = shape.TiersMode,
            TransformQuantity = shape.TransformQuantity,
            Interval = shape.Recurring?.Interval,
            IntervalCount = shape.Recurring?.IntervalCount,
            UsageType = shape.Recurring?.UsageType,
            MeterId = shape.Recurring?.MeterId,
            TrialPeriodDays = shape.Recurring?.TrialPeriodDays,
            CurrencyOptions = shape.CurrencyOptions is { Count: > 0 } options ? options : null,
            Inline = inline,
            Active = !inline,
            CreatedAt = now,
        };
    }

    /// <summary>What the price says in one of its currencies.</summary>
    /// <param name="currency">ISO 4217, lower case.</param>
    /// <exception cref="StripeError">400 for a currency that it has not.</exception>
    public PriceTerms TermsIn(string currency) => Terms(currency, currency == Currency
        ? new(UnitAmount, UnitAmountDecimal, CustomUnitAmount, Tiers, TaxBehavior)
        : CurrencyOptions?.GetValueOrDefault(currency) ?? throw StripeError.Invalid(
            $"The price specified only supports {Supported()}. This doesn't match the expected currency: `{currency}`.", "price"));

    /// <summary>What the price says in its own currency.</summary>
    public PriceTerms Terms() => TermsIn(Currency);

    private PriceTerms Terms(string currency, PriceAmounts amounts) => new(
        Id, ProductId, currency, BillingScheme, amounts.UnitAmount, amounts.UnitAmountDecimal, TiersMode, amounts.Tiers, TransformQuantity, amounts.TaxBehavior, Recurring);

    private string Supported() => string.Join(", ", new[] { Currency }.Concat(CurrencyOptions?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()).Select(code => $"`{code}`"));
}

public sealed class PriceMap : IEntityTypeConfiguration<Price>
{
    /// <summary>Lets an id be given once, to a deleted plan too.</summary>
    public const string Key = "pay_prices_pkey";

    public void Configure(EntityTypeBuilder<Price> price)
    {
        price.ToTable("pay_prices", table =>
        {
            table.HasCheckConstraint("pay_prices_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_prices_interval_check", "(interval is null) = (interval_count is null) and (interval is null) = (usage_type is null) and interval_count > 0");
            table.HasCheckConstraint("pay_prices_tiers_check", "(billing_scheme = 'tiered') = (tiers is not null) and (tiers is null) = (tiers_mode is null)");
        });
        price.HasKey(p => new { p.ProjectId, p.Livemode, p.Id });
        price.Ignore(p => p.Recurring);
        price.HasIndex(p => new { p.ProjectId, p.ListId });
        price.HasIndex(p => new { p.ProjectId, p.Livemode, p.ProductId });
        price.HasIndex(p => new { p.ProjectId, p.MeterId }).HasFilter("meter_id is not null");
        price.HasIndex(p => new { p.ProjectId, p.Livemode, p.LookupKey }).IsUnique().HasFilter("lookup_key is not null");
        price.HasOne<Meter>().WithMany().HasForeignKey(p => new { p.ProjectId, p.MeterId });
        price.HasOne<Product>().WithMany().HasForeignKey(p => new { p.ProjectId, p.Livemode, p.ProductId });
        price.HasQueryFilter("erased", p => p.DeletedAt == null);
        price.Property(p => p.Tiers).HasJson();
        price.Property(p => p.TransformQuantity).HasJson();
        price.Property(p => p.CustomUnitAmount).HasJson();
        price.Property(p => p.CurrencyOptions).HasJson();
    }
}

public static class PriceTable
{
    extension(PayDb db)
    {
        /// <summary>Without the deleted ones: those are plans, and what is billed by them goes on (<c>IgnoreQueryFilters(["erased"])</c>).</summary>
        public DbSet<Price> Prices => db.Set<Price>();
    }
}
