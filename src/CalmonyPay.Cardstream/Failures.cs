namespace CalmonyPay.Cardstream;

/// <summary>
/// Names for what broke. The texts are types and error kinds, not messages of exceptions: those may quote what was being sent.
/// </summary>
internal static class Failures
{
    public static GatewayReply NeverSent(Exception error, CancellationToken caller) => new GatewayReply.NeverSent(
        error switch
        {
            OperationCanceledException => caller.IsCancellationRequested ? NeverSentReason.Cancelled : NeverSentReason.Timeout,
            HttpRequestException { InnerException: TimeoutException } => NeverSentReason.Timeout,
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NeverSentReason.NameResolution,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => NeverSentReason.SecureConnection,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } => NeverSentReason.Connection,
            _ => NeverSentReason.Other,
        },
        Describe(error));

    public static GatewayReply Unknown(Exception error, bool answering, CancellationToken caller) => new GatewayReply.Unknown(
        error switch
        {
            OperationCanceledException => caller.IsCancellationRequested ? UnknownReason.Cancelled : UnknownReason.Timeout,
            AnswerTooLongException => UnknownReason.UnparsableBody,
            _ => answering ? UnknownReason.CutBody : UnknownReason.ConnectionLost,
        },
        Describe(error));

    private static string Describe(Exception error) => error switch
    {
        HttpRequestException http => $"{http.HttpRequestError}{Cause(http)}",
        HttpIOException io => $"{io.HttpRequestError}{Cause(io)}",
        _ => error.GetType().Name,
    };

    private static string Cause(Exception error) => error.InnerException switch
    {
        null => "",
        System.Net.Sockets.SocketException socket => $" ({socket.SocketErrorCode})",
        var inner => inner is HttpIOException or IOException ? Cause(inner) : $" ({inner.GetType().Name})",
    };
}
