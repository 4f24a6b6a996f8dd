using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.TaxRates;

/// <summary>A tax that invoices add or contain. Its percentage never changes: another percentage is another rate.</summary>
public sealed class TaxRate : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string DisplayName { get; set; }

    /// <summary>Whether the tax is part of the amount.</summary>
    public required bool Inclusive { get; init; }

    /// <summary>0 to 100, four places.</summary>
    public required decimal Percentage { get; init; }

    /// <summary>Whether it can be used for something new; what has it already keeps it.</summary>
    public bool Active { get; private set; } = true;

    public string? Country { get; private set; }
    public string? State { get; private set; }
    public string? Jurisdiction { get; private set; }
    public string? Description { get; private set; }

    /// <summary>One of Stripe's words: <c>vat</c>, <c>sales_tax</c>.</summary>
    public string? TaxType { get; private set; }

    public Dictionary<string, string> Metadata { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static TaxRate From(TaxRateCreate create, DateTimeOffset now)
    {
        var rate = new TaxRate { Id = PayId.New("txr", now), DisplayName = create.DisplayName, Inclusive = create.Inclusive, Percentage = create.Percentage, CreatedAt = now };
        rate.Apply(create.Fields);
        return rate;
    }

    public void Apply(TaxRateUpdate update)
    {
        DisplayName = update.DisplayName ?? DisplayName;
        Active = update.Active ?? Active;
        Country = update.Country.Over(Country);
        State = update.State.Over(State);
        Jurisdiction = update.Jurisdiction.Over(Jurisdiction);
        Description = update.Description.Over(Description);
        TaxType = update.TaxType ?? TaxType;
        Metadata = update.Metadata.Over(Metadata);
    }
}

public sealed class TaxRateMap : IEntityTypeConfiguration<TaxRate>
{
    public void Configure(EntityTypeBuilder<TaxRate> rate)
    {
        rate.ToTable("pay_tax_rates", table => table.HasCheckConstraint("pay_tax_rates_percentage_check", "percentage >= 0 and percentage <= 100"));
        rate.Property(r => r.Percentage).HasPrecision(7, 4);
    }
}

public static class TaxRateTable
{
    extension(PayDb db)
    {
        public DbSet<TaxRate> TaxRates => db.Set<TaxRate>();
    }
}
