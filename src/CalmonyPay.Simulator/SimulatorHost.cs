using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Admin;
using CalmonyPay.Simulator.Callbacks;
using CalmonyPay.Simulator.Chargebacks;
using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.ThreeDSecure;
using Microsoft.Extensions.Configuration.Json;

namespace CalmonyPay.Simulator;

/// <summary>Puts a simulator together: the program's way, and the way of a test that wants one in its own process.</summary>
public static class SimulatorHost
{
    private const string DefaultUrl = "http://127.0.0.1:7010";
    private const long MaxBodyBytes = 1 << 20;

    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--ledger"] = "Simulator:Ledger",
        ["--settle-every"] = "Simulator:SettleEvery",
        ["--exit-with-parent"] = "Simulator:ExitWithParent",
        ["--public-url"] = "Simulator:PublicUrl",
        ["--callback-pauses"] = "Simulator:CallbackPauses",
    };

    /// <param name="args">The program's switches; <c>--urls http://127.0.0.1:0</c> takes a free port.</param>
    /// <param name="adjust">Changes options before anything is built from them.</param>
    /// <param name="clock">The time; the system's by default.</param>
    /// <returns>A host that is not started yet.</returns>
    public static WebApplication Build(string[] args, Action<SimulatorOptions>? adjust = null, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = WithValues(args),
            ContentRootPath = AppContext.BaseDirectory,
        });

        // Settings come from switches and the environment alone: beside a host's appsettings.json its values are not ours.
        foreach (var json in builder.Configuration.Sources.OfType<JsonConfigurationSource>().ToArray())
            builder.Configuration.Sources.Remove(json);
        builder.Configuration.AddCommandLine(WithValues(args), Switches);
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        var options = builder.Configuration.GetSection("Simulator").Get<SimulatorOptions>() ?? new SimulatorOptions();
        adjust?.Invoke(options);
        builder.Services.AddSingleton(options).AddSingleton(clock ?? TimeProvider.System);
        AddGateway(builder.Services);

        var app = builder.Build();
        app.MapPost("/direct", (HttpContext context, DirectEndpoint direct) => direct.HandleAsync(context));
        app.MapAcs();
        app.MapAdmin();
        app.MapGet("/healthz", () => "ok");
        _ = app.Services.GetRequiredService<GatewayLedger>();      // A ledger that cannot be opened stops the start.
        return app;
    }

    private static void AddGateway(IServiceCollection services) => services
        .AddSingleton<GatewayLedger>()
        .AddSingleton<AccountBook>()
        .AddSingleton<RequestReader>()
        .AddSingleton<Refunds>()
        .AddSingleton<Aftermath>()
        .AddSingleton<ChargebackDesk>()
        .AddSingleton<NewTransactions>()
        .AddSingleton<Management>()
        .AddSingleton<Gateway>()
        .AddSingleton<DirectEndpoint>()
        .AddSingleton<Settlement>()
        .AddSingleton<CallbackSender>()
        .AddSingleton<CallbackDesk>()
        .AddSingleton<FaultBook>()
        .AddSingleton<Counters>()
        .AddHostedService<SettlementClock>();

    /// <summary>A switch without a value would take the next switch for its value.</summary>
    private static string[] WithValues(string[] args) =>
        [.. args.Select(arg => arg == "--exit-with-parent" ? "--exit-with-parent=true" : arg)];
}
