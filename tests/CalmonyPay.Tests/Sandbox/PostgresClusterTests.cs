using System.Diagnostics;
using CalmonyPay.Sandbox;
using Npgsql;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>Real clusters of the PostgreSQL on this machine.</summary>
public sealed class PostgresClusterTests : IAsyncLifetime
{
    private readonly SandboxFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _folder.DeleteAsync();

    [Fact]
    public async Task Data_are_kept_between_runs()
    {
        var first = await _folder.StartAsync();
        await ExecuteAsync(first, "create table kept (answer int); insert into kept values (42)");
        await first.StopAsync();

        var second = await _folder.StartAsync();

        Assert.False(second.Adopted);
        Assert.Equal(42, await ScalarAsync(second, "select answer from kept"));
    }

    [Fact]
    public async Task It_speaks_UTF8_knows_the_case_of_any_letter_and_has_the_settings_promised()
    {
        var cluster = await _folder.StartAsync();
        Assert.Equal("UTF8", await ScalarAsync(cluster, "show server_encoding"));
        Assert.Equal("ärger", await ScalarAsync(cluster, "select lower('ÄRGER')"));
        Assert.Equal("300", await ScalarAsync(cluster, "show max_connections"));
        Assert.Equal("on", await ScalarAsync(cluster, "show synchronous_commit"));
        Assert.Equal("127.0.0.1", await ScalarAsync(cluster, "show listen_addresses"));
    }

    [Fact]
    public async Task Nobody_connects_without_the_password()
    {
        var cluster = await _folder.StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "postgres" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal("28P01", refused.SqlState);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.Folder, "password")));
    }

    [Fact]
    public async Task A_killed_postmaster_comes_back_with_what_was_committed()
    {
        var cluster = await _folder.StartAsync();
        await ExecuteAsync(cluster, "create table kept (answer int); insert into kept values (42)");
        Kill(cluster.ProcessId);
        await cluster.StopAsync();   // the host notices nothing until it stops

        var again = await _folder.StartAsync();

        Assert.False(again.Adopted);
        Assert.Equal(42, await ScalarAsync(again, "select answer from kept"));
    }

    [Fact]
    public async Task A_postmaster_that_a_killed_host_left_behind_is_taken_over_and_stopped_in_the_end()
    {
        var cluster = await _folder.StartAsync();
        await cluster.StopAsync();
        var left = await LeaveBehindAsync(cluster);

        var again = await _folder.StartAsync();
        Assert.True(again.Adopted);
        Assert.Equal(left, again.ProcessId);
        Assert.Equal(1, await ScalarAsync(again, "select 1"));

        await again.StopAsync();
        Assert.False(File.Exists(PidFile(again)));
    }

    [Fact]
    public async Task A_pid_file_whose_number_now_belongs_to_a_stranger_is_survived()
    {
        var cluster = await _folder.StartAsync();
        var lines = await File.ReadAllLinesAsync(PidFile(cluster));
        await cluster.StopAsync();
        await File.WriteAllLinesAsync(PidFile(cluster), [Environment.ProcessId.ToString(), .. lines[1..]]);

        var again = await _folder.StartAsync();

        Assert.False(again.Adopted);
        Assert.NotEqual(Environment.ProcessId, again.ProcessId);
        Assert.Equal(1, await ScalarAsync(again, "select 1"));
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_leaves_nothing_half_made()
    {
        Directory.CreateDirectory(_folder.Path(".calmonypay", "postgres", "data.new", "base"));
        var cluster = await _folder.StartAsync();
        Assert.Equal(1, await ScalarAsync(cluster, "select 1"));
    }

    [Fact]
    public async Task Two_folders_have_two_clusters_that_do_not_meet()
    {
        var clusters = await Task.WhenAll(_folder.StartAsync("one"), _folder.StartAsync("two"));
        await ExecuteAsync(clusters[0], "create table mine (x int)");
        Assert.NotEqual(clusters[0].Port, clusters[1].Port);
        Assert.Equal(DBNull.Value, await ScalarAsync(clusters[1], "select to_regclass('mine')::text"));
    }

    [Fact]
    public async Task A_copy_of_a_running_folder_gets_a_cluster_of_its_own()
    {
        var original = await _folder.StartAsync("original");
        await ExecuteAsync(original, "checkpoint");
        using (var copying = Process.Start("cp", ["-a", _folder.Path("original"), _folder.Path("copy")]))
            await copying.WaitForExitAsync();

        var copy = await _folder.StartAsync("copy");

        Assert.False(copy.Adopted);
        Assert.NotEqual(original.ProcessId, copy.ProcessId);
        Assert.Equal(1, await ScalarAsync(original, "select 1"));
    }

    [Fact]
    public async Task A_second_host_on_the_folder_is_told_so()
    {
        await _folder.StartAsync();
        var refused = await Assert.ThrowsAsync<SandboxException>(() => _folder.StartAsync());
        Assert.Contains("runs on " + _folder.Path(".calmonypay"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postgresql_that_will_not_start_is_quoted()
    {
        var cluster = await _folder.StartAsync();
        await cluster.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(cluster.Folder, "data", "postgresql.conf"), "\nno_such_setting = on\n");
        var failed = await Assert.ThrowsAsync<SandboxException>(() => _folder.StartAsync());
        Assert.Contains("no_such_setting", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<int> LeaveBehindAsync(PostgresCluster cluster)
    {
        var user = await ServerUser.ChooseAsync(CancellationToken.None);
        var data = Path.Combine(cluster.Folder, "data");
        using var start = Process.Start(user.Start(cluster.Folder, cluster.Binaries.PgCtl,
            "start", "-D", data, "-l", Path.Combine(cluster.Folder, "log"), "-s", "-w"))!;
        await start.WaitForExitAsync();
        Assert.Equal(0, start.ExitCode);
        return int.Parse(File.ReadLines(PidFile(cluster)).First());
    }

    private static string PidFile(PostgresCluster cluster) => Path.Combine(cluster.Folder, "data", "postmaster.pid");

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    internal static async Task ExecuteAsync(PostgresCluster cluster, string sql) => await ScalarAsync(cluster, sql);

    internal static async Task<object?> ScalarAsync(PostgresCluster cluster, string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
