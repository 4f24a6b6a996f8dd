using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Platform.Events;

/// <summary>Where an event stands on its way out; the only thing about it that ever changes.</summary>
[PgEnum("pay_event_status")]
public enum PayEventStatus
{
    /// <summary>Written, not yet handed to the endpoints that want it.</summary>
    Pending,
    Dispatched,
}

/// <summary>Something that happened, as it was at that moment. Triggers refuse every change but that of the status.</summary>
public sealed class PayEvent : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>Stripe's type, such as <c>payment_intent.succeeded</c>.</summary>
    public required string Type { get; init; }

    public required string ObjectId { get; init; }

    /// <summary>Counts the events of this one object from 1 without a gap.</summary>
    public required long ObjectSequence { get; init; }

    /// <summary>The object's event before this one; null for its first.</summary>
    public string? PreviousEventId { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>The object as the API showed it at that moment, JSON, without secrets.</summary>
    public required string Data { get; init; }

    /// <summary>Of an update: the fields that changed, with their values before, JSON.</summary>
    public string? PreviousAttributes { get; init; }

    public string? RequestId { get; init; }
    public string? IdempotencyKey { get; init; }
    public PayEventStatus Status { get; private set; }

    /// <summary>Wall time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What a test clock said when it happened; null where the wall clock counts. Shown as the event's time, and nothing else goes by it.</summary>
    public DateTimeOffset? ClockTime { get; init; }

    /// <summary>Order within the log: (epoch, transaction, sequence). The database fills all three in.</summary>
    public int Epoch { get; private set; }
    public ulong TransactionId { get; private set; }
    public long Sequence { get; private set; }
}

public sealed class PayEventMap : IEntityTypeConfiguration<PayEvent>
{
    public void Configure(EntityTypeBuilder<PayEvent> happened)
    {
        // Partitioned, so made by hand in the first migration (Migrations/EventTable.cs); a test holds the two together.
        happened.ToTable("pay_events", table => table.ExcludeFromMigrations());
        happened.Property(e => e.Data).HasColumnType("json");
        happened.Property(e => e.PreviousAttributes).HasColumnType("json");
        happened.Property(e => e.Epoch).HasDefaultValueSql("pay_current_epoch()");
        happened.Property(e => e.TransactionId).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        happened.Property(e => e.Sequence).HasDefaultValueSql("nextval('pay_event_sequence')");
        happened.HasIndex(e => new { e.ProjectId, e.Status });
        happened.HasIndex(e => new { e.ProjectId, e.ObjectId });
        happened.HasIndex(e => new { e.ProjectId, e.Type });
        happened.HasIndex(e => e.Id).HasFilter("status = 'pending'").HasDatabaseName("pay_events_pending_idx");
        happened.HasIndex(e => new { e.ProjectId, e.Livemode, e.Epoch, e.TransactionId, e.Sequence }).HasDatabaseName("pay_events_log_idx");
    }
}
