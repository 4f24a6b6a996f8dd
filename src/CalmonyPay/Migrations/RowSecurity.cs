using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>
/// Roles, grants and row-level security. A migration that makes tables ends with <see cref="ProtectTables"/>: every table
/// with a project in it is scoped, and a test finds one that was forgotten.
/// </summary>
internal static class RowSecurity
{
    /// <summary>The group roles that grants and policies name. They belong to the cluster, so another database may have made them.</summary>
    public static void CreateRoles(this MigrationBuilder migration) => migration.Sql("""
        do $$
        declare role text;
        begin
            foreach role in array array['calmonypay_application_group', 'calmonypay_worker_group'] loop
                begin
                    execute format('create role %I nologin', role);
                exception when duplicate_object or unique_violation then null;
                end;
            end loop;
        end $$;

        create function pay_project() returns uuid language sql stable parallel safe
        as $$ select nullif(current_setting('pay.project', true), '')::uuid $$;

        create function pay_livemode() returns boolean language sql stable parallel safe
        as $$ select nullif(current_setting('pay.livemode', true), '')::boolean $$;

        -- One table's policies: the application sees its project and mode, the worker those or, unscoped, all.
        create function pay_protect(name text) returns void language plpgsql as $$
        declare
            project text := case when name = 'pay_projects' then 'id' else 'project_id' end;
            both_modes boolean := not exists (select from information_schema.columns where table_schema = current_schema and table_name = name and column_name = 'livemode');
            scoped text := format('%I = (select pay_project())', project) || case when both_modes then '' else ' and livemode = (select pay_livemode())' end;
        begin
            execute format('alter table %I enable row level security', name);
            execute format('alter table %I force row level security', name);
            execute format('grant select, insert, update, delete on %I to calmonypay_application_group, calmonypay_worker_group', name);
            execute format('create policy pay_application on %I to calmonypay_application_group using (%s) with check (%s)', name, scoped, scoped);
            execute format('create policy pay_worker on %I to calmonypay_worker_group using ((select pay_project()) is null or (%s)) with check ((select pay_project()) is null or (%s))', name, scoped, scoped);
        end $$;

        create function pay_make_login(login text, secret text, in_group text) returns void language plpgsql as $$
        begin
            begin
                execute format('create role %I login', login);
            exception when duplicate_object or unique_violation then null;
            end;
            if secret is not null then execute format('alter role %I login password %L', login, secret); end if;
            execute format('alter role %I set idle_in_transaction_session_timeout = ''60s''', login);
            execute format('grant %I to %I', in_group, login);
        end $$;
        """);

    /// <summary>Protects every table of ours that is not protected yet.</summary>
    public static void ProtectTables(this MigrationBuilder migration) => migration.Sql("""
        do $$
        declare name text;
        begin
            for name in
                select c.relname from pg_class c
                where c.relnamespace = current_schema::regnamespace and c.relkind in ('r', 'p') and c.relname like 'pay\_%'
                  and not c.relrowsecurity
                  and (c.relname = 'pay_projects' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'project_id'))
            loop
                perform pay_protect(name);
            end loop;
        end $$;
        -- The gateways belong to no project; who serves reads them and changes none.
        grant select on pay_gateways to calmonypay_application_group, calmonypay_worker_group;
        grant usage on all sequences in schema public to calmonypay_application_group, calmonypay_worker_group;
        """);

    /// <summary>
    /// Finding the project of a key is the one look across projects that a request needs. The function runs as the owner,
    /// whom forced row security binds too, so the owner may read these two tables.
    /// </summary>
    public static void CreateKeyLookup(this MigrationBuilder migration) => migration.Sql("""
        create policy pay_owner_reads on pay_api_keys for select to current_user using (true);
        create policy pay_owner_reads on pay_projects for select to current_user using (true);

        create function pay_find_api_key(hash bytea)
        returns table (id uuid, project_id uuid, livemode boolean, type pay_api_key_type, rate_limit integer, expires_at timestamptz, secret_encrypted bytea)
        language sql stable security definer set search_path = public as $$
            select k.id, k.project_id, k.livemode, k.type, k.rate_limit, k.expires_at, p.secret_encrypted
            from pay_api_keys k join pay_projects p on p.id = k.project_id
            where k.key_hash = hash and k.revoked_at is null
        $$;
        revoke all on function pay_find_api_key(bytea) from public;
        grant execute on function pay_find_api_key(bytea) to calmonypay_application_group, calmonypay_worker_group;
        revoke all on function pay_make_event_partition(text, text, text), pay_begin_epoch(), pay_protect(text), pay_make_login(text, text, text) from public;
        grant execute on function pay_make_event_partition(text, text, text) to calmonypay_worker_group;
        """);
}
