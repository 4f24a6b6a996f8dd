using System.Globalization;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CalmonyPay.Webhooks.Replays;

/// <summary>Sends events once more. Their deliveries are rows like all others, due one after the other at the rate that was asked for.</summary>
public sealed class WebhookReplays(PayDb db, EventWake wake, TimeProvider clock)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>In the order of the log, so that the last one tells where to go on. What is not complete yet is left for later.</summary>
    private const string Insert = $"""
        with chosen as materialized (
            select e.id, e.type, e.object_id, e.object_sequence, row_number() over (order by e.epoch, e.transaction_id, e.sequence) as n
            from pay_events e
            where e.project_id = @project and e.livemode = @livemode
              and (@from is null or e.created_at >= @from) and (@until is null or e.created_at < @until)
              and (@types is null or e.type = any(@types)) and (@object is null or e.object_id = @object)
              and (@after is null or (e.epoch, e.transaction_id, e.sequence) > (@epoch, @after::xid8, @sequence))
              and {EventReading.Complete}
              and (not @failed or exists (
                  select from pay_webhook_deliveries d
                  where d.project_id = e.project_id and d.event_id = e.id and d.webhook_endpoint_id = @endpoint and d.status = 'failed' and d.kind <> 'dry_run'
                    and not exists (select from pay_webhook_deliveries s where s.project_id = e.project_id and s.event_id = e.id and s.webhook_endpoint_id = @endpoint and s.status <> 'failed')))
            order by e.epoch, e.transaction_id, e.sequence limit @limit + 1),
        made as (
            insert into pay_webhook_deliveries
                (id, project_id, livemode, webhook_endpoint_id, event_id, event_type, object_id, object_sequence, kind, status, retry_count, next_attempt_at, created_at)
            select pay_uuid7(), @project, @livemode, @endpoint, id, type, object_id, object_sequence, @kind, 'pending', 0, @now + (n - 1) * interval '1 second' / @rate, @now
            from chosen where n <= @limit)
        select count(*) filter (where n <= @limit) as "Count", count(*) > @limit as "More", max(id) filter (where n = least(@limit, (select count(*) from chosen))) as "Last" from chosen
        """;

    /// <exception cref="StripeError">404 for the endpoint or the event; 400 for an endpoint that is disabled.</exception>
    public async Task<WebhookDelivery> ResendAsync(string eventId, EventResend resend, CancellationToken ct)
    {
        var happened = await db.Set<PayEvent>().SingleOrDefaultAsync(e => e.Id == eventId, ct) ?? throw StripeError.NoSuch("event", eventId);
        await RequireAsync(resend.WebhookEndpoint, () => StripeError.NoSuchParam("webhook endpoint", resend.WebhookEndpoint, "webhook_endpoint"), ct);
        var now = clock.GetUtcNow();
        var delivery = new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            WebhookEndpointId = resend.WebhookEndpoint,
            EventId = happened.Id,
            EventType = happened.Type,
            ObjectId = happened.ObjectId,
            ObjectSequence = happened.ObjectSequence,
            Kind = WebhookDeliveryKind.Resend,
            NextAttemptAt = now,
            CreatedAt = now,
        };
        db.Add(delivery);
        db.AfterCommit = wake.Ring;
        return delivery;
    }

    /// <inheritdoc cref="ResendAsync"/>
    public async Task<WebhookReplayResponse> ReplayAsync(string endpointId, WebhookReplay replay, CancellationToken ct)
    {
        await RequireAsync(endpointId, () => WebhookEndpointService.NoSuch(endpointId), ct);
        var after = replay.After is { } id
            ? await db.Set<PayEvent>().SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw StripeError.NoSuchParam("event", id, "after")
            : null;
        var now = clock.GetUtcNow();
        var from = replay.Created?.From ?? (replay is { DryRun: true, Created: null, After: null } ? now - Week : null);
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        var made = await db.Database.SqlQueryRaw<Made>(
            Insert,
            Parameter("project", db.ProjectId, NpgsqlDbType.Uuid), Parameter("livemode", db.Livemode, NpgsqlDbType.Boolean), Parameter("endpoint", endpointId, NpgsqlDbType.Text),
            Parameter("from", from?.UtcDateTime, NpgsqlDbType.TimestampTz), Parameter("until", replay.Created?.Until?.UtcDateTime, NpgsqlDbType.TimestampTz),
            Parameter("types", replay.Types?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), Parameter("object", replay.ObjectId, NpgsqlDbType.Text),
            Parameter("after", after?.TransactionId.ToString(CultureInfo.InvariantCulture), NpgsqlDbType.Text), Parameter("epoch", after?.Epoch, NpgsqlDbType.Integer), Parameter("sequence", after?.Sequence, NpgsqlDbType.Bigint),
            Parameter("failed", replay.Failed, NpgsqlDbType.Boolean), Parameter("limit", replay.Limit, NpgsqlDbType.Integer),
            new NpgsqlParameter<WebhookDeliveryKind>("kind", replay.DryRun ? WebhookDeliveryKind.DryRun : WebhookDeliveryKind.Replay),
            Parameter("now", now.UtcDateTime, NpgsqlDbType.TimestampTz), Parameter("rate", replay.Rate, NpgsqlDbType.Integer)).ToListAsync(ct);
        db.AfterCommit = wake.Ring;
        var (count, more, last) = made.Single();
        return new(endpointId, (int)count, (now + TimeSpan.FromSeconds((double)count / replay.Rate)).ToUnixTimeSeconds(), replay.DryRun, more, last);
    }

    private async Task RequireAsync(string id, Func<StripeError> missing, CancellationToken ct)
    {
        var endpoint = await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw missing();
        if (endpoint.Status != WebhookEndpointStatus.Enabled)
            throw StripeError.Invalid($"The webhook endpoint {id} is disabled: enable it first (disabled=false).", "webhook_endpoint");
    }

    private static NpgsqlParameter Parameter(string name, object? value, NpgsqlDbType type) => new(name, type) { Value = value ?? DBNull.Value };

    private sealed record Made(long Count, bool More, string? Last);
}
