using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace CalmonyPay.Benchmarks;

/// <summary>A merchant's backend reduced to its answer: one thread on raw sockets, 200 to every POST.</summary>
internal sealed class Hook : IDisposable
{
    private const int PollMicroseconds = 100_000;
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Thread thread;
    private long count;
    private byte[] lastBody = [];
    private volatile bool over;

    public Hook()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/hook"; // bound, so it has one
        thread = new(Serve) { IsBackground = true };
        thread.Start();
    }

    public string Url { get; }

    /// <summary>Requests answered.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>What the newest one brought.</summary>
    public byte[] LastBody => Volatile.Read(ref lastBody);

    public void Dispose()
    {
        over = true;
        thread.Join();
        listener.Dispose();
    }

    private void Serve()
    {
        var connections = new Dictionary<Socket, Connection>();
        while (!over)
        {
            var ready = new List<Socket>(connections.Keys) { listener };
            Socket.Select(ready, null, null, PollMicroseconds);
            foreach (var socket in ready)
            {
                if (socket == listener)
                {
                    var accepted = listener.Accept();
                    accepted.NoDelay = true;
                    connections.Add(accepted, new());
                }
                else if (!Receive(socket, connections[socket]))
                {
                    connections.Remove(socket);
                    socket.Dispose();
                }
            }
        }
        foreach (var socket in connections.Keys) socket.Dispose();
    }

    /// <summary>False when the other side has gone.</summary>
    private bool Receive(Socket socket, Connection connection)
    {
        var read = socket.Receive(connection.Buffer.AsSpan(connection.Have), SocketFlags.None, out var error);
        if (read == 0 || error != SocketError.Success) return false;
        connection.Have += read;
        if (connection.Body() is not { } body) return true;
        Volatile.Write(ref lastBody, body);
        Interlocked.Increment(ref count);
        socket.Send(Answer, SocketFlags.None, out error);
        return error == SocketError.Success;
    }

    /// <summary>What has come on one socket of a request that is not complete; the next one comes when this one is answered.</summary>
    private sealed class Connection
    {
        public byte[] Buffer { get; } = new byte[64 * 1024];
        public int Have { get; set; }

        /// <summary>The request's body once it is complete.</summary>
        public byte[]? Body()
        {
            var got = Buffer.AsSpan(0, Have);
            var head = got.IndexOf("\r\n\r\n"u8);
            if (head < 0) return null;
            var field = got[..head].IndexOf("Content-Length: "u8);
            if (field < 0 || !Utf8Parser.TryParse(got[(field + 16)..], out int length, out _)) throw new InvalidDataException("The request has no length.");
            if (Have < head + 4 + length) return null;
            Have = 0;
            return got.Slice(head + 4, length).ToArray();
        }
    }
}
