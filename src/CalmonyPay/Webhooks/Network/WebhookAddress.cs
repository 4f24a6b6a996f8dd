using System.Net;
using System.Net.Sockets;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Webhooks.Network;

/// <summary>Finds the addresses of a host's name; a test puts names of its own.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>
/// Checks an endpoint's URL when it is given, so that a wrong one is refused with a reason, and its host's addresses each time
/// a connection is made, which is the check that counts: a name may stand for another address by then.
/// </summary>
public sealed class WebhookAddress(NetworkGuard guard, ResolveHost resolve)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="StripeError">400 with <c>param</c> <c>url</c>.</exception>
    public async Task CheckAsync(string text, bool livemode, CancellationToken ct)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            throw Invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url_invalid");
        if (livemode && url.Scheme != "https") throw Invalid("Invalid URL: Live webhook endpoints must be https.", "url_invalid");
        if (url.UserInfo.Length > 0) throw Invalid("Invalid URL: it must not contain a user name or a password.", "url_invalid");
        if (url.Port <= 0) throw Invalid("Invalid URL: it has no port that can be called.", "url_invalid");
        if (await RefusalAsync(url, ct) is { } why) throw Invalid($"Invalid URL: {why}.", "url_invalid");
    }

    /// <summary>Connects to the first address of the host that may be called.</summary>
    /// <exception cref="AddressRefusedException">There is none.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await AddressesAsync(host, ct);
        var open = addresses.Where(address => guard.Refusal(address) is null).ToArray();
        if (open.Length == 0) throw new AddressRefusedException(Refused(host, addresses));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What is known about the host at this moment; a name that cannot be resolved now may be later.</summary>
    private async Task<string?> RefusalAsync(Uri url, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var addresses = await AddressesAsync(url.DnsSafeHost, limit.Token);
            return addresses.Length > 0 && addresses.All(address => guard.Refusal(address) is not null) ? Refused(url.DnsSafeHost, addresses) : null;
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>An address as it is written (decimal, octal and hexadecimal forms too), else what the name stands for.</summary>
    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct) =>
        IPAddress.TryParse(host, out var address) ? [address] : await resolve(host, ct);

    private string Refused(string host, IPAddress[] addresses) => addresses is [var only] && host == only.ToString()
        ? $"{host} is {guard.Refusal(only)}, which webhooks are not sent to"
        : $"{host} stands for {addresses[0]}, {guard.Refusal(addresses[0])}, which webhooks are not sent to";

    private static StripeError Invalid(string message, string code) => StripeError.Invalid(message, "url", code);
}

/// <summary>An endpoint's host stands for no address that may be called.</summary>
public sealed class AddressRefusedException(string message) : Exception(message);
