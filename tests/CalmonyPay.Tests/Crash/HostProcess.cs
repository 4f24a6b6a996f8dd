using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CalmonyPay.Tests.Crash;

/// <summary>The server as it is deployed: a process of its own in server mode, on a port that it keeps when it is started again.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly string[] arguments;
    private readonly StreamWriter log;
    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? process;

    /// <param name="settings">Environment variables.</param>
    /// <param name="log">A file for what the process says; appended to.</param>
    /// <param name="arguments">Behind <c>serve --urls …</c>.</param>
    public HostProcess(IReadOnlyDictionary<string, string> settings, string log, params string[] arguments)
    {
        (this.settings, this.arguments) = (settings, arguments);
        this.log = new(log, append: true) { AutoFlush = true };
        Url = new($"http://127.0.0.1:{FreePort()}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public Uri Url { get; }

    public int Kills { get; private set; }

    /// <summary>Memory that the process holds now; 0 where it does not run, or the system does not tell.</summary>
    public long ResidentBytes
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{process?.Id}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
                return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>Starts it and waits until it is ready to serve.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "CalmonyPay.dll"), "serve", "--urls", Url.OriginalString, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["CalmonyPay__PublicUrl"] = Url.OriginalString;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var began = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try { if ((await probe.GetAsync(new Uri(Url, "/readyz"))).IsSuccessStatusCode) return; }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException) { }
            if (process.HasExited || began.Elapsed > StartLimit) throw new InvalidOperationException($"The host did not start: {Url}, see its log.");
        }
    }

    /// <summary><c>kill -9</c>: no chance to say or write anything.</summary>
    public async Task KillAsync()
    {
        Kills++;
        End();
        await process!.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await KillAsync();
        probe.Dispose();
        process?.Dispose();
        lock (log) log.Dispose();
    }

    private void End()
    {
        try { process?.Kill(); }
        catch (InvalidOperationException) { }
    }

    private void Say(string? line)
    {
        if (line is null) return;
        lock (log)
        {
            try { log.WriteLine(line); }
            catch (ObjectDisposedException) { }
        }
    }

    private static int FreePort()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)taken.LocalEndPoint!).Port;
    }
}
