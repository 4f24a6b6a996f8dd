using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Page;

/// <summary>How often one address may try to pay at one host.</summary>
public sealed record PayRateOptions
{
    /// <summary>Forms a minute, in the long run.</summary>
    [Range(1, 100_000)] public int PerMinute { get; set; } = 20;

    /// <summary>Forms at once, after a pause.</summary>
    [Range(1, 100_000)] public int Burst { get; set; } = 20;
}

/// <summary>
/// Against card testing: a bucket of payments an address, in this host's memory. What one session may try is limited besides, by the session itself.
/// Addresses of IPv6 count by their /64, which is what one subscriber has.
/// </summary>
public sealed class PayRates(IOptions<PayRateOptions> options) : IDisposable
{
    private const int PrefixBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Subscriber(address), _ => new()
        {
            TokenLimit = options.Value.Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Every(options.Value),
            AutoReplenishment = true, // in the partitioned limiter: its one timer, which also drops what is idle
            QueueLimit = 0,
        }));

    /// <summary>Seconds after which another try makes sense.</summary>
    public int RetryAfterSeconds => (int)Math.Ceiling(Every(options.Value).TotalSeconds);

    /// <returns>False if the address has tried too often.</returns>
    public bool Take(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();

    private static TimeSpan Every(PayRateOptions options) => TimeSpan.FromMinutes(1) / options.PerMinute;

    private static IPAddress Subscriber(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new(bytes);
    }
}
