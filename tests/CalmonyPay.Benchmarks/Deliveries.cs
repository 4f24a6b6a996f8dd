using System.Diagnostics;
using CalmonyPay.Webhooks;

namespace CalmonyPay.Benchmarks;

/// <summary>
/// Webhooks: hosts with the worker's role drain a backlog of events to one receiver, durable, signed and every try written
/// down, beside a loop that only sends.
/// </summary>
internal static class Deliveries
{
    private const int WarmUp = 5_000;
    private static readonly int[] Hosts = [1, 2];
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20), Standstill = TimeSpan.FromMinutes(1);

    public static async Task MeasureAsync(Settings settings, Cluster cluster, long backlog, CancellationToken ct)
    {
        var logins = await cluster.CreateAsync("bench_webhooks", ct);
        var seed = await Seed.PlantAsync(logins, 1, ct);
        var configuration = Seed.Configuration(logins);
        configuration["CalmonyPay:Webhooks:AllowNetworks"] = "127.0.0.0/8";
        using var hook = new Hook();
        var events = await Backlog.PrepareAsync(settings, seed, configuration, hook.Url, ct);
        var rows = new List<(string Who, List<Drain> Turns)>();
        foreach (var hosts in Hosts)
        {
            var servers = new List<ServerProcess>();
            try
            {
                for (var i = 0; i < hosts; i++)
                    servers.Add((await ServerProcess.StartAsync(settings.Server, configuration, () => new HttpRequestMessage(HttpMethod.Get, "/readyz"), ct, "--role", "worker")).Server);
                await DrainAsync(cluster, servers, events, hook, WarmUp, ct);
                var turns = new List<Drain>();
                for (var turn = 0; turn < settings.Turns; turn++) turns.Add(await DrainAsync(cluster, servers, events, hook, backlog, ct));
                rows.Add(($"{hosts} host{(hosts == 1 ? "" : "s")}", turns));
            }
            finally
            {
                foreach (var server in servers) await server.DisposeAsync();
            }
            await events.CheckAsync(ct);
        }
        var alone = new List<Drain>();
        await HttpOnly.RunAsync(hook.Url, hook.LastBody, WarmUp, new WebhookOptions().AtOnce, ct);
        for (var turn = 0; turn < settings.Turns; turn++) alone.Add(await AloneAsync(hook, backlog, ct));
        Report.Deliveries(backlog, hook.LastBody.Length, [("HTTP alone", Median(alone)), .. rows.Select(row => (row.Who, Median(row.Turns)))]);
    }

    /// <summary>One backlog, from its commit to the last delivery that is written down.</summary>
    private static async Task<Drain> DrainAsync(Cluster cluster, List<ServerProcess> servers, Backlog events, Hook hook, long backlog, CancellationToken ct)
    {
        var (had, atStart) = (hook.Count, Memory());
        await events.PlantAsync(backlog, ct);
        var begin = Stopwatch.GetTimestamp();
        var (server, database, load) = (Server(), Cpu.OfTree(cluster.ProcessId), Environment.CpuUsage.TotalTime);
        await UntilAsync(() => Task.FromResult(hook.Count >= had + backlog / 2));
        var inMiddle = Memory();
        await UntilAsync(() => Task.FromResult(hook.Count >= had + backlog));
        await UntilAsync(() => events.IsDoneAsync(ct));
        var took = Stopwatch.GetElapsedTime(begin);
        return new(backlog / took.TotalSeconds, Each(Server() - server), Each(Cpu.OfTree(cluster.ProcessId) - database), Each(Environment.CpuUsage.TotalTime - load),
            atStart, inMiddle, Memory(), hook.Count - had - backlog);

        TimeSpan Server() => servers.Aggregate(TimeSpan.Zero, (sum, process) => sum + Cpu.Of(process.ProcessId));
        long Memory() => servers.Sum(process => Cpu.ResidentBytes(process.ProcessId));
        double Each(TimeSpan used) => used.TotalMicroseconds / backlog;

        async Task UntilAsync(Func<Task<bool>> done)
        {
            var (seen, moved) = (hook.Count, Stopwatch.GetTimestamp());
            while (!await done())
            {
                if (hook.Count > seen) (seen, moved) = (hook.Count, Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(moved) > Standstill) throw new TimeoutException($"Nothing moves after {seen - had} of {backlog} deliveries.");
                await Task.Delay(Glance, ct);
            }
        }
    }

    private static async Task<Drain> AloneAsync(Hook hook, long count, CancellationToken ct)
    {
        var load = Environment.CpuUsage.TotalTime;
        var took = await HttpOnly.RunAsync(hook.Url, hook.LastBody, count, new WebhookOptions().AtOnce, ct);
        return new(count / took.TotalSeconds, 0, 0, (Environment.CpuUsage.TotalTime - load).TotalMicroseconds / count, 0, 0, 0, 0);
    }

    /// <summary>The turn of the middle rate, with all its figures.</summary>
    private static Drain Median(List<Drain> turns) => turns.OrderBy(turn => turn.PerSecond).ElementAt(turns.Count / 2);
}

/// <summary>What draining a backlog came to.</summary>
/// <param name="ServerCpu">Microseconds a delivery, of all hosts.</param>
/// <param name="DatabaseCpu">Microseconds a delivery, of all of PostgreSQL's processes.</param>
/// <param name="LoadCpu">Microseconds a delivery, of this program: the receiver, and the loop that only sends.</param>
/// <param name="AtStart">Bytes that the hosts hold; and in the middle, and at the end.</param>
/// <param name="Twice">Requests beyond one a delivery.</param>
internal sealed record Drain(double PerSecond, double ServerCpu, double DatabaseCpu, double LoadCpu, long AtStart, long InMiddle, long AtEnd, long Twice);
