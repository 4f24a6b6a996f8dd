using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CalmonyPay.Tests.Cardstream;

/// <summary>A gateway of raw sockets that misbehaves as the test says. Counts the requests whose whole body reached it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Peer, NetworkStream, Task> _behave;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="behave">What happens on each accepted connection.</param>
    public Peer(Func<Peer, NetworkStream, Task> behave)
    {
        _behave = behave;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/direct/");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public int Requests => _requests;

    public string? LastHead { get; private set; }

    public string? LastBody { get; private set; }

    public CancellationToken Stopped => _stop.Token;

    /// <summary>Reads the request, then answers with these bytes and closes.</summary>
    public static Peer Answering(string answer) => new(async (peer, stream) =>
    {
        await peer.ReadRequestAsync(stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
    });

    public static Peer AnsweringForm(string body) => Answering(Http(body));

    public static string Http(string body, string status = "200 OK", string more = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{more}\r\n{body}";

    /// <summary>Closes with a reset: what a peer that crashed looks like.</summary>
    public static void Reset(NetworkStream stream) => stream.Socket.Close(timeout: 0);

    /// <summary>One whole request; false if the peer closed first.</summary>
    public async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[8192];
        for (int read; (read = await stream.ReadAsync(buffer, Stopped)) > 0;)
        {
            received.Append(Encoding.ASCII.GetString(buffer, 0, read));
            string text = received.ToString();
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            int length = text[..end].Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                .Select(line => int.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();
            if (text.Length - end - 4 < length) continue;
            (LastHead, LastBody) = (text[..end], text[(end + 4)..]);
            Interlocked.Increment(ref _requests);
            return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (!Stopped.IsCancellationRequested) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(Stopped)));
        }
        catch (Exception error) when (Stopped.IsCancellationRequested && error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over: however the listener says so, what it still serves is all that is left.
        }
        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                await _behave(this, connection.GetStream());
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client hung up, or the test is over.
            }
        }
    }
}
