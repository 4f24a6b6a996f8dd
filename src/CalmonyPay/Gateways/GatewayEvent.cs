using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Gateways;

[PgEnum("pay_gateway_event_status")]
public enum GatewayEventStatus
{
    /// <summary>To be acted on, now or by the worker.</summary>
    Processing,

    /// <summary>Every room that was told has done what it had to.</summary>
    Processed,

    /// <summary>Not believed, or given up after many tries; nobody acts on it any more.</summary>
    Failed,
}

/// <summary>What a gateway told us on its own, as it came. Proof and audit: what it leads to is decided by a query.</summary>
public sealed class GatewayEvent : IProjectOwned
{
    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string GatewayName { get; init; }

    /// <summary>The credential that the attempt was made with, whose secret checked the signature.</summary>
    public required Guid CredentialId { get; init; }

    /// <summary>What the address was made for: an attempt (<c>ch_…</c>), a refund, a payment method.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The gateway's action, such as <c>SALE</c>; null if it could not be read.</summary>
    public string? EventType { get; init; }

    /// <summary>Cardstream: <c>xref</c>; null where the signature is not the gateway's.</summary>
    public string? GatewayReference { get; init; }

    public required Dictionary<string, string> Headers { get; init; }

    /// <summary>The body, without anything that looks like card data.</summary>
    public required string Payload { get; init; }

    /// <summary>SHA-256 of the body as it came: a repeat is known by it.</summary>
    public required byte[] BodySha256 { get; init; }

    public required bool SignatureValid { get; init; }
    public required GatewayEventStatus Status { get; init; }

    /// <summary>Why the last try failed, for operators.</summary>
    public string? Error { get; init; }

    public required int Tries { get; init; }

    /// <summary>When the worker takes it over; until then whoever has it is at work.</summary>
    public required DateTimeOffset NextTryAt { get; init; }

    public DateTimeOffset? ProcessedAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class GatewayEventMap : IEntityTypeConfiguration<GatewayEvent>
{
    public void Configure(EntityTypeBuilder<GatewayEvent> entry)
    {
        entry.ToTable("pay_gateway_events", table =>
            table.HasCheckConstraint("pay_gateway_events_body_sha256_check", "octet_length(body_sha256) = 32"));
        entry.HasOne<GatewayCredential>().WithMany().HasForeignKey(e => new { e.ProjectId, e.CredentialId });
        entry.HasIndex(e => new { e.ProjectId, e.BodySha256 }).IsUnique();
        entry.HasIndex(e => new { e.ProjectId, e.AttemptId });
        entry.HasIndex(e => e.NextTryAt).HasFilter("status = 'processing'");
    }
}
