namespace CalmonyPay.Benchmarks;

/// <summary>How long a start takes, from the process to the first answer.</summary>
internal static class StartUp
{
    private const int Starts = 5;

    public static async Task MeasureAsync(Settings settings, Seed seed, CancellationToken ct)
    {
        Report.Line("\n### Start\n");
        var serve = await MedianAsync(async () =>
        {
            var (server, took) = await ServerProcess.StartAsync(settings.Server, Seed.Configuration(seed.Logins), () => Requests.Message(Operation.Get, seed), ct);
            await server.DisposeAsync();
            return took;
        });
        Report.Line($"First 200 (a get) after the start, on a migrated database: {serve.TotalSeconds:0.00} s, median of {Starts}.");
        var sandbox = await MedianAsync(() => SandboxAsync(settings, ct));
        Report.Line($"From an empty folder to a created intent (initdb, migrate, serve, simulator): {sandbox.TotalSeconds:0.00} s, median of {Starts}.");
    }

    /// <summary>The sandbox, as a newcomer starts it.</summary>
    private static async Task<TimeSpan> SandboxAsync(Settings settings, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("calmonypay-bench-").FullName;
        try
        {
            var key = new Dictionary<string, string?> { ["ConnectionStrings:CalmonyPay"] = null, ["CalmonyPay:Log:Level"] = "Warning" };
            var (server, took) = await ServerProcess.StartAsync(settings.Server, key, Create, ct, "--data", folder);
            await server.StopAsync();
            return took;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HttpRequestMessage Create() => new(HttpMethod.Post, "/v1/payment_intents")
    {
        Content = new FormUrlEncodedContent([new("amount", "1999"), new("currency", "gbp")]),
        Headers = { Authorization = ServerProcess.Bearer("sk_test_sandbox") },
    };

    private static async Task<TimeSpan> MedianAsync(Func<Task<TimeSpan>> measure)
    {
        var took = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++) took.Add(await measure());
        return took.Order().ElementAt(Starts / 2);
    }
}
