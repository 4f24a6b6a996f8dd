using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Platform.Time;

/// <summary>Whether a clock stands still or is on its way to another time.</summary>
[PgEnum("pay_test_clock_status")]
public enum TestClockStatus { Advancing, InternalFailure, Ready }

/// <summary>A time of its own, in test mode, for the customers that hang on it: it stands still until it is advanced.</summary>
public sealed class TestClock : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public string? Name { get; init; }
    public TestClockStatus Status { get; set; } = TestClockStatus.Ready;

    /// <summary>What time it is for everything that hangs on the clock, UTC, whole seconds.</summary>
    public required DateTimeOffset FrozenTime { get; set; }

    /// <summary>Where an advance under way leads.</summary>
    public DateTimeOffset? TargetTime { get; set; }

    /// <summary>While a host works on an advance: nobody else takes it over before, wall time.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it is deleted by itself, with all that hangs on it, wall time.</summary>
    public required DateTimeOffset DeletesAfter { get; init; }

    /// <summary>Wall time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }
}

public sealed class TestClockMap : IEntityTypeConfiguration<TestClock>
{
    public void Configure(EntityTypeBuilder<TestClock> testClock)
    {
        testClock.ToTable("pay_test_clocks", table => table.HasCheckConstraint("pay_test_clocks_mode_check", "not livemode"));
        testClock.HasQueryFilter("erased", c => c.DeletedAt == null);
        testClock.HasIndex(c => c.DeletesAfter).HasFilter("deleted_at is null");
        testClock.HasIndex(c => c.LeaseUntil).HasFilter("status = 'advancing'");
    }
}

public static class TestClockTable
{
    extension(PayDb db)
    {
        public DbSet<TestClock> TestClocks => db.Set<TestClock>();
    }
}
