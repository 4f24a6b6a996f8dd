using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Gateways;

[PgEnum("pay_gateway_profile")]
public enum GatewayProfile { Test, Live }

/// <summary>
/// A project's account at a gateway. Its settings never change: other settings are another row, because attempts and saved
/// cards keep the credential that made them.
/// </summary>
public sealed class GatewayCredential : IProjectOwned
{
    public required Guid Id { get; init; }
    public required Guid ProjectId { get; init; }

    /// <summary>The same fact as <see cref="Profile"/>, for the filters that every table has.</summary>
    public required bool Livemode { get; init; }

    public required GatewayProfile Profile { get; init; }
    public required string GatewayName { get; init; }

    /// <summary>What operators call it; a new credential takes the place of the older ones of its label.</summary>
    public required string Label { get; init; }

    /// <summary><see cref="GatewaySettings"/> as JSON, encrypted.</summary>
    public required byte[] Credentials { get; set; }

    /// <summary>False: takes no new payments, and still serves what it began.</summary>
    public required bool IsActive { get; set; }

    /// <summary>From when on it takes new payments; null: always did.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Until when, exclusive; null: without end.</summary>
    public DateTimeOffset? EffectiveTo { get; set; }

    /// <summary>The highest is preferred; of equals the newest.</summary>
    public required int Priority { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether new payments may use it at this time.</summary>
    public bool Takes(DateTimeOffset now) => IsActive && !(EffectiveFrom > now) && !(EffectiveTo <= now);
}

public sealed class GatewayCredentialMap : IEntityTypeConfiguration<GatewayCredential>
{
    public void Configure(EntityTypeBuilder<GatewayCredential> credential)
    {
        credential.ToTable("pay_gateway_credentials", table =>
            table.HasCheckConstraint("pay_gateway_credentials_livemode_check", "livemode = (profile = 'live')"));
        credential.Property(c => c.Label).HasMaxLength(128);
        credential.HasOne<Project>().WithMany().HasForeignKey(c => c.ProjectId);
        credential.HasOne<Gateway>().WithMany().HasForeignKey(c => c.GatewayName).HasPrincipalKey(g => g.Name);
        credential.HasIndex(c => new { c.GatewayName, c.Profile, c.IsActive });
        credential.HasIndex(c => new { c.GatewayName, c.Profile, c.ProjectId, c.IsActive }).HasDatabaseName("pay_gateway_credentials_project_idx");
        credential.HasIndex(c => new { c.EffectiveFrom, c.EffectiveTo });
        credential.HasIndex(c => c.Priority);
    }
}
