using System.Diagnostics;

namespace CalmonyPay.Tests.Sdk;

internal sealed record ChildResult(int ExitCode, string Output, string Error);

internal static class ChildProcess
{
    /// <summary>Runs a program to its end and returns what it wrote; after the timeout it is killed with its children.</summary>
    /// <remarks>
    /// The given environment is added to our own; a null in it takes a variable away. A program that does not exist is a
    /// <see cref="System.ComponentModel.Win32Exception"/>, one that takes too long a <see cref="TimeoutException"/> with what it wrote.
    /// </remarks>
    public static async Task<ChildResult> RunAsync(
        string program, IEnumerable<string> arguments, string folder, Dictionary<string, string?> environment, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var limit = new CancellationTokenSource(timeout);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {timeout}. It wrote:\n{await output}\n{await error}");
        }
        return new ChildResult(process.ExitCode, await output, await error);
    }
}
