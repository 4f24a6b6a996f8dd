using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Webhooks;

[PgEnum("pay_webhook_endpoint_status")]
public enum WebhookEndpointStatus { Enabled, Disabled }

/// <summary>Why we stopped sending, where the merchant did not say so.</summary>
[PgEnum("pay_webhook_disabled_reason")]
public enum WebhookDisabledReason
{
    /// <summary>It answered 410.</summary>
    Gone,
    /// <summary>No delivery has succeeded for days.</summary>
    Failing,
}

/// <summary>An address of the merchant's that is told what happens.</summary>
public sealed class WebhookEndpoint : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public WebhookEndpointStatus Status { get; private set; }
    public WebhookDisabledReason? DisabledReason { get; private set; }
    public required string Url { get; set; }

    /// <summary>The event types it wants; <c>*</c> is all of them.</summary>
    public required IReadOnlyList<string> EnabledEvents { get; set; }

    /// <summary>The API version that was asked for; objects are rendered in this build's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>SHA-256 of the signing secret, to recognise it by.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>The signing secret (<c>whsec_…</c>), encrypted: every delivery is signed with it.</summary>
    public required byte[] SecretEncrypted { get; set; }

    /// <summary>The secret before the last roll, encrypted; it signs as well until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecretEncrypted { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>An object's events one after the other: while one has not arrived, the object's later ones wait.</summary>
    public bool StrictOrder { get; set; }

    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Since when every try has failed; null once one succeeds.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static WebhookEndpoint From(WebhookEndpointCreate create, SealedSecret secret, DateTimeOffset now) => new()
    {
        Id = PayId.New("we", now),
        Url = create.Url,
        EnabledEvents = create.EnabledEvents,
        ApiVersion = create.ApiVersion,
        StrictOrder = create.StrictOrder,
        Description = create.Description,
        Metadata = create.Metadata.ForNew(),
        SecretHash = secret.Hash,
        SecretEncrypted = secret.Encrypted,
        CreatedAt = now,
    };

    public void Enable() => (Status, DisabledReason, FailingSince) = (WebhookEndpointStatus.Enabled, null, null);

    /// <param name="reason">Null where the merchant asked for it.</param>
    public void Disable(WebhookDisabledReason? reason) => (Status, DisabledReason) = (WebhookEndpointStatus.Disabled, reason);

    /// <summary>A new secret; the old one signs beside it until then.</summary>
    public void Roll(SealedSecret next, DateTimeOffset oldUntil)
    {
        (PreviousSecretEncrypted, PreviousSecretUntil) = (SecretEncrypted, oldUntil);
        (SecretHash, SecretEncrypted) = (next.Hash, next.Encrypted);
    }

    public void Delete(DateTimeOffset now) => (Status, DeletedAt) = (WebhookEndpointStatus.Disabled, now);
}

public sealed class WebhookEndpointMap : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("pay_webhook_endpoints", table =>
            table.HasCheckConstraint("pay_webhook_endpoints_secret_hash_check", "octet_length(secret_hash) = 32"));
        endpoint.HasIndex(e => new { e.ProjectId, e.Status });
        endpoint.Property(e => e.EnabledEvents).HasJson();
        endpoint.HasQueryFilter("erased", e => e.DeletedAt == null);
    }
}

public static class WebhookEndpointTable
{
    extension(PayDb db)
    {
        public DbSet<WebhookEndpoint> WebhookEndpoints => db.Set<WebhookEndpoint>();
    }
}
