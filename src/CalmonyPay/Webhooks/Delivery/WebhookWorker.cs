using System.Collections.Concurrent;
using System.Threading.Channels;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;
using Npgsql;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>
/// Delivers: hands new events to endpoints, takes what is due, sends it, and writes down what came of it. Any number of
/// hosts do so side by side. What a host had taken when it died is taken by another when the lease is up, so an endpoint may
/// get an event twice and never misses one.
/// </summary>
public sealed partial class WebhookWorker(
    EventFanOut fanOut, DeliveryQueue queue, LiveEndpoints endpoints, WebhookSender sender, IServiceScopeFactory scopes, PayDbPools pools,
    WebhookOptions options, TimeProvider clock, ILogger<WebhookWorker> log) : BackgroundService
{
    private const int MostResultsAtOnce = 500;

    /// <summary>Between two looks while there is work: what has come meanwhile is taken in one statement.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10), AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Results that come within it are written down with one commit.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);

    private readonly Lanes lanes = new(options, clock);
    private readonly RetryPlan plan = new(options);
    private readonly Bell work = new();

    private readonly ConcurrentBag<DueDelivery> left = [];
    private readonly Channel<DeliveryResult> results = Channel.CreateUnbounded<DeliveryResult>(new() { SingleReader = true });

    public override void Dispose()
    {
        work.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recording = RecordAsync();
        try
        {
            // Other hosts', and this one's, notices of new events wake it.
            await Task.WhenAll(pools.ListenAsync(EventWake.Channel, work.Ring, LogPaused, stoppingToken), LookAsync(stoppingToken));
        }
        finally
        {
            // What is under way is finished; what waited for a place goes back to the others at once.
            while (lanes.Held > 0) await Task.Delay(BetweenLooks, CancellationToken.None);
            results.Writer.Complete();
            await recording;
            await LetGoAsync();
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var more = await fanOut.RunAsync(ct) == EventFanOut.Batch;
                var known = await endpoints.AllAsync(ct);
                var claimed = await queue.ClaimAsync(lanes.Wanted(known), ct);
                lanes.Take(claimed);
                foreach (var delivery in claimed) _ = DeliverAsync(known[delivery.EndpointId], delivery, ct);
                if (!more && claimed.Count == 0) await work.WaitAsync(options.LookEvery, ct);
                else if (!more) await Task.Delay(BetweenLooks, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogPaused(failure.Message);
                await Task.Delay(AfterFailure, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(LiveEndpoint endpoint, DueDelivery delivery, CancellationToken ct)
    {
        var place = lanes.PlaceAt(endpoint.Id);
        try
        {
            await place.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            left.Add(delivery);
            lanes.Drop(endpoint.Id);
            return;
        }
        try
        {
            // It waited here so long that another host may have it by the time it arrives.
            if (clock.GetUtcNow() + options.Timeout >= delivery.LeaseUntil)
            {
                lanes.Drop(endpoint.Id);
                return;
            }
            var outcome = delivery.Body is null
                ? new(null, new Dictionary<string, string>(), null, "The event's month was dropped.", null, clock.GetUtcNow(), TimeSpan.Zero)
                : await sender.SendAsync(endpoint, delivery);
            lanes.Finish(endpoint.Id, outcome);
            results.Writer.TryWrite(plan.After(delivery, outcome, clock.GetUtcNow()));
        }
        catch (Exception failure)
        {
            lanes.Drop(endpoint.Id);
            LogNotSent(failure, delivery.Id);
        }
        finally
        {
            place.Release();
            work.Ring();
        }
    }

    private async Task LetGoAsync()
    {
        try
        {
            if (!left.IsEmpty) await queue.LetGoAsync([.. left], CancellationToken.None);
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException)
        {
            LogPaused(failure.Message); // the lease ends by itself
        }
    }

    /// <summary>Writes results down in the order in which they come, many at once; what cannot be written is tried until it can.</summary>
    private async Task RecordAsync()
    {
        while (await results.Reader.WaitToReadAsync())
        {
            await Task.Delay(Gather);
            var some = new List<DeliveryResult>();
            while (some.Count < MostResultsAtOnce && results.Reader.TryRead(out var result)) some.Add(result);
            for (var written = false; !written;)
            {
                try
                {
                    await queue.RecordAsync(some, CancellationToken.None);
                    written = true;
                    await FeelAsync(some);
                    foreach (var over in some.Where(result => result.Status == WebhookDeliveryStatus.Failed)) LogGivenUp(over.Delivery.EventId, over.Delivery.EndpointId, over.Outcome.Status, over.Outcome.Error);
                    work.Ring();
                }
                catch (Exception failure)
                {
                    LogPaused(failure.Message);
                    await Task.Delay(AfterFailure, clock);
                    // The lease is up by now if the database was away for long: then somebody else has sent it, or will.
                    if (some.All(result => result.Delivery.LeaseUntil < clock.GetUtcNow())) break;
                }
            }
        }
    }

    /// <summary>Notes which endpoints have begun or stopped failing, and gives up on those that are gone or have failed for days.</summary>
    private async Task FeelAsync(List<DeliveryResult> some)
    {
        var known = await endpoints.AllAsync(CancellationToken.None);
        var changed = new List<(LiveEndpoint Endpoint, bool Failed)>();
        foreach (var tried in some.Where(result => result.Delivery.Kind != WebhookDeliveryKind.DryRun).GroupBy(result => result.Delivery.EndpointId))
        {
            if (!known.TryGetValue(tried.Key, out var endpoint)) continue;
            var succeeded = tried.Any(result => result.Outcome.Succeeded);
            if (succeeded == endpoint.FailingSince is not null) changed.Add((endpoint, !succeeded));
            if (tried.Any(result => result.Outcome.Gone)) await GiveUpAsync(endpoint, WebhookDisabledReason.Gone);
            else if (!succeeded && clock.GetUtcNow() - endpoint.FailingSince > options.DisableAfter) await GiveUpAsync(endpoint, WebhookDisabledReason.Failing);
        }
        if (changed.Count == 0) return;
        await queue.FeelAsync(changed, CancellationToken.None);
        foreach (var (endpoint, failed) in changed) endpoint.FailingSince = failed ? clock.GetUtcNow() : null;
    }

    private async Task GiveUpAsync(LiveEndpoint endpoint, WebhookDisabledReason reason)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(endpoint.Tenant);
        if (await scope.ServiceProvider.GetRequiredService<WebhookEndpointService>().GiveUpAsync(endpoint.Id, reason, CancellationToken.None)) LogDisabled(endpoint.Id, reason);
        endpoints.Forget();
    }

    [LoggerMessage(LogLevel.Warning, "Webhooks pause ({Reason}); trying again")]
    private partial void LogPaused(string reason);

    [LoggerMessage(LogLevel.Error, "Webhook delivery {Id} could not be sent")]
    private partial void LogNotSent(Exception failure, Guid id);

    [LoggerMessage(LogLevel.Information, "Event {EventId} was given up for {EndpointId} ({Status} {Error})")]
    private partial void LogGivenUp(string eventId, string endpointId, int? status, string? error);

    [LoggerMessage(LogLevel.Warning, "Webhook endpoint {EndpointId} was disabled: {Reason}")]
    private partial void LogDisabled(string endpointId, WebhookDisabledReason reason);
}
