using System.Diagnostics;

namespace CalmonyPay.Sandbox;

/// <summary>What a program said before it ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Its standard output; empty if that was not captured.</param>
/// <param name="Errors">Its standard error; empty if that was not captured.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs a short-lived program to its end.</summary>
internal static class Command
{
    /// <summary>Runs to the end, or kills the program at <paramref name="limit"/> and throws <see cref="SandboxException"/>.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="ct">Kills it too.</param>
    /// <param name="capture">
    /// False for a program that leaves a daemon behind on Windows: the daemon inherits the pipes, which then never end.
    /// </param>
    public static async Task<CommandResult> RunAsync(
        ProcessStartInfo start, TimeSpan limit, CancellationToken ct, bool capture = true)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = start.RedirectStandardError = capture;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        using var process = Process.Start(start)!;   // null only with UseShellExecute
        process.StandardInput.Close();
        try
        {
            var output = capture ? process.StandardOutput.ReadToEndAsync(deadline.Token) : Task.FromResult("");
            var errors = capture ? process.StandardError.ReadToEndAsync(deadline.Token) : Task.FromResult("");
            await process.WaitForExitAsync(deadline.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new SandboxException($"{start.FileName} did not end within {limit.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? Find(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }
}
