using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>The closing line of <c>.ci/run</c>, which has to be right above all when something is wrong.</summary>
public sealed class CiRunTests : IAsyncLifetime
{
    private readonly SandboxFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _folder.DeleteAsync();

    [Fact]
    public void The_files_are_summed() =>
        Assert.Equal(("12 passed, 0 failed", true), Closing(Counters(10, 10), Counters(2, 2)));

    [Fact]
    public void A_failure_an_error_a_timeout_and_an_abortion_all_failed() =>
        Assert.Equal(("6 passed, 4 failed", false), Closing(Counters(10, 6, failed: 1, error: 1, timeout: 1, aborted: 1)));

    [Fact]
    public void What_a_disposal_finds_failed() => Assert.Equal(("9 passed, 1 failed", false), Closing(Counters(9, 9, disposal: "Leaky")));

    [Fact]
    public void A_skipped_test_fails_the_run() => Assert.Equal(("9 passed, 0 failed", false), Closing(Counters(10, 9)));

    [Fact]
    public void A_run_without_tests_fails() => Assert.Equal(("0 passed, 0 failed", false), Closing());

    private (string Line, bool Succeeded) Closing(params string[] files)
    {
        foreach (var (number, file) in files.Index())
        {
            Directory.CreateDirectory(_folder.Path("deep"));
            File.WriteAllText(_folder.Path("deep", $"with space {number}.trx"), file);
        }
        using var process = Process.Start(new ProcessStartInfo("bash", [Script(), "--count", _folder.Root])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (said.TrimEnd('\n'), process.ExitCode == 0);
    }

    /// <summary>The part of a .trx file that counts, in the form in which VSTest writes it.</summary>
    private static string Counters(int total, int passed, int failed = 0, int error = 0, int timeout = 0, int aborted = 0, string? disposal = null) =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results><UnitTestResult testName="Says &lt;Counters total=99" outcome="Passed" /></Results>
          <ResultSummary outcome="Completed">
            <Counters total="{total}" executed="{total}" passed="{passed}" failed="{failed}" error="{error}" timeout="{timeout}" aborted="{aborted}" inconclusive="0" passedButRunAborted="0" notRunnable="0" notExecuted="0" disconnected="0" warning="0" completed="0" inProgress="0" pending="0" />
            {(disposal is null ? "" : $"<RunInfos><RunInfo outcome=\"Error\"><Text>[xUnit.net]     [Test Class Cleanup Failure ({disposal})] Xunit.Sdk.XunitException</Text></RunInfo></RunInfos>")}
          </ResultSummary>
        </TestRun>
        """;

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../.ci/run"));
}
