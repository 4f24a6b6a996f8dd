using System.Globalization;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Benchmarks;

/// <summary>Events of one project that has one endpoint, all to be delivered.</summary>
internal sealed class Backlog(Seed seed, string idStart)
{
    private long planted;

    /// <summary>Has the server make an intent, whose event the others are twins of, and the endpoint.</summary>
    public static async Task<Backlog> PrepareAsync(Settings settings, Seed seed, IReadOnlyDictionary<string, string?> configuration, string url, CancellationToken ct)
    {
        var (server, _) = await ServerProcess.StartAsync(settings.Server, configuration, () => Requests.Message(Operation.Create, seed), ct, "--role", "api");
        await using (server)
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhook_endpoints")
            {
                Content = new FormUrlEncodedContent([new("url", url), new("enabled_events[]", EventTypes.All)]),
                Headers = { Authorization = ServerProcess.Bearer(seed.Key) },
            };
            using var answer = await client.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(ct));
        }
        return new(seed, PayId.Floor("evt", DateTimeOffset.UtcNow)[..10]);
    }

    /// <summary>So many events in one transaction, and the bell for whoever delivers.</summary>
    public async Task PlantAsync(long count, CancellationToken ct)
    {
        await Cluster.ExecuteAsync(seed.Logins.Owner, string.Create(CultureInfo.InvariantCulture, $"""
            begin;
            insert into pay_events (id, project_id, livemode, type, object_id, object_sequence, api_version, data, request_id, idempotency_key, status, created_at)
            select '{idStart}' || ({Seed.First + planted} + n), t.project_id, t.livemode, t.type, t.object_id, t.object_sequence, t.api_version, t.data, t.request_id,
                   t.idempotency_key, 'pending', now()
            from (select * from pay_events order by id limit 1) t, generate_series(0, {count - 1}) n;
            notify {EventWake.Channel};
            commit;
            """), ct);
        planted += count;
    }

    /// <summary>Whether every event has been handed out, delivered and written down.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken ct) => (bool)(await Cluster.ScalarAsync(seed.Logins.Owner,
        "select not exists (select from pay_events where status = 'pending') and not exists (select from pay_webhook_deliveries where status = 'pending')", ct))!;

    /// <summary>Every delivery has succeeded and has an attempt, or the figures say nothing.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        var written = (string)(await Cluster.ScalarAsync(seed.Logins.Owner, """
            select count(*) || ' deliveries, ' || count(*) filter (where status = 'succeeded') || ' succeeded, ' || (select count(distinct delivery_id) from pay_webhook_attempts) || ' tried'
            from pay_webhook_deliveries
            """, ct))!;
        var expected = string.Create(CultureInfo.InvariantCulture, $"{planted} deliveries, {planted} succeeded, {planted} tried");
        if (written != expected) throw new InvalidOperationException($"There should be {expected}, and there are {written}.");
    }
}
