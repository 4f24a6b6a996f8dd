using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>Changes schedules: what is past stands, the present phase may change its end and what it bills, and what is to come is written anew.</summary>
public sealed class ScheduleUpdating(
    PayDb db, ICustomerCards cards, PhaseShaping shaping, PhaseEntry entry, PhaseAdvance advance, ScheduleBooks books, SubscriptionBooks subscriptions, ScopeTime time)
{
    /// <returns>The invoice that may be charged at once, if the change made one.</returns>
    /// <exception cref="StripeError">404; 400 for one that is over, for changes of what is past, and for what does not fit.</exception>
    public async Task<string?> UpdateAsync(string id, ScheduleUpdate update, CancellationToken ct)
    {
        var owner = await db.SubscriptionSchedules.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) ?? throw ScheduleBooks.NoSuch(id);
        var customer = await db.LockAsync<Customer>(owner, ct) ?? throw ScheduleBooks.NoSuch(id);
        await time.EnterAsync(db, customer.TestClockId, ct);
        var held = await books.HoldAsync(id, ct);
        var (row, before) = (held.Row, held.Shown);
        if (!update.IsOnlyMetadata) ScheduleLifecycle.RequireGoing(row.Status);
        row.Metadata = update.Metadata.Over(row.Metadata);
        if (update.IsOnlyMetadata)
        {
            await books.ChangedAsync(held, before, ct);
            return null;
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds());
        var (current, endBefore, defaultsBefore) = (row.Current, row.EndBehavior == ScheduleEnd.Cancel ? row.End : (DateTimeOffset?)null, row.Defaults);
        row.EndBehavior = update.EndBehavior ?? row.EndBehavior;
        row.Defaults = update.Defaults.Over(row.Defaults);
        if (update.Defaults.DefaultPaymentMethod.TryGet(out var card)) await cards.RequireAsync(owner, card, "default_settings[default_payment_method]", ct);
        if (update.Phases is { } wanted) row.Phases = await PhasesAsync(row, customer, wanted, now, ct);
        await db.SaveChangesAsync(ct);

        var made = (MadeChange?)null;
        if (row.Current is { } phase)
        {
            var driven = await subscriptions.HoldAsync(row.SubscriptionId!, ct);
            if (phase.AsShown.Differs(current!.AsShown) || row.Defaults != defaultsBefore)
            {
                var how = new PhaseTerms(now, update.ProrationBehavior ?? ProrationBehavior.CreateProrations, Begins: false, MovesTrial: phase.TrialEnd != current!.TrialEnd);
                made = await entry.EnterAsync(driven, customer, row, phase, how, ct);
            }
            await entry.ShowEndAsync(driven, row, endBefore, ct);
            await books.ChangedAsync(held, before, ct);
            if (phase.End <= now) made = await advance.EndPhaseAsync(held, customer, ct) ?? made;
            return made?.InvoiceId;
        }
        if (row.Phases[0].Start <= now) await entry.StartAsync(row, now, ct);
        await books.ChangedAsync(held, before, ct);
        return null;
    }

    private async Task<IReadOnlyList<SchedulePhase>> PhasesAsync(SubscriptionSchedule row, Customer customer, IReadOnlyList<PhaseParams> wanted, DateTimeOffset now, CancellationToken ct)
    {
        if (row.CurrentPhase is not { } at)
        {
            var start = wanted[0].StartDate?.On(now) ?? row.Phases[0].Start;
            var fresh = await shaping.ShapeAsync(wanted, new(customer, start, now, row.Phases, row.Defaults, null), ct);
            return fresh[0].End > now ? fresh : throw StripeError.Invalid("The first phase is over already: its end_date must be in the future.", "phases[0][end_date]");
        }
        if (wanted[0].StartDate is null) throw StripeError.Missing("phases[0][start_date]");
        var past = row.Phases.Take(at).ToList();
        var rest = wanted.SkipWhile(phase => phase.StartDate is { At: { } start } && past.Exists(p => p.Start == start)).ToList();
        foreach (var sent in wanted.Take(wanted.Count - rest.Count)) RequireSame(past.Find(p => p.Start == sent.StartDate!.At)!, sent);
        var current = row.Phases[at];
        if (rest is [] || rest[0].StartDate is not { At: { } begun } || begun != current.Start)
            throw StripeError.Invalid("You can not modify the start date of the current phase.", rest is [] ? "phases" : rest[0].Path("start_date"));
        var shaped = await shaping.ShapeAsync(rest, new(customer, current.Start, now, row.Phases, row.Defaults, current.Currency), ct);
        if (shaped[0].End < now) throw StripeError.Invalid("The end_date of the current phase must be in the future; to end it at once, send now.", rest[0].Path("end_date"));
        return [.. past, .. shaped];
    }

    /// <summary>What is past may be sent along, as it was.</summary>
    private static void RequireSame(SchedulePhase past, PhaseParams sent)
    {
        var same = (sent.EndDate is null || sent.EndDate.At == past.End)
            && sent.Items.Select(item => (item.Price, item.Quantity ?? 1)).SequenceEqual(past.Items.Select(item => ((string?)item.Price, item.Quantity ?? 1)));
        if (!same) throw StripeError.Invalid("You can not update a phase that has already ended.", sent.At);
    }
}
