using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>What a schedule does by itself.</summary>
public enum ScheduleDuty { Start, TellExpiring, EndPhase }

/// <summary>A subscription's future, phase by phase. It changes with its customer's row locked.</summary>
public sealed class SubscriptionSchedule : IProjectOwned, IEventSource
{
    /// <summary>How long before its end that is told.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public ScheduleStatus Status { get; private set; }
    public required string CustomerId { get; init; }

    /// <summary>The clock that its customer hangs on.</summary>
    public string? TestClockId { get; init; }

    /// <summary>The subscription that it drives; null before it has begun, and once it has let go. Not a foreign key: the subscription has one to the schedule.</summary>
    public string? SubscriptionId { get; set; }

    /// <summary>The subscription that it drove until it let go.</summary>
    public string? ReleasedSubscriptionId { get; private set; }

    public required ScheduleEnd EndBehavior { get; set; }
    public required ScheduleDefaults Defaults { get; set; }

    /// <summary>Past, present and future, each beginning where the one before ends.</summary>
    public required IReadOnlyList<SchedulePhase> Phases { get; set; }

    /// <summary>Which phase it is in, counted from 0; null before the first and after the last.</summary>
    public int? CurrentPhase { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }
    public DateTimeOffset? ReleasedAt { get; private set; }
    public DateTimeOffset? CanceledAt { get; private set; }

    /// <summary>The end that was told to be near.</summary>
    public DateTimeOffset? EndTold { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker, or its test clock, has the next step to do on it, in the time of its customer; null when it is over.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>A worker has taken the step on and nobody else tries before, wall time.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public bool IsOver => ScheduleLifecycle.IsOver(Status);

    /// <summary>The phase it is in; null before the first and after the last.</summary>
    public SchedulePhase? Current => CurrentPhase is { } at ? Phases[at] : null;

    /// <summary>When it all ends by plan.</summary>
    public DateTimeOffset End => Phases[^1].End;

    public static string NewId(DateTimeOffset now) => PayId.New("sub_sched", now);

    /// <summary>Its first phase begins.</summary>
    public void Start(string subscriptionId)
    {
        Status = ScheduleLifecycle.Next(Status, ScheduleMove.Start);
        (SubscriptionId, CurrentPhase) = (subscriptionId, 0);
    }

    /// <summary>The next phase begins.</summary>
    public void GoOn() => CurrentPhase++;

    /// <summary>It is over, one way or another.</summary>
    public void Finish(ScheduleMove move, DateTimeOffset now)
    {
        Status = ScheduleLifecycle.Next(Status, move);
        CurrentPhase = null;
        switch (Status)
        {
            case ScheduleStatus.Completed: CompletedAt = now; break;
            case ScheduleStatus.Released: ReleasedAt = now; break;
            default: CanceledAt = now; break;
        }
    }

    /// <summary>The subscription goes on without it.</summary>
    public void LetGo() => (ReleasedSubscriptionId, SubscriptionId) = (SubscriptionId, null);

    /// <summary>What comes due, and when.</summary>
    public IEnumerable<(ScheduleDuty Duty, DateTimeOffset At)> Agenda()
    {
        if (Status == ScheduleStatus.NotStarted) yield return (ScheduleDuty.Start, Phases[0].Start);
        if (Current is not { } phase) yield break;
        if (EndTold != End) yield return (ScheduleDuty.TellExpiring, End - Notice > Phases[0].Start ? End - Notice : Phases[0].Start);
        yield return (ScheduleDuty.EndPhase, phase.End);
    }

    /// <summary>Works out what is due next, and lets go of a claim; call it after every change.</summary>
    public void Plan() => (ClaimedUntil, NextStepAt) = (null, Agenda().Select(due => (DateTimeOffset?)due.At).Min());
}

public sealed class SubscriptionScheduleMap : IEntityTypeConfiguration<SubscriptionSchedule>
{
    public void Configure(EntityTypeBuilder<SubscriptionSchedule> schedule)
    {
        schedule.ToTable("pay_subscription_schedules");
        schedule.Ignore(s => s.IsOver).Ignore(s => s.Current).Ignore(s => s.End);
        schedule.HasIndex(s => new { s.ProjectId, s.CustomerId });
        schedule.HasIndex(s => new { s.ProjectId, s.SubscriptionId });
        schedule.HasIndex(s => s.NextStepAt).HasFilter("next_step_at is not null and test_clock_id is null").HasDatabaseName("pay_subscription_schedules_due_idx");
        schedule.HasIndex(s => new { s.ProjectId, s.TestClockId, s.NextStepAt }).HasFilter("test_clock_id is not null").HasDatabaseName("pay_subscription_schedules_clock_idx");
        schedule.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        schedule.HasOne<TestClock>().WithMany().HasForeignKey(s => new { s.ProjectId, s.TestClockId });
        schedule.HasMany<Subscription>().WithOne().HasForeignKey(s => new { s.ProjectId, s.ScheduleId });
        schedule.Property(s => s.Defaults).HasJson();
        schedule.Property(s => s.Phases).HasJson();
    }
}

public static class SubscriptionScheduleTable
{
    extension(PayDb db)
    {
        public DbSet<SubscriptionSchedule> SubscriptionSchedules => db.Set<SubscriptionSchedule>();
    }
}
