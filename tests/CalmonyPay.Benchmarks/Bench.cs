namespace CalmonyPay.Benchmarks;

/// <summary>One run: a database of each size, and on it all contenders in turns.</summary>
internal static class Bench
{
    private const int Recorded = 20;
    private const int WarmAfter = 8_000;
    private const int MostWarmUps = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Settings settings, CancellationToken ct)
    {
        await using var cluster = await Cluster.StartAsync(ct);
        Report.Head(settings, cluster);
        if (settings.Backlog is { } backlog)
        {
            await Deliveries.MeasureAsync(settings, cluster, backlog, ct);
            return;
        }
        if (settings.Shoppers is { } shoppers)
        {
            await Shoppers.MeasureAsync(settings, cluster, shoppers, ct);
            return;
        }
        foreach (var size in settings.Sizes)
        {
            var logins = await cluster.CreateAsync($"bench_{size}", ct);
            await cluster.TrustAsync(logins, ct);
            var seed = await Seed.PlantAsync(logins, size, ct);
            await RunAsync(settings, cluster, seed, ct);
            if (settings.StartUp && size == settings.Sizes[0]) await StartUp.MeasureAsync(settings, seed, ct);
            await cluster.DropAsync($"bench_{size}", ct);
        }
    }

    private static async Task RunAsync(Settings settings, Cluster cluster, Seed seed, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("calmonypay-pgbench-").FullName;
        var servers = new List<ServerProcess>();
        try
        {
            servers.Add(await ServeAsync(settings.Server, []));
            if (settings.Against is { } against) servers.Add(await ServeAsync(against, settings.AgainstSet));
            foreach (var server in servers) await WarmUpAsync(settings, server, seed);
            var pgbench = cluster.PgBench is { } program ? new PgBench(program, seed, folder) : null;
            await LearnAsync(settings, seed, servers[0], pgbench, ct);
            var contenders = Contenders(seed, servers, pgbench);
            foreach (var operation in settings.Operations)
            {
                Report.Table($"{operation}, {seed.Intents:N0} intents");
                foreach (var connections in settings.Connections)
                {
                    var figures = await Figures.MeasureAsync(contenders, operation, connections, cluster.ProcessId, settings, ct);
                    for (var i = 0; i < contenders.Count; i++) Report.Row(connections, contenders[i].Name, figures[i], figures[0]);
                }
            }
            if (settings.RowSecurity && seed.Intents == settings.Sizes[0]) await RowSecurity.MeasureAsync(settings, cluster, seed, servers[0], ct);
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        async Task<ServerProcess> ServeAsync(string dll, string[] set)
        {
            var configuration = Seed.Configuration(seed.Logins);
            foreach (var pair in set) configuration[pair.Split('=', 2)[0]] = pair.Split('=', 2)[1];
            return (await ServerProcess.StartAsync(dll, configuration, () => Requests.Message(Operation.Get, seed), ct)).Server;
        }
    }

    private static List<Contender> Contenders(Seed seed, List<ServerProcess> servers, PgBench? pgbench)
    {
        var contenders = new List<Contender>();
        if (pgbench is not null) contenders.Add(new("pgbench", pgbench.RunAsync, null));
        foreach (var (i, server) in servers.Index())
            contenders.Add(Of(i == 0 ? "CalmonyPay" : "the other", server, seed));
        return contenders;
    }

    public static Contender Of(string name, ServerProcess server, Seed seed, Func<CancellationToken, Task>? prepare = null) =>
        new(name, (operation, connections, length, _) => Load.RunAsync(server.Port, Requests.Of(operation, seed), connections, length), server.ProcessId, prepare);

    /// <summary>Lets the runtime compile what is hot before anything counts.</summary>
    private static async Task WarmUpAsync(Settings settings, ServerProcess server, Seed seed)
    {
        foreach (var operation in settings.Operations)
        {
            var done = 0L;
            for (var i = 0; i < MostWarmUps && done < WarmAfter; i++) done += (await Load.RunAsync(server.Port, Requests.Of(operation, seed), 16, WarmUp)).Done;
            if (done == 0) throw new InvalidOperationException($"The server answers no {operation}.");
        }
    }

    /// <summary>Records the server's statements from PostgreSQL's log and tells how many there are a request.</summary>
    private static async Task LearnAsync(Settings settings, Seed seed, ServerProcess server, PgBench? pgbench, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        Report.Line($"\n### Statements, {seed.Intents:N0} intents\n");
        foreach (var operation in settings.Operations)
        {
            var recording = await Recorder.RecordAsync(seed.Logins, Recorded, AskAsync, ct);
            Report.Line($"{operation}: {recording.RoundTripsEach:0.##} round trips a request, {recording.StatementsEach:0.##} statements.");
            pgbench?.Learn(operation, recording);

            async Task AskAsync()
            {
                using var request = Requests.Message(operation, seed);
                using var answer = await client.SendAsync(request, ct);
                answer.EnsureSuccessStatusCode();
            }
        }
    }
}
