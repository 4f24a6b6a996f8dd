namespace CalmonyPay.Tests.Webhooks.Storm;

/// <summary>How long one kind of endpoint waited for its events, from their times in the log to their first arrival, milliseconds.</summary>
internal sealed record Waits(EndpointKind Kind, int Requests, double P50, double P99, double Longest);

/// <summary>Compares what the endpoints got with what the log says they should have.</summary>
internal sealed class StormAudit(StormPlan plan, StormBench bench, IReadOnlyList<DateTimeOffset> kills)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>For a request that was on its way when its sender was killed.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(500);

    private readonly List<string> unexplained = [];

    /// <summary>What is wrong.</summary>
    public List<string> Findings { get; } = [];

    public List<Waits> Waits { get; } = [];

    /// <summary>Accepted more than once because a crash fell between the answer and its record.</summary>
    public int AfterCrash { get; private set; }

    /// <summary>In a short run: what a host had for healthy endpoints when it was killed, and another sent when its lease was over. Not among the waits.</summary>
    public int HeldAtKill { get; private set; }

    /// <summary>Accepted more than once because the sender did not wait for the first answer.</summary>
    public int AfterTimeLimit { get; private set; }

    public async Task RunAsync()
    {
        var events = (await bench.RowsAsync("select id, created_at from pay_events where type = 'customer.created'",
            row => (Id: row.GetString(0), At: new DateTimeOffset(row.GetDateTime(1), TimeSpan.Zero)))).ToDictionary(e => e.Id, e => e.At);
        if (events.Count != plan.Events) Findings.Add($"{events.Count} events are in the log.");
        await CompareAsync("events that were not handed out", "select count(*) from pay_events where status <> 'dispatched'", 0);
        await CompareAsync("deliveries", "select count(*) from pay_webhook_deliveries", (long)plan.Events * bench.Endpoints.Count);
        await CompareAsync("deliveries that did not succeed", "select count(*) from pay_webhook_deliveries where status <> 'succeeded'", 0);
        await CompareAsync("deliveries whose tries are not numbered without gap", """
            select count(*) from (select from pay_webhook_attempts group by delivery_id having count(*) <> max(number) or min(number) <> 1 or count(distinct number) <> count(*)) d
            """, 0);
        var timedOut = (await bench.RowsAsync("""
            select d.webhook_endpoint_id, d.event_id from pay_webhook_attempts a join pay_webhook_deliveries d on d.project_id = a.project_id and d.id = a.delivery_id
            where a.response_status is null and a.error like '%did not answer within%'
            """, row => (row.GetString(0), row.GetString(1)))).ToHashSet();
        foreach (var kind in bench.Endpoints.GroupBy(endpoint => endpoint.Receiver.Kind)) Audit(kind.Key, [.. kind], events, timedOut);
        if (unexplained.Count > 0) Findings.Add($"{unexplained.Count} were accepted twice without a crash between: {string.Join("; ", unexplained.Take(5))}");
        var healthy = Waits.Single(waits => waits.Kind == EndpointKind.Healthy);
        if (healthy.P99 > Soon.TotalMilliseconds) Findings.Add($"The healthy endpoints waited {healthy.P99:0} ms (p99).");
    }

    private void Audit(EndpointKind kind, List<StormEndpoint> endpoints, Dictionary<string, DateTimeOffset> events, HashSet<(string, string)> timedOut)
    {
        var (waits, requests) = (new List<double>(), 0);
        foreach (var endpoint in endpoints)
        {
            var receipts = endpoint.Receiver.Of(endpoint.Number);
            requests += receipts.Count;
            var accepted = receipts.Where(receipt => receipt.Accepted).GroupBy(receipt => receipt.EventId).ToDictionary(same => same.Key, same => same.ToList());
            var missed = events.Keys.Where(id => !accepted.ContainsKey(id)).ToList();
            if (missed.Count > 0) Findings.Add($"{kind} {endpoint.Number} never got {missed.Count} events: {string.Join(' ', missed.Take(5))}");
            var unknown = accepted.Keys.Count(id => !events.ContainsKey(id));
            if (unknown > 0) Findings.Add($"{kind} {endpoint.Number} got {unknown} events that are not in the log.");
            foreach (var (id, times) in accepted) Explain(endpoint, id, times, timedOut);
            var first = receipts.GroupBy(receipt => receipt.EventId).Select(same => (same.Key, same.First().At));
            foreach (var (id, at) in first.Where(arrival => events.ContainsKey(arrival.Key)))
            {
                // What a killed host had in its hands waits for the lease's end: in a short run that is more than one in a hundred.
                if (plan.IsShort && kind == EndpointKind.Healthy && kills.Any(kill => events[id] < kill && at > kill + Soon && at < kill + plan.Lease + Soon)) HeldAtKill++;
                else waits.Add((at - events[id]).TotalMilliseconds);
            }
        }
        waits.Sort();
        if (waits.Count > 0) Waits.Add(new(kind, requests, waits[waits.Count / 2], waits[waits.Count * 99 / 100], waits[^1]));
    }

    /// <summary>
    /// Of two that were accepted, the earlier was sent by a host that was killed before it wrote the answer down: within a lease
    /// before the kill, or it would have been taken over already.
    /// </summary>
    private void Explain(StormEndpoint endpoint, string id, List<Receipt> times, HashSet<(string, string)> timedOut)
    {
        foreach (var (earlier, later) in times.Zip(times.Skip(1)))
        {
            if (kills.Any(kill => earlier.At > kill - plan.Lease && earlier.At < kill + OnItsWay && later.At > earlier.At)) AfterCrash++;
            else if (timedOut.Contains((endpoint.Id, id))) AfterTimeLimit++;
            else unexplained.Add($"{id} at {endpoint.Receiver.Kind} {endpoint.Number}, {earlier.At:HH:mm:ss.fff} and {later.At:HH:mm:ss.fff}");
        }
    }

    private async Task CompareAsync(string what, string sql, long expected)
    {
        var count = await bench.CountAsync(sql);
        if (count != expected) Findings.Add($"{count} {what}, and there should be {expected}.");
    }
}
