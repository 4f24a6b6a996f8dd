using System.Net;
using System.Security.Authentication;
using System.Text;

namespace CalmonyPay.Cardstream;

/// <summary>
/// Sends requests to the gateway, once each, and says what came of it. Never throws for what the network or the gateway does, and
/// never retries: what to do about an unknown outcome is the caller's decision, made with what it has written down.
/// </summary>
/// <param name="http">
/// Over the handler of <see cref="CreateHandler"/>, with <see cref="HttpClient.Timeout"/> infinite or longer than
/// <paramref name="timeout"/>. The handler must not follow redirects.
/// </param>
/// <param name="timeout">For the whole exchange, 30 seconds unless said.</param>
public sealed class CardstreamClient(HttpClient http, TimeSpan? timeout = null)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _timeout = timeout ?? DefaultTimeout;

    /// <summary>
    /// The handler for the client: no redirects, no cookies, TLS 1.2 and up, and a fresh connection for every request. A kept
    /// connection may be closed by the peer just as we write to it, which would leave the outcome of a payment unknown for want
    /// of a handshake.
    /// </summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.Zero,
        ActivityHeadersPropagator = null,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };

    public Task<GatewayReply> SaleAsync(CardstreamAccount account, SaleRequest sale, CancellationToken ct) =>
        SendAsync(account, sale.ToFields(account), ct);

    public Task<GatewayReply> VerifyAsync(CardstreamAccount account, VerifyRequest verify, CancellationToken ct) =>
        SendAsync(account, verify.ToFields(account), ct);

    public Task<GatewayReply> CaptureAsync(CardstreamAccount account, CaptureRequest capture, CancellationToken ct) =>
        SendAsync(account, capture.ToFields(account), ct);

    public Task<GatewayReply> CancelAsync(CardstreamAccount account, CancelRequest cancel, CancellationToken ct) =>
        SendAsync(account, cancel.ToFields(account), ct);

    public Task<GatewayReply> RefundSaleAsync(CardstreamAccount account, RefundSaleRequest refund, CancellationToken ct) =>
        SendAsync(account, refund.ToFields(account), ct);

    public Task<GatewayReply> QueryAsync(CardstreamAccount account, QueryRequest query, CancellationToken ct) =>
        SendAsync(account, query.ToFields(account), ct);

    public Task<GatewayReply> ContinueAsync(CardstreamAccount account, Continuation continuation, CancellationToken ct) =>
        SendAsync(account, continuation.ToFields(account), ct);

    /// <summary>Signs the fields, if the account holds a secret, and posts them.</summary>
    /// <param name="fields">Unsigned, with <c>merchantID</c> and <c>action</c> (or <c>threeDSRef</c>).</param>
    /// <param name="ct">Giving up after the request has begun to go out gives <see cref="UnknownReason.Cancelled"/>.</param>
    public async Task<GatewayReply> SendAsync(CardstreamAccount account, FieldList fields, CancellationToken ct)
    {
        var signed = string.IsNullOrEmpty(account.Secret) ? fields : fields.With(Signature.FieldName, Signature.Sign(fields, account.Secret));
        var content = new OnceContent(Encoding.ASCII.GetBytes(signed.Encode()));
        using var request = new HttpRequestMessage(HttpMethod.Post, account.DirectUrl)
        {
            Content = content,
            Version = HttpVersion.Version11,
            Headers = { ConnectionClose = true },
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(_timeout);
        bool answering = false;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            answering = true;
            if (content.Withdraw()) return new GatewayReply.NeverSent(NeverSentReason.Other, "An HTTP handler answered in the gateway's place.");
            if (request.Method != HttpMethod.Post) return new GatewayReply.Unknown(UnknownReason.HttpStatus, "A redirect was followed.");
            return response.StatusCode == HttpStatusCode.OK
                ? AnswerReader.Read(await AnswerReader.BodyAsync(response, deadline.Token), signed, account.Secret)
                : new GatewayReply.Unknown(UnknownReason.HttpStatus, $"HTTP {(int)response.StatusCode}");
        }
#pragma warning disable CA1031 // Whatever broke, the request went out or it did not, and the caller must be told which.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return content.Withdraw() ? Failures.NeverSent(error, ct) : Failures.Unknown(error, answering, ct);
        }
    }
}
