using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Webhooks;

[PgEnum("pay_webhook_endpoint_status")]
public enum WebhookEndpointStatus { Enabled, Disabled }

/// <summary>An address of the merchant's that is told what happens.</summary>
public sealed class WebhookEndpoint : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public WebhookEndpointStatus Status { get; set; }
    public required string Url { get; set; }

    /// <summary>The event types it wants; <c>*</c> is all of them.</summary>
    public required IReadOnlyList<string> EnabledEvents { get; set; }

    /// <summary>The API version in which it wants objects; null: this build's.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>SHA-256 of the signing secret, to recognise it by.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>The signing secret (<c>whsec_…</c>), encrypted: every delivery is signed with it.</summary>
    public required byte[] SecretEncrypted { get; set; }

    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class WebhookEndpointMap : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("pay_webhook_endpoints", table =>
            table.HasCheckConstraint("pay_webhook_endpoints_secret_hash_check", "octet_length(secret_hash) = 32"));
        endpoint.HasIndex(e => new { e.ProjectId, e.Status });
        endpoint.Property(e => e.EnabledEvents).HasJson();
    }
}

public static class WebhookEndpointTable
{
    extension(PayDb db)
    {
        public DbSet<WebhookEndpoint> WebhookEndpoints => db.Set<WebhookEndpoint>();
    }
}
