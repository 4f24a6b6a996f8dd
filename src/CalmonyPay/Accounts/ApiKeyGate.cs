using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Idempotency;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Accounts;

/// <summary>
/// Stands before everything under <c>/v1</c>: finds the key (Bearer, or Basic with the key as user name), enters its
/// project, and holds publishable keys to what Stripe lets them do.
/// </summary>
public sealed class ApiKeyGate(RequestDelegate next, KnownKeys keys, KeyRates rates, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context, TenantScope scope, RequestInfo request)
    {
        var raw = RawKey(context.Request.Headers.Authorization.ToString()) ?? throw StripeError.Unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        var key = await keys.FindAsync(raw, context.RequestAborted) ?? throw StripeError.Unauthorized($"Invalid API Key provided: {Shown(raw)}");
        if (key.ExpiresAt <= clock.GetUtcNow())
            throw new StripeError(401, "invalid_request_error", "api_key_expired", $"Expired API Key provided: {Shown(raw)}");
        rates.Take(key);
        scope.Enter(key.Tenant);
        request.Publishable = key.Type == ApiKeyType.Publishable;
        request.IdempotencyKey = IdempotencyKeyOf(context.Request);
        if (request.Publishable && context.GetEndpoint()?.Metadata.GetMetadata<ForPublishableKeys>() is null)
            throw StripeError.Forbidden("This API call cannot be made with a publishable API key. Please use a secret API key. You can create one with `keys create`.");
        await next(context);
    }

    private static string? RawKey(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Fit(header[7..].Trim());
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes[..length]);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return Fit(colon < 0 ? pair : pair[..colon]);
    }

    private static string? Fit(string key) => key.Length is > 0 and <= 255 ? key : null;

    /// <summary>The key as an error may show it: what it is, and its last four characters.</summary>
    private static string Shown(string raw)
    {
        var text = new string([.. raw.Select(c => c is >= ' ' and < '\x7f' ? c : '?')]);
        return text.Length <= 12 ? new string('*', text.Length) : $"{text[..8]}{new string('*', Math.Min(text.Length - 12, 24))}{text[^4..]}";
    }

    private static string? IdempotencyKeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values) || !HttpMethods.IsPost(request.Method)) return null;
        var key = values.ToString();
        if (key.Length == 0) return null;
        return key.Length <= IdempotencyKey.MostCharacters && key.All(c => c is >= ' ' and < '\x7f')
            ? key
            : throw StripeError.Invalid($"Idempotency keys are 1 to {IdempotencyKey.MostCharacters} printable ASCII characters.", "Idempotency-Key");
    }
}
