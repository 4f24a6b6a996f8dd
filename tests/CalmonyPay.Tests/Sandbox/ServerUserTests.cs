using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>Whom PostgreSQL runs as. What needs root to be seen passes at once where the tests run as an ordinary user.</summary>
public sealed class ServerUserTests : IAsyncLifetime
{
    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private readonly SandboxFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _folder.DeleteAsync();

    [Fact]
    public async Task For_root_PostgreSQL_runs_as_another_user_who_owns_the_data()
    {
        if (!IsRoot)
            return;
        var cluster = await _folder.StartAsync();
        Assert.True(cluster.UserName is "postgres" or "nobody");
        Assert.Equal(cluster.UserName, await SaidAsync("stat", "-c", "%U", Path.Combine(cluster.Folder, "data")));
        Assert.Equal(cluster.UserName, await SaidAsync("ps", "-o", "user=", "-p", $"{cluster.ProcessId}"));
        Assert.StartsWith(_folder.Root, cluster.Folder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_that_user_cannot_reach_the_folder_the_data_lie_elsewhere_and_are_found_again()
    {
        if (!IsRoot || OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder.Path("private"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var name = Path.Combine("private", ".calmonypay");
        var cluster = await _folder.StartAsync(name);
        await PostgresClusterTests.ExecuteAsync(cluster, "create table kept as select 42 as answer");
        Assert.StartsWith("/var/lib/calmonypay/", cluster.Folder, StringComparison.Ordinal);
        Assert.Equal(cluster.Folder, (await File.ReadAllTextAsync(_folder.Path(name, "postgres.location"))).Trim());
        await cluster.StopAsync();

        var again = await _folder.StartAsync(name);
        Assert.Equal(42, await PostgresClusterTests.ScalarAsync(again, "select answer from kept"));
    }

    [Fact]
    public async Task An_ordinary_user_runs_it_as_well()
    {
        if (!IsRoot)
            return;   // then every other test here shows it
        var run = new ProcessStartInfo("setpriv",
        [
            "--reuid=nobody", "--regid=65534", "--clear-groups", "--", Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../dotnet"), "vstest",
            typeof(ServerUserTests).Assembly.Location,
            $"--TestCaseFilter:FullyQualifiedName~{nameof(PostgresClusterTests.Data_are_kept_between_runs)}",
        ])
        { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        Directory.CreateDirectory(_folder.Path("home"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path("home"), (UnixFileMode)0b111_111_111);
        foreach (var name in new[] { "HOME", "TMPDIR", "DOTNET_CLI_HOME" })
            run.Environment[name] = _folder.Path("home");
        foreach (var ours in run.Environment.Keys.Where(key => key.StartsWith("VSTEST", StringComparison.Ordinal)).ToList())
            run.Environment.Remove(ours);

        using var process = Process.Start(run)!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0 && Regex.IsMatch(said, @"Passed:\s+1,"), said);
    }

    private static async Task<string> SaidAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }
}
