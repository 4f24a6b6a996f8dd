using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using CalmonyPay.Platform.Errors;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Accounts;

/// <summary>How much one key may ask of one host.</summary>
public sealed record RateOptions
{
    /// <summary>Requests a second, in the long run.</summary>
    [Range(1, 1_000_000)] public int PerSecond { get; set; } = 10_000;

    /// <summary>Requests at once, after a pause.</summary>
    [Range(1, 1_000_000)] public int Burst { get; set; } = 20_000;
}

/// <summary>A token bucket a key, in this host's memory: a guard against runaway clients, not an accounting.</summary>
public sealed class KeyRates(IOptions<RateOptions> options)
{
    private readonly ConcurrentDictionary<Guid, TokenBucketRateLimiter> buckets = new();

    /// <exception cref="StripeError">429 <c>rate_limit</c> when the bucket is empty.</exception>
    public void Take(KnownKey key)
    {
        var bucket = buckets.GetOrAdd(key.Id, static (_, made) => new(new()
        {
            TokenLimit = made.Burst,
            TokensPerPeriod = made.PerPeriod,
            ReplenishmentPeriod = made.Period,
            AutoReplenishment = true,
            QueueLimit = 0,
        }), Bucket(key));
        using var lease = bucket.AttemptAcquire();
        if (lease.IsAcquired) return;
        throw new StripeError(429, "invalid_request_error", "rate_limit",
            "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.")
        { RetryAfterSeconds = 1 };
    }

    private (int Burst, int PerPeriod, TimeSpan Period) Bucket(KnownKey key) => key.RateLimit is { } own
        ? (own, own, TimeSpan.FromSeconds(1))
        : (options.Value.Burst, Math.Max(1, options.Value.PerSecond / 10), TimeSpan.FromMilliseconds(100));
}
