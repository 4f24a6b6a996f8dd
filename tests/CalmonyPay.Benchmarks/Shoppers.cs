using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CalmonyPay.Benchmarks;

/// <summary>
/// Shoppers at the hosted checkout, all at once: each opens a session's page, takes some seconds to type, pays, and looks at the page that says
/// thank you. The gateway takes its time for each request.
/// </summary>
internal sealed partial class Shoppers(HttpClient http, string key)
{
    private const string GatewayMerchant = "100001", GatewaySecret = "Circle4Take40Idea";
    private static readonly TimeSpan GatewayTakes = TimeSpan.FromMilliseconds(100);
    private static readonly (int Least, int Most) TypingSeconds = (10, 30);

    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> took = new();
    private int failed;

    public static async Task MeasureAsync(Settings settings, Cluster cluster, int shoppers, CancellationToken ct)
    {
        var logins = await cluster.CreateAsync("bench_checkout", ct);
        var seed = await Seed.PlantAsync(logins, 1, ct);
        var folder = Directory.CreateTempSubdirectory("calmonypay-shoppers-").FullName;
        await using var gateway = await SimulatorProcess.StartAsync(new(Path.Combine(folder, "gateway.jsonl"))
        {
            Program = Path.Combine(Path.GetDirectoryName(settings.Server)!, "simulator", "CalmonyPay.Simulator.dll"),
            Arguments = ["--settle-every", "0"],
        }, NullLogger<SimulatorProcess>.Instance, ct);
        await PointAsync(seed, new Uri(gateway.Url, "direct/"), ct);
        var configuration = Seed.Configuration(logins);
        // All shoppers come from one address here.
        (configuration["CalmonyPay:Checkout:PayRate:PerMinute"], configuration["CalmonyPay:Checkout:PayRate:Burst"]) = ("100000", "100000");
        var (server, _) = await ServerProcess.StartAsync(settings.Server, configuration, () => Requests.Message(Operation.Get, seed), ct);
        await using (server)
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
            using var http = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromSeconds(60) };
            await new Shoppers(http, seed.Key).VisitAsync(shoppers, typing: false, ct); // lets the runtime compile what is hot
            await SlowAsync(gateway.Url, ct);
            Report.Line($"\n### Hosted checkout, {shoppers} shoppers at once, the gateway takes {GatewayTakes.TotalMilliseconds:0} ms a request\n");
            var begin = Stopwatch.GetTimestamp();
            var (used, database) = (Cpu.Of(server.ProcessId), Cpu.OfTree(cluster.ProcessId));
            var visit = new Shoppers(http, seed.Key);
            await visit.VisitAsync(shoppers, typing: true, ct);
            visit.Tell(Stopwatch.GetElapsedTime(begin), Cpu.Of(server.ProcessId) - used, Cpu.OfTree(cluster.ProcessId) - database, Cpu.ResidentBytes(server.ProcessId), shoppers);
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Sessions are made beforehand; then all shoppers come together.</summary>
    private async Task VisitAsync(int shoppers, bool typing, CancellationToken ct)
    {
        var pages = new List<string>();
        for (var i = 0; i < shoppers; i++) pages.Add(await SessionAsync(ct));
        var dice = new Random(1);
        var pauses = pages.ConvertAll(_ => typing ? TimeSpan.FromSeconds(TypingSeconds.Least + dice.NextDouble() * (TypingSeconds.Most - TypingSeconds.Least)) : TimeSpan.Zero);
        await Task.WhenAll(pages.Select((page, i) => ShopAsync(page, pauses[i], ct)));
    }

    private async Task ShopAsync(string page, TimeSpan typing, CancellationToken ct)
    {
        var shown = await AskAsync("open the page", () => new(HttpMethod.Get, page), 200, ct);
        if (shown is null) return;
        await Task.Delay(typing, ct);
        var form = Hidden().Matches(shown).ToDictionary(hidden => hidden.Groups[1].Value, hidden => hidden.Groups[2].Value);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["action"] = "pay",
            ["email"] = "nia@example.com",
            ["name"] = "Nia Rees",
            ["card[number]"] = "4242 4242 4242 4242",
            ["card[exp]"] = "11 / 40",
            ["card[cvc]"] = "123",
            ["billing[country]"] = "GB",
            ["billing[postal_code]"] = "LL55 1SE",
        }) form[name] = value;
        if (await AskAsync("pay", () => new(HttpMethod.Post, page) { Content = new FormUrlEncodedContent(form) }, 303, ct) is null) return;
        var thanks = await AskAsync("see it paid", () => new(HttpMethod.Get, page), 200, ct);
        if (thanks?.Contains("https://shop.example/thanks", StringComparison.Ordinal) == false) Interlocked.Increment(ref failed);
    }

    private async Task<string?> AskAsync(string what, Func<HttpRequestMessage> asked, int expected, CancellationToken ct)
    {
        var begin = Stopwatch.GetTimestamp();
        using var request = asked();
        using var answer = await http.SendAsync(request, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        took.GetOrAdd(what, _ => []).Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        if ((int)answer.StatusCode == expected) return body;
        if (Interlocked.Increment(ref failed) == 1) Console.Error.WriteLine($"{what}: {(int)answer.StatusCode}\n{body}");
        return null;
    }

    private async Task<string> SessionAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/checkout/sessions")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["mode"] = "payment",
                ["success_url"] = "https://shop.example/thanks",
                ["line_items[0][price_data][currency]"] = "gbp",
                ["line_items[0][price_data][unit_amount]"] = "1200",
                ["line_items[0][price_data][product_data][name]"] = "A kettle",
                ["line_items[0][quantity]"] = "1",
            }),
            Headers = { Authorization = ServerProcess.Bearer(key) },
        };
        using var answer = await http.SendAsync(request, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(body);
        using var session = JsonDocument.Parse(body);
        return new Uri(session.RootElement.GetProperty("url").GetString()!).PathAndQuery;
    }

    private void Tell(TimeSpan length, TimeSpan server, TimeSpan database, long memory, int shoppers)
    {
        Report.Line($"| what a shopper does | p50 ms | p95 ms | p99 ms | longest |");
        Report.Line($"| --- | --- | --- | --- | --- |");
        foreach (var (what, times) in took.OrderBy(t => Array.IndexOf(["open the page", "pay", "see it paid"], t.Key)))
        {
            var sorted = times.Order().ToArray();
            Report.Line($"| {what} | {At(0.5):0} | {At(0.95):0} | {At(0.99):0} | {sorted[^1]:0} |");
            double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
        }
        Report.Line($"\n{shoppers} shoppers in {length.TotalSeconds:0.0} s, {failed} failed pages; a shopper costs {server.TotalMilliseconds / shoppers:0} ms of the server's processor and {database.TotalMilliseconds / shoppers:0} ms of PostgreSQL's; the server holds {memory / 1048576.0:0} MB.");
    }

    private static async Task PointAsync(Seed seed, Uri gateway, CancellationToken ct)
    {
        await using var host = PayHost.Build([], builder => builder.Configuration.AddInMemoryCollection(Seed.Configuration(seed.Logins)));
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        await scope.ServiceProvider.GetRequiredService<GatewayCredentials>()
            .SetAsync(Guid.Parse(seed.Project), livemode: false, new(gateway, GatewayMerchant, GatewaySecret, "GB", TestCards: "stripe"), new GatewayPlace(), ct);
    }

    private static async Task SlowAsync(Uri gateway, CancellationToken ct)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(gateway, "_simulator/faults"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["kind"] = "delay",
            ["ms"] = GatewayTakes.TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture),
        }), ct);
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex Hidden();
}
