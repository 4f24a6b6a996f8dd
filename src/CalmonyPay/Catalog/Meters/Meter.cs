using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Catalog.Meters;

/// <summary>How the events of a period become one number: how many there were, the newest one's value, or the sum of the values.</summary>
[PgEnum("pay_meter_formula")]
public enum MeterFormula { Count, Last, Sum }

[PgEnum("pay_meter_status")]
public enum MeterStatus { Active, Inactive }

/// <summary>The window that the merchant has summed up already, so that only the event received last in each counts.</summary>
[PgEnum("pay_meter_event_time_window")]
public enum MeterEventTimeWindow { Day, Hour }

/// <summary>Says how usage is measured: which events belong to it, whose they are, and what they add up to. Nothing but its name for people ever changes.</summary>
public sealed class Meter : IProjectOwned, IEventSource
{
    /// <summary>The keys of an event's payload that are looked into unless the meter names others.</summary>
    public const string DefaultCustomerKey = "stripe_customer_id", DefaultValueKey = "value";

    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>What the merchant calls it; customers do not see it.</summary>
    public required string DisplayName { get; set; }

    /// <summary>What its events are called; one active meter of the project and mode has it.</summary>
    public required string EventName { get; init; }

    public required MeterFormula Formula { get; init; }

    /// <summary>The key of an event's payload under which the customer's id stands.</summary>
    public required string CustomerKey { get; init; }

    /// <summary>The key of an event's payload under which the number stands.</summary>
    public required string ValueKey { get; init; }

    public MeterEventTimeWindow? EventTimeWindow { get; init; }
    public MeterStatus Status { get; private set; }
    public DateTimeOffset? DeactivatedAt { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static Meter From(MeterCreate create, DateTimeOffset now) => new()
    {
        Id = PayId.New("mtr", now),
        DisplayName = create.DisplayName,
        EventName = create.EventName,
        Formula = create.Formula,
        CustomerKey = create.CustomerKey ?? DefaultCustomerKey,
        ValueKey = create.ValueKey ?? DefaultValueKey,
        EventTimeWindow = create.EventTimeWindow,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Its events are refused from here on, and no new price may use it.</summary>
    public void Deactivate(DateTimeOffset now) => (Status, DeactivatedAt, UpdatedAt) = (MeterStatus.Inactive, now, now);

    public void Reactivate(DateTimeOffset now) => (Status, DeactivatedAt, UpdatedAt) = (MeterStatus.Active, null, now);
}

public sealed class MeterMap : IEntityTypeConfiguration<Meter>
{
    /// <summary>Lets one active meter have an event name.</summary>
    public const string EventNameIndex = "pay_meters_livemode_event_name_idx";

    public void Configure(EntityTypeBuilder<Meter> meter)
    {
        meter.ToTable("pay_meters");
        meter.HasIndex(m => new { m.ProjectId, m.Livemode, m.EventName }).IsUnique().HasFilter("status = 'active'").HasDatabaseName(EventNameIndex);
        meter.HasIndex(m => new { m.ProjectId, m.EventName }); // the inactive ones of a name, too: why an event is refused
    }
}

public static class MeterTable
{
    extension(PayDb db)
    {
        public DbSet<Meter> Meters => db.Set<Meter>();
    }
}
