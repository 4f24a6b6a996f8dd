using System.Globalization;
using System.Linq.Expressions;
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
    /// never be followed by an older one. (Numbers out of a sequence come in the order of asking, not of committing.) SQL of
    /// the event <c>e</c>.
    /// </summary>
    internal const string Complete = "(e.epoch < pay_current_epoch() or e.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))";

    /// <summary>An event and what is on its way of it, in one statement.</summary>
    public static readonly Expression<Func<PayEvent, EventRow>> Row = e => new EventRow(e, PendingWebhooks(e.ProjectId, e.Livemode, e.Id, e.Type, e.Status, e.CreatedAt));

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
    public static async Task<PagedList<EventResponse>> PageOfLogAsync(this IQueryable<PayEvent> log, int limit, CancellationToken ct)
    {
        var rows = await log.OrderBy(e => e.Epoch).ThenBy(e => e.TransactionId).ThenBy(e => e.Sequence).Take(limit + 1).Select(Row).ToListAsync(ct);
        var more = rows.Count > limit;
        if (more) rows.RemoveAt(limit);
        return new("/v1/events", more, rows.ConvertAll(Shown));
    }

    public static EventResponse Shown(EventRow row) => EventResponse.Of(row.Event, row.PendingWebhooks);

    /// <summary>SQL's <c>pay_pending_webhooks</c>, for queries.</summary>
    /// <exception cref="NotSupportedException">Called outside of one.</exception>
    public static int PendingWebhooks(Guid project, bool livemode, string id, string type, PayEventStatus status, DateTimeOffset createdAt) =>
        throw new NotSupportedException($"{project} {livemode} {id} {type} {status} {createdAt}: only PostgreSQL counts these.");
}

internal sealed record EventRow(PayEvent Event, int PendingWebhooks);
