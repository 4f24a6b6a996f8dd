using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Webhooks;

/// <summary>A request that a receiver got.</summary>
public sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;
    public string EventId => Json.GetProperty("id").GetString()!;
    public string Type => Json.GetProperty("type").GetString()!;
    public string ObjectId => Json.GetProperty("data").GetProperty("object").GetProperty("id").GetString()!;
    public long Sequence => Json.GetProperty("sequence").GetInt64();
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A merchant's backend on a port of this machine: keeps what it gets, and answers each path as a test says.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Received, Task>> answers = new();

    private Receiver(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<Received> All => [.. received];

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        receiver.Url = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    public string At(string path) => new Uri(Url, path).ToString();

    public IReadOnlyList<Received> Of(string path) => [.. received.Where(r => r.Path == path)];

    /// <summary>How a path answers; without it 200 and nothing.</summary>
    public void Answer(string path, Func<HttpContext, Received, Task> answer) => answers[path] = answer;

    public void Answer(string path, int status) => Answer(path, (http, _) =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>What a path has got, once it is so much.</summary>
    public async Task<IReadOnlyList<Received>> UntilAsync(string path, int count, double seconds = 20)
    {
        for (var until = DateTime.UtcNow.AddSeconds(seconds); ; await Task.Delay(20))
        {
            var got = Of(path);
            if (got.Count >= count) return got;
            if (DateTime.UtcNow > until) throw new TimeoutException($"{path} got {got.Count} of {count} within {seconds} s.");
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var got = new Received(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray(), DateTimeOffset.UtcNow);
        received.Enqueue(got);
        if (answers.TryGetValue(got.Path, out var answer)) await answer(http, got);
    }
}
