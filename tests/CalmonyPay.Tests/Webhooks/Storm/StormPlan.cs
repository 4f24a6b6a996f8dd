using System.Globalization;

namespace CalmonyPay.Tests.Webhooks.Storm;

/// <summary>How much a storm does, and the seed that its choices come from.</summary>
/// <param name="Events">How many events are written.</param>
/// <param name="Kills">How many times a worker is killed while they are.</param>
/// <param name="PerSecond">Their pace.</param>
/// <param name="Slow">How long slow endpoints take to answer.</param>
/// <param name="AtOnce">Deliveries that a host has under way to one endpoint.</param>
internal sealed record StormPlan(int Events, int Kills, int PerSecond, TimeSpan Slow, int AtOnce, int Seed)
{
    /// <summary>From so many events on it is a long run, with slower endpoints and longer leases.</summary>
    private const int Long = 1000;

    /// <summary>Endpoints of each kind.</summary>
    public const int OfEachKind = 5;

    /// <summary>Too few events for a crash to be lost among them.</summary>
    public bool IsShort => Events < Long;

    /// <summary>The limit of one try: room for a slow answer on a busy machine.</summary>
    public TimeSpan Timeout => Slow * 2 + TimeSpan.FromSeconds(2);

    public TimeSpan Lease => Timeout * 2;

    /// <summary>The short form, unless <c>CALMONYPAY_STORM_EVENTS</c>, <c>_KILLS</c>, <c>_PER_SECOND</c>, <c>_SLOW_MS</c>, <c>_AT_ONCE</c> and <c>_SEED</c> say more.</summary>
    public static StormPlan FromEnvironment()
    {
        var events = Number("EVENTS", 300);
        var isLong = events >= Long;
        return new(events, Number("KILLS", 3), Number("PER_SECOND", isLong ? 60 : 20), TimeSpan.FromMilliseconds(Number("SLOW_MS", isLong ? 2000 : 500)),
            Number("AT_ONCE", isLong ? 128 : 32), Number("SEED", Random.Shared.Next(1, 1_000_000)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Events} events at {PerSecond}/s, {OfEachKind} endpoints of each kind, slow answers {Slow.TotalSeconds:0.#} s, time limit {Timeout.TotalSeconds:0.#} s, lease {Lease.TotalSeconds:0.#} s, {AtOnce} at once, {Kills} kills, CALMONYPAY_STORM_SEED={Seed}");

    /// <summary>After how many events a worker is killed: one kill in each equal part of the run, somewhere in it.</summary>
    public IReadOnlyList<int> KillPoints()
    {
        var dice = new Random(Seed);
        return [.. Enumerable.Range(0, Kills).Select(kill => (int)(Events * (kill + 0.2 + 0.6 * dice.NextDouble()) / Kills))];
    }

    /// <summary>What all hosts are configured with.</summary>
    public IReadOnlyDictionary<string, string> Settings() => new Dictionary<string, string>
    {
        ["CalmonyPay__Webhooks__AllowNetworks"] = "127.0.0.0/8",
        ["CalmonyPay__Webhooks__Timeout"] = Timeout.ToString("c", CultureInfo.InvariantCulture),
        ["CalmonyPay__Webhooks__Lease"] = Lease.ToString("c", CultureInfo.InvariantCulture),
        ["CalmonyPay__Webhooks__AtOnce"] = AtOnce.ToString(CultureInfo.InvariantCulture),
        ["CalmonyPay__Webhooks__LookEvery"] = "00:00:00.5",
        // As many as it takes for one that fails every other time to get through in all of them.
        ["CalmonyPay__Webhooks__TestRetries"] = string.Join(',', Enumerable.Repeat("00:00:00.5", 40)),
        ["CalmonyPay__Log__Level"] = "Warning",
    };

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("CALMONYPAY_STORM_" + name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
