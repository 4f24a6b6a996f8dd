using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout.Portal.Configurations;

/// <summary>What customers see of the portal and may do there. Sessions name one, or take the project's default.</summary>
public sealed class PortalConfiguration : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>One of a project and mode: the one that sessions use unless they name another.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether new sessions may use it.</summary>
    public bool Active { get; private set; } = true;

    public string? Name { get; private set; }
    public PortalBusinessProfile BusinessProfile { get; private set; } = PortalBusinessProfile.None;

    /// <summary>Where the way back leads in sessions that say nothing of it.</summary>
    public string? DefaultReturnUrl { get; private set; }

    public PortalFeatures Features { get; private set; } = PortalFeatures.None;
    public Dictionary<string, string> Metadata { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static PortalConfiguration From(PortalConfigurationCreate create, DateTimeOffset now)
    {
        var made = new PortalConfiguration { Id = PayId.New("bpc", now), CreatedAt = now };
        made.Apply(create.Fields, create.Features, now);
        return made;
    }

    /// <summary>The default, which nobody made.</summary>
    /// <param name="since">The project's beginning: it has been there ever since.</param>
    public static PortalConfiguration Default(DateTimeOffset since) =>
        new() { Id = PayId.New("bpc", since), CreatedAt = since, UpdatedAt = since, IsDefault = true, Features = PortalFeatures.Default };

    public void Apply(PortalConfigurationUpdate update, PortalFeatures features, DateTimeOffset now)
    {
        Active = update.Active ?? Active;
        Name = update.Name.Over(Name);
        BusinessProfile = update.Profile.Over(BusinessProfile);
        DefaultReturnUrl = update.DefaultReturnUrl.Over(DefaultReturnUrl);
        Features = features;
        Metadata = update.Metadata.Over(Metadata);
        UpdatedAt = now;
    }
}

/// <summary>What the portal says of the merchant.</summary>
public sealed record PortalBusinessProfile(string? Headline, string? PrivacyPolicyUrl, string? TermsOfServiceUrl)
{
    public static PortalBusinessProfile None { get; } = new(null, null, null);
}

public sealed class PortalConfigurationMap : IEntityTypeConfiguration<PortalConfiguration>
{
    /// <summary>Keeps a second default out.</summary>
    public const string DefaultIndex = "pay_portal_configurations_default_idx";

    public void Configure(EntityTypeBuilder<PortalConfiguration> configuration)
    {
        configuration.ToTable("pay_portal_configurations");
        configuration.HasIndex(c => new { c.ProjectId, c.Livemode }).IsUnique().HasFilter("is_default").HasDatabaseName(DefaultIndex);
        configuration.Property(c => c.BusinessProfile).HasJson();
        configuration.Property(c => c.Features).HasJson();
    }
}

public static class PortalConfigurationTable
{
    extension(PayDb db)
    {
        public DbSet<PortalConfiguration> PortalConfigurations => db.Set<PortalConfiguration>();
    }
}
