using CalmonyPay.Platform.Errors;
using Microsoft.AspNetCore.HttpOverrides;

namespace CalmonyPay.Platform.Http;

/// <summary>
/// The proxies whose word on a client's address and scheme is taken (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>):
/// <c>CalmonyPay:TrustedProxies</c>, addresses and networks with commas between (<c>10.0.0.5, 172.16.0.0/12</c>). Nobody's, unless it is set: the
/// headers are anyone's to write, and limits and 3-D Secure go by the address.
/// </summary>
public static class TrustedProxies
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            var networks = Read(configuration["CalmonyPay:TrustedProxies"]);
            foreach (var network in networks) options.KnownIPNetworks.Add(network);
            options.ForwardedHeaders = networks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = null; // as many as are trusted, and the first that is not is the client
        });
        return services;
    }

    /// <exception cref="OperatorException">Something in the list is neither an address nor a network.</exception>
    private static List<System.Net.IPNetwork> Read(string? list)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var entry in (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (System.Net.IPNetwork.TryParse(entry, out var network)) networks.Add(network);
            else if (System.Net.IPAddress.TryParse(entry, out var address)) networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else throw new OperatorException($"CalmonyPay__TrustedProxies lists addresses and networks (10.0.0.5, 172.16.0.0/12); '{entry}' is neither.");
        }
        return networks;
    }
}
