using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Crash;
using CalmonyPay.Tests.Platform;
using Npgsql;

namespace CalmonyPay.Tests.Webhooks.Storm;

/// <summary>One endpoint of the storm.</summary>
/// <param name="Number">Among those of its kind.</param>
internal sealed record StormEndpoint(string Id, StormReceiver Receiver, int Number);

/// <summary>What a storm rages over: a PostgreSQL, a host that takes requests, two that deliver, all processes, and the receivers.</summary>
internal sealed class StormBench : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("calmonypay-storm-").FullName;
    private readonly List<StormReceiver> receivers = [];
    private DatabaseLogins logins = null!;
    private HostProcess front = null!;

    /// <summary>Takes requests and delivers nothing; never killed.</summary>
    public ApiClient Api { get; private set; } = null!;

    public IReadOnlyList<HostProcess> Workers { get; private set; } = [];

    public IReadOnlyList<StormEndpoint> Endpoints { get; private set; } = [];

    /// <summary>Where the hosts' logs are.</summary>
    public string Folder => folder;

    public static async Task<StormBench> StartAsync(StormPlan plan)
    {
        var bench = new StormBench { logins = await TestDatabase.CreateAsync() };
        var key = await TestProject.CreateAsync(bench.logins, "Storm", rateLimit: 1_000_000);
        bench.front = bench.Host(plan, "api", "api");
        bench.Workers = [bench.Host(plan, "worker-a", "worker"), bench.Host(plan, "worker-b", "worker")];
        await bench.ReceiveAsync(plan);
        await Task.WhenAll(bench.Workers.Append(bench.front).Select(host => host.StartAsync()));
        bench.Api = new(bench.front.Url, key);
        bench.Endpoints = await bench.EndpointsAsync();
        return bench;
    }

    /// <summary>The dead endpoints come back.</summary>
    public Task ReviveAsync() => receivers.Single(receiver => receiver.Kind == EndpointKind.Dead).ListenAsync();

    /// <summary>Rows as the database's owner sees them.</summary>
    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> of)
    {
        await using var connection = new NpgsqlConnection(logins.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(of(reader));
        return rows;
    }

    public async Task<long> CountAsync(string sql) => (await RowsAsync(sql, row => row.GetInt64(0)))[0];

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        foreach (var host in Workers.Append(front)) await host.DisposeAsync();
        foreach (var receiver in receivers) await receiver.DisposeAsync();
        await TestDatabase.DropAsync(logins);
        if (Environment.GetEnvironmentVariable("CALMONYPAY_STORM_KEEP") is null) Directory.Delete(folder, recursive: true);
    }

    private HostProcess Host(StormPlan plan, string name, string role)
    {
        var settings = new Dictionary<string, string>(plan.Settings())
        {
            ["ConnectionStrings__CalmonyPay"] = new NpgsqlConnectionStringBuilder(logins.Owner) { MaxPoolSize = 20 }.ConnectionString,
            ["CalmonyPay__Encryption__Keys"] = PayApi.EncryptionKeys,
        };
        return new(settings, Path.Combine(folder, $"{name}.log"), "--role", role);
    }

    private async Task ReceiveAsync(StormPlan plan)
    {
        var (dice, gate) = (new Random(plan.Seed + 1), new Lock());
        receivers.Add(new(EndpointKind.Healthy, _ => Task.FromResult(true)));
        receivers.Add(new(EndpointKind.Slow, async aborted =>
        {
            await Task.Delay(plan.Slow, aborted);
            return true;
        }));
        receivers.Add(new(EndpointKind.Flaky, _ =>
        {
            lock (gate) return Task.FromResult(dice.Next(2) == 0);
        }));
        receivers.Add(new(EndpointKind.Dead, _ => Task.FromResult(true)));
        foreach (var receiver in receivers.Where(receiver => receiver.Kind != EndpointKind.Dead)) await receiver.ListenAsync();
    }

    private async Task<List<StormEndpoint>> EndpointsAsync()
    {
        var endpoints = new List<StormEndpoint>();
        foreach (var receiver in receivers)
        {
            for (var number = 0; number < StormPlan.OfEachKind; number++)
            {
                var made = (await Api.PostAsync("/v1/webhook_endpoints", new() { ["url"] = receiver.UrlOf(number), ["enabled_events[]"] = "customer.created" })).Ok();
                endpoints.Add(new(made.Id, receiver, number));
            }
        }
        return endpoints;
    }
}
