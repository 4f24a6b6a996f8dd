using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Platform.Http;

/// <summary>An answer as it goes out: status and bytes, so that a replay can be equal to the byte.</summary>
public sealed record Answer(int Status, byte[] Body) : IResult
{
    /// <summary>True when this answer was given before, under the same idempotency key.</summary>
    public bool Replayed { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public static Answer Of(object value) => new(StatusCodes.Status200OK, PayJson.Bytes(value));

    public static Answer Of(StripeError error, string? requestId) =>
        new(error.Status, StripeErrorBody.Of(error, requestId)) { RetryAfterSeconds = error.RetryAfterSeconds };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        if (Replayed) response.Headers["Idempotent-Replayed"] = "true";
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Stripe's SDKs read this to tell a busy object or a twin in flight (retry) from a refusal (don't).
        if (Status is 409 or 429) response.Headers["Stripe-Should-Retry"] = "true";
        return response.Body.WriteAsync(Body, 0, Body.Length);
    }
}
