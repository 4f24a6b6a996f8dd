using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Subscriptions.Billing;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>Takes schedules from phase to phase, and to their end. The customer's row is locked by whoever calls.</summary>
public sealed class PhaseAdvance(ScheduleBooks books, ScheduleService schedules, PhaseEntry entry, SubscriptionBooks subscriptions, SubscriptionRenewal renewal)
{
    /// <summary>The first phase begins.</summary>
    public async Task StartAsync(HeldSchedule held, CancellationToken ct)
    {
        var before = held.Shown;
        await entry.StartAsync(held.Row, held.Row.Phases[0].Start, ct);
        await books.ChangedAsync(held, before, ct);
    }

    /// <summary>The present phase is over: the next one begins, or all is over.</summary>
    /// <returns>What the next phase has changed; null where there is none.</returns>
    public async Task<MadeChange?> EndPhaseAsync(HeldSchedule held, Customer customer, CancellationToken ct)
    {
        var (row, before, over) = (held.Row, held.Shown, held.Row.Current!.End);
        if (row.CurrentPhase == row.Phases.Count - 1)
        {
            await CompleteAsync(held, customer, over, ct);
            return null;
        }
        row.GoOn();
        var phase = row.Current!;
        var driven = await subscriptions.HoldAsync(row.SubscriptionId!, ct);
        var made = await entry.EnterAsync(driven, customer, row, phase, new(phase.Start, phase.ProrationBehavior, Begins: true, MovesTrial: phase.TrialEnd is not null), ct);
        await books.ChangedAsync(held, before, ct);
        return made;
    }

    private async Task CompleteAsync(HeldSchedule held, Customer customer, DateTimeOffset over, CancellationToken ct)
    {
        if (held.Row.EndBehavior == ScheduleEnd.Release)
        {
            await schedules.LetGoAsync(held, ScheduleMove.Complete, keepsEnd: false, ct);
            return;
        }
        var driven = await subscriptions.HoldAsync(held.Row.SubscriptionId!, ct);
        var free = driven.Row.Status is SubscriptionStatus.Trialing or SubscriptionStatus.Paused;
        await subscriptions.EndAsync(driven, "cancellation_requested", ct, ScheduleMove.Complete);
        if (!free) await renewal.BillLastAsync(driven, customer, BillingReason.SubscriptionCycle, over, ct);
    }
}
