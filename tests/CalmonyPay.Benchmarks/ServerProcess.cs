using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CalmonyPay.Benchmarks;

/// <summary>The real server in a process of its own, from its Release build.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Process process;

    private ServerProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }
    public int ProcessId => process.Id;

    /// <summary>Starts it and waits for the first request that is answered with 200.</summary>
    /// <param name="dll">The build.</param>
    /// <param name="configuration">What it is configured with, by environment variables.</param>
    /// <param name="first">That request.</param>
    /// <param name="arguments">Behind <c>serve --urls …</c>.</param>
    /// <returns>The server, and how long it took from the start of the process.</returns>
    public static async Task<(ServerProcess Server, TimeSpan Took)> StartAsync(
        string dll, IReadOnlyDictionary<string, string?> configuration, Func<HttpRequestMessage> first, CancellationToken ct, params string[] arguments)
    {
        if (!File.Exists(dll)) throw new InvalidOperationException($"There is no {dll}: build the server first (dotnet build -c Release src/CalmonyPay).");
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [dll, "serve", "--urls", $"http://127.0.0.1:{port}", .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in configuration) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var begin = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Process.Start(start)!, port); // null only with UseShellExecute
        server.process.OutputDataReceived += (_, said) => { if (said.Data?.Contains("ERR", StringComparison.Ordinal) == true) Console.Error.WriteLine(said.Data); };
        server.process.BeginOutputReadLine();
        try
        {
            await server.AnswersAsync(first, begin, ct);
            return (server, Stopwatch.GetElapsedTime(begin));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it end by itself, its children with it; <see cref="DisposeAsync"/> kills.</summary>
    public async Task StopAsync()
    {
        using (Process.Start("kill", [process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public static AuthenticationHeaderValue Bearer(string key) => new("Bearer", key);

    private async Task AnswersAsync(Func<HttpRequestMessage> first, long begin, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException("The server ended; what it said stands above.");
            if (Stopwatch.GetElapsedTime(begin) > StartLimit) throw new TimeoutException("The server did not answer.");
            try
            {
                using var request = first();
                using var answer = await client.SendAsync(request, ct);
                if (answer.IsSuccessStatusCode) return;
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(ct));
            }
            catch (HttpRequestException e) when (e.InnerException is SocketException)
            {
                await Task.Delay(Pause, ct); // not listening yet
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
