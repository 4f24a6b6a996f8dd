using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace CalmonyPay.Checkout.Page;

/// <summary>
/// A bucket an address, in this host's memory. Addresses of IPv6 count by their /64, which is what one subscriber has.
/// </summary>
public abstract class AddressRates(int perMinute, int burst) : IDisposable
{
    private const int PrefixBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Subscriber(address), _ => new()
        {
            TokenLimit = burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Every(perMinute),
            AutoReplenishment = true, // in the partitioned limiter: its one timer, which also drops what is idle
            QueueLimit = 0,
        }));

    /// <returns>False if the address has tried too often; the answer's <c>Retry-After</c> tells in how many seconds another try makes sense.</returns>
    public bool Take(HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(http.Connection.RemoteIpAddress ?? IPAddress.None);
        if (!lease.IsAcquired) http.Response.Headers.RetryAfter = ((int)Math.Ceiling(Every(perMinute).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        limiter.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TimeSpan Every(int perMinute) => TimeSpan.FromMinutes(1) / perMinute;

    private static IPAddress Subscriber(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new(bytes);
    }
}
