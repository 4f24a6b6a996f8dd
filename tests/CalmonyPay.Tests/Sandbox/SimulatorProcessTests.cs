using System.Diagnostics;
using CalmonyPay.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>The supervision of the simulator's process, seen with a shell script in its place that says and does what it does.</summary>
public sealed class SimulatorProcessTests : IAsyncLifetime
{
    private const string Announces =
        """
        #!/bin/sh
        echo "starting: $*"
        for url; do case "$url" in http:*:0) url=http://127.0.0.1:4711; break;; http:*) break;; esac; done
        echo "$*" >> "$0.calls"
        echo "listening on $url"
        while read -r line; do :; done
        echo "ended" >> "$0.calls"
        """;

    private readonly SandboxFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _folder.DeleteAsync();

    [Fact]
    public async Task It_is_started_with_its_ledger_and_tells_where_it_listens()
    {
        await using var simulator = await StartAsync(Announces);
        Assert.Equal(new Uri("http://127.0.0.1:4711"), simulator.Url);
        Assert.Equal(
            $"--urls http://127.0.0.1:0 --ledger {_folder.Path("ledger")} --exit-with-parent",
            (await CallsAsync())[0]);
    }

    [Fact]
    public async Task Killed_it_is_started_again_on_the_same_port()
    {
        await using var simulator = await StartAsync(Announces);
        var first = simulator.ProcessId;
        using (var process = Process.GetProcessById(first))
            process.Kill();

        var patience = Stopwatch.StartNew();
        while (simulator.ProcessId == first && patience.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(20);

        Assert.NotEqual(first, simulator.ProcessId);
        Assert.Equal(new Uri("http://127.0.0.1:4711"), simulator.Url);
        Assert.Contains("--urls http://127.0.0.1:4711", (await CallsAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_it_may_finish_and_is_not_started_again()
    {
        var simulator = await StartAsync(Announces);
        await simulator.DisposeAsync();
        Assert.Equal("ended", (await CallsAsync())[^1]);
    }

    [Fact]
    public async Task One_that_ends_at_once_is_quoted()
    {
        var failed = await Assert.ThrowsAsync<SandboxException>(() => StartAsync("#!/bin/sh\necho no ledger today >&2\nexit 3\n"));
        Assert.Contains("no ledger today", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_not_built_is_missed()
    {
        var options = new SimulatorOptions(_folder.Path("ledger")) { Program = _folder.Path("nothing.dll") };
        var failed = await Assert.ThrowsAsync<SandboxException>(
            () => SimulatorProcess.StartAsync(options, NullLogger<SimulatorProcess>.Instance, CancellationToken.None));
        Assert.Contains("dotnet build", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_one_was_built_beside_the_server() => Assert.True(File.Exists(SimulatorProcess.DefaultProgram));

    private async Task<SimulatorProcess> StartAsync(string script)
    {
        var program = _folder.Path("simulator.sh");
        await File.WriteAllTextAsync(program, script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = new SimulatorOptions(_folder.Path("ledger")) { Program = program };
        return await SimulatorProcess.StartAsync(options, NullLogger<SimulatorProcess>.Instance, CancellationToken.None);
    }

    private async Task<string[]> CallsAsync()
    {
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_folder.Path("simulator.sh.calls")) && patience.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(20);
        return await File.ReadAllLinesAsync(_folder.Path("simulator.sh.calls"));
    }
}
