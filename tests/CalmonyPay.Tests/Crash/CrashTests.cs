using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Crash;

/// <summary>
/// Payments through a gateway on a bad day, on hosts that are killed while they work. The long form is described in docs/crash-test.md.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Every_payment_agrees_with_the_gateway_after_crashes_and_lost_answers()
    {
        var plan = CrashPlan.FromEnvironment();
        Say($"Crash run: {plan}");
        var clock = Stopwatch.StartNew();
        await using var bench = await CrashBench.StartAsync();
        Say($"Logs of the hosts: {bench.Folder}");
        await Task.WhenAll(bench.Hosts.Select(host => host.StartAsync()));
        var merchant = new Merchant(bench.Clients);
        var day = new ShopDay(plan, merchant);
        await day.OpenAsync();
        await plan.MisbehaveAsync(bench.Gateway);

        var (next, done) = (0, 0);
        var payments = Enumerable.Range(0, plan.Merchants).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number <= plan.Payments; number = Interlocked.Increment(ref next))
            {
                await day.PayAsync(number);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        await KillAsync(plan, bench, () => Volatile.Read(ref done), Task.WhenAll(payments));
        await Task.WhenAll(payments);
        var paid = clock.Elapsed;

        await bench.Gateway.BehaveAsync();
        await bench.Gateway.ReleaseAsync();
        var unsettled = await SettleAsync(bench);
        var audit = new CrashAudit(bench);
        await audit.RunAsync();
        audit.Findings.AddRange(unsettled);
        audit.Findings.AddRange(await ReplaysAsync(bench, merchant));
        Say(await SummaryAsync(bench, merchant, audit, paid, clock.Elapsed));
        Assert.True(audit.Findings.Count == 0, $"{plan}\n{string.Join('\n', audit.Findings.Take(30))}");
    }

    /// <summary>Kills one host or the other whenever so many payments are done, and starts it again at once.</summary>
    private static async Task KillAsync(CrashPlan plan, CrashBench bench, Func<int> done, Task payments)
    {
        var dice = new Random(plan.Seed + 1);
        foreach (var point in plan.KillPoints())
        {
            while (done() < point && !payments.IsCompleted) await Task.Delay(20);
            await Task.Delay(dice.Next(400));
            var both = dice.Next(4) == 0;
            var victims = both ? bench.Hosts : [bench.Hosts[dice.Next(bench.Hosts.Count)]];
            foreach (var host in victims) await host.KillAsync();
            await Task.WhenAll(victims.Select(host => host.StartAsync()));
        }
    }

    /// <summary>Waits until the workers have nothing left to do.</summary>
    private static async Task<List<string>> SettleAsync(CrashBench bench)
    {
        const string Left = """
            select (select count(*) from pay_payment_operations where finished_at is null)
              + (select count(*) from pay_payment_attempts where status in ('submitted', 'challenged'))
              + (select count(*) from pay_payment_intents where status = 'processing')
              + (select count(*) from pay_refunds where status = 'pending')
              + (select count(*) from pay_gateway_events where status = 'processing')
            """;
        var quiet = 0;
        for (var began = Stopwatch.StartNew(); quiet < 8; await Task.Delay(500))
        {
            quiet = await bench.CountAsync(Left) == 0 ? quiet + 1 : 0;     // late callbacks are on their way for three seconds
            if (began.Elapsed > SettleLimit) return [$"{await bench.CountAsync(Left)} things were not settled after {SettleLimit.TotalSeconds} seconds."];
        }
        return [];
    }

    /// <summary>After one more restart, every request is asked again under its key: the answer is the one that was given.</summary>
    private static async Task<List<string>> ReplaysAsync(CrashBench bench, Merchant merchant)
    {
        var findings = new List<string>();
        foreach (var host in bench.Hosts) await host.KillAsync();
        await bench.Hosts[0].StartAsync();
        foreach (var asked in merchant.Answers)
        {
            var again = await bench.Clients[0].PostAsync(asked.Path, asked.Form, asked.Key);
            if (again.Body != asked.Reply.Body || again.Code != asked.Reply.Code || again.Header("Idempotent-Replayed") != "true")
                findings.Add($"{asked.Key} was answered {asked.Reply.Code} {asked.Reply.Body} and is now answered {again.Code} {again.Body}");
        }
        return findings;
    }

    private static async Task<string> SummaryAsync(CrashBench bench, Merchant merchant, CrashAudit audit, TimeSpan paid, TimeSpan all)
    {
        var counters = await bench.Gateway.CountersAsync();
        var attempts = await bench.SqlAsync("select status::text, count(*) from pay_payment_attempts group by 1 order by 1");
        var refunds = await bench.SqlAsync("select status::text, way::text, count(*) from pay_refunds group by 1, 2 order by 1, 2");
        return string.Create(CultureInfo.InvariantCulture, $"""
            Paid in {paid.TotalSeconds:0} s, audited after {all.TotalSeconds:0} s; hosts killed {bench.Hosts.Sum(host => host.Kills)} times (the last {bench.Hosts.Count} before the replays).
            Intents: {string.Join(", ", audit.Outcomes.Select(o => $"{o.Value} {o.Key}"))}. Attempts: {string.Join(", ", attempts.Select(row => $"{row[1]} {row[0]}"))}.
            Refunds: {string.Join(", ", refunds.Select(row => $"{row[2]} {row[0]} {row[1]}"))}.
            Requests answered: {merchant.Answers.Count}, all replayed; repeated by merchants: {string.Join(", ", merchant.Retries.Select(r => $"{r.Value} after {r.Key}"))}.
            Faults: {string.Join(", ", counters.Where(c => c.Key.StartsWith("fault:", StringComparison.Ordinal)).Select(c => $"{c.Value} {c.Key[6..]}"))}.
            Holds that nobody here can know of: {audit.UnknowableHolds}. Findings: {audit.Findings.Count}.
            """);
    }

    private void Say(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
