using System.Text.Json;
using System.Text.RegularExpressions;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Benchmarks;

/// <summary>One statement as the server sent it.</summary>
/// <param name="Sql">With <c>$1</c> and so on.</param>
/// <param name="Values">What stood for them, in PostgreSQL's text form; null for NULL.</param>
internal sealed record Statement(string Sql, IReadOnlyList<string?> Values);

/// <summary>What PostgreSQL's log says of some requests.</summary>
/// <param name="Last">The statements of the last one.</param>
/// <param name="StatementsEach">Statements a request.</param>
/// <param name="RoundTripsEach">Round trips a request: an implicit transaction is one, within an explicit one every statement is.</param>
internal sealed record Recording(IReadOnlyList<Statement> Last, double StatementsEach, double RoundTripsEach);

/// <summary>Reads from PostgreSQL's log what the server's application login sends.</summary>
internal static partial class Recorder
{
    private const string Application = "CalmonyPay api";
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>Logs all statements while the requests are made, one after the other.</summary>
    public static async Task<Recording> RecordAsync(DatabaseLogins logins, int requests, Func<Task> request, CancellationToken ct)
    {
        await LogAsync(logins, "all", ct);
        var from = await LengthAsync(logins, ct);
        for (var i = 0; i < requests; i++) await request();
        await LogAsync(logins, "none", ct);
        var log = (string)(await Cluster.ScalarAsync(logins.Owner, $"select pg_read_file(pg_current_logfile('jsonlog'), {from}, 100000000)", ct))!;
        var transactions = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Entry.Of(line)).OfType<Entry>()
            .GroupBy(entry => entry.Transaction).Select(group => group.ToList())
            .Where(group => !group.Any(e => e.Statement.Sql.Contains("pay_find_api_key", StringComparison.Ordinal))) // remembered for ten seconds; not of every request
            .ToList();
        if (transactions.Count == 0) throw new InvalidOperationException("PostgreSQL's log shows no statement of the server.");
        return new(
            [.. transactions[^1].Select(e => e.Statement)], transactions.Sum(t => t.Count) / (double)requests, transactions.Sum(RoundTrips) / (double)requests);
    }

    private static int RoundTrips(List<Entry> transaction) =>
        transaction.Any(e => e.Statement.Sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase)) ? transaction.Count : 1;

    private static async Task LogAsync(DatabaseLogins logins, string what, CancellationToken ct)
    {
        await Cluster.ExecuteAsync(logins.Owner, $"alter system set log_statement = '{what}'", ct);
        await Cluster.ExecuteAsync(logins.Owner, "select pg_reload_conf()", ct);
        await Task.Delay(Settling, ct); // sessions hear of it when the postmaster has passed it on
    }

    private static async Task<long> LengthAsync(DatabaseLogins logins, CancellationToken ct) =>
        (long)(await Cluster.ScalarAsync(logins.Owner, "select (pg_stat_file(pg_current_logfile('jsonlog'))).size", ct))!;

    private sealed record Entry(string Transaction, Statement Statement)
    {
        public static Entry? Of(string line)
        {
            using var json = JsonDocument.Parse(line);
            var said = json.RootElement;
            if (Text(said, "application_name") != Application || Text(said, "message") is not { } message || Executed().Match(message) is not { Success: true } match) return null;
            return new(Text(said, "vxid") ?? "", new(match.Groups[1].Value.Trim(), [.. Values(Text(said, "detail") ?? "")]));
        }

        private static IEnumerable<string?> Values(string detail) => Value().Matches(detail)
            .Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) : null);

        private static string? Text(JsonElement said, string name) => said.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [GeneratedRegex(@"\A(?:execute [^:]+|statement): (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex(@"\$\d+ = (?:NULL|'((?:[^']|'')*)')", RegexOptions.Singleline)]
    private static partial Regex Value();
}
