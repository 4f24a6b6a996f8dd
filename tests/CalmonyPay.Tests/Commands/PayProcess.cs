using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CalmonyPay.Tests.Commands;

/// <summary>What the program said before it ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary>The program itself, as a user starts it.</summary>
internal sealed class PayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CalmonyPay.dll");

    private readonly Process process;
    private readonly StringBuilder output = new(), errors = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PayProcess(Dictionary<string, string?> environment, string[] arguments, string? input)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in new[] { "ConnectionStrings__CalmonyPay", "ASPNETCORE_URLS", "CalmonyPay__PublicUrl" }) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Process.Start(start)!; // null only with UseShellExecute
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (input is not null) process.StandardInput.WriteLine(input);
        process.StandardInput.Close();
    }

    public string Output { get { lock (output) return output.ToString(); } }

    public string Errors { get { lock (errors) return errors.ToString(); } }

    /// <summary>Starts a host; it listens on the address that is returned with it when <see cref="SayAsync"/> has seen its greeting.</summary>
    public static PayProcess Start(Dictionary<string, string?> environment, params string[] arguments) => new(environment, arguments, null);

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ended> RunAsync(Dictionary<string, string?> environment, string[] arguments, string? input = null)
    {
        await using var verb = new PayProcess(environment, arguments, input);
        return await verb.EndAsync();
    }

    /// <summary>An address that was free a moment ago.</summary>
    public static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Waits until the program has printed this.</summary>
    public async Task SayAsync(string text)
    {
        for (var watch = Stopwatch.StartNew(); !Output.Contains(text, StringComparison.Ordinal); await Task.Delay(20))
            if (process.HasExited || watch.Elapsed > Limit)
                throw new InvalidOperationException($"The program did not say '{text}' but:\n{Output}\n{Errors}");
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        await exited.Task.WaitAsync(Limit);
        await process.WaitForExitAsync(); // the last lines too
        return new(process.ExitCode, Output, Errors);
    }

    /// <summary>What a terminal sends for Ctrl+C.</summary>
    public async Task<Ended> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await EndAsync();
    }

    /// <summary><c>kill -9</c>, of this process alone.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: false);
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await InterruptAsync();
        process.Dispose();
    }

    private static void Keep(StringBuilder kept, string? line)
    {
        if (line is null) return;
        lock (kept) kept.AppendLine(line);
    }
}
