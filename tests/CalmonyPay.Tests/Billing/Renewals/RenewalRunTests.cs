using System.Diagnostics;
using System.Globalization;
using CalmonyPay.Tests.Crash;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing.Renewals;

/// <summary>
/// Many subscriptions due at once, on hosts that are killed while they renew: nobody is charged twice and nobody is missed. The
/// long form, which is also the measurement, is described in docs/renewal-run.md.
/// </summary>
public sealed class RenewalRunTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Everybody_who_is_due_is_renewed_and_charged_once_though_hosts_die()
    {
        var plan = RenewalPlan.FromEnvironment();
        Say($"Renewal run: {plan}");
        await using var bench = await CrashBench.StartAsync(patient: true);
        Say($"Logs of the hosts: {bench.Folder}");
        var hosts = bench.Hosts.Take(plan.Hosts).ToList();
        await hosts[0].StartAsync();
        var subscribers = new Subscribers(bench);
        await subscribers.OpenAsync(bench.Clients[0]);
        await bench.SqlAsync("""
            update pay_projects set billing = '{"tax_rounding": null, "retry_after_days": [3, 5, 7], "after_retries": "cancel", "days_until_due": 30, "draft_minutes": 0, "upcoming_days": 0}'
            """);
        await hosts[0].KillAsync();
        await subscribers.PlantAsync(plan.Subscriptions);

        await Task.WhenAll(hosts.Select(host => host.StartAsync()));
        var clock = Stopwatch.StartNew();
        var atStart = await PaidAsync();
        var memory = new List<(double Share, long Bytes)>();
        var dice = new Random(plan.Seed);
        var kills = Enumerable.Range(0, plan.Kills).Select(_ => dice.Next(plan.Subscriptions / 20, Math.Max(plan.Subscriptions * 17 / 20, 2))).Order().ToList();
        var (seen, moved) = (atStart, Stopwatch.StartNew());
        for (var paid = atStart; paid < plan.Subscriptions + 1; paid = await PaidAsync())
        {
            if (paid > seen) (seen, moved) = (paid, Stopwatch.StartNew());
            Assert.True(moved.Elapsed < Standstill, $"Nothing moves after {paid - 1} of {plan.Subscriptions} renewals; logs: {bench.Folder}");
            memory.Add(((double)paid / (plan.Subscriptions + 1), hosts.Sum(host => host.ResidentBytes)));
            if (kills.Count > 0 && paid >= kills[0])
            {
                kills.RemoveAt(0);
                var victim = hosts[dice.Next(hosts.Count)];
                await victim.KillAsync();
                await victim.StartAsync();
            }
            await Task.Delay(plan.Subscriptions > 1000 ? 500 : 50);
        }
        var took = clock.Elapsed;
        Say(string.Create(CultureInfo.InvariantCulture, $"""
            {plan.Subscriptions:N0} renewals (invoice, number, charge and capture at the gateway, events) in {took.TotalSeconds:0.0} s: {plan.Subscriptions / took.TotalSeconds:0} a second on {hosts.Count} host(s), killed {hosts.Sum(host => host.Kills) - 1} times.
            Memory of the hosts: {Megabytes(0.1)} MB after a tenth, {Megabytes(0.5)} MB in the middle, {Megabytes(0.95)} MB at the end.
            """));
        await SettleAsync(bench);
        await bench.SqlAsync("analyze");
        var findings = await new RenewalAudit(bench).FindingsAsync(plan.Subscriptions);
        Say($"Findings: {findings.Count}.");
        Assert.True(findings.Count == 0, $"{plan}\n{string.Join('\n', findings.Take(30))}");

        async Task<long> PaidAsync() => await bench.CountAsync("select count(*) from pay_invoices where status = 'paid'");
        long Megabytes(double share) => memory.Where(m => m.Share >= share).Select(m => m.Bytes).FirstOrDefault(memory.Count > 0 ? memory[^1].Bytes : 0) / (1024 * 1024);
    }

    /// <summary>Late callbacks and open operations come to their end before the books are compared.</summary>
    private static async Task SettleAsync(CrashBench bench)
    {
        const string Left = """
            select (select count(*) from pay_payment_operations where finished_at is null) + (select count(*) from pay_payment_attempts where status = 'submitted')
              + (select count(*) from pay_gateway_events where status = 'processing')
            """;
        var quiet = 0;
        for (var began = Stopwatch.StartNew(); quiet < 8 && began.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(250)) quiet = await bench.CountAsync(Left) == 0 ? quiet + 1 : 0;
    }

    private void Say(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
