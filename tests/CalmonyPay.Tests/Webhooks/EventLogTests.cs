using System.Diagnostics;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CalmonyPay.Tests.Webhooks;

public sealed class EventLogTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    private const int Writers = 32, EachWrites = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_consumer_that_reads_behind_itself_sees_every_event_exactly_once()
    {
        using var done = new CancellationTokenSource();
        var seen = new List<string>();
        var reading = Task.Run(async () =>
        {
            // A transaction that is open anywhere in the cluster, another test's too, holds the log's end back for a while.
            var patience = Stopwatch.StartNew();
            for (var after = "beginning"; !done.IsCancellationRequested || (seen.Count < Writers * EachWrites && patience.Elapsed < Patience);)
            {
                var page = (await api.B.GetAsync($"/v1/events?after={after}&limit=40")).Ok();
                var ids = page.List().Select(e => e.GetProperty("id").GetString()!).ToList();
                seen.AddRange(ids);
                if (ids.Count > 0) after = ids[^1];
                if (!done.IsCancellationRequested) patience.Restart();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            string? customer = null;
            for (var i = 0; i < EachWrites; i++)
            {
                // Creations are one statement, changes a transaction that stays open while others commit.
                if (customer is null || i % 3 == 0) customer = (await api.CustomerAsync($"{writer} {i}", api.B)).Id;
                else (await api.B.PostAsync($"/v1/customers/{customer}", new() { ["description"] = $"{i}" })).Ok();
            }
        }));
        await done.CancelAsync();
        await reading;
        var written = (await api.SqlAsync("select id from pay_events where project_id = $1 and not livemode", api.ProjectB)).Select(row => (string)row[0]!).ToHashSet();
        Assert.Equal(Writers * EachWrites, written.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(written.SetEquals(seen));
    }

    [Fact]
    public async Task What_an_open_transaction_may_still_precede_is_not_shown_yet()
    {
        var first = await api.CustomerAsync();
        await using var connection = new NpgsqlConnection(api.Logins.Owner);
        await connection.OpenAsync();
        await using var open = await connection.BeginTransactionAsync();
        await using (var takes = new NpgsqlCommand("select pg_current_xact_id()", connection, open)) await takes.ExecuteScalarAsync();
        var second = await api.CustomerAsync();
        var position = (await api.A.GetAsync($"/v1/events?object_id={first.Id}")).Ok().List()[0].GetProperty("id").GetString();
        Assert.Empty((await api.A.GetAsync($"/v1/events?after={position}&object_id={second.Id}")).Ok().List());
        await open.CommitAsync();
        await api.UntilAsync($"/v1/events?after={position}&object_id={second.Id}", page => page.List().Count == 1);
    }

    [Fact]
    public async Task The_log_is_narrowed_like_the_list_and_knows_its_own_project_only()
    {
        var mine = await api.CustomerAsync("mine");
        (await api.A.DeleteAsync($"/v1/customers/{mine.Id}")).Ok();
        var log = await api.UntilAsync($"/v1/events?after=beginning&object_id={mine.Id}", page => page.List().Count == 2);
        var types = log.List().Select(e => e.GetProperty("type").GetString());
        Assert.Equal(["customer.created", "customer.deleted"], types);
        Assert.Single((await api.A.GetAsync($"/v1/events?after=beginning&object_id={mine.Id}&type=customer.deleted")).Ok().List());
        var id = (await api.A.GetAsync($"/v1/events?object_id={mine.Id}")).Ok().List()[0].GetProperty("id").GetString();
        (await api.B.GetAsync($"/v1/events?after={id}")).Fails(400, "resource_missing", "after");
        (await api.A.GetAsync($"/v1/events?after={id}&starting_after={id}")).Fails(400, param: "after");
    }

    [Fact]
    public async Task Nothing_of_an_event_can_be_changed_by_sql_but_its_dispatch_status()
    {
        var customer = await api.CustomerAsync();
        var columns = (await api.SqlAsync("select attname::text from pg_attribute where attrelid = 'pay_events'::regclass and attnum > 0 and not attisdropped")).Select(row => (string)row[0]!).ToList();
        foreach (var login in (string[])[api.Logins.Application, api.Logins.Worker, api.Logins.Owner])
        {
            foreach (var column in columns.Where(column => column != "status"))
                await RefusedAsync(login, $"update pay_events set {column} = {column} where object_id = '{customer.Id}'");
            foreach (var sql in (string[])["delete from pay_events", "truncate pay_events", "truncate pay_events_default", $"truncate pay_events_{DateTimeOffset.UtcNow:yyyyMM}", $"delete from pay_events_{DateTimeOffset.UtcNow:yyyyMM}"])
                await RefusedAsync(login, sql);
            await using var connection = await ScopedAsync(login);
            await using var moves = new NpgsqlCommand($"update pay_events set status = 'dispatched' where object_id = '{customer.Id}'", connection);
            Assert.Equal(1, await moves.ExecuteNonQueryAsync());
        }
    }

    [Fact]
    public async Task Old_months_are_dropped_but_for_what_is_undelivered_and_coming_ones_are_made()
    {
        var endpoint = await api.EndpointAsync("/old");
        await api.SqlAsync("select pay_make_event_partition('pay_events_201501', $1, $2)", PayId.Floor("evt", Month(2015, 1)), PayId.Floor("evt", Month(2015, 2)));
        await api.SqlAsync("select pay_make_event_partition('pay_events_201502', $1, $2)", PayId.Floor("evt", Month(2015, 2)), PayId.Floor("evt", Month(2015, 3)));
        await WriteAsync(Month(2015, 1), "dispatched");
        var kept = await WriteAsync(Month(2015, 2), "dispatched");
        await api.SqlAsync("insert into pay_webhook_deliveries (id, project_id, livemode, webhook_endpoint_id, event_id, event_type, object_id, object_sequence, kind, status, retry_count, next_attempt_at, created_at) values (gen_random_uuid(), $1, false, $2, $3, 'customer.created', 'cus_old', 1, 'event', 'pending', 0, now() + interval '1 day', now())",
            api.ProjectA, endpoint.Id, kept);
        var retention = ActivatorUtilities.CreateInstance<EventRetention>(api.Services, Options.Create(new EventOptions { KeepMonths = 12 }));
        Assert.Equal(["201501"], await retention.LookAsync(CancellationToken.None));
        Assert.Single(await api.SqlAsync("select 1 from pay_events where id = $1", kept));

        await api.SqlAsync("update pay_webhook_deliveries set status = 'failed', next_attempt_at = null where event_id = $1", kept);
        Assert.Equal(["201502"], await retention.LookAsync(CancellationToken.None));
        Assert.Empty(await api.SqlAsync("select 1 from pay_webhook_deliveries where event_id = $1", kept));
        var ahead = $"pay_events_{DateTimeOffset.UtcNow.AddMonths(3):yyyyMM}";
        Assert.Single(await api.SqlAsync("select 1 from pg_class where relname = $1", ahead));
    }

    private async Task<NpgsqlConnection> ScopedAsync(string login)
    {
        var connection = new NpgsqlConnection(login);
        await connection.OpenAsync();
        await using var scope = new NpgsqlCommand("select set_config('pay.project', $1, false), set_config('pay.livemode', 'false', false)", connection);
        scope.Parameters.Add(new() { Value = api.ProjectA.ToString() });
        await scope.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task RefusedAsync(string login, string sql)
    {
        await using var connection = await ScopedAsync(login);
        await using var command = new NpgsqlCommand(sql, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.True(refused.SqlState is PostgresErrorCodes.RestrictViolation or PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.Message}");
    }

    private static DateTimeOffset Month(int year, int month) => new(year, month, 1, 0, 0, 0, TimeSpan.Zero);

    private async Task<string> WriteAsync(DateTimeOffset at, string status)
    {
        var id = PayId.New("evt", at.AddDays(3));
        await api.SqlAsync($"insert into pay_events (id, project_id, livemode, type, object_id, object_sequence, api_version, data, status, created_at) values ($1, $2, false, 'customer.created', 'cus_old', 1, 'x', '{{}}', '{status}', $3)", id, api.ProjectA, at.AddDays(3));
        return id;
    }
}
