using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;
using CalmonyPay.Sandbox;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CalmonyPay.Tests.Crash;

/// <summary>
/// What a crash run stands on: a PostgreSQL and a simulator that outlive the hosts, one project, and two hosts as processes,
/// with every time of a payment's life shortened.
/// </summary>
internal sealed class CrashBench : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("calmonypay-crash-").FullName;
    private DatabaseLogins logins = null!;
    private SimulatorProcess simulator = null!;

    public IReadOnlyList<HostProcess> Hosts { get; private set; } = [];

    public IReadOnlyList<ApiClient> Clients { get; private set; } = [];

    public GatewayAdmin Gateway { get; private set; } = null!;

    /// <summary>Where the hosts' logs are.</summary>
    public string Folder => folder;

    /// <summary>The database's owner: who may do what no host may.</summary>
    public string Owner => logins.Owner;

    /// <param name="patient">The hosts wait as long as in production before they give an authorisation up, and longer for an answer; the gateway settles nothing.</param>
    /// <param name="besides">Settings that come before all others.</param>
    public static async Task<CrashBench> StartAsync(bool patient = false, IReadOnlyDictionary<string, string>? besides = null)
    {
        var bench = new CrashBench { logins = await TestDatabase.CreateAsync() };
        bench.simulator = await SimulatorProcess.StartAsync(
            new SimulatorOptions(Path.Combine(bench.folder, "gateway.jsonl")) { Arguments = ["--settle-every", patient ? "0" : "5", "--callback-pauses", "0.2,0.5,1,2,2,2,4,4,8,8,8"] }, NullLogger<SimulatorProcess>.Instance, CancellationToken.None);
        bench.Gateway = new(bench.simulator.Url);
        var key = await bench.ProjectAsync();
        bench.Hosts = [bench.Host("a", patient, besides), bench.Host("b", patient, besides)];
        bench.Clients = [.. bench.Hosts.Select(host => new ApiClient(host.Url, key))];
        return bench;
    }

    /// <summary>Rows as the database's owner sees them.</summary>
    public async Task<List<object?[]>> SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(logins.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)TimeSpan.FromMinutes(5).TotalSeconds }; // an audit of a long run reads it all
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    public async Task<long> CountAsync(string sql) => (long)(await SqlAsync(sql))[0][0]!;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients) client.Dispose();
        foreach (var host in Hosts) await host.DisposeAsync();
        Gateway.Dispose();
        await simulator.DisposeAsync();
        await TestDatabase.DropAsync(logins);
        if (Environment.GetEnvironmentVariable("CALMONYPAY_CRASH_KEEP") is null) Directory.Delete(folder, recursive: true);
    }

    private HostProcess Host(string name, bool patient, IReadOnlyDictionary<string, string>? besides)
    {
        var settings = HastySettings.All.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["ConnectionStrings__CalmonyPay"] = new NpgsqlConnectionStringBuilder(logins.Owner) { MaxPoolSize = 30 }.ConnectionString;
        settings["CalmonyPay__Encryption__Keys"] = PayApi.EncryptionKeys;
        if (patient)
        {
            (settings["CalmonyPay__Payments__UnknownOutcomeAfter"], settings["CalmonyPay__Gateway__Timeout"]) = ("00:15:00", "00:00:04");
            settings["CalmonyPay__Payments__AskForSettlementEvery"] = "06:00:00";   // nothing settles, so asking every two seconds is all that the hosts would do
        }
        foreach (var (setting, value) in besides ?? new Dictionary<string, string>()) settings[setting] = value;
        return new(settings, Path.Combine(folder, $"host-{name}.log"));
    }

    /// <summary>A project with an account at the simulator; its secret test key.</summary>
    /// <param name="secure">An account that asks for 3-D Secure.</param>
    public Task<string> ProjectAsync(bool secure = false)
    {
        var direct = new Uri(simulator.Url, "direct/");
        GatewaySettings account = secure
            ? new(direct, TestGateway.SecureMerchantId, TestGateway.SecureSecret, "GB", ThreeDSecure: true, TestCards: "stripe")
            : new(direct, TestGateway.MerchantId, TestGateway.Secret, "GB", TestCards: "stripe");
        return TestProject.CreateAsync(logins, secure ? "Secure" : "Crash", (services, project) => services.GetRequiredService<GatewayCredentials>().SetAsync(project, livemode: false, account, new GatewayPlace(), CancellationToken.None));
    }
}
