using System.Net;
using System.Net.Http.Headers;

namespace CalmonyPay.Cardstream;

/// <summary>
/// A request body that goes out at most once, and knows whether it has begun to. HTTP handlers may resend a request on their own
/// (a stale connection, a redirect, a retry policy somebody adds), and a request that moves money must not be sent twice. Headers
/// alone do nothing at the gateway: it waits for the body they announce.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private const int Fresh = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private readonly byte[] _body;
    private int _state;

    public OnceContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
    }

    /// <summary>Takes the body back. True if nothing of it went out, and from then on nothing can.</summary>
    public bool Withdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Fresh) != Begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Fresh) != Fresh)
            throw new InvalidOperationException("A request to the gateway is sent once; something tried to send it again.");
        await stream.WriteAsync(_body, ct);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
