using CalmonyPay.Platform.Data;
using Npgsql;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>
/// Hands new events to the endpoints that want them: a row each in <c>pay_webhook_deliveries</c>, and the event is dispatched,
/// in one statement. Any number of hosts may do it at once; each takes events that no other has locked.
/// </summary>
public sealed class EventFanOut(PayDbPools pools, TimeProvider clock)
{
    /// <summary>Events that one statement takes.</summary>
    public const int Batch = 500;

    /// <summary>An endpoint gets what happens after it was made; what happened before can be replayed to it.</summary>
    private const string Statement = """
        with taken as materialized (
            select project_id, id, livemode, type, object_id, object_sequence, created_at from pay_events
            where status = 'pending' order by id limit $1 for update skip locked),
        made as (
            insert into pay_webhook_deliveries
                (id, project_id, livemode, webhook_endpoint_id, event_id, event_type, object_id, object_sequence, kind, status, retry_count, next_attempt_at, created_at)
            select pay_uuid7(), t.project_id, t.livemode, e.id, t.id, t.type, t.object_id, t.object_sequence, 'event', 'pending', 0, $2, $2
            from taken t join pay_webhook_endpoints e on e.project_id = t.project_id and e.livemode = t.livemode
            where e.status = 'enabled' and e.deleted_at is null and e.created_at <= t.created_at
              and (e.enabled_events ? '*' or e.enabled_events ? t.type))
        update pay_events e set status = 'dispatched' from taken t where e.project_id = t.project_id and e.id = t.id
        """;

    /// <returns>How many events were taken.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var batch = pools.QueueBatch().With(
            Statement, new NpgsqlParameter<int> { TypedValue = Batch }, new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        return await batch.ExecuteNonQueryAsync(ct);
    }
}
