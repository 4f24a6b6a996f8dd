using CalmonyPay.Platform.Data;

namespace CalmonyPay.Webhooks;

/// <summary>The HTTP request that a delivery is.</summary>
public static class WebhookRequest
{
    /// <param name="url">Where to.</param>
    /// <param name="secrets">What signs, the current one first.</param>
    /// <param name="eventId">Becomes <c>webhook-id</c>, by which a consumer tells what it has had.</param>
    /// <param name="kind">Why it is sent.</param>
    /// <param name="body">The event, JSON.</param>
    /// <param name="at">The time that is signed.</param>
    public static HttpRequestMessage Of(string url, IReadOnlyList<string> secrets, string eventId, WebhookDeliveryKind kind, byte[] body, DateTimeOffset at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("User-Agent", "CalmonyPay/1.0 (webhooks)");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", WebhookSignature.OfStripe(secrets, at, body));
        request.Headers.TryAddWithoutValidation("webhook-id", eventId);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", WebhookSignature.Seconds(at));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.OfStandard(secrets, eventId, at, body));
        request.Headers.TryAddWithoutValidation("CalmonyPay-Delivery", SnakeCase.Of(kind));
        return request;
    }
}
