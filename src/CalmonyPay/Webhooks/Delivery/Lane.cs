namespace CalmonyPay.Webhooks.Delivery;

/// <summary>
/// One endpoint as this host has come to know it: how much is under way, how fast it answers, and whether it is worth
/// trying. After twenty failures in a row it is left alone, for a second at first and up to a minute, and then tried with one
/// delivery: so a dead endpoint takes no part of what the others need, and its deliveries keep their retries for later. One
/// that fails every other time is not dead, and is not left alone.
/// Not safe for several threads; <see cref="Lanes"/> sees to that.
/// </summary>
internal sealed class Lane(int atOnce)
{
    private const int FailuresToClose = 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// An endpoint that answers so fast may have a few deliveries waiting here for a free place, none for long: taking many with one
    /// statement is what a queue is drained by. They are what a crash delays by a lease, so there is a limit.
    /// </summary>
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);
    private const int WaitingForEachPlace = 15, MostWaiting = 480;

    private int failures;
    private int closings;
    private DateTimeOffset closedUntil;
    private TimeSpan answersWithin = TimeSpan.FromSeconds(1);

    /// <summary>Deliveries that this host has and has not finished.</summary>
    public int Held { get; private set; }

    /// <summary>How many may be taken now.</summary>
    public int Free(DateTimeOffset now)
    {
        if (now < closedUntil) return 0;
        if (failures >= FailuresToClose) return Held == 0 ? 1 : 0;
        return Math.Max(0, (answersWithin < Fast ? atOnce + Math.Min(atOnce * WaitingForEachPlace, MostWaiting) : atOnce) - Held);
    }

    public void Take(int count) => Held += count;

    /// <summary>A delivery that was taken and is not sent after all.</summary>
    public void Drop() => Held--;

    public void Finish(bool succeeded, TimeSpan took, DateTimeOffset now)
    {
        Held--;
        if (succeeded)
        {
            (failures, closings, closedUntil) = (0, 0, default);
            answersWithin = (answersWithin * 7 + took) / 8;
            return;
        }
        failures++;
        // What was under way when it closed says nothing new: a burst that fails together is one reason to wait, not many.
        if (failures >= FailuresToClose && now >= closedUntil) closedUntil = now + Pause(closings++);
    }

    private static TimeSpan Pause(int before) => before > 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << before));
}

/// <summary>The lanes of all endpoints that this host has sent to lately.</summary>
internal sealed class Lanes(WebhookOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Lane> lanes = [];
    private readonly Dictionary<string, SemaphoreSlim> places = [];

    /// <summary>How many deliveries of all endpoints this host has.</summary>
    public int Held
    {
        get { lock (gate) return lanes.Values.Sum(lane => lane.Held); }
    }

    /// <summary>What may be taken now, of endpoints that have room. Lanes of endpoints that are no longer there are forgotten.</summary>
    public List<Wanted> Wanted(IReadOnlyDictionary<string, LiveEndpoint> endpoints)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            foreach (var (id, _) in lanes.Where(lane => lane.Value.Held == 0 && !endpoints.ContainsKey(lane.Key)).ToList())
            {
                lanes.Remove(id);
                places.Remove(id);
            }
            return [.. endpoints.Values.Select(e => new Wanted(e.Id, Of(e.Id).Free(now), e.StrictOrder)).Where(wanted => wanted.Most > 0)];
        }
    }

    public void Take(IEnumerable<DueDelivery> claimed)
    {
        lock (gate)
            foreach (var endpoint in claimed.GroupBy(delivery => delivery.EndpointId)) Of(endpoint.Key).Take(endpoint.Count());
    }

    /// <summary>Waits for a free place at the endpoint; whoever gets it releases it.</summary>
    public SemaphoreSlim PlaceAt(string endpoint)
    {
        lock (gate)
        {
            if (!places.TryGetValue(endpoint, out var place)) places.Add(endpoint, place = new(options.AtOnce));
            return place;
        }
    }

    public void Drop(string endpoint)
    {
        lock (gate) Of(endpoint).Drop();
    }

    public void Finish(string endpoint, DeliveryOutcome outcome)
    {
        lock (gate) Of(endpoint).Finish(outcome.Succeeded, outcome.Took, clock.GetUtcNow());
    }

    private Lane Of(string endpoint)
    {
        if (!lanes.TryGetValue(endpoint, out var lane)) lanes.Add(endpoint, lane = new(options.AtOnce));
        return lane;
    }
}
