using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.House;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CalmonyPay.Tests.Platform.Tenancy;

/// <summary>
/// What the database refuses the application's login, table by table as the catalog names them: a table that is added
/// tomorrow is tried tomorrow.
/// </summary>
public sealed class SqlTenancyTests(Neighbourhood api) : IClassFixture<Neighbourhood>
{
    private readonly SchemaCatalog catalog = new(api);

    [Fact]
    public async Task Every_tenant_table_has_row_security_that_binds_its_owner_too()
    {
        foreach (var (table, _, _) in await catalog.TenantTablesAsync())
        {
            var flags = (await api.SqlAsync("select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass", table))[0];
            Assert.True(flags is [true, true], $"{table} has row security {flags[0]}, forced {flags[1]}");
            var policies = (await api.SqlAsync("select polname::text from pg_policy where polrelid = $1::regclass", table)).Select(row => (string)row[0]!);
            Assert.True(policies.ToHashSet().IsSupersetOf(["pay_application", "pay_worker"]), $"{table} has only the policies {string.Join(", ", policies)}");
        }
    }

    [Fact]
    public async Task Tables_without_a_project_are_few_and_the_application_only_reads_them()
    {
        var tenant = (await catalog.TenantTablesAsync()).Select(table => table.Table);
        var others = (await catalog.TablesAsync()).Except(tenant).ToList();
        Assert.Equal(["pay_event_epoch", "pay_gateways", "pay_projects"], others.Order());
        foreach (var table in others.Except(["pay_projects"]))
            foreach (var right in (string[])["insert", "update", "delete", "truncate"])
                Assert.False((bool)(await api.SqlAsync($"select has_table_privilege('{DatabaseLogins.ApplicationRole}', '{table}', '{right}')"))[0][0]!, $"the application may {right} {table}");
    }

    [Fact]
    public async Task Every_table_has_a_row_of_project_A_or_these_tests_prove_nothing()
    {
        foreach (var (table, _, partition) in await catalog.TenantTablesAsync())
            if (!partition)
                Assert.True((long)(await api.SqlAsync($"select count(*) from {table} where project_id = $1", api.ProjectA))[0][0]! > 0, $"{table} is empty: give it a row in {nameof(Neighbourhood)}");
    }

    [Theory]
    [InlineData("the neighbour")]
    [InlineData("the other mode")]
    [InlineData("no scope at all")]
    public async Task No_row_is_seen_changed_or_deleted_from_another_scope(string from)
    {
        foreach (var (table, hasMode, _) in await catalog.TenantTablesAsync())
        {
            if (from == "the other mode" && !hasMode) continue;
            foreach (var where in (string[])["", $" where project_id = '{api.ProjectA}'"])
            {
                // The other mode of the same project may have rows of its own.
                var filter = from == "the other mode" ? " where not livemode" : from == "the neighbour" && where.Length == 0 ? $" where project_id <> '{api.ProjectB}'" : where;
                Assert.Equal(0L, await TryAsync(from, $"select count(*) from {table}{filter}"));
                Assert.Equal(0L, await TryAsync(from, $"with touched as (update {table} set project_id = project_id{filter} returning 1) select count(*) from touched"));
                Assert.Equal(0L, await TryAsync(from, $"with gone as (delete from {table}{filter} returning 1) select count(*) from gone"));
            }
        }
    }

    [Theory]
    [InlineData("the neighbour")]
    [InlineData("the other mode")]
    [InlineData("no scope at all")]
    public async Task No_row_is_smuggled_into_another_scope(string from)
    {
        foreach (var (table, hasMode, _) in await catalog.TenantTablesAsync())
        {
            if (from == "the other mode" && !hasMode) continue;
            var mode = hasMode ? ", livemode" : "";
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TryAsync(from, $"insert into {table} (project_id{mode}) values ('{api.ProjectA}'{(hasMode ? ", false" : "")})"));
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{table}: {refused.SqlState} {refused.MessageText}");
        }
    }

    [Fact]
    public async Task A_row_of_one_s_own_cannot_be_given_away()
    {
        (await api.B.PostAsync("/v1/customers", new() { ["name"] = "Eve" })).Ok();
        foreach (var change in (string[])[$"project_id = '{api.ProjectA}'", "livemode = true"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TryAsync("the neighbour", $"update pay_customers set {change}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task The_application_cannot_change_what_happened_or_switch_its_guards_off()
    {
        foreach (var sql in (string[])["update pay_events set type = 'x'", "update pay_events set data = '{}'", "delete from pay_events", "truncate pay_events", "truncate pay_events_default",
            "update pay_ledger_entries set amount = 1", "delete from pay_ledger_entries", "truncate pay_ledger_entries",
            "alter table pay_customers disable row level security", "drop policy pay_application on pay_customers", "alter table pay_events disable trigger all",
            "create table pay_backdoor (id int)", "set role calmonypay_worker_group", "set row_security = off; select * from pay_customers",
            "select pay_protect('pay_customers')", "select pay_make_login('x', 'y', 'calmonypay_worker_group')", "select pay_begin_epoch()"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TryAsync("project A", sql));
            Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or "23001", $"{sql}: {refused.SqlState} {refused.MessageText}");
        }
    }

    [Fact]
    public async Task The_host_refuses_logins_that_nothing_binds()
    {
        await using var owner = NpgsqlDataSource.Create(api.Logins.Owner);
        Assert.Equal("is a superuser", await Schema.UnfitToServeAsync(owner, CancellationToken.None));
        foreach (var login in (string[])[api.Logins.Application, api.Logins.Worker])
        {
            await using var fit = NpgsqlDataSource.Create(login);
            Assert.Null(await Schema.UnfitToServeAsync(fit, CancellationToken.None));
        }
        var name = $"unbound_{Guid.NewGuid():N}";
        await api.SqlAsync($"create role {name} login bypassrls password 'x'");
        try
        {
            await using var unbound = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(api.Logins.Owner) { Username = name, Password = "x", Pooling = false }.ConnectionString);
            Assert.Equal("has BYPASSRLS", await Schema.UnfitToServeAsync(unbound, CancellationToken.None));
            await api.SqlAsync($"alter role {name} nobypassrls");
            await api.SqlAsync($"alter table pay_projects owner to {name}");
            Assert.Equal("owns the tables", await Schema.UnfitToServeAsync(unbound, CancellationToken.None));
        }
        finally
        {
            await api.SqlAsync("alter table pay_projects owner to current_user");
            await api.SqlAsync($"drop role {name}");
        }
    }

    /// <summary>Runs SQL as the application's login, in a transaction that is rolled back.</summary>
    private async Task<long> TryAsync(string from, string sql)
    {
        await using var connection = await api.Services.GetRequiredService<PayDbPools>().Application.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (project, livemode) = from switch
        {
            "the neighbour" => (api.ProjectB.ToString(), "false"),
            "the other mode" => (api.ProjectA.ToString(), "true"),
            "project A" => (api.ProjectA.ToString(), "false"),
            _ => ("", ""),
        };
        await using var scope = new NpgsqlCommand($"select set_config('pay.project', '{project}', true), set_config('pay.livemode', '{livemode}', true)", connection, transaction);
        await scope.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync() as long? ?? -1;
    }
}
