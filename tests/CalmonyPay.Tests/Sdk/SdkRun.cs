using System.Text.Json;

namespace CalmonyPay.Tests.Sdk;

/// <summary>What became of one test of the Node suite; <paramref name="Failure"/> says why it failed, null if it passed.</summary>
public sealed record SdkCase(string Name, string? Failure);

/// <summary>Runs files of tests/sdk in a Node process of their own, against a host that is running.</summary>
public static class SdkRun
{
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(5);

    /// <param name="file">A file's name in tests/sdk/test, as <c>customers.test.js</c>.</param>
    /// <param name="target">The host to talk to.</param>
    /// <returns>Every test of the file, in its order.</returns>
    /// <exception cref="InvalidOperationException">Node is missing, the packages could not be installed, or the file did not load.</exception>
    public static async Task<IReadOnlyList<SdkCase>> RunAsync(string file, SdkTarget target)
    {
        await SdkFolder.EnsureInstalledAsync();
        string[] arguments = ["--test-reporter=./support/reporter.js", "--test-reporter-destination=stdout", Path.Combine("test", file)];
        var result = await ChildProcess.RunAsync("node", arguments, SdkFolder.Root, target.ToEnvironment(), FileTimeout);
        var cases = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<SdkCase>().ToList();
        if (cases.Count == 0 || (result.ExitCode != 0 && cases.TrueForAll(each => each.Failure is null)))
        {
            throw new InvalidOperationException($"tests/sdk/test/{file} did not run ({result.ExitCode}):\n{result.Output}\n{result.Error}");
        }
        return cases;
    }

    private static SdkCase? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;                                        // something that a test printed
        }
        return JsonSerializer.Deserialize<SdkCase>(line, JsonSerializerOptions.Web);
    }
}
