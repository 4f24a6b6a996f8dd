using System.Text.Json;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Tenancy;
using Npgsql;
using NpgsqlTypes;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>What a host may take for one endpoint now.</summary>
public sealed record Wanted(string EndpointId, int Most, bool StrictOrder);

/// <summary>Takes deliveries that are due and writes down what came of them: fifty or more in one round trip each way.</summary>
public sealed class DeliveryQueue(PayDbPools pools, WebhookOptions options, TimeProvider clock)
{
    /// <summary>
    /// By endpoint, so that one with a long queue costs the others nothing. In strict order an object's delivery waits for
    /// the object's earlier ones, and for earlier events that have not been handed out yet. The last column counts by the event alone
    /// and looks at the rest afterwards: only so is it certain to go by the event's index.
    /// </summary>
    private const string Claim = """
        with due as materialized (
            select d.project_id, d.id from unnest($1, $2, $3) as e(id, most, strict)
            cross join lateral (
                select d.project_id, d.id from pay_webhook_deliveries d
                where d.webhook_endpoint_id = e.id and d.status = 'pending' and d.next_attempt_at <= $4
                  and (not e.strict or d.kind <> 'event' or not exists (
                          select from pay_webhook_deliveries before
                          where before.webhook_endpoint_id = d.webhook_endpoint_id and before.object_id = d.object_id and before.status = 'pending'
                            and before.kind = 'event' and before.object_sequence < d.object_sequence)
                      and not exists (
                          select from pay_events before
                          where before.project_id = d.project_id and before.object_id = d.object_id and before.status = 'pending'
                            and before.object_sequence < d.object_sequence))
                order by d.next_attempt_at limit e.most for update skip locked) d),
        taken as (
            update pay_webhook_deliveries d set next_attempt_at = $5 from due
            where d.project_id = due.project_id and d.id = due.id
            returning d.id, d.project_id, d.livemode, d.webhook_endpoint_id, d.event_id, d.kind, d.retry_count, d.response_status, d.created_at)
        select t.id, t.project_id, t.livemode, t.webhook_endpoint_id, t.event_id, t.kind, t.retry_count,
               e.type, e.api_version, e.data, e.previous_attributes, e.request_id, e.idempotency_key, coalesce(e.clock_time, e.created_at), e.object_sequence, e.previous_event_id,
               (select count(*) filter (where p.project_id = t.project_id and p.status = 'pending') from pay_webhook_deliveries p where p.event_id = t.event_id)
        from taken t left join pay_events e on e.project_id = t.project_id and e.id = t.event_id
        order by t.created_at, t.id
        """;

    // "next_attempt_at is not null" is what the table's check makes of "pending", and keeps the planner on the primary key and off the
    // indexes of all that is due.
    private const string Move = """
        update pay_webhook_deliveries d
        set status = r.status, response_status = r.response_status, next_attempt_at = r.next_attempt_at, delivered_at = r.delivered_at,
            retry_count = d.retry_count + case when r.status = 'pending' then 1 else 0 end
        from unnest($1, $2, $3, $4, $5, $6) as r(project_id, id, status, response_status, next_attempt_at, delivered_at)
        where d.project_id = r.project_id and d.id = r.id and d.next_attempt_at is not null
        """;

    private const string Note = """
        insert into pay_webhook_attempts
            (id, project_id, livemode, delivery_id, number, response_status, response_headers, response_body, duration_milliseconds, error, created_at)
        select r.id, d.project_id, d.livemode, d.id, r.number, r.response_status, r.response_headers, r.response_body, r.duration, r.error, r.created_at
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as r(id, project_id, delivery_id, number, response_status, response_headers, response_body, duration, error, created_at)
        join pay_webhook_deliveries d on d.project_id = r.project_id and d.id = r.delivery_id
        """;

    private const string LetGo = """
        update pay_webhook_deliveries d set next_attempt_at = $3 from unnest($1, $2) as r(project_id, id)
        where d.project_id = r.project_id and d.id = r.id and d.next_attempt_at is not null
        """;

    private const string Feel = """
        update pay_webhook_endpoints e set failing_since = case when r.failed then coalesce(e.failing_since, $4) end
        from unnest($1, $2, $3) as r(project_id, id, failed) where e.project_id = r.project_id and e.id = r.id
        """;

    /// <summary>Takes at most so many for each endpoint; another host does not get them until the lease is up.</summary>
    public async Task<List<DueDelivery>> ClaimAsync(IReadOnlyCollection<Wanted> wanted, CancellationToken ct)
    {
        var claimed = new List<DueDelivery>();
        if (wanted.Count == 0) return claimed;
        var now = clock.GetUtcNow();
        var lease = now + options.Lease;
        await using var batch = pools.QueueBatch().With(
            Claim, Texts(wanted.Select(w => w.EndpointId)), new NpgsqlParameter<int[]> { TypedValue = [.. wanted.Select(w => w.Most)] },
            new NpgsqlParameter<bool[]> { TypedValue = [.. wanted.Select(w => w.StrictOrder)] }, Time(now), Time(lease));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var tenant = new Tenant(reader.GetGuid(1), reader.GetBoolean(2));
            claimed.Add(new(
                reader.GetGuid(0), tenant, reader.GetString(3), reader.GetString(4), reader.GetFieldValue<WebhookDeliveryKind>(5), reader.GetInt32(6), lease,
                reader.IsDBNull(7) ? null : BodyOf(reader, tenant.Livemode)));
        }
        return claimed;
    }

    /// <summary>Writes down tries and where they leave their deliveries, in one transaction.</summary>
    public async Task RecordAsync(IReadOnlyList<DeliveryResult> results, CancellationToken ct)
    {
        await using var batch = pools.QueueBatch()
            .With(Move,
                Array(results, r => r.Delivery.Tenant.ProjectId), Array(results, r => r.Delivery.Id), Array(results, r => r.Status), Array(results, r => r.Outcome.Status),
                Times(results, r => r.Next), Times(results, r => r.Status == WebhookDeliveryStatus.Succeeded ? r.Outcome.At + r.Outcome.Took : null))
            .With(Note,
                Array(results, r => Guid.CreateVersion7(r.Outcome.At)), Array(results, r => r.Delivery.Tenant.ProjectId), Array(results, r => r.Delivery.Id),
                Array(results, r => r.Delivery.Tries + 1), Array(results, r => r.Outcome.Status), Headers(results), Texts(results.Select(r => r.Outcome.Body)),
                Array(results, r => (int)Math.Min(int.MaxValue, r.Outcome.Took.TotalMilliseconds)), Texts(results.Select(r => r.Outcome.Error)), Times(results, r => r.Outcome.At));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gives deliveries back that were taken and not sent.</summary>
    public async Task LetGoAsync(IReadOnlyCollection<DueDelivery> left, CancellationToken ct)
    {
        await using var batch = pools.QueueBatch().With(
            LetGo, new NpgsqlParameter<Guid[]> { TypedValue = [.. left.Select(d => d.Tenant.ProjectId)] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. left.Select(d => d.Id)] }, Time(clock.GetUtcNow()));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Notes which endpoints have begun to fail, or have stopped failing.</summary>
    public async Task FeelAsync(IReadOnlyCollection<(LiveEndpoint Endpoint, bool Failed)> changed, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(Feel);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. changed.Select(c => c.Endpoint.Tenant.ProjectId)] });
        command.Parameters.Add(Texts(changed.Select(c => c.Endpoint.Id)));
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. changed.Select(c => c.Failed)] });
        command.Parameters.Add(Time(clock.GetUtcNow()));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static byte[] BodyOf(NpgsqlDataReader reader, bool livemode) => PayJson.Bytes(new EventResponse(
        reader.GetString(4), reader.GetString(8), new DateTimeOffset(reader.GetDateTime(13)).ToUnixTimeSeconds(),
        new(new(reader.GetString(9)), reader.IsDBNull(10) ? null : new(reader.GetString(10))), livemode, (int)reader.GetInt64(16),
        new(Text(reader, 11), Text(reader, 12)), reader.GetString(7), reader.GetInt64(14), Text(reader, 15)));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset at) => new() { TypedValue = at.UtcDateTime };

    private static NpgsqlParameter<DateTime?[]> Times(IReadOnlyList<DeliveryResult> results, Func<DeliveryResult, DateTimeOffset?> of) =>
        new() { TypedValue = [.. results.Select(r => of(r)?.UtcDateTime)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter<string[]> Headers(IReadOnlyList<DeliveryResult> results) => new()
    {
        TypedValue = [.. results.Select(r => JsonSerializer.Serialize(r.Outcome.Headers, JsonSerializerOptions.Default))],
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
    };

    private static NpgsqlParameter<T[]> Array<T>(IReadOnlyList<DeliveryResult> results, Func<DeliveryResult, T> of) =>
        new() { TypedValue = [.. results.Select(of)] };

    private static NpgsqlParameter<string?[]> Texts(IEnumerable<string?> texts) =>
        new() { TypedValue = [.. texts], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
