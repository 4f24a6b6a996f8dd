using System.Data.Common;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// Contexts of the two roles that serve: the application's, which row-level security holds to one project, and the
/// worker's, which may look at all projects for work that is due.
/// </summary>
public sealed class PayDbPools : IAsyncDisposable
{
    private const int PoolSize = 1024;

    /// <summary>
    /// Connections of each role, unless its connection string says otherwise. No request keeps one while a gateway is called,
    /// so few are enough; with more, PostgreSQL's processes push each other out of the caches (docs/performance.md).
    /// </summary>
    private static readonly int Connections = Math.Max(16, 8 * Environment.ProcessorCount);

    private readonly PooledDbContextFactory<PayDb> application;
    private readonly PooledDbContextFactory<PayDb> worker;

    public PayDbPools(DatabaseLogins logins)
    {
        Application = Source(logins.Application, "CalmonyPay api");
        Worker = Source(logins.Worker, "CalmonyPay worker");
        application = new(Options(Application), PoolSize);
        worker = new(Options(Worker), PoolSize);
    }

    /// <summary>Connections of the application's role.</summary>
    public NpgsqlDataSource Application { get; }

    /// <summary>Connections of the worker's role.</summary>
    public NpgsqlDataSource Worker { get; }

    /// <summary>A context for this scope; who takes it disposes it.</summary>
    public PayDb Rent(TenantScope scope)
    {
        var db = (scope.Worker ? worker : application).CreateDbContext();
        db.Enter(scope);
        return db;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Worker.DisposeAsync();
    }

    /// <summary>EF Core's options over a data source; design time and migrations use the same.</summary>
    public static DbContextOptions<PayDb> Options(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PayDb>()
            .UseNpgsql(source, MapEnums)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(new ScopeInterceptor())
            .EnableThreadSafetyChecks(false)
            .Options;

    internal static void MapEnums(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql)
    {
        foreach (var (type, name) in PgEnumAttribute.All) npgsql.MapEnum(type, name);
    }

    private static NpgsqlDataSource Source(string connectionString, string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 1,
            IncludeErrorDetail = false,
        };
        if (!SaysPoolSize(connectionString)) settings.MaxPoolSize = Connections;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        foreach (var (type, enumName) in PgEnumAttribute.All) builder.MapEnum(type, enumName);
        return builder.Build();
    }

    private static bool SaysPoolSize(string connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Any(key => key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() is "maximumpoolsize" or "maxpoolsize");
}
