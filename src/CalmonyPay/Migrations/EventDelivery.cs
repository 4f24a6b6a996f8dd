using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>What delivering the event log needs of the database beside its tables.</summary>
internal static class EventDelivery
{
    public static void PrepareDelivery(this MigrationBuilder migration) => migration.Sql("""
        -- Version 7, so that ids made here sort by age among those made by the hosts.
        create function pay_uuid7() returns uuid language sql volatile parallel safe as $$
            select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
        $$;

        -- Endpoints that an event has yet to reach: counted from its deliveries, and before it is handed out from who wants it.
        create function pay_pending_webhooks(project uuid, live boolean, event text, event_type text, event_status pay_event_status, happened timestamptz)
        returns integer language sql stable parallel safe as $$
            select (case event_status
                when 'pending' then (
                    select count(*) from pay_webhook_endpoints w
                    where w.project_id = project and w.livemode = live and w.status = 'enabled' and w.deleted_at is null and w.created_at <= happened
                      and (w.enabled_events ? '*' or w.enabled_events ? event_type))
                else (select count(*) from pay_webhook_deliveries d where d.project_id = project and d.event_id = event and d.status = 'pending')
            end)::integer
        $$;

        create index pay_events_pending_idx on pay_events (id) where status = 'pending';
        create index pay_events_log_idx on pay_events (project_id, livemode, epoch, transaction_id, sequence);

        -- The dispatch status is the one column that moves. Naming the others spares every dispatch a look at the whole row.
        drop trigger pay_events_immutable on pay_events;
        create or replace function pay_events_refuse() returns trigger language plpgsql as $$
        begin
            raise exception 'pay_events is immutable: % refused', lower(tg_op) using errcode = 'restrict_violation';
        end $$;
        create trigger pay_events_immutable
            before delete or update of id, project_id, livemode, type, object_id, object_sequence, previous_event_id, api_version, data, previous_attributes,
                request_id, idempotency_key, created_at, epoch, transaction_id, sequence
            on pay_events for each row execute function pay_events_refuse();

        create function pay_drop_event_partition(name text) returns void
        language plpgsql security definer set search_path = public as $$
        begin
            if name !~ '^pay_events_[0-9]{6}$' then
                raise exception '% is no month of events', name using errcode = 'invalid_parameter_value';
            end if;
            execute format('drop table if exists %I', name);
        end $$;
        revoke all on function pay_drop_event_partition(text) from public;
        grant execute on function pay_drop_event_partition(text) to calmonypay_worker_group;
        """);

    public static void ForgetDelivery(this MigrationBuilder migration) => migration.Sql("""
        drop function pay_drop_event_partition(text);
        drop function pay_pending_webhooks(uuid, boolean, text, text, pay_event_status, timestamptz);
        drop index pay_events_log_idx, pay_events_pending_idx;
        drop function pay_uuid7();
        """);
}
