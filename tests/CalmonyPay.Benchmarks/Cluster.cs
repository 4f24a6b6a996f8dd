using CalmonyPay.Platform.Data;
using CalmonyPay.Sandbox;
using Npgsql;

namespace CalmonyPay.Benchmarks;

/// <summary>
/// A private PostgreSQL as the sandbox starts one, durable (fsync and synchronous_commit on), with room for all connections and
/// a log that can be read by a program.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Changes = """
        alter system set max_connections = 600;
        alter system set max_wal_size = '4GB';
        alter system set logging_collector = on;
        alter system set log_destination = 'jsonlog';
        alter system set log_rotation_size = 0;
        """;

    private readonly PostgresCluster running;
    private readonly string folder;

    private Cluster(PostgresCluster running, string folder, string version) => (this.running, this.folder, Version) = (running, folder, version);

    /// <summary>PostgreSQL's own words for its version.</summary>
    public string Version { get; }

    public int ProcessId => running.ProcessId;
    public int Port => running.Port;

    /// <summary>pgbench of the same PostgreSQL, or of PATH; null if there is none.</summary>
    public string? PgBench => new[] { running.Binaries.Folder }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(place => Path.Combine(place, "pgbench")).FirstOrDefault(File.Exists);

    public static async Task<Cluster> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("calmonypay-bench-").FullName;
        await using (var first = await PostgresCluster.StartAsync(new(folder), ct))
            foreach (var change in Changes.Split('\n')) await ExecuteAsync(first.ConnectionString, change, ct);
        var running = await PostgresCluster.StartAsync(new(folder), ct);
        return new(running, folder, (string)(await ScalarAsync(running.ConnectionString, "show server_version", ct))!);
    }

    /// <summary>A new database with the current schema and the three logins.</summary>
    public async Task<DatabaseLogins> CreateAsync(string name, CancellationToken ct)
    {
        await ExecuteAsync(running.ConnectionString, $"create database {name}", ct);
        var logins = DatabaseLogins.Derive(new NpgsqlConnectionStringBuilder(running.ConnectionString) { Database = name }.ConnectionString);
        await Schema.MigrateAsync(logins, TimeProvider.System, ct);
        return logins;
    }

    public Task DropAsync(string name, CancellationToken ct) => ExecuteAsync(running.ConnectionString, $"drop database {name} with (force)", ct);

    /// <summary>
    /// Lets the application's login in without a password: 256 sign-ins of pgbench would count as processor time of its
    /// statements. The cluster listens on the loopback address, and lives as long as this program.
    /// </summary>
    public async Task TrustAsync(DatabaseLogins logins, CancellationToken ct)
    {
        var file = (string)(await ScalarAsync(running.ConnectionString, "show hba_file", ct))!;
        var line = $"host all {new NpgsqlConnectionStringBuilder(logins.Application).Username} 127.0.0.1/32 trust\n";
        await File.WriteAllTextAsync(file, line + await File.ReadAllTextAsync(file, ct), ct);
        await ExecuteAsync(running.ConnectionString, "select pg_reload_conf()", ct);
    }

    public async ValueTask DisposeAsync()
    {
        await running.DeleteAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct) => await ScalarAsync(connectionString, sql, ct);

    public static async Task<object?> ScalarAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
