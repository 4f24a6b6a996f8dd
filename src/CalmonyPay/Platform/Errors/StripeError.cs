
namespace CalmonyPay.Platform.Errors;

/// <summary>
/// A refusal in Stripe's terms: the one exception type that becomes an answer. Thrown wherever the reason is known;
/// <see cref="StripeErrorBody"/> is the only place that renders it.
/// </summary>
public sealed class StripeError(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    /// <summary>HTTP status: 400, 401, 402, 403, 404, 409, 413 or 429.</summary>
    public int Status { get; } = status;

    /// <summary>Stripe's error type, such as <c>invalid_request_error</c> or <c>card_error</c>.</summary>
    public string Type { get; } = type;

    /// <summary>Stripe's error code, such as <c>resource_missing</c>; null where Stripe gives none.</summary>
    public string? Code { get; } = code;

    /// <summary>The parameter at fault as the client spelled it, brackets included (<c>card[number]</c>).</summary>
    public string? Param { get; } = param;

    /// <summary>Why the issuer declined, in Stripe's vocabulary; only on card errors.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>What to do next about a decline: <c>try_again_later</c>, <c>do_not_try_again</c> or <c>confirm_card_data</c>.</summary>
    public string? AdviceCode { get; init; }

    /// <summary>The charge that failed (<c>ch_…</c>); only on card errors.</summary>
    public string? Charge { get; init; }

    /// <summary>Objects that Stripe puts inside the error (<c>payment_intent</c>, <c>setup_intent</c>, <c>payment_method</c>), by name.</summary>
    public IReadOnlyDictionary<string, object?>? Inside { get; init; }

    /// <summary>Seconds after which a retry makes sense, for 409 and 429.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>True when work began and its outcome is this error, so that the answer is kept under the idempotency key.</summary>
    public bool WorkBegan { get; init; }

    public static StripeError Invalid(string message, string? param = null, string? code = null) =>
        new(400, "invalid_request_error", code, message, param);

    /// <summary>A required parameter is absent or empty.</summary>
    public static StripeError Missing(string param) =>
        Invalid($"Missing required param: {param}.", param, "parameter_missing");

    public static StripeError UnknownParameter(string param) =>
        Invalid($"Received unknown parameter: {param}", param, "parameter_unknown");

    /// <param name="kind">The resource as Stripe writes it (<c>customer</c>, <c>payment_intent</c>).</param>
    /// <param name="id">The id that was asked for.</param>
    /// <param name="param">Where the id stood; Stripe says <c>id</c> for the path of most resources.</param>
    public static StripeError NoSuch(string kind, string id, string? param = null) =>
        new(404, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param ?? "id");

    /// <summary>An object named in a parameter does not exist: Stripe answers 400 there, and 404 only for the path.</summary>
    public static StripeError NoSuchParam(string kind, string id, string param) =>
        new(400, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param);

    public static StripeError Unauthorized(string message) => new(401, "invalid_request_error", null, message);

    public static StripeError Forbidden(string message) => new(403, "invalid_request_error", "secret_key_required", message);

    /// <summary>Another request holds the object; Stripe's 429 <c>lock_timeout</c>.</summary>
    public static StripeError LockTimeout() =>
        new(429, "invalid_request_error", "lock_timeout",
            "This object cannot be accessed right now because another API request or process is currently accessing it. If you see this error intermittently, retry the request.")
        { RetryAfterSeconds = 1 };
}
