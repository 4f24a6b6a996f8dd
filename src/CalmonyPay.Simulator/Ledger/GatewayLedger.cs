namespace CalmonyPay.Simulator.Ledger;

/// <summary>
/// Every transaction by its cross reference, in memory, and on disk if a file was named. Whoever changes something holds
/// <see cref="Gate"/> from the look to the last <see cref="Save"/>: the work between is microseconds, so one gate serves all.
/// </summary>
public sealed class GatewayLedger : IDisposable
{
    /// <summary>The first number, so that ids look like a gateway's from the start.</summary>
    private const long FirstTransactionID = 10018200;

    private readonly Dictionary<string, Transaction> transactions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> xrefs = [];
    private readonly List<string> order = [];
    private readonly Dictionary<string, DateTimeOffset> lastOfKey = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;
    private readonly LedgerFile? file;
    private long lastTransactionID = FirstTransactionID;

    public GatewayLedger(SimulatorOptions options, TimeProvider clock)
    {
        this.clock = clock;
        file = options.Ledger is { Length: > 0 } path ? LedgerFile.Open(path, Remember) : null;
    }

    public Lock Gate { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Transaction? Find(string xref)
    {
        lock (Gate) return transactions.GetValueOrDefault(xref);
    }

    public Transaction? Find(long transactionID)
    {
        lock (Gate) return xrefs.TryGetValue(transactionID, out var xref) ? transactions[xref] : null;
    }

    /// <summary>All transactions, the oldest first.</summary>
    public IReadOnlyList<Transaction> All()
    {
        lock (Gate) return [.. order.Select(xref => transactions[xref])];
    }

    /// <summary>Stores a transaction or its next version.</summary>
    /// <exception cref="InvalidOperationException">The life of a transaction knows no such move.</exception>
    public Transaction Save(Transaction transaction)
    {
        lock (Gate)
        {
            if (transactions.TryGetValue(transaction.Xref, out var before)
                && before.State != transaction.State && !States.Allows(before.State, transaction.State))
                throw new InvalidOperationException($"{transaction.Xref} cannot go from {before.State} to {transaction.State}.");
            var saved = transaction with { ModifiedAt = Now };
            file?.Append(saved);
            Remember(saved);
            return saved;
        }
    }

    /// <summary>Whether a stored transaction with the same key is younger than the window.</summary>
    public bool HasDuplicate(string key, TimeSpan window)
    {
        lock (Gate) return lastOfKey.TryGetValue(key, out var last) && Now - last < window;
    }

    /// <summary>A cross reference and a number that nothing else has.</summary>
    public (string Xref, long TransactionID) NewIdentity()
    {
        lock (Gate)
        {
            var xref = Xref.New(Now);
            while (transactions.ContainsKey(xref)) xref = Xref.New(Now);
            return (xref, ++lastTransactionID);
        }
    }

    public void Dispose() => file?.Dispose();

    private void Remember(Transaction transaction)
    {
        if (!transactions.ContainsKey(transaction.Xref))
        {
            order.Add(transaction.Xref);
            xrefs[transaction.TransactionID] = transaction.Xref;
            lastOfKey[transaction.DuplicateKey] = transaction.CreatedAt;
        }

        transactions[transaction.Xref] = transaction;
        lastTransactionID = Math.Max(lastTransactionID, transaction.TransactionID);
    }
}
