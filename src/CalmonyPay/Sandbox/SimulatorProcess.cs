using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CalmonyPay.Sandbox;

/// <summary>How to run the Cardstream simulator.</summary>
/// <param name="Ledger">The file in which it keeps its books, an absolute path; made if it is not there.</param>
public sealed record SimulatorOptions(string Ledger)
{
    /// <summary>Its program: a <c>.dll</c>, which runs under the .NET that we run under, or something executable.</summary>
    public string Program { get; init; } = SimulatorProcess.DefaultProgram;

    /// <summary>Where it should listen (<c>http://127.0.0.1:PORT</c>) if that is free.</summary>
    public string? PreferredUrl { get; init; }

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>
/// The Cardstream simulator as a child process with a loopback port of its own. If it dies it is started again, on the same port
/// if that is still free; if we die it notices the end of its standard input and ends itself.
/// </summary>
public sealed partial class SimulatorProcess : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const string Announcement = "listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan[] RestartPauses =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)];

    private readonly SimulatorOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watch = Task.CompletedTask;
    private Process _process;
    private volatile Uri _url;

    private SimulatorProcess(SimulatorOptions options, ILogger logger, Process process, Uri url) =>
        (_options, _logger, _process, _url) = (options, logger, process, url);

    /// <summary>The simulator's folder beside our own assembly, or our own folder if everything was built into one.</summary>
    public static string DefaultProgram
    {
        get
        {
            var beside = Path.Combine(AppContext.BaseDirectory, "simulator", "CalmonyPay.Simulator.dll");
            return File.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, "CalmonyPay.Simulator.dll");
        }
    }

    /// <summary>Where it listens, <c>http://127.0.0.1:PORT</c>. Read it anew for every use: after a restart it may have changed.</summary>
    public Uri Url => _url;

    /// <summary>Called when it had to be started again and listens elsewhere now.</summary>
    public Func<Uri, Task>? Moved { get; set; }

    /// <summary>The running process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="SandboxException">It is not there, or ended or kept silent instead of listening.</exception>
    public static async Task<SimulatorProcess> StartAsync(SimulatorOptions options, ILogger<SimulatorProcess> logger, CancellationToken ct)
    {
        if (!File.Exists(options.Program))
            throw new SandboxException($"The Cardstream simulator is not at {options.Program}. Build the solution: dotnet build");
        var (process, url) = await LaunchSomewhereAsync(options, logger, ct);
        var simulator = new SimulatorProcess(options, logger, process, url);
        simulator._watch = simulator.WatchAsync();
        return simulator;
    }

    /// <summary>
    /// From now on its end is no accident: it is not started again. Ctrl+C at a terminal reaches us and it at the same time.
    /// </summary>
    public void ExpectEnd() => _stopping.Cancel();

    /// <summary>Ends it. Does nothing the second time.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await EndAsync(_process);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        var restarts = 0;
        try
        {
            while (true)
            {
                var startedAt = Stopwatch.StartNew();
                await _process.WaitForExitAsync(_stopping.Token);
                LogEnded(_process.ExitCode);
                if (startedAt.Elapsed > StartLimit)
                    restarts = 0;
                await Task.Delay(RestartPauses[Math.Min(restarts++, RestartPauses.Length - 1)], _stopping.Token);
                await RestartAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // We are stopping.
        }
    }

    private async Task RestartAsync()
    {
        foreach (var url in new[] { _url.GetLeftPart(UriPartial.Authority), AnyPort })   // the old port, if it is still free
        {
            try
            {
                var (process, listening) = await LaunchAsync(_options, url, _logger, _stopping.Token);
                _process.Dispose();
                var moved = _url.Authority != listening.Authority;
                (_process, _url) = (process, listening);
                if (moved && Moved is { } tell) await tell(listening);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogRestartFailed(e);
            }
        }
    }

    private static async Task<(Process Process, Uri Url)> LaunchSomewhereAsync(SimulatorOptions options, ILogger logger, CancellationToken ct)
    {
        try
        {
            if (options.PreferredUrl is { } preferred) return await LaunchAsync(options, preferred, logger, ct);
        }
        catch (SandboxException)
        {
            // Most likely somebody has the port; if it is something else, the second try says so.
        }
        return await LaunchAsync(options, AnyPort, logger, ct);
    }

    private static async Task<(Process Process, Uri Url)> LaunchAsync(
        SimulatorOptions options, string url, ILogger logger, CancellationToken ct)
    {
        string[] line =
        [
            .. Runner(options.Program), "--urls", url, "--ledger", options.Ledger, "--exit-with-parent", .. options.Arguments,
        ];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,    // held open: its end is how the simulator learns of ours
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;   // null only with UseShellExecute
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = DrainAsync(process.StandardError, text => LogErrorLine(logger, text));
        _ = DrainAsync(process.StandardOutput, text =>
        {
            if (text.StartsWith(Announcement, StringComparison.Ordinal) && Uri.TryCreate(text[Announcement.Length..].Trim(), UriKind.Absolute, out var at))
                listening.TrySetResult(at);
            else
                LogOutputLine(logger, text);
        }).ContinueWith(_ => listening.TrySetCanceled(), TaskScheduler.Default);
        try
        {
            return (process, await listening.Task.WaitAsync(StartLimit, ct));
        }
        catch (Exception e)
        {
            await EndAsync(process);
            process.Dispose();
            ct.ThrowIfCancellationRequested();
            throw new SandboxException($"The Cardstream simulator did not start:\n{await errors}", e);
        }
    }

    /// <summary>Reads to the end and gives back the last lines, for an error message.</summary>
    private static async Task<string> DrainAsync(StreamReader reader, Action<string> see)
    {
        const int Kept = 15;
        var last = new Queue<string>();
        while (await reader.ReadLineAsync() is { } text)
        {
            see(text);
            last.Enqueue(text);
            if (last.Count > Kept)
                last.Dequeue();
        }
        return string.Join('\n', last);
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        process.StandardInput.Close();   // the polite way; it writes its books and goes
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>A .dll runs under the same dotnet as we: three folders above the runtime's own.</summary>
    private static string[] Runner(string program)
    {
        if (!program.EndsWith(".dll", StringComparison.Ordinal))
            return [program];
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return [File.Exists(dotnet) ? dotnet : name, "exec", program];
    }

    [LoggerMessage(LogLevel.Warning, "The Cardstream simulator ended with exit code {ExitCode}; starting it again")]
    private partial void LogEnded(int exitCode);

    [LoggerMessage(LogLevel.Error, "The Cardstream simulator could not be started again")]
    private partial void LogRestartFailed(Exception exception);

    [LoggerMessage(LogLevel.Debug, "Simulator: {Line}")]
    private static partial void LogOutputLine(ILogger logger, string line);

    [LoggerMessage(LogLevel.Warning, "Simulator: {Line}")]
    private static partial void LogErrorLine(ILogger logger, string line);
}
