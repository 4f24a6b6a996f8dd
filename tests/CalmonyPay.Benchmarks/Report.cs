using System.Globalization;

namespace CalmonyPay.Benchmarks;

/// <summary>What a run prints: tables that can be pasted into docs/performance.md.</summary>
internal static class Report
{
    public static void Head(Settings settings, Cluster cluster)
    {
        Line($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, PostgreSQL {cluster.Version}, durable; turns of {settings.Turn.TotalSeconds:0.#} s, medians of {settings.Turns}.");
        if (cluster.PgBench is null) Line("pgbench is missing: it comes with PostgreSQL's server package (Debian: postgresql). The server is measured alone.");
        if (!Cpu.Known) Line("There is no /proc here, so processor time and memory are not shown.");
    }

    public static void Table(string title)
    {
        Line($"\n### {title}\n");
        Line($"| connections | who | req/s | share | p50 ms | p99 ms | CPU µs: server | PostgreSQL | load | memory MB | errors |");
        Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    /// <param name="shareOf">Whose rate is 100 %.</param>
    public static void Row(int connections, string who, Figures f, Figures shareOf) =>
        Line($"| {connections} | {who} | {f.PerSecond:N0} | {f.PerSecond / shareOf.PerSecond:0 %} | {f.P50:0.00} | {f.P99:0.00} | {f.ServerCpu:0} | {f.DatabaseCpu:0} | {f.LoadCpu:0} | {f.Memory / 1048576.0:0} | {f.Errors} |");

    /// <param name="rows">Who delivered and how it went; the first one's rate is 100 %.</param>
    public static void Deliveries(long backlog, int bodyBytes, IReadOnlyList<(string Who, Drain Drain)> rows)
    {
        Line($"\n### Webhooks, {backlog:N0} deliveries of {bodyBytes:N0} bytes\n");
        Line($"| who | deliveries/s | share | CPU µs: server | PostgreSQL | load | memory MB: start | middle | end | sent twice |");
        Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (who, d) in rows)
            Line($"| {who} | {d.PerSecond:N0} | {d.PerSecond / rows[0].Drain.PerSecond:0 %} | {d.ServerCpu:0} | {d.DatabaseCpu:0} | {d.LoadCpu:0} | {Megabytes(d.AtStart)} | {Megabytes(d.InMiddle)} | {Megabytes(d.AtEnd)} | {d.Twice} |");

        static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0", CultureInfo.InvariantCulture);
    }

    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public static void Line(string text) => Console.WriteLine(text);
}
