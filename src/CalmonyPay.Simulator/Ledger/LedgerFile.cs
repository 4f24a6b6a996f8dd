using System.Text;
using System.Text.Json;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>
/// The ledger on disk: one JSON line per change, appended before the answer leaves, the last line of a cross reference counts.
/// A line goes to the operating system in one write, so that killing the process loses nothing; a line cut by a power failure
/// is dropped when the file is read.
/// </summary>
internal sealed class LedgerFile : IDisposable
{
    private readonly FileStream stream;

    private LedgerFile(FileStream stream) => this.stream = stream;

    /// <exception cref="IOException">Another simulator has the file open.</exception>
    public static LedgerFile Open(string path, Action<Transaction> each)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
        using (var reader = new StreamReader(stream, Encoding.UTF8, false, 65536, leaveOpen: true))
        {
            while (reader.ReadLine() is { } line)
            {
                if (Read(line) is { } transaction) each(transaction);
            }
        }

        stream.Seek(0, SeekOrigin.End);
        if (stream.Length > 0) EndCutLine(stream);
        return new LedgerFile(stream);
    }

    public void Append(Transaction transaction)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(transaction);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        stream.Write(line);
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    private static Transaction? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Transaction>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A file whose last line was cut gets a line end, or the next line would be lost with it.</summary>
    private static void EndCutLine(FileStream stream)
    {
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n') stream.WriteByte((byte)'\n');
    }
}
