using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Gateways;

/// <summary>A gateway that this build can speak to. The same for all projects, so it belongs to none.</summary>
public sealed class Gateway
{
    /// <summary>The one that comes with the product.</summary>
    public const string Cardstream = "cardstream";

    public required Guid Id { get; init; }

    /// <summary>What credentials and attempts call it.</summary>
    public required string Name { get; init; }

    /// <summary>Which <see cref="IGateway"/> speaks to it; several gateways may share one.</summary>
    public required string Driver { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>What it can do, in Stripe's words; a JSON array of text.</summary>
    public required string[] Supports { get; init; }

    /// <summary>False: nothing new goes there. What is under way goes on.</summary>
    public required bool IsActive { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

public sealed class GatewayMap : IEntityTypeConfiguration<Gateway>
{
    private static readonly DateTimeOffset Since = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public void Configure(EntityTypeBuilder<Gateway> gateway)
    {
        gateway.ToTable("pay_gateways");
        gateway.HasAlternateKey(g => g.Name);
        gateway.Property(g => g.Name).HasMaxLength(64);
        gateway.Property(g => g.Driver).HasMaxLength(64);
        gateway.Property(g => g.DisplayName).HasMaxLength(256);
        gateway.PrimitiveCollection(g => g.Supports).HasColumnType("jsonb");
        gateway.HasData(new Gateway
        {
            Id = new Guid("01936a0c-5c00-7000-8000-000000000001"),
            Name = Gateway.Cardstream,
            Driver = "cardstream",
            DisplayName = "Cardstream",
            Supports = ["card", "manual_capture", "partial_capture", "refund", "partial_refund", "setup", "off_session", "three_d_secure"],
            IsActive = true,
            CreatedAt = Since,
            UpdatedAt = Since,
        });
    }
}
