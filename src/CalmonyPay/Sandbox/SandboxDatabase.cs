using CalmonyPay.Platform.Data;
using Npgsql;

namespace CalmonyPay.Sandbox;

/// <summary>
/// The sandbox's database, with its cluster: one that we run, or, for a verb of the command line beside a running sandbox, the
/// cluster of that one.
/// </summary>
internal sealed class SandboxDatabase : IAsyncDisposable
{
    private const string Database = "calmonypay";
    private static readonly TimeSpan StartingLimit = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(200);
    private readonly PostgresCluster? own;

    private SandboxDatabase(PostgresCluster? own, string superuser) =>
        (this.own, ConnectionString) = (own, new NpgsqlConnectionStringBuilder(superuser) { Database = Database }.ConnectionString);

    /// <summary>For <c>ConnectionStrings:CalmonyPay</c>: the owner, from whom the serving logins are derived.</summary>
    public string ConnectionString { get; }

    /// <summary>What runs, in a few words; null beside a sandbox that runs.</summary>
    public string? Description => own is null ? null
        : $"PostgreSQL {own.Binaries.MajorVersion} on port {own.Port}{(own.UserName is { } user ? $", as {user}" : "")}";

    /// <summary>Starts the cluster, makes the database if need be and brings it up to date.</summary>
    /// <exception cref="SandboxException">No PostgreSQL, or another host has the folder.</exception>
    public static async Task<SandboxDatabase> StartAsync(SandboxPlace place, PostgresSearch search, CancellationToken ct)
    {
        var cluster = await PostgresCluster.StartAsync(new(place.Folder) { Search = search }, ct);
        try
        {
            var database = new SandboxDatabase(cluster, cluster.ConnectionString);
            await MakeAsync(cluster.ConnectionString, ct);
            await Schema.MigrateAsync(DatabaseLogins.Derive(database.ConnectionString), TimeProvider.System, ct);
            return database;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database of the sandbox that runs on the folder; started as by <see cref="StartAsync"/> if none runs.</summary>
    public static async Task<SandboxDatabase> OpenAsync(SandboxPlace place, PostgresSearch search, CancellationToken ct)
    {
        if (!place.Exists)
            throw new SandboxException($"There is no sandbox in {place.Folder} yet. Start one, or set ConnectionStrings__CalmonyPay to a server's database.");
        for (var deadline = DateTime.UtcNow + StartingLimit; FolderLock.IsHeld(place.Folder) && DateTime.UtcNow < deadline; await Task.Delay(Pause, ct))
            if (PostgresCluster.FindRunning(place.Folder) is { } superuser) return new(null, superuser);
        return await StartAsync(place, search, ct);
    }

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task MakeAsync(string superuser, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"select 1 from pg_database where datname = '{Database}'", connection);
        if (await command.ExecuteScalarAsync(ct) is not null) return;
        command.CommandText = $"create database {Database}";
        await command.ExecuteNonQueryAsync(ct);
    }
}
