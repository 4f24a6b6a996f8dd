using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace CalmonyPay.Benchmarks;

/// <summary>
/// pgbench executing the server's recorded statements, in one round trip, prepared, under the application's login: what
/// PostgreSQL alone could do on this machine.
/// </summary>
internal sealed partial class PgBench(string program, Seed seed, string folder)
{
    private static readonly string[] Threads = ["-j", "2"];
    private const string SamplingRate = "0.2";
    private const int TimeCharacters = 6;

    /// <summary>pgbench counts connecting into its time (not into its rate): on a busy machine that much slower at worst.</summary>
    private const int ConnectsPerSecond = 50;

    /// <summary>Until PostgreSQL has counted the processor time of the sessions that pgbench has left.</summary>
    private static readonly TimeSpan SessionsEnd = TimeSpan.FromMilliseconds(200);

    // Every run begins its new ids where no earlier one can have come to.
    private static long runs;

    private readonly Dictionary<Operation, (string Script, List<string> Definitions)> scripts = [];

    /// <summary>Turns what was recorded of one request into a script.</summary>
    public void Learn(Operation operation, Recording recording)
    {
        var (script, definitions) = (new StringBuilder(), new List<string>());
        // Ids of new rows count up in the order of age and are unique over all clients, 18 digits.
        script.Append("\\set n :n + 1\n\\set u 100000000000000000 + :n * 1000 + :client_id\n");
        script.Append(CultureInfo.InvariantCulture, $"\\set r random(1000000000000000, 9000000000000000)\n\\set k {Seed.First} + random(0, {seed.Intents - 1})\n\\startpipeline\n");
        for (var s = 0; s < recording.Last.Count; s++)
        {
            var (sql, values) = recording.Last[s];
            script.Append(Parameter().Replace(sql, match =>
            {
                var at = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
                if (values[at] is not { } value) return "NULL"; // pgbench's variables know no NULL
                if (Changing(operation, value) is { } expression) return expression;
                var name = $"v{s}_{at}";
                definitions.AddRange(["-D", $"{name}={value}"]);
                return $":{name}";
            })).Append(";\n");
        }
        var file = Path.Combine(folder, $"{operation}.sql");
        File.WriteAllText(file, script.Append("\\endpipeline\n").ToString());
        scripts[operation] = (file, definitions);
    }

    public async Task<Outcome> RunAsync(Operation operation, int connections, TimeSpan length, CancellationToken ct)
    {
        var (script, definitions) = scripts[operation];
        var login = new NpgsqlConnectionStringBuilder(seed.Logins.Application);
        var log = Path.Combine(folder, $"log{++runs}");
        var start = new ProcessStartInfo(program,
        [
            "-h", login.Host!, "-p", login.Port.ToString(CultureInfo.InvariantCulture), "-U", login.Username!, "-n", "-M", "prepared", "-f", script,
            "-c", connections.ToString(CultureInfo.InvariantCulture), .. connections > 1 ? Threads : [], "-T", (Math.Ceiling(length.TotalSeconds) + connections / ConnectsPerSecond).ToString(CultureInfo.InvariantCulture),
            "-l", "--log-prefix", log, "--sampling-rate", SamplingRate, "-D", $"n={runs * 10_000_000}", .. definitions, login.Database!,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!; // null only with UseShellExecute
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        await Task.Delay(SessionsEnd, ct);
        if (process.ExitCode != 0) throw new InvalidOperationException($"pgbench failed:\n{output}\n{await errors}");
        var done = long.Parse(Done().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        if (done == 0) throw new InvalidOperationException($"pgbench got no transaction done over {connections} connections: the machine is too busy to measure on.");
        var rate = double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(done, 0, TimeSpan.FromSeconds(done / rate), Latencies(log));
    }

    /// <summary>Values that differ from request to request: new ids, the client's idempotency key, the intent that is asked for.</summary>
    private string? Changing(Operation operation, string value)
    {
        if (operation == Operation.Create)
        {
            if (Id().IsMatch(value)) return $"('{value[..(value.IndexOf('_', StringComparison.Ordinal) + 1 + TimeCharacters)]}' || :u)";
            if (Guid.TryParse(value, out var guid)) return guid.Version == 7 && value != seed.Project ? $"('{guid.ToString("N")[..14]}' || :u)::uuid" : guid.Version == 4 ? "('idem-' || :r || '-' || :u)" : null;
        }
        return operation == Operation.Get && value.StartsWith(seed.IdStart, StringComparison.Ordinal) ? $"('{seed.IdStart}' || :k)" : null;
    }

    private static double[] Latencies(string log) =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + ".*").SelectMany(File.ReadLines)
            .Select(line => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1000.0).Order(), // microseconds
    ];

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A(?:pi|evt)_[0-9A-Za-z]{24}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Done();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
