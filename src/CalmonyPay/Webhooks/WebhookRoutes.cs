using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Swagger;
using CalmonyPay.Webhooks.Replays;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Webhooks;

/// <summary>Stripe's five calls on webhook endpoints, and ours beside them: what was sent, and sending it again.</summary>
internal static class WebhookRoutes
{
    public static void MapWebhookEndpoints(this IEndpointRouteBuilder v1)
    {
        var endpoints = v1.MapGroup("/webhook_endpoints").WithTags("Webhooks");
        endpoints.MapPost("/", async (WebhookEndpointCreate create, WebhookEndpointService service, CancellationToken ct) =>
        {
            var (endpoint, secret) = await service.CreateAsync(create, ct);
            return TypedResults.Ok(WebhookEndpointResponse.Of(endpoint, secret));
        });
        endpoints.MapGet("/{id}", async (string id, NoParams none, WebhookEndpointService service, CancellationToken ct) =>
            TypedResults.Ok(WebhookEndpointResponse.Of(await service.GetAsync(id, ct))));
        endpoints.MapPost("/{id}", async (string id, WebhookEndpointUpdate update, WebhookEndpointService service, CancellationToken ct) =>
            TypedResults.Ok(WebhookEndpointResponse.Of(await service.UpdateAsync(id, update, ct))));
        endpoints.MapDelete("/{id}", async (string id, NoParams none, WebhookEndpointService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(id, ct)));
        endpoints.MapGet("/", async (PageParams page, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.WebhookEndpoints.PageAsync(page, e => e.Id, "/v1/webhook_endpoints", WebhookEndpointResponse.Of, ct)));

        endpoints.MapPost("/{id}/roll_secret", async (string id, WebhookSecretRoll roll, WebhookEndpointService service, CancellationToken ct) =>
        {
            var (endpoint, secret) = await service.RollAsync(id, TimeSpan.FromSeconds(roll.ExpiresIn), ct);
            return TypedResults.Ok(WebhookEndpointResponse.Of(endpoint, secret));
        }).OwnRoute("A new signing secret; the old one signs beside it for a while.");
        endpoints.MapPost("/{id}/replay", async (string id, WebhookReplay replay, WebhookReplays replays, CancellationToken ct) =>
            TypedResults.Ok(await replays.ReplayAsync(id, replay, ct))).OwnRoute("Sends events once more: a time range, a type, an object, or what has failed.");
        endpoints.MapGet("/{id}/deliveries", async (string id, WebhookDeliveryList list, WebhookEndpointService service, PayDb db, CancellationToken ct) =>
        {
            await service.GetAsync(id, ct);
            var wanted = db.WebhookDeliveries.Where(d => d.WebhookEndpointId == id);
            if (list.Status is { } status) wanted = wanted.Where(d => d.Status == status);
            if (list.Event is { } of) wanted = wanted.Where(d => d.EventId == of);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, d => d.Id, $"/v1/webhook_endpoints/{id}/deliveries", WebhookDeliveryResponse.Of, ct));
        }).OwnRoute("What was sent to the endpoint, or is on its way.");

        var deliveries = v1.MapGroup("/webhook_deliveries").WithTags("Webhooks");
        deliveries.MapGet("/{id}", async (string id, NoParams none, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(WebhookDeliveryResponse.Of(await DeliveryAsync(db, id, ct)))).OwnRoute("One delivery.");
        deliveries.MapGet("/{id}/attempts", async (string id, PageParams page, PayDb db, CancellationToken ct) =>
        {
            var of = (await DeliveryAsync(db, id, ct)).Id;
            return TypedResults.Ok(await db.WebhookAttempts.Where(a => a.DeliveryId == of)
                .PageAsync(page, a => a.Id, $"/v1/webhook_deliveries/{id}/attempts", WebhookAttemptResponse.Of, ct));
        }).OwnRoute("A delivery's tries and what was answered.");

        v1.MapPost("/events/{id}/resend", async (string id, EventResend resend, WebhookReplays replays, CancellationToken ct) =>
            TypedResults.Ok(WebhookDeliveryResponse.Of(await replays.ResendAsync(id, resend, ct)))).WithTags("Events").OwnRoute("Sends one event to one endpoint once more.");
    }

    private static async Task<WebhookDelivery> DeliveryAsync(PayDb db, string id, CancellationToken ct) =>
        Guid.TryParse(id, out var wanted) && await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == wanted, ct) is { } delivery
            ? delivery
            : throw StripeError.NoSuch("webhook delivery", id);
}
