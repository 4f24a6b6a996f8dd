using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>A schedule with the tax rates that it shows, as one piece of work has it in hand.</summary>
/// <param name="row">Locked by whoever changes it.</param>
public sealed class HeldSchedule(SubscriptionSchedule row)
{
    internal Dictionary<string, TaxRate> Rates { get; } = [];

    public SubscriptionSchedule Row => row;

    /// <summary>As the API shows it now.</summary>
    public ScheduleResponse Shown => ScheduleResponse.Of(this);

    public IReadOnlyList<TaxRateResponse> RatesOf(IEnumerable<string>? ids) => [.. (ids ?? []).Where(Rates.ContainsKey).Select(id => TaxRateResponse.Of(Rates[id]))];
}

/// <summary>
/// Writes down what becomes of schedules, in the transaction that the caller holds, with the customer's row locked. The only
/// writer of their outcomes.
/// </summary>
public sealed class ScheduleBooks(PayDb db, EventLog events, ScopeTime time)
{
    private readonly Dictionary<string, HeldSchedule> inHand = [];

    /// <summary>A schedule, locked until the transaction ends; the same object however often this piece of work asks for it.</summary>
    /// <exception cref="StripeError">404 if the project has no such schedule.</exception>
    public async Task<HeldSchedule> HoldAsync(string id, CancellationToken ct)
    {
        if (inHand.TryGetValue(id, out var held) && db.Entry(held.Row).State != EntityState.Detached) return held;
        held = new HeldSchedule(await db.LockAsync<SubscriptionSchedule>(id, ct) ?? throw NoSuch(id));
        await StockAsync([held], ct);
        return inHand[id] = held;
    }

    /// <summary>Rows that were read already, as they are shown; one query for all.</summary>
    public async Task<List<HeldSchedule>> ReadAsync(IEnumerable<SubscriptionSchedule> rows, CancellationToken ct)
    {
        var held = rows.Select(row => new HeldSchedule(row)).ToList();
        await StockAsync(held, ct);
        return held;
    }

    /// <summary>A new one, added to the save and told.</summary>
    public async Task<HeldSchedule> AddAsync(SubscriptionSchedule row, CancellationToken ct)
    {
        var held = inHand[row.Id] = new(row);
        db.Add(row);
        await StockAsync([held], ct);
        row.Plan();
        events.Record("subscription_schedule.created", row, held.Shown);
        return held;
    }

    /// <summary>Plans what comes next after a change, and tells of it.</summary>
    /// <param name="before">As it was shown before the change.</param>
    public async Task ChangedAsync(HeldSchedule held, ScheduleResponse before, CancellationToken ct)
    {
        await StockAsync([held], ct);
        held.Row.Plan();
        events.Record("subscription_schedule.updated", held.Row, held.Shown, before);
    }

    /// <summary>It is told that its end is near.</summary>
    public void TellEnd(HeldSchedule held)
    {
        held.Row.EndTold = held.Row.End;
        held.Row.Plan();
        events.Record("subscription_schedule.expiring", held.Row, held.Shown);
    }

    /// <summary>It is over.</summary>
    /// <param name="letGo">The subscription goes on without it; its own row is the caller's to change.</param>
    public void Finish(HeldSchedule held, ScheduleMove move, bool letGo)
    {
        held.Row.Finish(move, time.Now);
        if (letGo) held.Row.LetGo();
        held.Row.Plan();
        events.Record(move switch
        {
            ScheduleMove.Complete => "subscription_schedule.completed",
            ScheduleMove.Release => "subscription_schedule.released",
            ScheduleMove.Cancel => "subscription_schedule.canceled",
            _ => "subscription_schedule.aborted",
        }, held.Row, held.Shown);
    }

    /// <summary>A subscription has ended, and with it what drove it.</summary>
    public async Task SubscriptionEndedAsync(string id, ScheduleMove move, CancellationToken ct)
    {
        var held = await HoldAsync(id, ct);
        if (!held.Row.IsOver) Finish(held, move, letGo: false);
    }

    public static StripeError NoSuch(string id) => StripeError.NoSuch("subscription schedule", id, "schedule");

    private async Task StockAsync(IReadOnlyList<HeldSchedule> schedules, CancellationToken ct)
    {
        var wanted = schedules.SelectMany(s => NamedBy(s.Row).Where(id => !s.Rates.ContainsKey(id))).Distinct().ToList();
        if (wanted.Count == 0) return;
        var rates = await db.TaxRates.Where(r => wanted.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        foreach (var held in schedules)
            foreach (var id in NamedBy(held.Row))
                if (rates.TryGetValue(id, out var rate)) held.Rates[id] = rate;
    }

    private static IEnumerable<string> NamedBy(SubscriptionSchedule row) => row.Phases.SelectMany(phase =>
        (phase.DefaultTaxRates ?? []).Concat(phase.Items.SelectMany(item => item.TaxRates ?? [])).Select(t => t.Id).Concat(phase.Extras.SelectMany(extra => extra.TaxRates ?? [])));
}
