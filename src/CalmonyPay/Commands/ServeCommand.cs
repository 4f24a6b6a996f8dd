using System.CommandLine;
using CalmonyPay.Platform.Errors;
using Microsoft.AspNetCore.Connections;

namespace CalmonyPay.Commands;

/// <summary>What was asked for on the command line; null leaves it to the configuration.</summary>
internal sealed record ServeSettings(string? Urls, string? Role, string? LogFormat, bool Migrate, string? Data);

/// <summary><c>serve</c>, which is also what the program does without a verb.</summary>
internal static class ServeCommand
{
    public const string DefaultUrl = "http://127.0.0.1:5252";

    private static readonly Option<string?> Urls = new("--urls") { Description = $"Where to listen, several parted by semicolons (ASPNETCORE_URLS). {DefaultUrl} if nothing is said.", HelpName = "URL" };
    private static readonly Option<string?> Role = new("--role") { Description = "api answers requests, worker does what is due, all does both (CalmonyPay__Role)." };
    private static readonly Option<string?> Log = new("--log") { Description = "console for people, json for machines (CalmonyPay__Log__Format)." };
    private static readonly Option<bool> Migrate = new("--migrate") { Description = "Bring the database's schema up to date first (CalmonyPay__Migrate=true). A sandbox always does." };

    static ServeCommand()
    {
        Role.AcceptOnlyFromAmong("api", "worker", "all");
        Log.AcceptOnlyFromAmong("console", "json");
    }

    public static System.CommandLine.Command Make()
    {
        var serve = new System.CommandLine.Command("serve", "Serve the API (the default): a server if ConnectionStrings__CalmonyPay is set, else a sandbox.");
        AddTo(serve);
        return serve;
    }

    /// <summary>Makes a command serve.</summary>
    public static void AddTo(System.CommandLine.Command command)
    {
        foreach (var option in new Option[] { Urls, Role, Log, Migrate }) command.Add(option);
        command.SetAction((parsed, ct) => Verb.GuardAsync(() => RunAsync(
            new(parsed.GetValue(Urls), parsed.GetValue(Role), parsed.GetValue(Log), parsed.GetValue(Migrate), parsed.GetValue(Verb.Data)), ct)));
    }

    /// <summary>Settings of the command line over those of the environment, and the address to listen on.</summary>
    public static void Apply(this ServeSettings serve, WebApplicationBuilder builder)
    {
        if (serve.Role is not null) builder.Configuration["CalmonyPay:Role"] = serve.Role;
        if (serve.LogFormat is not null) builder.Configuration["CalmonyPay:Log:Format"] = serve.LogFormat;
        if (serve.Urls is not null) builder.WebHost.UseUrls(serve.Urls);
        else if (!SaysWhere(builder.Configuration)) builder.WebHost.UseUrls(DefaultUrl);
    }

    /// <summary>Starts the host, tells when it listens, and waits for its end.</summary>
    /// <exception cref="OperatorException">It cannot listen there.</exception>
    public static async Task ServeAsync(this WebApplication app, Action<WebApplication> listening, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.StopAsync(CancellationToken.None); // what had started before the listener failed
            throw new OperatorException($"{app.Configuration["urls"] ?? "The address"} is in use by another program. Stop it, or listen elsewhere: --urls http://127.0.0.1:5353", e);
        }
        listening(app);
        await app.WaitForShutdownAsync(ct);
    }

    private static Task<int> RunAsync(ServeSettings serve, CancellationToken ct)
    {
        var configuration = Deployment.Configuration();
        return configuration.IsServer() ? ServerMode.RunAsync(serve, ct) : SandboxMode.RunAsync(serve, configuration, ct);
    }

    private static bool SaysWhere(ConfigurationManager configuration) =>
        configuration["urls"] is { Length: > 0 } || configuration["http_ports"] is { Length: > 0 } || configuration["https_ports"] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
