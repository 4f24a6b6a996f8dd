using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Webhooks.Network;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Webhooks;

/// <summary>What can be done to an endpoint.</summary>
public sealed class WebhookEndpointService(PayDb db, WebhookSecrets secrets, WebhookAddress addresses, EventLog events, TimeProvider clock)
{
    /// <summary>Told when we stop sending by ourselves. Ours: Stripe sends an e-mail.</summary>
    public const string DisabledEvent = "webhook_endpoint.disabled";

    /// <returns>The endpoint, and its secret in clear, which is shown now and never again.</returns>
    public async Task<(WebhookEndpoint Endpoint, string Secret)> CreateAsync(WebhookEndpointCreate create, CancellationToken ct)
    {
        await addresses.CheckAsync(create.Url, db.Livemode, ct);
        var secret = WebhookSecrets.New();
        var endpoint = WebhookEndpoint.From(create, secrets.Seal(secret), clock.GetUtcNow());
        db.Add(endpoint);
        return (endpoint, secret);
    }

    /// <exception cref="StripeError">404.</exception>
    public async Task<WebhookEndpoint> GetAsync(string id, CancellationToken ct) =>
        await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw NoSuch(id);

    public async Task<WebhookEndpoint> UpdateAsync(string id, WebhookEndpointUpdate update, CancellationToken ct)
    {
        if (update.Url is { } url) await addresses.CheckAsync(url, db.Livemode, ct);
        var endpoint = await LockAsync(id, ct);
        endpoint.Url = update.Url ?? endpoint.Url;
        endpoint.EnabledEvents = update.EnabledEvents ?? endpoint.EnabledEvents;
        endpoint.Description = update.Description.Over(endpoint.Description);
        endpoint.StrictOrder = update.StrictOrder ?? endpoint.StrictOrder;
        endpoint.Metadata = update.Metadata.Over(endpoint.Metadata);
        if (update.Disabled == true) endpoint.Disable(null);
        else if (update.Disabled == false) endpoint.Enable();
        return endpoint;
    }

    /// <inheritdoc cref="CreateAsync"/>
    public async Task<(WebhookEndpoint Endpoint, string Secret)> RollAsync(string id, TimeSpan overlap, CancellationToken ct)
    {
        var endpoint = await LockAsync(id, ct);
        var secret = WebhookSecrets.New();
        endpoint.Roll(secrets.Seal(secret), clock.GetUtcNow() + overlap);
        return (endpoint, secret);
    }

    /// <summary>The endpoint goes, and what was still on its way to it is given up.</summary>
    public async Task<DeletedWebhookEndpoint> DeleteAsync(string id, CancellationToken ct)
    {
        var endpoint = await LockAsync(id, ct);
        endpoint.Delete(clock.GetUtcNow());
        await db.WebhookDeliveries.Where(d => d.WebhookEndpointId == id && d.Status == WebhookDeliveryStatus.Pending)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.Status, WebhookDeliveryStatus.Failed).SetProperty(x => x.NextAttemptAt, (DateTimeOffset?)null), ct);
        return new(id);
    }

    /// <summary>We stop sending by ourselves, and say so by an event. False if the endpoint had stopped, or gone, before.</summary>
    public async Task<bool> GiveUpAsync(string id, WebhookDisabledReason reason, CancellationToken ct)
    {
        if (await db.LockAsync<WebhookEndpoint>(id, ct) is not { Status: WebhookEndpointStatus.Enabled } endpoint)
        {
            await db.ForgetAsync();
            return false;
        }
        var before = WebhookEndpointResponse.Of(endpoint);
        endpoint.Disable(reason);
        events.Record(DisabledEvent, endpoint, WebhookEndpointResponse.Of(endpoint), before);
        await db.SaveAndCommitAsync(ct);
        return true;
    }

    public static StripeError NoSuch(string id) => StripeError.NoSuch("webhook endpoint", id, "webhook_endpoint");

    private async Task<WebhookEndpoint> LockAsync(string id, CancellationToken ct) =>
        await db.LockAsync<WebhookEndpoint>(id, ct) is { DeletedAt: null } endpoint ? endpoint : throw NoSuch(id);
}
