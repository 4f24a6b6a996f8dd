using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Move = CalmonyPay.Subscriptions.SubscriptionMove;
using Status = CalmonyPay.Subscriptions.SubscriptionStatus;

namespace CalmonyPay.Subscriptions;

/// <summary>Stripe's statuses of a subscription.</summary>
[PgEnum("pay_subscription_status")]
public enum SubscriptionStatus { Incomplete, IncompleteExpired, Trialing, Active, PastDue, Canceled, Unpaid, Paused }

/// <summary>What can happen to a subscription.</summary>
public enum SubscriptionMove
{
    /// <summary>Nothing of what was charged or sent is outstanding any more.</summary>
    Pay,

    /// <summary>An invoice could not be charged, or is past its due date.</summary>
    Fail,

    /// <summary>The last retry has failed, and the project bills on paper from here.</summary>
    GiveUpCharging,

    /// <summary>The first invoice was not paid in time.</summary>
    Expire,
    StartTrial,
    EndTrial,
    Pause,
    Resume,
    Cancel,
}

/// <summary>The whole life of a subscription: the one place that decides the next status.</summary>
public static class SubscriptionLifecycle
{
    private static readonly FrozenDictionary<(Status, Move), Status> Table =
        new (Status From, Move On, Status To)[]
        {
            (Status.Incomplete, Move.Pay,            Status.Active),
            (Status.Incomplete, Move.Fail,           Status.Incomplete),        // the first invoice may be paid with another card
            (Status.Incomplete, Move.Expire,         Status.IncompleteExpired),
            (Status.Incomplete, Move.Cancel,         Status.Canceled),

            (Status.Trialing,   Move.Pay,            Status.Trialing),
            (Status.Trialing,   Move.Fail,           Status.Trialing),          // what was owed before the trial does not end it
            (Status.Trialing,   Move.StartTrial,     Status.Trialing),
            (Status.Trialing,   Move.EndTrial,       Status.Active),
            (Status.Trialing,   Move.Pause,          Status.Paused),
            (Status.Trialing,   Move.Cancel,         Status.Canceled),

            (Status.Active,     Move.Pay,            Status.Active),
            (Status.Active,     Move.Fail,           Status.PastDue),
            (Status.Active,     Move.GiveUpCharging, Status.Unpaid),
            (Status.Active,     Move.StartTrial,     Status.Trialing),
            (Status.Active,     Move.Pause,          Status.Paused),
            (Status.Active,     Move.Cancel,         Status.Canceled),

            (Status.PastDue,    Move.Pay,            Status.Active),
            (Status.PastDue,    Move.Fail,           Status.PastDue),
            (Status.PastDue,    Move.GiveUpCharging, Status.Unpaid),
            (Status.PastDue,    Move.StartTrial,     Status.Trialing),
            (Status.PastDue,    Move.Pause,          Status.Paused),
            (Status.PastDue,    Move.Cancel,         Status.Canceled),

            (Status.Unpaid,     Move.Pay,            Status.Active),
            (Status.Unpaid,     Move.Fail,           Status.Unpaid),
            (Status.Unpaid,     Move.GiveUpCharging, Status.Unpaid),
            (Status.Unpaid,     Move.Cancel,         Status.Canceled),

            (Status.Paused,     Move.Pay,            Status.Paused),            // an old bill; the pause goes on
            (Status.Paused,     Move.Fail,           Status.Paused),
            (Status.Paused,     Move.Resume,         Status.Active),
            (Status.Paused,     Move.Cancel,         Status.Canceled),
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 where the table has no row.</exception>
    public static Status Next(Status from, Move move) => Table.TryGetValue((from, move), out var to) ? to : throw Unexpected(from, move);

    public static bool Allows(Status from, Move move) => Table.ContainsKey((from, move));

    /// <summary>Nothing happens to it any more.</summary>
    public static bool IsOver(Status status) => status is Status.Canceled or Status.IncompleteExpired;

    private static StripeError Unexpected(Status from, Move move) => StripeError.Invalid((from, move) switch
    {
        (_, Move.Resume) => $"You can only resume a subscription that is paused; this one is {SnakeCase.Of(from)}.",
        (_, Move.Pause) => $"You cannot pause this subscription because it has a status of {SnakeCase.Of(from)}.",
        _ when IsOver(from) => $"This subscription has ended: it has a status of {SnakeCase.Of(from)}.",
        _ => $"You cannot {SnakeCase.Of(move).Replace('_', ' ')} this subscription because it has a status of {SnakeCase.Of(from)}.",
    }, code: "subscription_unexpected_state");
}
