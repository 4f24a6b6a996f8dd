using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.Webhooks.Storm;

internal enum EndpointKind
{
    /// <summary>Answers 200 at once.</summary>
    Healthy,
    /// <summary>Answers 200 after a while.</summary>
    Slow,
    /// <summary>Answers 500 to every other request or so.</summary>
    Flaky,
    /// <summary>Nobody listens, until it comes back.</summary>
    Dead,
}

/// <summary>A request that came to an endpoint.</summary>
/// <param name="Accepted">It was answered with 200.</param>
internal readonly record struct Receipt(string EventId, DateTimeOffset At, bool Accepted);

/// <summary>All endpoints of one kind, on one port: the path's number tells them apart. Keeps of each request what the audit needs.</summary>
internal sealed class StormReceiver : IAsyncDisposable
{
    private readonly List<Receipt>[] receipts = [.. Enumerable.Range(0, StormPlan.OfEachKind).Select(_ => new List<Receipt>())];
    private readonly Func<CancellationToken, Task<bool>> accept;
    private readonly Socket place = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private WebApplication? app;

    /// <param name="accept">Waits as it likes, and says whether the answer is 200.</param>
    public StormReceiver(EndpointKind kind, Func<CancellationToken, Task<bool>> accept)
    {
        (Kind, this.accept) = (kind, accept);
        place.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // taken, and without a listener: connections are refused
        Port = ((IPEndPoint)place.LocalEndPoint!).Port;
    }

    public EndpointKind Kind { get; }

    public int Port { get; }

    public string UrlOf(int number) => $"http://127.0.0.1:{Port}/{number}";

    /// <summary>What one endpoint got, in the order of arrival.</summary>
    public IReadOnlyList<Receipt> Of(int number)
    {
        lock (receipts[number]) return [.. receipts[number].OrderBy(receipt => receipt.At)];
    }

    /// <summary>From now on somebody listens.</summary>
    public async Task ListenAsync()
    {
        place.Dispose();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        place.Dispose();
        if (app is not null) await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var at = DateTimeOffset.UtcNow;
        var mine = receipts[http.Request.Path.Value![1] - '0'];
        await http.Request.Body.CopyToAsync(Stream.Null);
        var accepted = false;
        try
        {
            accepted = await accept(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The sender was killed, or lost patience.
        }
        lock (mine) mine.Add(new(http.Request.Headers["webhook-id"].ToString(), at, accepted));
        http.Response.StatusCode = accepted ? 200 : 500;
    }
}
