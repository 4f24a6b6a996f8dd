using System.Security.Cryptography;

namespace CalmonyPay.Platform.Ids;

/// <summary>
/// Resource ids: a prefix, <c>_</c> and 24 base-62 characters. The first nine say when the id was made (microseconds
/// since 1970), so ids sort by age byte by byte (<c>COLLATE "C"</c>) and lists page by id alone; the other fifteen are
/// random (89 bits), so nobody guesses one.
/// </summary>
public static class PayId
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 24;
    private const int TimeLength = 9;

    private const int MicrosecondsASecond = 1_000_000;

    /// <summary>A time further from the wall clock than this, in microseconds, is another clock's.</summary>
    private const long OnTheWall = 10L * MicrosecondsASecond;

    private static long lastMicroseconds;
    private static int frozenIds;

    /// <summary>A new id, such as <c>cus_0P3…</c>. Two ids made one after the other in one process sort in that order.</summary>
    /// <param name="prefix">Without the underscore: <c>cus</c>, <c>cs_test</c>.</param>
    /// <param name="now">The object's time of creation, UTC.</param>
    public static string New(string prefix, DateTimeOffset now)
    {
        return string.Create(prefix.Length + 1 + Length, (prefix, Ticking(Microseconds(now))), static (span, made) =>
        {
            made.prefix.CopyTo(span);
            span[made.prefix.Length] = '_';
            var rest = span[(made.prefix.Length + 1)..];
            WriteTime(rest[..TimeLength], made.Item2);
            RandomNumberGenerator.GetItems(Alphabet, rest[TimeLength..]);
        });
    }

    /// <summary>The smallest id of a prefix at a moment: the bound that turns a filter on <c>created</c> into a range of ids.</summary>
    public static string Floor(string prefix, DateTimeOffset moment)
    {
        Span<char> time = stackalloc char[TimeLength];
        WriteTime(time, Math.Max(0, Microseconds(moment)));
        return $"{prefix}_{time}";
    }

    /// <summary>When an id of ours was made, UTC, to the microsecond; the Unix epoch for what is none.</summary>
    public static DateTimeOffset MadeAt(string id)
    {
        var rest = id.AsSpan(id.LastIndexOf('_') + 1);
        if (rest.Length != Length) return DateTimeOffset.UnixEpoch;
        long microseconds = 0;
        foreach (var letter in rest[..TimeLength])
        {
            if (Alphabet.IndexOf(letter, StringComparison.Ordinal) is not (>= 0 and var digit)) return DateTimeOffset.UnixEpoch;
            microseconds = microseconds * 62 + digit;
        }
        return DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
    }

    /// <summary>A random base-62 text, for secrets and tokens.</summary>
    public static string RandomText(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>Base-62 of the bytes' bits, of a fixed length: how a keyed hash is shown to people.</summary>
    public static string TextOf(ReadOnlySpan<byte> hash, int length)
    {
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++) text[i] = Alphabet[hash[i % hash.Length] % 62];
        return new string(text);
    }

    private static long Microseconds(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// Never the same microsecond twice while time moves on. A test clock keeps its own time, which stands still on a whole
    /// second: there the ids of a process count on within that second.
    /// </summary>
    private static long Ticking(long microseconds)
    {
        var wall = Microseconds(TimeProvider.System.GetUtcNow());
        if (Math.Abs(microseconds - wall) > OnTheWall) return Frozen(microseconds);
        while (true)
        {
            var last = Volatile.Read(ref lastMicroseconds);
            var next = Math.Max(microseconds, last + 1);
            if (Interlocked.CompareExchange(ref lastMicroseconds, next, last) == last) return next;
        }
    }

    private static long Frozen(long microseconds) => microseconds % MicrosecondsASecond != 0
        ? microseconds
        : microseconds + (uint)Interlocked.Increment(ref frozenIds) % MicrosecondsASecond;

    private static void WriteTime(Span<char> span, long value)
    {
        for (var i = span.Length - 1; i >= 0; i--, value /= 62) span[i] = Alphabet[(int)(value % 62)];
    }
}
