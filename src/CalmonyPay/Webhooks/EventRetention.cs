using System.ComponentModel.DataAnnotations;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Ids;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CalmonyPay.Webhooks;

/// <summary>How long events are kept: <c>CalmonyPay:Events</c>.</summary>
public sealed record EventOptions
{
    /// <summary>Whole months before the current one that are kept; 0 keeps all for good.</summary>
    [Range(0, 1200)] public int KeepMonths { get; set; }

    /// <summary>How often the worker makes the coming months' partitions and drops old ones.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>
/// Makes the coming months' partitions of <c>pay_events</c> and drops those that are older than is kept, with their
/// deliveries. A month with something undelivered in it stays until that is delivered or given up.
/// </summary>
public sealed partial class EventRetention(PayDbPools pools, IOptions<EventOptions> options, TimeProvider clock, ILogger<EventRetention> log) : Rounds(clock, log)
{
    private const int MonthsAhead = 4;

    private const string Months = """
        select substring(c.relname from 12) from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'pay_events'::regclass and c.relname ~ '^pay_events_[0-9]{6}$' order by 1
        """;

    private const string Undelivered = """
        select exists (select from pay_events where status = 'pending' and id >= $1 and id < $2)
            or exists (select from pay_webhook_deliveries where status = 'pending' and event_id >= $1 and event_id < $2)
        """;

    /// <summary>Some thousands at a time, their tries first.</summary>
    private const string DeleteTries = """
        delete from pay_webhook_attempts where (project_id, delivery_id) in (
            select project_id, id from pay_webhook_deliveries where event_id >= $1 and event_id < $2 order by event_id, id limit 5000)
        """;

    private const string DeleteDeliveries = """
        delete from pay_webhook_deliveries where (project_id, id) in (
            select project_id, id from pay_webhook_deliveries where event_id >= $1 and event_id < $2 order by event_id, id limit 5000)
        """;

    /// <summary>One look. Returns the months that were dropped (<c>202611</c>).</summary>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (var ahead = 0; ahead < MonthsAhead; ahead++) await ExecuteAsync(EventPartitions.CreateSql(month.AddMonths(ahead)), ct);
        var dropped = new List<string>();
        if (options.Value.KeepMonths == 0) return dropped;
        var kept = month.AddMonths(-options.Value.KeepMonths);
        foreach (var old in await MonthsBeforeAsync(kept, ct))
        {
            var (from, until) = (PayId.Floor("evt", old), PayId.Floor("evt", old.AddMonths(1)));
            await using (var undelivered = Command(Undelivered, from, until))
            {
                if (await undelivered.ExecuteScalarAsync(ct) is true)
                {
                    LogWaits(old);
                    continue;
                }
            }
            while (await DeleteSomeAsync(from, until, ct) > 0) { }
            await ExecuteAsync($"select pay_drop_event_partition('{EventPartitions.NameOf(old)}')", ct);
            dropped.Add(EventPartitions.NameOf(old)[^6..]);
            LogDropped(old);
        }
        return dropped;
    }

    protected override TimeSpan Every => options.Value.LookEvery;

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    private async Task<List<DateTimeOffset>> MonthsBeforeAsync(DateTimeOffset kept, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(Months);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var months = new List<DateTimeOffset>();
        while (await reader.ReadAsync(ct))
        {
            var text = reader.GetString(0);
            var month = new DateTimeOffset(int.Parse(text[..4], System.Globalization.CultureInfo.InvariantCulture), int.Parse(text[4..], System.Globalization.CultureInfo.InvariantCulture), 1, 0, 0, 0, TimeSpan.Zero);
            if (month < kept) months.Add(month);
        }
        return months;
    }

    private async Task<int> DeleteSomeAsync(string from, string until, CancellationToken ct)
    {
        await using (var tries = Command(DeleteTries, from, until)) await tries.ExecuteNonQueryAsync(ct);
        await using var deliveries = Command(DeleteDeliveries, from, until);
        return await deliveries.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql, string from, string until)
    {
        var command = pools.Worker.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = until });
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "The events of {Month:yyyy-MM} were dropped: they are older than is kept")]
    private partial void LogDropped(DateTimeOffset month);

    [LoggerMessage(LogLevel.Warning, "The events of {Month:yyyy-MM} are older than is kept, and stay because something of them is undelivered")]
    private partial void LogWaits(DateTimeOffset month);
}
