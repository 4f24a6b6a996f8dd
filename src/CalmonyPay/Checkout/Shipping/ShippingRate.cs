using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout.Shipping;

/// <summary>A way of shipping and what it costs. Its amount never changes.</summary>
public sealed class ShippingRate : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public bool Active { get; set; } = true;
    public required string DisplayName { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>What it costs in other currencies.</summary>
    public IReadOnlyDictionary<string, ShippingAmount>? CurrencyOptions { get; set; }

    public DeliveryEstimate? DeliveryEstimate { get; init; }

    /// <summary>Once it is inclusive or exclusive it stays so.</summary>
    public TaxBehavior TaxBehavior { get; set; }

    /// <summary>Kept for whoever reckons taxes with it.</summary>
    public string? TaxCode { get; init; }

    /// <summary>Made for one session from its <c>shipping_rate_data</c>; not listed.</summary>
    public bool Inline { get; init; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    public static ShippingRate From(ShippingRateCreate create, DateTimeOffset now, bool inline = false) => new()
    {
        Id = PayId.New("shr", now),
        DisplayName = create.DisplayName,
        Amount = create.Amount,
        Currency = create.Currency,
        CurrencyOptions = create.CurrencyOptions is { Count: > 0 } options ? options : null,
        DeliveryEstimate = create.DeliveryEstimate,
        TaxBehavior = create.TaxBehavior,
        TaxCode = create.TaxCode,
        Inline = inline,
        Active = !inline,
        Metadata = create.Metadata.ForNew(),
        CreatedAt = now,
    };

    /// <summary>Minor units of a currency.</summary>
    /// <exception cref="StripeError">400 for a currency that it has not.</exception>
    public long AmountIn(string currency, string param) => currency == Currency ? Amount
        : CurrencyOptions?.GetValueOrDefault(currency)?.Amount
            ?? throw StripeError.Invalid($"The shipping rate `{Id}` only supports `{Currency}`. This doesn't match the expected currency: `{currency}`.", param);
}

/// <param name="Amount">Minor units.</param>
public sealed record ShippingAmount(long Amount, TaxBehavior TaxBehavior);

/// <summary>How long it takes; either end may be missing.</summary>
public sealed record DeliveryEstimate(DeliveryBound? Maximum, DeliveryBound? Minimum);

public enum DeliveryUnit { BusinessDay, Day, Hour, Month, Week }

public sealed record DeliveryBound(DeliveryUnit Unit, long Value);

public sealed class ShippingRateMap : IEntityTypeConfiguration<ShippingRate>
{
    public void Configure(EntityTypeBuilder<ShippingRate> rate)
    {
        rate.ToTable("pay_shipping_rates", table =>
        {
            table.HasCheckConstraint("pay_shipping_rates_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_shipping_rates_amount_check", "amount >= 0");
        });
        rate.Property(r => r.CurrencyOptions).HasJson();
        rate.Property(r => r.DeliveryEstimate).HasJson();
    }
}

public static class ShippingRateTable
{
    extension(PayDb db)
    {
        public DbSet<ShippingRate> ShippingRates => db.Set<ShippingRate>();
    }
}
