using System.CommandLine;
using System.Security.Cryptography;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Logging;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Sandbox;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CalmonyPay.Commands;

/// <summary>How every verb runs: on the right database, with the worker's role, and with errors that a person can act on.</summary>
internal static class Verb
{
    /// <summary>Where the sandbox lies; known to every verb.</summary>
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "The sandbox's folder. Without it: .calmonypay in the clone around the working directory, or in the working directory.",
        HelpName = "FOLDER",
        Recursive = true,
    };

    /// <summary>For lists.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>Runs the work over all projects, with the services that a host has.</summary>
    public static void Does(this System.CommandLine.Command verb, Func<ParseResult, IServiceProvider, CancellationToken, Task> work) =>
        verb.SetAction((parsed, ct) => GuardAsync(async () =>
        {
            await WithServicesAsync(parsed, services => work(parsed, services, ct), ct);
            return 0;
        }));

    /// <summary>Runs it and turns what an operator can mend into one message on standard error and exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OptionsValidationException e)
        {
            return Failed(string.Join('\n', e.Failures));
        }
        catch (Exception e) when (e is OperatorException or CryptographicException)
        {
            return Failed(e.Message);
        }
        catch (NpgsqlException e)
        {
            return Failed($"PostgreSQL: {(e.InnerException is { } inner and not PostgresException ? $"{e.Message}: {inner.Message}" : e.Message)}");
        }
        catch (OperationCanceledException)
        {
            return 130; // a shell's number for Ctrl+C
        }
    }

    private static async Task WithServicesAsync(ParseResult parsed, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        IConfiguration configuration = Deployment.Configuration();
        SandboxDatabase? sandbox = null;
        try
        {
            if (!configuration.IsServer())
            {
                var place = SandboxPlace.Find(parsed.GetValue(Data));
                sandbox = await SandboxDatabase.OpenAsync(place, configuration.PostgresSearch(), ct);
                configuration = new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(Deployment.SettingsOf(place, sandbox)).Build();
            }
            await using var services = Services(configuration);
            await Deployment.CheckSchemaAsync(services.GetRequiredService<DatabaseLogins>(), ct);
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
            await work(scope.ServiceProvider);
        }
        finally
        {
            if (sandbox is not null) await sandbox.DisposeAsync();
        }
    }

    private static ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration).AddLogging(logging => logging.AddVerbLogging(configuration));
        PayHost.AddServices(services);
        return services.BuildServiceProvider();
    }

    private static int Failed(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
