using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CalmonyPay.Tests.Platform.Data;

/// <summary>What one connection asked of PostgreSQL.</summary>
/// <param name="RoundTrips">How often the client ended a message that the server has to answer (Sync, or a simple Query).</param>
/// <param name="Statements">How many statements it had executed.</param>
public readonly record struct PgTraffic(int RoundTrips, int Statements);

/// <summary>
/// A tap on the wire between the host and PostgreSQL: passes every byte on, and counts the frontend's messages by the login
/// that sent them. Nothing between here and the server can hide a round trip.
/// </summary>
public sealed class PgTap : IAsyncDisposable
{
    private const int SslRequest = 80877103, GssRequest = 80877104;

    /// <summary>A message begins with its kind and its length.</summary>
    private const int HeadBytes = 5;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, (int Trips, int Statements)> counts = new();
    private readonly string host;
    private readonly int port;

    public PgTap(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What a login has asked so far.</summary>
    public PgTraffic Of(string user) => counts.TryGetValue(user, out var count) ? new(count.Trips, count.Statements) : default;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(host, port, stop.Token);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(CountAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), stop.Token));
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
    }

    /// <summary>
    /// The way to the server. What is sent ahead without waiting (a BEGIN before its first statement) leaves in the same write
    /// as what follows, so the messages that arrive in one piece are one round trip.
    /// </summary>
    private async Task CountAsync(NetworkStream from, NetworkStream to)
    {
        var user = await StartAsync(from, to);
        var buffer = new byte[1 << 16];
        var filled = 0;
        while (await from.ReadAsync(buffer.AsMemory(filled), stop.Token) is > 0 and var read)
        {
            var arrived = buffer.AsMemory(filled, read).ToArray();
            filled += read;
            var (ended, statements, at) = (false, 0, 0);
            while (filled - at >= HeadBytes && at + 1 + BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(at + 1)) is var next && next <= filled)
            {
                // Sync and Query are waited for; Execute runs a statement.
                ended |= buffer[at] is (byte)'S' or (byte)'Q';
                statements += buffer[at] is (byte)'E' or (byte)'Q' ? 1 : 0;
                at = next;
            }
            buffer.AsSpan(at, filled - at).CopyTo(buffer);
            filled -= at;
            counts.AddOrUpdate(user, (ended ? 1 : 0, statements), (_, count) => (count.Trips + (ended ? 1 : 0), count.Statements + statements));
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            // Only now: whoever hears the server's answer finds its question counted.
            await to.WriteAsync(arrived, stop.Token);
        }
    }

    /// <summary>Passes on what comes before the first message proper, and tells who signs in.</summary>
    private async Task<string> StartAsync(NetworkStream from, NetworkStream to)
    {
        var length = new byte[4];
        while (true)
        {
            await from.ReadExactlyAsync(length, stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
            await from.ReadExactlyAsync(body, stop.Token);
            await to.WriteAsync(length, stop.Token);
            await to.WriteAsync(body, stop.Token);
            if (BinaryPrimitives.ReadInt32BigEndian(body) is SslRequest or GssRequest) continue;
            var words = Encoding.UTF8.GetString(body.AsSpan(4)).Split('\0');
            return words[Array.IndexOf(words, "user") + 1];
        }
    }
}
