using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Sandbox;

namespace CalmonyPay.Commands;

/// <summary>What a command works on: the server whose connection string is configured, or else a sandbox in a folder.</summary>
internal static class Deployment
{
    /// <summary>The settings that every host reads: appsettings.json beside the program, then the environment.</summary>
    public static IConfigurationRoot Configuration() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();

    public static bool IsServer(this IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString("CalmonyPay"));

    public static PostgresSearch PostgresSearch(this IConfiguration configuration) =>
        Sandbox.PostgresSearch.OnThisMachine(configuration["CalmonyPay:Sandbox:PostgresBin"]);

    /// <summary>What a host or a verb over a sandbox is configured with, over everything else.</summary>
    public static Dictionary<string, string?> SettingsOf(SandboxPlace place, SandboxDatabase database) => new()
    {
        ["ConnectionStrings:CalmonyPay"] = database.ConnectionString,
        ["ConnectionStrings:CalmonyPayApplication"] = null,
        ["ConnectionStrings:CalmonyPayWorker"] = null,
        ["CalmonyPay:Encryption:Keys"] = place.EncryptionKeys(),
    };

    /// <exception cref="OperatorException">The schema is older than this build.</exception>
    public static async Task CheckSchemaAsync(DatabaseLogins logins, CancellationToken ct)
    {
        await using var owner = Schema.OwnerSource(logins);
        if (await Schema.MissingAsync(owner, ct) is { Count: > 0 } missing)
            throw new OperatorException($"The database lacks {missing.Count} migration(s), the first being {missing[0]}. Apply them: CalmonyPay migrate (or start with --migrate).");
    }
}
