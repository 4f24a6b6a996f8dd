using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Webhooks.Network;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>
/// Sends one event to one endpoint and reads the beginning of the answer. It follows no redirect, uses no proxy and no
/// cookies, verifies TLS, and connects to addresses that <see cref="WebhookAddress"/> has checked only.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private const int MostHeaderKilobytes = 16, MostHeaders = 50, MostHeaderCharacters = 500;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly HttpMessageInvoker http;
    private readonly WebhookOptions options;
    private readonly TimeProvider clock;

    public WebhookSender(WebhookAddress addresses, WebhookOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        http = new(new SocketsHttpHandler
        {
            ConnectCallback = addresses.ConnectAsync,
            ConnectTimeout = options.Timeout,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = WebhookAttempt.MostBodyBytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a name may have moved
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4), // Node closes after five
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.None }, // the system's choice, certificates checked
        });
    }

    /// <summary>One try, ended by the time limit alone: a host that stops lets it finish.</summary>
    public async Task<DeliveryOutcome> SendAsync(LiveEndpoint endpoint, DueDelivery delivery)
    {
        var (at, begun) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
        using var limit = new CancellationTokenSource(options.Timeout);
        try
        {
            using var request = WebhookRequest.Of(endpoint.Url, endpoint.Secrets, delivery.EventId, delivery.Kind, delivery.Body!, at); // a delivery without its event is not sent
            using var answer = await http.SendAsync(request, limit.Token);
            var body = await BeginningAsync(answer, limit.Token);
            return new((int)answer.StatusCode, HeadersOf(answer), body, null, RetryAfterOf(answer), at, Stopwatch.GetElapsedTime(begun));
        }
        catch (OperationCanceledException)
        {
            return Failed($"The endpoint did not answer within {options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or AddressRefusedException or AuthenticationException or UriFormatException)
        {
            return Failed(Reason(failure));
        }

        DeliveryOutcome Failed(string why) => new(null, new Dictionary<string, string>(), null, why, null, at, Stopwatch.GetElapsedTime(begun));
    }

    public void Dispose() => http.Dispose();

    private static async Task<string?> BeginningAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var buffer = new byte[WebhookAttempt.MostBodyBytes];
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length == 0 ? null : Kept(Encoding.UTF8.GetString(buffer, 0, length));
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage answer) => answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Take(MostHeaders)
        .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => Kept(Shortened(string.Join(", ", same.SelectMany(header => header.Value)))));

    private static string Shortened(string value) => value.Length > MostHeaderCharacters ? value[..MostHeaderCharacters] : value;

    /// <summary>As PostgreSQL can keep it, and without what looks like a card's number: receivers answer all sorts of things.</summary>
    private static string Kept(string text) => SafeText.Mask(text.Replace("\0", "\uFFFD", StringComparison.Ordinal));

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - clock.GetUtcNow() : null;
        return asked is { } wait && wait > TimeSpan.Zero ? wait < LongestRetryAfter ? wait : LongestRetryAfter : null;
    }

    private static string Reason(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressRefusedException refused: return refused.Message + ".";
                case SocketException socket:
                    return socket.SocketErrorCode switch
                    {
                        SocketError.ConnectionRefused => "The connection was refused.",
                        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "The host's name could not be resolved.",
                        SocketError.ConnectionReset => "The connection was reset.",
                        _ => $"The connection failed ({socket.SocketErrorCode}).",
                    };
                case AuthenticationException tls: return $"TLS failed: {tls.Message}";
            }
        }
        return failure is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request ? $"The request failed ({request.HttpRequestError})." : "The request failed.";
    }
}
