using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using CalmonyPay.PaymentMethods;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CalmonyPay.Tests.Platform;

/// <summary>
/// Looks for what must never be written down: test cards' numbers (with spaces or dashes, too), security codes, secret keys
/// and client secrets. Reads every log entry of a class's hosts as it is made, and the whole database before it is dropped,
/// so that every test of the API is also a test of this.
/// </summary>
public sealed partial class LeakWatch : ILoggerProvider
{
    /// <summary>Findings that are told; one is too many already.</summary>
    private const int MostTold = 20;

    private const int ShortestNumber = 12, LongestNumber = 19;

    private static readonly HashSet<string> Numbers =
    [
        .. TestCards.Names.Select(name => TestCards.Of("pm_card_" + name, "stripe", DateTimeOffset.UtcNow, "").Card.Number.Reveal()),
        "4000000000000341", "4000008400000027", "4000000032200000", "36227206271667", "6205500000000000004", "371449635398431", "4012888888881881",
        "4929421234600821", "4543059999999982", "4543059999999990", "4539791001730106", "4462000000000003", "4917480000000008", "5301250070000191",
        "5413339000001000", "5434849999999951", "5434849999999993", "5573471234567898", "3540599999991047", "374245455400001", "36432685260294",
    ];

    private readonly ConcurrentQueue<string> findings = new();
    private readonly ConcurrentDictionary<string, string> secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>What was found so far.</summary>
    public IReadOnlyCollection<string> Findings => findings;

    /// <summary>A text that must appear nowhere.</summary>
    public void Secret(string name, string value) => secrets[value] = name;

    /// <summary>A word that must not stand by itself anywhere in a text or in JSON (a security code that nothing else says).</summary>
    public void Word(string name, string value) => words[value] = name;

    /// <param name="place">Where it was read, for the message.</param>
    /// <param name="prose">False for numbers, times and the like, in which a word may stand by chance.</param>
    public void Scan(string text, string place, bool prose = true)
    {
        if (HasNumber(text)) Found($"a card number in {place}", text);
        if (text.Contains("_secret_", StringComparison.Ordinal) && ClientSecret().IsMatch(text)) Found($"a client secret in {place}", text);
        if (text.Contains("cv", StringComparison.OrdinalIgnoreCase) && SecurityCode().IsMatch(text)) Found($"a security code in {place}", text);
        foreach (var (secret, name) in secrets)
            if (text.Contains(secret, StringComparison.Ordinal)) Found($"{name} in {place}", text);
        if (!prose) return;
        foreach (var (word, name) in words)
            if (text.Contains(word, StringComparison.Ordinal) && Regex.IsMatch(text, $"(?<![0-9A-Za-z_.]){Regex.Escape(word)}(?![0-9A-Za-z_.])")) Found($"{name} in {place}", text);
    }

    /// <summary>Reads every column of every row of every table, bytes as text where they are text.</summary>
    /// <param name="owner">A superuser's connection string: row-level security must hide nothing from this.</param>
    public async Task ScanDatabaseAsync(string owner)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var (table, columns) in await ColumnsAsync(connection))
        {
            var wanted = columns.Select(column => column.Bytes ? column.Name : $"{column.Name}::text");
            await using var command = new NpgsqlCommand($"select {string.Join(", ", wanted)} from only {table}", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var i = 0; i < columns.Count; i++)
                {
                    if (reader.IsDBNull(i)) continue;
                    // A byte a character: with octal escapes random bytes read like a security code now and then.
                    Scan(columns[i].Bytes ? Encoding.Latin1.GetString(reader.GetFieldValue<byte[]>(i)) : reader.GetString(i), $"{table}.{columns[i].Name}", columns[i].Prose);
                }
        }
    }

    /// <exception cref="Xunit.Sdk.XunitException">Something was found.</exception>
    public void ThrowIfFound()
    {
        if (findings.IsEmpty) return;
        var told = $"Written down, and must never be:\n{string.Join('\n', findings)}";
        Console.WriteLine(told); // xunit tells of a disposal that it failed, not why
        throw new Xunit.Sdk.XunitException(told);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private static async Task<IReadOnlyList<(string Table, List<(string Name, bool Bytes, bool Prose)> Columns)>> ColumnsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select c.oid::regclass::text, quote_ident(a.attname), t.typname, t.typcategory
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1, a.attnum
            """, connection);
        var columns = new List<(string Table, string Name, string Type, char Category)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetChar(3)));
        return [.. columns.GroupBy(column => column.Table, (table, its) => (table, its.Select(column =>
            (column.Name, column.Type == "bytea", column.Category == 'S' || column.Type is "json" or "jsonb")).ToList()))];
    }

    /// <summary>True if a card number we know stands in the text, whatever parts its digits.</summary>
    private static bool HasNumber(string text)
    {
        if (text.Length < ShortestNumber) return false;
        var known = Numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var digits = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var count = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && char.IsAsciiDigit(text[i])) digits[count++] = text[i];
                else if (count == 0 || i == text.Length || text[i] is not (' ' or '-' or '.' or '+' or '\u00a0'))
                {
                    if (count >= ShortestNumber && HasKnown(digits.AsSpan(0, count), known)) return true;
                    count = 0;
                }
            }
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(digits);
        }
    }

    private static bool HasKnown(ReadOnlySpan<char> digits, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known)
    {
        for (var start = 0; start + ShortestNumber <= digits.Length; start++)
            for (var length = ShortestNumber; length <= LongestNumber && start + length <= digits.Length; length++)
                if (known.Contains(digits.Slice(start, length))) return true;
        return false;
    }

    private void Found(string what, string text)
    {
        if (findings.Count < MostTold) findings.Enqueue($"{what}: {(text.Length > 300 ? text[..300] + "…" : text)}");
    }

    [GeneratedRegex("(?:pi|seti)_[0-9A-Za-z]{24}_secret_[0-9A-Za-z]{24}")]
    private static partial Regex ClientSecret();

    // Not behind twenty letters and digits: so long is no field's name, but an id, of which one in some thousand ends in "cvc" and stands before a status.
    [GeneratedRegex("""(?<![0-9a-z]{20})(?:cvc|cvv|cvc2|cvv2)\W{1,6}\d{3,4}(?!\d)""", RegexOptions.IgnoreCase)]
    private static partial Regex SecurityCode();

    /// <summary>What an entry says, the fields that a structured log would keep beside it, and the exception.</summary>
    private sealed class Logger(LeakWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var place = $"the log of {category}";
            watch.Scan(formatter(state, exception), place);
            if (exception is not null) watch.Scan(exception.ToString(), place);
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> fields) return;
            foreach (var (name, value) in fields)
                if (name != "{OriginalFormat}" && value is not null) watch.Scan($"{value}", place);
        }
    }
}
