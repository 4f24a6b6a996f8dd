using System.Text.RegularExpressions;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Commands;

/// <summary>A sandbox in a folder, started as a user starts it.</summary>
internal sealed partial class SandboxRun : IAsyncDisposable
{
    private SandboxRun(PayProcess process, ApiClient api) => (Process, Api) = (process, api);

    public PayProcess Process { get; }
    public ApiClient Api { get; }

    /// <summary>The postmaster that the banner speaks of is this one's child by its folder.</summary>
    public static int? Postmaster(string folder)
    {
        var pointer = Path.Combine(folder, "postgres.location");
        var place = File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : Path.Combine(folder, "postgres");
        var pid = Path.Combine(place, "data", "postmaster.pid");
        return File.Exists(pid) ? int.Parse(File.ReadLines(pid).First(), System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Starts it and waits for the end of the banner.</summary>
    public static async Task<SandboxRun> StartAsync(string folder)
    {
        var url = PayProcess.FreeUrl();
        var process = PayProcess.Start([], "--data", folder, "--urls", url.AbsoluteUri.TrimEnd('/'));
        try
        {
            await process.SayAsync("Ctrl+C stops everything");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return new(process, new ApiClient(url, "sk_test_sandbox"));
    }

    /// <summary>The line that the banner prints for pasting.</summary>
    public string CurlLine => CurlPattern().Match(Process.Output).Value.Trim();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Process.DisposeAsync();
    }

    [GeneratedRegex("^ *curl .*$", RegexOptions.Multiline)]
    private static partial Regex CurlPattern();
}
