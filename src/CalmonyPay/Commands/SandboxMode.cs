using CalmonyPay.Accounts;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Logging;
using CalmonyPay.Sandbox;

namespace CalmonyPay.Commands;

/// <summary>Serves a sandbox: PostgreSQL and the simulator as children, one project with well-known keys, a banner.</summary>
internal static class SandboxMode
{
    /// <summary>The simulator's night falls often, and we ask often, so that a newcomer sees a payment settle and a refund fail.</summary>
    private const string SettleEverySeconds = "15", AskEvery = "00:00:05";

    /// <summary>Where a newcomer's backend is; a server sends webhooks to public addresses only, unless it is told otherwise.</summary>
    private const string ThisMachine = "127.0.0.0/8, ::1/128";

    public static async Task<int> RunAsync(ServeSettings serve, IConfiguration configuration, CancellationToken ct)
    {
        var place = SandboxPlace.Find(serve.Data);
        place.Make();
        using var logs = LoggerFactory.Create(logging => logging.AddVerbLogging(configuration));
        // Both take most of a second to start, so they start side by side; whichever fails, the other one ends.
        var starting = SimulatorProcess.StartAsync(new(place.SimulatorLedger) { PreferredUrl = place.SimulatorUrl, Arguments = ["--settle-every", SettleEverySeconds, .. SandboxGateway.SimulatorArguments] }, logs.CreateLogger<SimulatorProcess>(), ct);
        SandboxDatabase? database = null;
        try
        {
            database = await SandboxDatabase.StartAsync(place, configuration.PostgresSearch(), ct);
            var simulator = await starting;
            place.SimulatorUrl = simulator.Url.GetLeftPart(UriPartial.Authority);
            await using var ended = ct.Register(simulator.ExpectEnd);
            await ServeAsync(serve, place, database, simulator, ct);
            return 0;
        }
        finally
        {
            await EndAsync(starting);
            if (database is not null) await database.DisposeAsync();
        }
    }

    private static async Task ServeAsync(ServeSettings serve, SandboxPlace place, SandboxDatabase database, SimulatorProcess simulator, CancellationToken ct)
    {
        await using var app = PayHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Deployment.SettingsOf(place, database));
            if (builder.Configuration["CalmonyPay:Payments:AskForSettlementEvery"] is null) builder.Configuration["CalmonyPay:Payments:AskForSettlementEvery"] = AskEvery;
            if (builder.Configuration["CalmonyPay:Webhooks:AllowNetworks"] is null) builder.Configuration["CalmonyPay:Webhooks:AllowNetworks"] = ThisMachine;
            builder.Services.AddSingleton(new SandboxKeys(Accepted: true));
            serve.Apply(builder);
        });
        await SandboxProject.PrepareAsync(app.Services, place, ct);
        await SandboxGateway.ConnectAsync(app.Services, simulator.Url, ct);
        simulator.Moved = url => SandboxGateway.ConnectAsync(app.Services, url, ct);
        await app.ServeAsync(
            listening => Banner.Print(new(
                PublicUrl.Reachable(listening.Urls.First()), place.SimulatorUrl ?? "", place.Folder, database.Description ?? "")),
            ct);
    }

    private static async Task EndAsync(Task<SimulatorProcess> starting)
    {
        try
        {
            await using var simulator = await starting;
        }
        catch (Exception) when (!starting.IsCompletedSuccessfully)
        {
            // It never ran; why, was said by whoever awaited it first.
        }
    }
}
