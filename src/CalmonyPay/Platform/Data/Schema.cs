using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>Brings a database up to this build's schema, and tells whether it is.</summary>
public static class Schema
{
    private const long MigrationLock = 0x43616C6D6F6E79;

    /// <summary>
    /// Applies the migrations as the owner, then makes the serving logins and the coming months' event partitions. Safe to
    /// repeat and to run from two hosts at once.
    /// </summary>
    public static async Task MigrateAsync(DatabaseLogins logins, TimeProvider clock, CancellationToken ct)
    {
        await using var source = OwnerSource(logins);
        await using var alone = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(alone, $"select pg_advisory_lock({MigrationLock})", ct);
        await using (var db = new PayDb(PayDbPools.Options(source))) await db.Database.MigrateAsync(ct);
        await LoginAsync(alone, logins.Application, DatabaseLogins.ApplicationRole, ct);
        await LoginAsync(alone, logins.Worker, DatabaseLogins.WorkerRole, ct);
        var month = new DateTimeOffset(clock.GetUtcNow().Year, clock.GetUtcNow().Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (var ahead = 0; ahead < 4; ahead++)
            await ExecuteAsync(alone, Events.EventPartitions.CreateSql(month.AddMonths(ahead)), ct);
        await ExecuteAsync(alone, "select pay_begin_epoch()", ct);
        await ExecuteAsync(alone, $"""grant select on "__EFMigrationsHistory" to {DatabaseLogins.ApplicationRole}, {DatabaseLogins.WorkerRole}""", ct); // for /readyz
    }

    /// <summary>Names of the migrations that the database still lacks; empty when it is current.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var db = new PayDb(PayDbPools.Options(source));
        var known = db.Database.GetMigrations();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("""select to_regclass('"__EFMigrationsHistory"') is not null""", connection);
        if (await command.ExecuteScalarAsync(ct) is not true) return [.. known];
        command.CommandText = """select "MigrationId" from "__EFMigrationsHistory" """;
        var applied = new HashSet<string>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) applied.Add(reader.GetString(0));
        return [.. known.Where(migration => !applied.Contains(migration))];
    }

    /// <summary>
    /// Row-level security binds neither a superuser nor a role with BYPASSRLS, and an owner can switch it off: a host that
    /// serves under one of them would not be held to its project.
    /// </summary>
    /// <returns>Why this login must not serve; null if it may.</returns>
    public static async Task<string?> UnfitToServeAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("""
            select case when r.rolsuper then 'is a superuser'
                        when r.rolbypassrls then 'has BYPASSRLS'
                        when exists (select from pg_class c where c.relowner = r.oid and c.relname = 'pay_projects') then 'owns the tables' end
            from pg_roles r where r.rolname = current_user
            """, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    internal static NpgsqlDataSource OwnerSource(DatabaseLogins logins)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(logins.Owner) { ApplicationName = "CalmonyPay owner", Pooling = false }.ConnectionString);
        return builder.Build();
    }

    private static async Task LoginAsync(NpgsqlConnection connection, string connectionString, string group, CancellationToken ct)
    {
        var login = new NpgsqlConnectionStringBuilder(connectionString);
        await using var command = new NpgsqlCommand("select pay_make_login($1, $2, $3)", connection);
        command.Parameters.Add(new() { Value = login.Username! });
        command.Parameters.Add(new() { Value = (object?)login.Password ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = group });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
