using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>
/// The event log's table, which EF cannot say: partitioned by month over ids that carry time, immutable by triggers,
/// ordered by (epoch, transaction, sequence) so that it can be read to its end.
/// </summary>
internal static class EventTable
{
    public static void CreateEventTable(this MigrationBuilder migration) => migration.Sql("""
        create sequence pay_event_sequence;

        -- The epoch goes up when stored transaction ids are not below the cluster's own: a dump restored elsewhere.
        create table pay_event_epoch (one boolean primary key default true check (one), epoch integer not null);
        insert into pay_event_epoch (epoch) values (1);

        create function pay_current_epoch() returns integer language sql stable security definer set search_path = public
        as $$ select epoch from pay_event_epoch $$;

        create table pay_events (
            id text collate "C" not null,
            project_id uuid not null,
            livemode boolean not null,
            type text not null,
            object_id text collate "C" not null,
            object_sequence bigint not null check (object_sequence > 0),
            previous_event_id text collate "C",
            api_version text not null,
            data json not null,
            previous_attributes json,
            request_id text collate "C",
            idempotency_key text,
            status pay_event_status not null,
            created_at timestamptz not null,
            epoch integer not null default pay_current_epoch(),
            transaction_id xid8 not null default pg_current_xact_id(),
            sequence bigint not null default nextval('pay_event_sequence'),
            constraint pay_events_pkey primary key (project_id, id)
        ) partition by range (id);

        create index pay_events_status_idx on pay_events (project_id, status);
        create index pay_events_object_id_idx on pay_events (project_id, object_id, id);
        create index pay_events_type_idx on pay_events (project_id, type, id);

        create function pay_events_refuse() returns trigger language plpgsql as $$
        begin
            if tg_op = 'UPDATE' and (to_jsonb(new) - 'status') = (to_jsonb(old) - 'status') then
                return new;
            end if;
            raise exception 'pay_events is immutable: % refused', lower(tg_op) using errcode = 'restrict_violation';
        end $$;

        create trigger pay_events_immutable before update or delete on pay_events for each row execute function pay_events_refuse();
        create trigger pay_events_no_truncate before truncate on pay_events for each statement execute function pay_events_refuse();

        create table pay_events_default partition of pay_events default;
        create trigger pay_events_default_no_truncate before truncate on pay_events_default for each statement execute function pay_events_refuse();

        create function pay_make_event_partition(name text, lower_id text, upper_id text) returns void
        language plpgsql security definer set search_path = public as $$
        begin
            if to_regclass(name) is null then
                execute format('create table %I partition of pay_events for values from (%L) to (%L)', name, lower_id, upper_id);
                execute format('create trigger %I before truncate on %I for each statement execute function pay_events_refuse()', name || '_no_truncate', name);
                perform pay_protect(name);
            end if;
        end $$;

        -- The function below runs as the owner, whom forced row security binds as well.
        create policy pay_owner_reads on pay_events for select to current_user using (true);

        create function pay_begin_epoch() returns void language sql security definer set search_path = public as $$
            update pay_event_epoch set epoch = epoch + 1
            where exists (
                select from pay_events e
                where e.epoch = pay_event_epoch.epoch and e.transaction_id::text::numeric >= pg_current_xact_id()::text::numeric)
        $$;
        """);
}
