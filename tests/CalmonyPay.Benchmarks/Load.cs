using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CalmonyPay.Benchmarks;

/// <summary>One request over and over, with a place in it for what changes.</summary>
/// <param name="Text">The whole request, head and body; <see cref="Hole"/> marks the place.</param>
/// <param name="Fill">Writes <see cref="Hole"/>'s length of ASCII there.</param>
internal sealed record RequestTemplate(string Text, Action<Span<byte>, Random>? Fill = null)
{
    public const string Hole = "########-####-####-####-############";
}

/// <summary>What a turn came to.</summary>
/// <param name="Done">Requests answered with 200.</param>
/// <param name="Errors">Others, and broken connections.</param>
/// <param name="Latencies">Of each (or a fair sample), milliseconds, sorted.</param>
internal sealed record Outcome(long Done, long Errors, TimeSpan Took, double[] Latencies)
{
    public double PerSecond => Done / Took.TotalSeconds;

    public double Percentile(double share) => Latencies.Length == 0 ? 0 : Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * share))];
}

/// <summary>
/// A closed loop over raw sockets: every connection sends its next request when its last is answered. One thread serves all
/// connections, so it takes little of the processors that the server needs; the report says how much.
/// </summary>
internal static class Load
{
    private const int PollMicroseconds = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Task<Outcome> RunAsync(int port, RequestTemplate template, int connections, TimeSpan length) =>
        Task.Factory.StartNew(() => Run(port, template, connections, length), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Outcome Run(int port, RequestTemplate template, int count, TimeSpan length)
    {
        var connections = new Dictionary<Socket, Connection>();
        for (var i = 0; i < count; i++) connections.Add(Connect(port), new(template));
        var begin = Stopwatch.GetTimestamp();
        var (end, tooLate) = (begin + Ticks(length), begin + Ticks(length + Patience));
        var ended = begin;
        foreach (var (socket, connection) in connections) connection.Send(socket);
        var waiting = connections.Keys.ToList();
        while (waiting.Count > 0 && Stopwatch.GetTimestamp() < tooLate)
        {
            var ready = new List<Socket>(waiting);
            Socket.Select(ready, null, null, PollMicroseconds);
            foreach (var socket in ready)
            {
                var connection = connections[socket];
                if (!connection.Receive(socket)) continue;
                ended = Stopwatch.GetTimestamp();
                if (ended < end && !connection.Broken) connection.Send(socket);
                else waiting.Remove(socket);
            }
        }
        foreach (var socket in connections.Keys) socket.Dispose();
        var latencies = connections.Values.SelectMany(c => c.Latencies).Select(ticks => ticks * 1000.0 / Stopwatch.Frequency).Order().ToArray();
        return new(latencies.Length, connections.Values.Sum(c => c.Errors) + waiting.Count, Stopwatch.GetElapsedTime(begin, ended), latencies);
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    /// <summary>What is under way on one socket.</summary>
    private sealed class Connection(RequestTemplate template)
    {
        private readonly byte[] request = Encoding.ASCII.GetBytes(template.Text);
        private readonly int hole = template.Text.IndexOf(RequestTemplate.Hole, StringComparison.Ordinal);
        private readonly byte[] buffer = new byte[64 * 1024];
        private readonly Random random = new();
        private long sent;
        private int have;
        private int want;

        public List<long> Latencies { get; } = new(1 << 14);
        public long Errors { get; private set; }
        public bool Broken { get; private set; }

        public void Send(Socket socket)
        {
            template.Fill?.Invoke(request.AsSpan(hole, RequestTemplate.Hole.Length), random);
            (have, want, sent) = (0, int.MaxValue, Stopwatch.GetTimestamp());
            socket.Send(request);
        }

        /// <summary>Takes what has come; true when the answer is there to its last byte, or none will come.</summary>
        public bool Receive(Socket socket)
        {
            var read = socket.Receive(buffer.AsSpan(have), SocketFlags.None, out var error);
            if (read == 0 || error != SocketError.Success)
            {
                Errors++;
                return Broken = true;
            }
            have += read;
            if (want == int.MaxValue) want = LengthOf(buffer.AsSpan(0, have));
            if (have < want) return false;
            if (Utf8Parser.TryParse(buffer.AsSpan(9, 3), out int status, out _) && status == 200) Latencies.Add(Stopwatch.GetTimestamp() - sent); // HTTP/1.1 200
            else Errors++;
            return true;
        }

        private static int LengthOf(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return int.MaxValue;
            var field = answer[..head].IndexOf("Content-Length: "u8);
            if (field < 0 || !Utf8Parser.TryParse(answer[(field + 16)..], out int length, out _)) throw new InvalidDataException("The answer has no length.");
            return head + 4 + length;
        }
    }
}
