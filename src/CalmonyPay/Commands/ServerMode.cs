using CalmonyPay.Accounts;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CalmonyPay.Commands;

/// <summary>Serves over the PostgreSQL that is configured, and refuses to where that would not be safe.</summary>
internal static partial class ServerMode
{
    public static async Task<int> RunAsync(ServeSettings serve, CancellationToken ct)
    {
        await using var app = PayHost.Build([], serve.Apply);
        await CheckAsync(app.Services, serve.Migrate || app.Configuration.GetValue("CalmonyPay:Migrate", false), ct);
        await app.ServeAsync(listening => LogListening(listening.Logger, string.Join(", ", listening.Urls), app.Configuration["CalmonyPay:Role"] ?? "all"), ct);
        return 0;
    }

    /// <exception cref="OperatorException">What has to be done before this host may serve.</exception>
    private static async Task CheckAsync(IServiceProvider services, bool migrate, CancellationToken ct)
    {
        services.GetRequiredService<Keyring>();
        var logins = services.GetRequiredService<DatabaseLogins>();
        if (migrate) await Schema.MigrateAsync(logins, TimeProvider.System, ct);
        else await Deployment.CheckSchemaAsync(logins, ct);

        var pools = services.GetRequiredService<PayDbPools>();
        await CheckLoginAsync(pools.Application, "application", ct);
        await CheckLoginAsync(pools.Worker, "worker", ct);
        if (services.GetRequiredService<PublicUrl>().UnfitForLive() is { } why && await HasLiveKeysAsync(services, ct))
            throw new OperatorException($"This database has live keys, and {why}.");
    }

    /// <summary>Row-level security holds a request to its project only under a login that cannot step around it.</summary>
    private static async Task CheckLoginAsync(NpgsqlDataSource source, string kind, CancellationToken ct)
    {
        var name = new NpgsqlConnectionStringBuilder(source.ConnectionString).Username;
        try
        {
            if (await Schema.UnfitToServeAsync(source, ct) is { } why)
                throw new OperatorException($"The {kind} login '{name}' {why}, so row-level security would not bind it. Give it a login of its own, or set the owner's connection string alone: migrate makes the logins.");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new OperatorException($"The {kind} login '{name}' cannot sign in ({e.MessageText}). CalmonyPay migrate makes the logins that serve.", e);
        }
    }

    private static async Task<bool> HasLiveKeysAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        var now = DateTimeOffset.UtcNow;
        return await scope.ServiceProvider.GetRequiredService<PayDb>().Set<ApiKey>().IgnoreQueryFilters(["project", "mode"])
            .AnyAsync(k => k.Livemode && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), ct);
    }

    [LoggerMessage(LogLevel.Information, "CalmonyPay listens on {Urls}, role {Role}")]
    private static partial void LogListening(ILogger log, string urls, string role);
}
