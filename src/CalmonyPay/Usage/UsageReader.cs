using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CalmonyPay.Usage;

/// <summary>One customer's usage of one meter in a span of time.</summary>
/// <param name="From">Belongs to it.</param>
/// <param name="Until">Does not.</param>
public readonly record struct UsageWindow(string MeterId, string CustomerId, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// What customers have used: the events whose timestamp lies in a window, without the cancelled ones, by the meter's formula (<c>last</c> is the
/// newest value). It counts what is there when it is asked: an event that arrives late counts from then on, in the period
/// to which its timestamp belongs. A sum can be negative where corrections outweigh the usage; who bills it takes that for nothing.
/// </summary>
public sealed class UsageReader(PayDb db)
{
    private const string Counted = """
        pay_meter_events e where e.project_id = @project and e.livemode = @livemode and e.meter_id = w.meter_id and e.customer_id = w.customer_id
                and e.timestamp >= w.starts and e.timestamp < w.ends and e.cancelled_at is null
        """;

    /// <summary>The event received last in each hour or day, for meters whose events are summed up already.</summary>
    private const string Kept = $"""
        (select distinct on (slot) date_trunc(m.event_time_window::text, e.timestamp, 'UTC') as slot, e.id, e.value
                from {Counted} order by slot, e.created_at desc, e.id desc) k
        """;

    // Only the branch that the formula takes is run. Each is a range of pay_meter_events_usage_idx. A decimal has 28 digits: a sum with
    // more than 16 before the point keeps none behind it.
    private const string Sql = $"""
        select t.place as "Place", trim_scale(round(t.total, case when abs(t.total) < 1e16 then 12 else 0 end)) as "Value" from (
        select w.place::int as place, coalesce(case
            when m.event_time_window is null then case m.formula
                when 'sum' then (select sum(e.value) from {Counted})
                when 'count' then (select count(*) from {Counted})
                else (select e.value from {Counted} order by e.timestamp desc, e.created_at desc, e.id desc limit 1) end
            else case m.formula
                when 'sum' then (select sum(k.value) from {Kept})
                when 'count' then (select count(*) from {Kept})
                else (select k.value from {Kept} order by k.slot desc limit 1) end
            end, 0) as total
        from unnest(@meters, @customers, @starts, @ends) with ordinality as w(meter_id, customer_id, starts, ends, place)
        join pay_meters m on m.project_id = @project and m.livemode = @livemode and m.id = w.meter_id) t
        """;

    /// <summary>One customer's total; zero where there is no event, or no such meter.</summary>
    /// <param name="meterId">The meter.</param>
    /// <param name="customerId">The customer.</param>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="until">The first moment that does not.</param>
    /// <param name="ct">The caller's.</param>
    public async Task<decimal> TotalAsync(string meterId, string customerId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        (await TotalsAsync([new(meterId, customerId, from, until)], ct))[0];

    /// <summary>Several totals over the same span, in one statement.</summary>
    public async Task<IReadOnlyDictionary<(string Meter, string Customer), decimal>> TotalsAsync(
        IReadOnlyCollection<(string Meter, string Customer)> wanted, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var pairs = wanted.Distinct().ToList();
        var totals = await TotalsAsync(pairs.ConvertAll(pair => new UsageWindow(pair.Meter, pair.Customer, from, until)), ct);
        return pairs.Zip(totals).ToDictionary(each => each.First, each => each.Second);
    }

    /// <summary>Totals of any windows, in their order, in one statement.</summary>
    public async Task<IReadOnlyList<decimal>> TotalsAsync(IReadOnlyList<UsageWindow> windows, CancellationToken ct)
    {
        var totals = new decimal[windows.Count];
        if (windows.Count == 0) return totals;
        var found = await db.Database.SqlQueryRaw<Total>(
            Sql,
            new NpgsqlParameter("project", NpgsqlDbType.Uuid) { Value = db.ProjectId }, new NpgsqlParameter("livemode", NpgsqlDbType.Boolean) { Value = db.Livemode },
            Column("meters", NpgsqlDbType.Text, windows.Select(w => w.MeterId)), Column("customers", NpgsqlDbType.Text, windows.Select(w => w.CustomerId)),
            Column("starts", NpgsqlDbType.TimestampTz, windows.Select(w => w.From.UtcDateTime)), Column("ends", NpgsqlDbType.TimestampTz, windows.Select(w => w.Until.UtcDateTime)))
            .ToListAsync(ct);
        foreach (var (place, value) in found) totals[place - 1] = value;
        return totals;
    }

    private static NpgsqlParameter Column<T>(string name, NpgsqlDbType type, IEnumerable<T> values) => new(name, NpgsqlDbType.Array | type) { Value = values.ToArray() };

    private sealed record Total(int Place, decimal Value);
}
