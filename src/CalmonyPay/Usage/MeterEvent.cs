using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Usage;

/// <summary>Something a customer used, as the merchant reported it. Written once; all that can happen to it is that it is cancelled.</summary>
public sealed class MeterEvent : IProjectOwned
{
    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string MeterId { get; init; }
    public required string CustomerId { get; init; }

    /// <summary>The merchant's name for it, or one of ours where none was sent.</summary>
    public required string Identifier { get; init; }

    /// <summary>As it was sent, with all its decimals; null only where a meter counts and no number was sent.</summary>
    public decimal? Value { get; init; }

    /// <summary>What the payload said besides the customer and the value; null if nothing.</summary>
    public Dictionary<string, string>? Extra { get; init; }

    /// <summary>When it was used, whole seconds: decides to which period it belongs.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was reported.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the merchant took it back: it counts no more.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }
}

public sealed class MeterEventMap : IEntityTypeConfiguration<MeterEvent>
{
    public void Configure(EntityTypeBuilder<MeterEvent> meterEvent)
    {
        meterEvent.ToTable("pay_meter_events");
        meterEvent.HasOne<Customer>().WithMany().HasForeignKey(e => new { e.ProjectId, e.CustomerId });
        // No foreign key to the meter: meters are never deleted, and every event of a busy one would share-lock its row.
        // A total is one range of this index, read without the table (row security asks for the mode); "last" is the range's end.
        meterEvent.HasIndex(e => new { e.ProjectId, e.CustomerId, e.MeterId, e.Timestamp, e.CreatedAt })
            .IncludeProperties(e => new { e.Livemode, e.Value, e.Id }).HasFilter("cancelled_at is null").HasDatabaseName("pay_meter_events_usage_idx");
    }
}

/// <summary>
/// An identifier that is taken, one small row each. The primary key decides between twins: who comes second waits for the first one's
/// commit and is refused, or goes through if that one rolled back. A table of its own rather than an index over all events, so that
/// identifiers can come free (<see cref="IdentifierSweep"/> deletes the row) without an update of the event, and so that the index which
/// every event pays for holds a day's identifiers and not a year's.
/// </summary>
public sealed class MeterEventIdentifier : IProjectOwned
{
    /// <summary>An identifier is taken for at least this long, wall time; the same goes for Stripe.</summary>
    public static readonly TimeSpan TakenFor = TimeSpan.FromHours(24);

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string Identifier { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid EventId { get; init; }

    /// <summary>When the event arrived, wall time.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

public sealed class MeterEventIdentifierMap : IEntityTypeConfiguration<MeterEventIdentifier>
{
    public const string Key = "pay_meter_event_identifiers_pkey";

    public void Configure(EntityTypeBuilder<MeterEventIdentifier> identifier)
    {
        identifier.ToTable("pay_meter_event_identifiers");
        identifier.HasKey(i => new { i.ProjectId, i.Livemode, i.Identifier });
        identifier.HasIndex(i => i.ReceivedAt);
        identifier.Property(i => i.Identifier).UseCollation("C");
    }
}

public static class MeterEventTable
{
    extension(PayDb db)
    {
        public DbSet<MeterEvent> MeterEvents => db.Set<MeterEvent>();
    }
}
