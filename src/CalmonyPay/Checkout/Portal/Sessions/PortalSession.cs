using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout.Portal.Sessions;

/// <summary>A customer's visit to the portal: whoever has its address is taken for the customer, so it is short.</summary>
public sealed class PortalSession : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string ConfigurationId { get; init; }
    public required string CustomerId { get; init; }

    /// <summary>Where the way back leads; null shows none.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>A language as the merchant sent it; null or <c>auto</c> is the customer's, else the browser's.</summary>
    public string? Locale { get; init; }

    /// <summary>The one thing that it is for; null where it is for all that the configuration allows.</summary>
    public PortalFlow? Flow { get; init; }

    /// <summary>When that was done.</summary>
    public DateTimeOffset? FlowCompletedAt { get; private set; }

    /// <summary>When it was first used.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>From then on it opens nothing, wall time; every use moves it on.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static string NewId(DateTimeOffset now) => PayId.New("bps", now);
}

public sealed class PortalSessionMap : IEntityTypeConfiguration<PortalSession>
{
    public void Configure(EntityTypeBuilder<PortalSession> session)
    {
        session.ToTable("pay_portal_sessions");
        session.HasIndex(s => s.ExpiresAt);
        session.HasIndex(s => new { s.ProjectId, s.CustomerId });
        session.HasOne<PortalConfiguration>().WithMany().HasForeignKey(s => new { s.ProjectId, s.ConfigurationId });
        session.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        session.Property(s => s.Flow).HasJson();
    }
}

public static class PortalSessionTable
{
    extension(PayDb db)
    {
        public DbSet<PortalSession> PortalSessions => db.Set<PortalSession>();
    }
}
