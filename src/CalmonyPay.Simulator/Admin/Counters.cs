using System.Collections.Concurrent;

namespace CalmonyPay.Simulator.Admin;

/// <summary>What has happened since the start, by name: <c>request:SALE</c>, <c>answer:0</c>, <c>fault:drop_after</c>, …</summary>
public sealed class Counters
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public void Add(string name) => counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    public SortedDictionary<string, long> All => new(counts, StringComparer.Ordinal);
}
