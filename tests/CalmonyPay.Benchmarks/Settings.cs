using System.CommandLine;
using System.Reflection;

namespace CalmonyPay.Benchmarks;

/// <summary>What a run measures; <c>--quick</c> chooses less of everything.</summary>
/// <param name="Sizes">Payment intents in the table, one database each.</param>
/// <param name="Connections">Connections at once, one row of the report each.</param>
/// <param name="Operations">What is asked for.</param>
/// <param name="Turn">How long one contender runs before the next one does.</param>
/// <param name="Turns">How often; the report shows medians.</param>
/// <param name="StartUp">Measure the start as well.</param>
/// <param name="RowSecurity">Measure what row-level security costs as well.</param>
/// <param name="Server">The server's CalmonyPay.dll.</param>
/// <param name="Against">Another build's CalmonyPay.dll, to be measured in turns with it.</param>
/// <param name="AgainstSet">Environment variables of that other server (<c>NAME=VALUE</c>): what a setting gives, on the same build.</param>
/// <param name="Backlog">Deliveries to drain, instead of all the rest; null where webhooks are not measured.</param>
/// <param name="Shoppers">Shoppers at the hosted checkout, instead of all the rest; null where they are not measured.</param>
internal sealed record Settings(
    long[] Sizes, int[] Connections, Operation[] Operations, TimeSpan Turn, int Turns, bool StartUp, bool RowSecurity, string Server, string? Against, string[] AgainstSet, long? Backlog, int? Shoppers)
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "10 000 intents, turns of a second: under two minutes." };
    private static readonly Option<long[]> SizesOption = Many<long>("--sizes", "Intents in the table: --sizes 10000 1000000.");
    private static readonly Option<int[]> ConnectionsOption = Many<int>("--connections", "Connections at once: --connections 1 8 32 256.");
    private static readonly Option<Operation[]> OperationsOption = Many<Operation>("--operations", "Any of create, get, list.");
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "Length of a turn." };
    private static readonly Option<int?> TurnsOption = new("--turns") { Description = "Turns of each contender; the report shows medians." };
    private static readonly Option<bool> NoStart = new("--no-start") { Description = "Leave out how long starting takes." };
    private static readonly Option<bool> NoRowSecurity = new("--no-row-security") { Description = "Leave out what row-level security costs." };
    private static readonly Option<string?> ServerOption = new("--server") { Description = "CalmonyPay.dll of the build to measure, instead of the one beside this program." };
    private static readonly Option<string?> AgainstOption = new("--against") { Description = "CalmonyPay.dll of another build, measured in turns with the first." };

    private static readonly Option<string[]> AgainstSetOption = Many<string>("--against-set", "NAME=VALUE in the environment of the other server, which may be the same build.");

    private static readonly Option<bool> Webhooks = new("--webhooks") { Description = "Measure how fast webhooks are delivered, and nothing else." };
    private static readonly Option<long> BacklogOption = new("--backlog") { Description = "With --webhooks: how many deliveries are drained.", DefaultValueFactory = _ => 20_000 };

    private static readonly Option<int?> ShoppersOption = new("--shoppers") { Description = "Measure so many shoppers at the hosted checkout, and nothing else." };

    /// <summary>Reads the command line and runs; 0 if all went well.</summary>
    public static Task<int> RunAsync(string[] args, Func<Settings, CancellationToken, Task> run)
    {
        var root = new RootCommand("Measures the server over HTTP beside pgbench with the server's own statements, in turns, on one private PostgreSQL.")
        {
            Quick, SizesOption, ConnectionsOption, OperationsOption, Seconds, TurnsOption, NoStart, NoRowSecurity, ServerOption, AgainstOption, AgainstSetOption, Webhooks, BacklogOption, ShoppersOption,
        };
        root.SetAction((parsed, ct) => run(Read(parsed), ct));
        return root.Parse(args).InvokeAsync();
    }

    private static Settings Read(ParseResult parsed)
    {
        var quick = parsed.GetValue(Quick);
        var server = parsed.GetValue(ServerOption) ?? BuiltServer();
        var sets = parsed.GetValue(AgainstSetOption) ?? [];
        return new(
            Given(parsed.GetValue(SizesOption)) ?? (quick ? [10_000] : [10_000, 1_000_000]),
            Given(parsed.GetValue(ConnectionsOption)) ?? (quick ? [8, 32, 256] : [1, 8, 32, 256]),
            Given(parsed.GetValue(OperationsOption)) ?? [Operation.Create, Operation.Get, Operation.List],
            TimeSpan.FromSeconds(parsed.GetValue(Seconds) ?? (quick ? 1 : 4)), parsed.GetValue(TurnsOption) ?? 3,
            !parsed.GetValue(NoStart), !parsed.GetValue(NoRowSecurity),
            server, parsed.GetValue(AgainstOption) ?? (sets.Length > 0 ? server : null), sets,
            parsed.GetValue(Webhooks) ? parsed.GetValue(BacklogOption) : null, parsed.GetValue(ShoppersOption));
    }

    private static T[]? Given<T>(T[]? values) => values is { Length: > 0 } ? values : null;

    private static Option<T[]> Many<T>(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static string BuiltServer() => typeof(Settings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Server").Value!;
}

internal enum Operation { Create, Get, List }
