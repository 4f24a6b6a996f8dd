using System.Net;
using System.Net.Sockets;
using CalmonyPay.Platform.Errors;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Webhooks.Network;

/// <summary>
/// Which addresses an endpoint may have: those of the public Internet, and what the operator allows beside. A merchant who
/// may name any URL could else have this server call its own neighbours: metadata services, databases, other hosts' admin
/// pages. The ranges are those of IANA's special-purpose registries (RFC 6890 and its updates).
/// </summary>
public sealed class NetworkGuard
{
    private static readonly (IPNetwork Range, string What)[] Special =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this network"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private network"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's shared network"),
        (IPNetwork.Parse("127.0.0.0/8"), "the loopback address"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private network"),
        (IPNetwork.Parse("192.0.0.0/24"), "a protocol assignment"),
        (IPNetwork.Parse("192.0.2.0/24"), "a documentation range"),
        (IPNetwork.Parse("192.31.196.0/24"), "a protocol assignment"),
        (IPNetwork.Parse("192.52.193.0/24"), "a protocol assignment"),
        (IPNetwork.Parse("192.88.99.0/24"), "a relay address"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private network"),
        (IPNetwork.Parse("192.175.48.0/24"), "a protocol assignment"),
        (IPNetwork.Parse("198.18.0.0/15"), "a benchmarking range"),
        (IPNetwork.Parse("198.51.100.0/24"), "a documentation range"),
        (IPNetwork.Parse("203.0.113.0/24"), "a documentation range"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "a reserved range"),
        (IPNetwork.Parse("::/128"), "the unspecified address"),
        (IPNetwork.Parse("::1/128"), "the loopback address"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "a private network"),
        (IPNetwork.Parse("100::/64"), "a discard range"),
        (IPNetwork.Parse("2001::/23"), "a protocol assignment"),
        (IPNetwork.Parse("2001:db8::/32"), "a documentation range"),
        (IPNetwork.Parse("3fff::/20"), "a documentation range"),
        (IPNetwork.Parse("5f00::/16"), "a protocol assignment"),
        (IPNetwork.Parse("fc00::/7"), "a private network"),
        (IPNetwork.Parse("fe80::/10"), "a link-local address"),
        (IPNetwork.Parse("fec0::/10"), "a private network"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
    ];

    /// <summary>IPv6 ranges with an IPv4 address inside, and where in the sixteen bytes it stands.</summary>
    private static readonly (IPNetwork Range, int At)[] Wrapping =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12),   // mapped
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), // translated
        (IPNetwork.Parse("::/96"), 12),           // compatible
        (IPNetwork.Parse("64:ff9b::/96"), 12),    // NAT64
        (IPNetwork.Parse("2002::/16"), 2),        // 6to4
    ];

    private readonly IReadOnlyList<IPNetwork> allowed;

    public NetworkGuard(IOptions<WebhookOptions> options) => allowed = [.. Networks(options.Value.AllowNetworks)];

    /// <summary>Why the address may not be called, as the end of a sentence; null if it may.</summary>
    public string? Refusal(IPAddress address)
    {
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) return "not an Internet address";
        if (allowed.Any(network => network.Contains(address))) return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.ScopeId != 0) return "a link-local address";
            foreach (var special in Special)
                if (special.Range.Contains(address)) return special.What;
            foreach (var (range, at) in Wrapping)
                if (range.Contains(address)) return Refusal(new IPAddress(address.GetAddressBytes().AsSpan(at, 4)));
            return null;
        }
        foreach (var special in Special)
            if (special.Range.Contains(address)) return special.What;
        return null;
    }

    /// <exception cref="OperatorException">Something that is no network in CIDR form.</exception>
    private static IEnumerable<IPNetwork> Networks(string text) => text
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(part => IPNetwork.TryParse(part, out var network)
            ? network
            : throw new OperatorException($"CalmonyPay__Webhooks__AllowNetworks has networks like 10.0.0.0/8 in it, parted by commas, not '{part}'."));
}
