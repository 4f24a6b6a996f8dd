using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Sandbox;

namespace CalmonyPay.Commands;

/// <summary><c>migrate</c>: brings the schema up to this build and makes the serving logins.</summary>
internal static class MigrateCommand
{
    public static System.CommandLine.Command Make()
    {
        var migrate = new System.CommandLine.Command("migrate",
            "Bring the database's schema up to this build, make the two logins that serve, and the coming months' event partitions. Safe to repeat.");
        migrate.SetAction((parsed, ct) => Verb.GuardAsync(async () =>
        {
            var configuration = Deployment.Configuration();
            if (configuration.IsServer())
                await Schema.MigrateAsync(DatabaseLogins.From(configuration), TimeProvider.System, ct);
            else
                await MigrateSandboxAsync(SandboxPlace.Find(parsed.GetValue(Verb.Data)), configuration, ct);
            Printed.Note("The schema is current.");
            return 0;
        }));
        return migrate;
    }

    /// <summary>A sandbox that does not run is migrated by opening it; a running one was, when it started.</summary>
    /// <exception cref="OperatorException">A sandbox of an older build is running on the folder.</exception>
    private static async Task MigrateSandboxAsync(SandboxPlace place, IConfiguration configuration, CancellationToken ct)
    {
        await using var sandbox = await SandboxDatabase.OpenAsync(place, configuration.PostgresSearch(), ct);
        await Schema.MigrateAsync(DatabaseLogins.Derive(sandbox.ConnectionString), TimeProvider.System, ct);
    }
}
