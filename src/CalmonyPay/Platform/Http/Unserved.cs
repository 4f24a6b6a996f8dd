using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Http;

/// <summary>Stripe's answer for a path or verb that is not served, after the key has been checked.</summary>
public static class Unserved
{
    public static void MapUnserved(this IEndpointRouteBuilder v1) => v1.Map("/{**rest}", (HttpContext context) =>
    {
        throw new StripeError(404, "invalid_request_error", null,
            $"Unrecognized request URL ({context.Request.Method}: {context.Request.Path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.");
    }).WithMetadata(new ForPublishableKeys()).WithOrder(int.MaxValue).ExcludeFromDescription();
}
