using CalmonyPay.Platform.Errors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CalmonyPay.Platform.Http;

/// <summary>Where shoppers' browsers and the gateway's callbacks reach this server: <c>CalmonyPay:PublicUrl</c>.</summary>
public sealed class PublicUrl(IConfiguration configuration, IServiceProvider services)
{
    /// <summary>What is configured, without a slash at its end; null if nothing is.</summary>
    /// <exception cref="OperatorException">It is not an absolute http or https URL without a query.</exception>
    public string? Configured { get; } = Read(configuration["CalmonyPay:PublicUrl"]);

    /// <summary>
    /// What is configured, else the address that the server listens on: right for a sandbox, where everything is on one machine.
    /// </summary>
    /// <exception cref="OperatorException">Nothing is configured and the server does not listen yet.</exception>
    public string Value => OrNull ?? throw new OperatorException("CalmonyPay__PublicUrl is not set.");

    /// <summary>What is configured, else where the server listens; null where neither is known.</summary>
    public string? OrNull => Configured ?? Listening();

    /// <summary>The path below which the server is reached, without a slash at its end: <c>/pay</c>, mostly empty.</summary>
    public string BelowPath => Configured is { } url ? new Uri(url).AbsolutePath.TrimEnd('/') : "";

    /// <summary>Why live payments cannot be taken with this setting; null if they can.</summary>
    public string? UnfitForLive() => Configured is null
        ? "live keys need CalmonyPay__PublicUrl, the https address at which shoppers and the gateway reach this server"
        : new Uri(Configured).Scheme != "https"
            ? $"live keys need a CalmonyPay__PublicUrl that begins with https://, not {Configured}"
            : null;

    private string? Listening() => services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? Reachable(address)
        : null;

    /// <summary>An address that listens on every interface, as one that can be called from here.</summary>
    public static string Reachable(string listening)
    {
        var address = BindingAddress.Parse(listening);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    private static string? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new OperatorException($"CalmonyPay__PublicUrl has to be a URL like https://pay.example.com, not '{text}'.");
    }
}
