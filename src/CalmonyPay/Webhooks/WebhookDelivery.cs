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

/// <summary>Why an event goes to an endpoint; told in the header <c>CalmonyPay-Delivery</c>.</summary>
[PgEnum("pay_webhook_delivery_kind")]
public enum WebhookDeliveryKind
{
    /// <summary>It happened.</summary>
    Event,
    /// <summary>One event, sent once more on request.</summary>
    Resend,
    /// <summary>One of many, sent once more on request.</summary>
    Replay,
    /// <summary>A rehearsal: sent once, whatever is answered.</summary>
    DryRun,
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

    public required string EventType { get; init; }

    /// <summary>The object that the event is about, and the event's number among the object's: what strict order goes by.</summary>
    public required string ObjectId { get; init; }

    public required long ObjectSequence { get; init; }
    public WebhookDeliveryKind Kind { get; init; }
    public WebhookDeliveryStatus Status { get; private set; }

    /// <summary>HTTP status of the newest answer; null if there was none.</summary>
    public int? ResponseStatus { get; private set; }

    /// <summary>Tries after the first.</summary>
    public int RetryCount { get; private set; }

    /// <summary>While a host is sending it: when another one may take it over.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class WebhookDeliveryMap : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("pay_webhook_deliveries", table =>
        {
            table.HasCheckConstraint("pay_webhook_deliveries_retry_count_check", "retry_count >= 0");
            table.HasCheckConstraint("pay_webhook_deliveries_due_check", "(status = 'pending') = (next_attempt_at is not null)");
        });
        delivery.HasIndex(d => d.WebhookEndpointId).HasDatabaseName("pay_webhook_deliveries_endpoint_idx");
        delivery.HasIndex(d => d.EventId);
        delivery.HasIndex(d => new { d.WebhookEndpointId, d.NextAttemptAt }).HasFilter("status = 'pending'").HasDatabaseName("pay_webhook_deliveries_due_idx");
        delivery.HasIndex(d => new { d.WebhookEndpointId, d.ObjectId, d.ObjectSequence }).HasFilter("status = 'pending'").HasDatabaseName("pay_webhook_deliveries_object_idx");
        delivery.Metadata.Model.AddDbFunction(typeof(EventReading).GetMethod(nameof(EventReading.PendingWebhooks))!).Name = "pay_pending_webhooks";
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
