using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Webhooks;

[PgEnum("pay_webhook_delivery_status")]
public enum WebhookDeliveryStatus
{
    /// <summary>To be sent, or to be sent again, at <see cref="WebhookDelivery.NextAttemptAt"/>.</summary>
    Pending,
    /// <summary>The endpoint answered 2xx.</summary>
    Succeeded,
    /// <summary>Given up after the last retry.</summary>
    Failed,
}

/// <summary>One event on its way to one endpoint; sending it once more by hand is a row of its own.</summary>
public sealed class WebhookDelivery : IProjectOwned
{
    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string WebhookEndpointId { get; init; }

    /// <summary>Not a foreign key: a month of old events leaves as a dropped partition.</summary>
    public required string EventId { get; init; }

    public WebhookDeliveryStatus Status { get; set; }

    /// <summary>HTTP status of the newest answer; null if there was none.</summary>
    public int? ResponseStatus { get; set; }

    /// <summary>Tries after the first.</summary>
    public int RetryCount { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class WebhookDeliveryMap : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("pay_webhook_deliveries", table =>
            table.HasCheckConstraint("pay_webhook_deliveries_retry_count_check", "retry_count >= 0"));
        delivery.HasIndex(d => d.WebhookEndpointId).HasDatabaseName("pay_webhook_deliveries_endpoint_idx");
        delivery.HasIndex(d => d.EventId);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => new { d.ProjectId, d.WebhookEndpointId });
    }
}

public static class WebhookDeliveryTable
{
    extension(PayDb db)
    {
        public DbSet<WebhookDelivery> WebhookDeliveries => db.Set<WebhookDelivery>();
    }
}
