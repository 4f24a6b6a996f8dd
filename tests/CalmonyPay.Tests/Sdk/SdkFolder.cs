using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Tests.Sdk;

/// <summary>The suite's folder, tests/sdk, and what must be in it before a file of it can run.</summary>
internal static class SdkFolder
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Root { get; } = Find();

    /// <summary>The suite's files, as <c>customers.test.js</c>.</summary>
    public static IEnumerable<string> Files() =>
        Directory.GetFiles(Path.Combine(Root, "test"), "*.test.js")
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Installs the pinned packages and compiles the schemas, once for this package-lock.json, whoever else may be at it.</summary>
    public static Task EnsureInstalledAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        await RequireNodeAsync();
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Root, "package-lock.json"))));
        var stamp = Path.Combine(Root, "node_modules", ".installed");
        using var door = await LockAsync();
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            Demand(await ChildProcess.RunAsync(npm, ["ci", "--no-audit", "--no-fund"], Root, [], InstallTimeout), "npm ci");
            await File.WriteAllTextAsync(stamp, wanted);
        }
        Demand(await ChildProcess.RunAsync("node", ["support/schemas.js"], Root, [], InstallTimeout), "node support/schemas.js");
    }

    private static async Task RequireNodeAsync()
    {
        const string Needed = "Node.js 20 or newer, with npm, is needed to run Stripe's SDK against CalmonyPay";
        ChildResult version;
        try
        {
            version = await ChildProcess.RunAsync("node", ["--version"], Root, [], TimeSpan.FromSeconds(30));
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{Needed}, and there is no `node` on the PATH.", missing);
        }
        var text = version.Output.Trim();
        if (!Version.TryParse(text.TrimStart('v'), out var parsed) || parsed.Major < 20)
        {
            throw new InvalidOperationException($"{Needed}; `node --version` says '{text}'.");
        }
    }

    /// <summary>One installation at a time on this machine, also among several test runs. The file lies outside node_modules, which npm empties.</summary>
    private static async Task<FileStream> LockAsync()
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];
        var file = Path.Combine(Path.GetTempPath(), $"calmonypay-sdk-{name}.lock");
        var end = DateTime.UtcNow + InstallTimeout;
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static void Demand(ChildResult result, string what)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"`{what}` in tests/sdk failed ({result.ExitCode}):\n{result.Output}\n{result.Error}");
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CalmonyPay.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "sdk");
            }
        }
        throw new DirectoryNotFoundException($"There is no CalmonyPay.sln above {AppContext.BaseDirectory}, so tests/sdk cannot be found.");
    }
}
