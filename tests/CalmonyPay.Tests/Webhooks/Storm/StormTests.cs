using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Webhooks.Storm;

/// <summary>
/// Events for endpoints of which half misbehave, from hosts that are killed while they deliver. The long form is described in
/// docs/webhook-storm.md.
/// </summary>
public sealed class StormTests(ITestOutputHelper output)
{
    /// <summary>So long may nothing at all get through at the end: a lane that has been closed for a minute opens within.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(100);
    private const int Writers = 8;

    [Fact]
    public async Task Every_endpoint_gets_every_event_whatever_the_others_do_and_whoever_is_killed()
    {
        var plan = StormPlan.FromEnvironment();
        Say($"Storm: {plan}");
        await using var bench = await StormBench.StartAsync(plan);
        Say($"Logs of the hosts: {bench.Folder}");
        var clock = Stopwatch.StartNew();
        var written = 0;
        var writing = WriteAsync(plan, bench, () => Interlocked.Increment(ref written));
        var kills = await KillAsync(plan, bench, () => Volatile.Read(ref written), writing);
        await writing;
        var wrote = clock.Elapsed;

        var refused = await bench.CountAsync("select count(*) from pay_webhook_attempts where error = 'The connection was refused.'");
        await bench.ReviveAsync();
        var left = await SettleAsync(bench);
        var all = clock.Elapsed;
        var audit = new StormAudit(plan, bench, kills);
        await audit.RunAsync();
        Say(Summary(bench, audit, kills.Count, refused, wrote, all));
        if (left > 0) audit.Findings.Add($"{left} deliveries were left when nothing moved any more.");
        if (refused == 0) audit.Findings.Add("No dead endpoint was tried while it was dead.");
        if (kills.Count != plan.Kills) audit.Findings.Add($"Only {kills.Count} kills.");
        Assert.True(audit.Findings.Count == 0, $"{plan}\n{string.Join('\n', audit.Findings.Take(30))}");
    }

    /// <summary>An event each, at a steady pace.</summary>
    private static async Task WriteAsync(StormPlan plan, StormBench bench, Action written)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, plan.Events), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (number, ct) =>
        {
            var early = TimeSpan.FromSeconds((double)number / plan.PerSecond) - clock.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early, ct);
            (await bench.Api.PostAsync("/v1/customers", new() { ["name"] = $"Customer {number}" })).Ok();
            written();
        });
    }

    /// <summary>Kills one worker or the other whenever so many events are written, and starts it again a little later.</summary>
    private static async Task<List<DateTimeOffset>> KillAsync(StormPlan plan, StormBench bench, Func<int> written, Task writing)
    {
        var dice = new Random(plan.Seed + 2);
        var kills = new List<DateTimeOffset>();
        foreach (var point in plan.KillPoints())
        {
            while (written() < point && !writing.IsCompleted) await Task.Delay(5);
            var victim = bench.Workers[dice.Next(bench.Workers.Count)];
            await victim.KillAsync();
            kills.Add(DateTimeOffset.UtcNow);
            await Task.Delay(dice.Next(1000));
            await victim.StartAsync();
        }
        return kills;
    }

    /// <summary>Waits until all is delivered, or nothing moves any more.</summary>
    /// <returns>How many are left.</returns>
    private static async Task<long> SettleAsync(StormBench bench)
    {
        const string Left = "select (select count(*) from pay_events where status = 'pending') + (select count(*) from pay_webhook_deliveries where status = 'pending')";
        var moved = Stopwatch.StartNew();
        for (var least = long.MaxValue; ; await Task.Delay(500))
        {
            var left = await bench.CountAsync(Left);
            if (left < least)
            {
                least = left;
                moved.Restart();
            }
            if (left == 0 || moved.Elapsed > Standstill) return left;
        }
    }

    private static string Summary(StormBench bench, StormAudit audit, int kills, long refused, TimeSpan wrote, TimeSpan all) => string.Create(CultureInfo.InvariantCulture, $"""
        Written in {wrote.TotalSeconds:0} s, all delivered after {all.TotalSeconds:0} s; {kills} kills; {bench.Endpoints.Count} endpoints, {audit.Waits.Sum(w => w.Requests)} requests got, {refused} connections refused.
        {string.Join('\n', audit.Waits.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Kind}: {w.Requests} requests, first arrival after {w.P50:0} ms (p50), {w.P99:0} ms (p99), {w.Longest:0} ms at most.")))}
        Accepted more than once: {audit.AfterCrash} around a crash, {audit.AfterTimeLimit} after an answer that came too late. Held at a kill: {audit.HeldAtKill}. Findings: {audit.Findings.Count}.
        """);

    private void Say(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
