using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CalmonyPay.Cardstream;

/// <summary>How values are spelled on the wire.</summary>
internal static class Wire
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string TwoDigits(int value) => value.ToString("00", CultureInfo.InvariantCulture);

    public static string? Flag(bool? value) => value switch { true => "Y", false => "N", null => null };

    /// <summary>
    /// 3-D Secure wants a dotted quad. A dual-stack socket reports an IPv4 peer as <c>::ffff:192.0.2.1</c>, and a laptop as
    /// <c>::1</c>; both are spelled as IPv4. A true IPv6 address has no such spelling and goes as it is.
    /// </summary>
    public static string? RemoteAddress(string? address) =>
        !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6 ? address
        : parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4().ToString()
        : parsed.Equals(IPAddress.IPv6Loopback) ? IPAddress.Loopback.ToString()
        : address;
}
