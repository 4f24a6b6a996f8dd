using System.Globalization;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Paging;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Webhooks;

/// <summary>Reads the event log: in the order of commits, without gaps, and with what is still on its way.</summary>
internal static class EventReading
{
    /// <summary>What <c>after</c> says for the log's first event.</summary>
    public const string Beginning = "beginning";

    /// <summary>
    /// Only what every transaction that could still stand before it has ended for: an event that a reader has passed can
    /// never be followed by an older one. (Numbers out of a sequence come in the order of asking, not of committing.)
    /// </summary>
    private const string Complete = "(e.epoch < pay_current_epoch() or e.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))";

    private const string Pending = """
        select e.id as "Id", (case
            when e.status = 'pending' then (
                select count(*) from pay_webhook_endpoints w
                where w.project_id = e.project_id and w.livemode = e.livemode and w.status = 'enabled' and w.deleted_at is null and w.created_at <= e.created_at
                  and (w.enabled_events ? '*' or w.enabled_events ? e.type))
            else (select count(*) from pay_webhook_deliveries d where d.project_id = e.project_id and d.event_id = e.id and d.status = 'pending')
        end)::integer as "Count"
        from pay_events e where e.project_id = {0} and e.id = any({1})
        """;

    /// <summary>The log behind an event of this project, or from the <see cref="Beginning"/>.</summary>
    public static async Task<IQueryable<PayEvent>> LogAfterAsync(this PayDb db, string after, CancellationToken ct)
    {
        if (after == Beginning) return db.Set<PayEvent>().FromSqlRaw($"select * from pay_events e where {Complete}");
        var from = await db.Set<PayEvent>().Where(e => e.Id == after).Select(e => new { e.Epoch, e.TransactionId, e.Sequence }).SingleOrDefaultAsync(ct)
            ?? throw StripeError.NoSuchParam("event", after, "after");
        return db.Set<PayEvent>().FromSqlRaw(
            $"select * from pay_events e where {Complete} and (e.epoch, e.transaction_id, e.sequence) > ({{0}}, {{1}}::text::xid8, {{2}})",
            from.Epoch, from.TransactionId.ToString(CultureInfo.InvariantCulture), from.Sequence);
    }

    /// <summary>A page of the log, the oldest first. <c>has_more</c> says that the next one is not empty now.</summary>
    public static async Task<PagedList<PayEvent>> PageOfLogAsync(this IQueryable<PayEvent> log, int limit, CancellationToken ct)
    {
        var rows = await log.OrderBy(e => e.Epoch).ThenBy(e => e.TransactionId).ThenBy(e => e.Sequence).Take(limit + 1).ToListAsync(ct);
        var more = rows.Count > limit;
        if (more) rows.RemoveAt(limit);
        return new("/v1/events", more, rows);
    }

    /// <summary>Events as the API shows them, with their <c>pending_webhooks</c>.</summary>
    public static async Task<IReadOnlyList<EventResponse>> ShownAsync(this PayDb db, IReadOnlyList<PayEvent> events, CancellationToken ct)
    {
        if (events.Count == 0) return [];
        var pending = (await db.Database.SqlQueryRaw<PendingWebhooks>(Pending, db.ProjectId, events.Select(e => e.Id).ToArray()).ToListAsync(ct)).ToDictionary(p => p.Id, p => p.Count);
        return [.. events.Select(e => EventResponse.Of(e, pending.GetValueOrDefault(e.Id)))];
    }

    private sealed record PendingWebhooks(string Id, int Count);
}
