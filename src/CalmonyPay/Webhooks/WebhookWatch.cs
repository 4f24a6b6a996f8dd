using System.Diagnostics.Metrics;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Webhooks;

/// <summary>Measures how far behind events and webhooks are, for the operator's graphs.</summary>
public sealed class WebhookWatch : Rounds
{
    /// <summary>Counting stops here: more is as bad.</summary>
    private const string Look = """
        select
            (select count(*) from (select from pay_events where status = 'pending' limit 100000) e)::integer,
            (select count(*) from (select from pay_webhook_deliveries where status = 'pending' and next_attempt_at < now() limit 100000) d)::integer,
            (select count(*) from pay_webhook_endpoints where status = 'enabled' and deleted_at is null and failing_since is not null)::integer,
            pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        """;

    private readonly PayDbPools pools;
    private (int Undispatched, int Due, int Failing) counts;
    private (long Oldest, DateTimeOffset Since) stuck;
    private TimeSpan lag;

    public WebhookWatch(PayDbPools pools, IMeterFactory meters, TimeProvider clock, ILogger<WebhookWatch> log) : base(clock, log)
    {
        this.pools = pools;
        var meter = meters.Create("CalmonyPay");
        meter.CreateObservableGauge("calmonypay.events.undispatched", () => counts.Undispatched, unit: null, "Events that no host has handed to their endpoints yet.");
        meter.CreateObservableGauge("calmonypay.events.log_lag", () => lag.TotalSeconds, "s", "For how long one open transaction has kept newer events out of the log that is read with after=.");
        meter.CreateObservableGauge("calmonypay.webhooks.due", () => counts.Due, unit: null, "Deliveries whose time has come and that no host has taken.");
        meter.CreateObservableGauge("calmonypay.webhooks.failing_endpoints", () => counts.Failing, unit: null, "Endpoints of which every try fails.");
    }

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(Look);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        counts = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
        var (oldest, next, now) = (reader.GetInt64(3), reader.GetInt64(4), Clock.GetUtcNow());
        // The oldest transaction that still runs is the same as before, and others have begun since.
        if (oldest != stuck.Oldest || oldest == next) stuck = (oldest, now);
        lag = now - stuck.Since;
    }

    protected override TimeSpan Every => TimeSpan.FromSeconds(15);
}
