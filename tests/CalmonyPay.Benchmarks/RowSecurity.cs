namespace CalmonyPay.Benchmarks;

/// <summary>What row-level security costs: the same server on the same rows with the policies switched off between turns.</summary>
internal static class RowSecurity
{
    private const int Connections = 8;

    public static async Task MeasureAsync(Settings settings, Cluster cluster, Seed seed, ServerProcess server, CancellationToken ct)
    {
        var contenders = new[]
        {
            Bench.Of("without", server, seed, c => SwitchAsync(seed, "disable", c)),
            Bench.Of("with row security", server, seed, c => SwitchAsync(seed, "enable", c)),
        };
        foreach (var operation in settings.Operations)
        {
            Report.Table($"Row-level security, {operation}, {seed.Intents:N0} intents");
            var figures = await Figures.MeasureAsync(contenders, operation, Connections, cluster.ProcessId, settings, ct);
            for (var i = 0; i < contenders.Length; i++) Report.Row(Connections, contenders[i].Name, figures[i], figures[0]);
        }
    }

    /// <summary>The scope is sent all the same; what is saved is PostgreSQL's part.</summary>
    private static Task SwitchAsync(Seed seed, string how, CancellationToken ct) => Cluster.ExecuteAsync(seed.Logins.Owner, $"""
        do $$ declare name text; begin
            for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname like 'pay\_%'
                and exists (select from pg_policy where polrelid = pg_class.oid)
            loop execute format('alter table %I {how} row level security', name); end loop;
        end $$
        """, ct);
}
