using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Move = CalmonyPay.Subscriptions.Schedules.ScheduleMove;
using Status = CalmonyPay.Subscriptions.Schedules.ScheduleStatus;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>Stripe's statuses of a schedule.</summary>
[PgEnum("pay_subscription_schedule_status")]
public enum ScheduleStatus { NotStarted, Active, Completed, Released, Canceled }

/// <summary>What becomes of the subscription when the last phase is over.</summary>
[PgEnum("pay_schedule_end_behavior")]
public enum ScheduleEnd { Release, Cancel }

/// <summary>What can happen to a schedule.</summary>
public enum ScheduleMove
{
    /// <summary>Its first phase begins.</summary>
    Start,

    /// <summary>Its last phase is over.</summary>
    Complete,

    /// <summary>It lets go of its subscription.</summary>
    Release,

    /// <summary>It ends on request, and its subscription with it.</summary>
    Cancel,

    /// <summary>Its subscription ended, or a phase could not begin.</summary>
    Abort,
}

/// <summary>The whole life of a schedule: the one place that decides the next status.</summary>
public static class ScheduleLifecycle
{
    private static readonly FrozenDictionary<(Status, Move), Status> Table =
        new (Status From, Move On, Status To)[]
        {
            (Status.NotStarted, Move.Start,    Status.Active),
            (Status.NotStarted, Move.Release,  Status.Released),
            (Status.NotStarted, Move.Cancel,   Status.Canceled),
            (Status.NotStarted, Move.Abort,    Status.Canceled),

            (Status.Active,     Move.Complete, Status.Completed),
            (Status.Active,     Move.Release,  Status.Released),
            (Status.Active,     Move.Cancel,   Status.Canceled),
            (Status.Active,     Move.Abort,    Status.Canceled),
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 where the table has no row.</exception>
    public static Status Next(Status from, Move move) => Table.TryGetValue((from, move), out var to) ? to : throw Unexpected(from, SnakeCase.Of(move), move switch { Move.Release => "released", _ => "canceled" });

    /// <summary>Nothing happens to it any more.</summary>
    public static bool IsOver(Status status) => status is not (Status.NotStarted or Status.Active);

    /// <exception cref="StripeError">400 for one that is over.</exception>
    public static void RequireGoing(Status status)
    {
        if (IsOver(status)) throw Unexpected(status, "update", "updated");
    }

    private static StripeError Unexpected(Status from, string verb, string done) => StripeError.Invalid(
        $"You cannot {verb} a subscription schedule that is currently in the `{SnakeCase.Of(from)}` status. A schedule can only be {done} if its status is `not_started` or `active`.");
}
