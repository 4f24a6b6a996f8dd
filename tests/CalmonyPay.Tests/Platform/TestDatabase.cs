using CalmonyPay.Platform.Data;
using CalmonyPay.Sandbox;
using Npgsql;

namespace CalmonyPay.Tests.Platform;

/// <summary>
/// Databases to test on: one private PostgreSQL for the whole run, one migrated template, a clone for each test class. Set
/// CALMONYPAY_TEST_POSTGRES to a superuser's connection string (with password) to use a server of your own.
/// </summary>
public static class TestDatabase
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static readonly Lazy<Task<string>> Template = new(MigrateTemplateAsync);
    private static readonly SemaphoreSlim Cloning = new(1);

    /// <summary>A new database with the current schema and nothing in it.</summary>
    public static async Task<DatabaseLogins> CreateAsync()
    {
        var template = await Template.Value;
        var name = $"t_{Guid.NewGuid():N}";
        await Cloning.WaitAsync();
        try { await ExecuteAsync(await Server.Value, $"create database {name} template {template}"); }
        finally { Cloning.Release(); }
        return Logins(await Server.Value, name);
    }

    /// <summary>A new database without a schema.</summary>
    public static async Task<DatabaseLogins> CreateEmptyAsync()
    {
        var name = $"e_{Guid.NewGuid():N}";
        await ExecuteAsync(await Server.Value, $"create database {name}");
        return Logins(await Server.Value, name);
    }

    public static async Task DropAsync(DatabaseLogins logins)
    {
        var name = new NpgsqlConnectionStringBuilder(logins.Owner).Database;
        await ExecuteAsync(await Server.Value, $"drop database if exists {name} with (force)");
    }

    private static DatabaseLogins Logins(string server, string database) =>
        DatabaseLogins.Derive(new NpgsqlConnectionStringBuilder(server) { Database = database, MaxPoolSize = 60 }.ConnectionString);

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("CALMONYPAY_TEST_POSTGRES") is { Length: > 0 } given) return given;
        var folder = Directory.CreateTempSubdirectory("calmonypay-tests-").FullName;
        var cluster = await PostgresCluster.StartAsync(new PostgresClusterOptions(folder) { Fast = true }, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.DeleteAsync().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return cluster.ConnectionString;
    }

    private static async Task<string> MigrateTemplateAsync()
    {
        var name = $"template_{Guid.NewGuid():N}";
        await ExecuteAsync(await Server.Value, $"create database {name}");
        await Schema.MigrateAsync(Logins(await Server.Value, name), TimeProvider.System, CancellationToken.None);
        return name;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
