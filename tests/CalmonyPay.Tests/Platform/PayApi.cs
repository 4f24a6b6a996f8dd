using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalmonyPay.Tests.Platform;

/// <summary>
/// Production's host on a real Kestrel, over a database of its own, with two projects that must not see each other. A class
/// takes it as <c>IClassFixture&lt;PayApi&gt;</c>.
/// </summary>
public class PayApi : IAsyncLifetime
{
    public const string EncryptionKeys = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly List<WebApplication> hosts = [];

    /// <summary>Reads all that the hosts log and, at the end, all that they stored: no card number, no secret.</summary>
    public LeakWatch Leaks { get; } = new();

    public DatabaseLogins Logins { get; private set; } = null!;

    /// <summary>Project A with its secret test key.</summary>
    public ApiClient A { get; private set; } = null!;

    /// <summary>The neighbour, project B.</summary>
    public ApiClient B { get; private set; } = null!;

    /// <summary>Project A with its publishable key.</summary>
    public ApiClient Browser { get; private set; } = null!;

    /// <summary>Project A in live mode.</summary>
    public ApiClient Live { get; private set; } = null!;

    public Guid ProjectA { get; private set; }
    public Guid ProjectB { get; private set; }

    public IServiceProvider Services => hosts[0].Services;

    /// <summary>What a test class wants different from production; called before each host is built.</summary>
    protected virtual void Adjust(WebApplicationBuilder builder)
    {
    }

    public virtual async Task InitializeAsync()
    {
        Logins = await TestDatabase.CreateAsync();
        var url = await StartHostAsync();
        (ProjectA, var keysA) = await ProjectAsync("A");
        (ProjectB, var keysB) = await ProjectAsync("B");
        A = new(url, keysA[0]);
        Browser = new(url, keysA[1]);
        Live = new(url, keysA[2]);
        B = new(url, keysB[0]);
        foreach (var client in (ApiClient[])[A, B, Live]) Leaks.Secret("a secret key", client.Key);
        foreach (var secret in (string[])[TestGateway.Secret, TestGateway.SecureSecret]) Leaks.Secret("a gateway's signing secret", secret);
        Leaks.Secret("an encryption key", EncryptionKeys[(EncryptionKeys.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        foreach (var project in (Guid[])[ProjectA, ProjectB]) await TestGateway.SetAsync(this, project);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }
        await Leaks.ScanDatabaseAsync(Logins.Owner);
        await TestDatabase.DropAsync(Logins);
        Leaks.ThrowIfFound();
    }

    /// <summary>One more host on the same database, as when two run side by side.</summary>
    public async Task<Uri> StartHostAsync(Action<WebApplicationBuilder>? adjust = null)
    {
        var host = PayHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:CalmonyPay"] = Logins.Owner,
                ["CalmonyPay:Encryption:Keys"] = EncryptionKeys,
            });
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            // All that is ever logged, but for the server's own line about each request: it repeats the address, in which a browser sends its client secret, and the host leaves it out.
            builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(Leaks).AddFilter<LeakWatch>(null, LogLevel.Trace).AddFilter<LeakWatch>("Microsoft.AspNetCore.Hosting", LogLevel.Warning);
            Adjust(builder);
            adjust?.Invoke(builder);
        });
        hosts.Add(host);
        await host.StartAsync();
        return AddressOf(host);
    }

    /// <summary>Stops one of several hosts; what it had in memory is gone.</summary>
    public async Task StopHostAsync(Uri url)
    {
        var host = hosts.Single(each => AddressOf(each) == url);
        hosts.Remove(host);
        await host.StopAsync();
        await host.DisposeAsync();
    }

    /// <summary>A scope as a worker has it: over all projects, or within one.</summary>
    public AsyncServiceScope Worker(Guid? project = null, bool livemode = false)
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(project is { } id ? new(id, livemode) : null);
        return scope;
    }

    /// <summary>Rows as the database's owner sees them, past every policy (the tests' owner is a superuser).</summary>
    public async Task<List<object?[]>> SqlAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Logins.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }
        return rows;
    }

    private static Uri AddressOf(WebApplication host) => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private async Task<(Guid Id, string[] Keys)> ProjectAsync(string name)
    {
        await using var scope = Worker();
        var project = await scope.ServiceProvider.GetRequiredService<Projects>().CreateAsync(name, "GB", "gbp", "Europe/London", CancellationToken.None);
        await using var scoped = Worker();
        var keys = scoped.ServiceProvider.GetRequiredService<ApiKeys>();
        var raw = new List<string>();
        foreach (var (type, env) in new[] { (ApiKeyType.Secret, ApiKeyEnv.Test), (ApiKeyType.Publishable, ApiKeyEnv.Test), (ApiKeyType.Secret, ApiKeyEnv.Live) })
            raw.Add((await keys.IssueAsync(project.Id, type, env, null, null, null, CancellationToken.None)).Raw);
        return (project.Id, [.. raw]);
    }
}
