using System.Globalization;
using CalmonyPay.Simulator.Admin;

namespace CalmonyPay.Tests.Crash;

/// <summary>
/// Compares our books with the gateway's, attempt by attempt (<c>transactionUnique</c>). Each finding is a sentence; a good run has none.
/// </summary>
internal sealed class CrashAudit(CrashBench bench)
{
    /// <param name="Voided">Given back by cancelling the sale, minor units; the other two by lowering it, and by refunds of their own.</param>
    private sealed record Attempt(string Id, string Intent, string Status, string? Reference, long Captured, long Voided, long Lowered, long Returned);

    private sealed record Intent(string Id, string Status, long Received, string? Latest);

    private const string Attempts = """
        select a.id, a.payment_intent_id, a.status::text, a.gateway_reference, a.amount_captured,
          coalesce(sum(r.amount) filter (where r.way = 'voided'), 0)::bigint, coalesce(sum(r.amount) filter (where r.way = 'lowered'), 0)::bigint, coalesce(sum(r.amount) filter (where r.way = 'returned'), 0)::bigint
        from pay_payment_attempts a left join pay_refunds r on r.project_id = a.project_id and r.charge_id = a.id and r.status = 'succeeded'
        group by a.project_id, a.id
        """;

    public List<string> Findings { get; } = [];

    /// <summary>Holds whose answer and every callback were lost: nobody here can know of them, and they lapse by themselves.</summary>
    public int UnknowableHolds { get; private set; }

    /// <summary>What came of the intents, by status.</summary>
    public Dictionary<string, int> Outcomes { get; private set; } = [];

    public async Task RunAsync()
    {
        var books = await bench.Gateway.BooksAsync();
        var sales = books.Where(t => t.Action == "SALE").ToList();
        var attempts = (await bench.SqlAsync(Attempts))
            .ToDictionary(row => (string)row[0]!, row => new Attempt((string)row[0]!, (string)row[1]!, (string)row[2]!, (string?)row[3], (long)row[4]!, (long)row[5]!, (long)row[6]!, (long)row[7]!));
        var intents = (await bench.SqlAsync("select id, status::text, amount_received, latest_charge_id from pay_payment_intents"))
            .Select(row => new Intent((string)row[0]!, (string)row[1]!, (long)row[2]!, (string?)row[3])).ToList();
        var told = (await bench.SqlAsync("select gateway_reference from pay_gateway_events where signature_valid and gateway_reference is not null")).Select(row => (string)row[0]!).ToHashSet();
        Outcomes = intents.CountBy(intent => intent.Status).ToDictionary();

        foreach (var sale in sales) Compare(sale, attempts, told);
        foreach (var attempt in attempts.Values.Where(a => a.Captured > 0)) Compare(attempt, sales);
        foreach (var intent in intents) Compare(intent, [.. attempts.Values.Where(a => a.Intent == intent.Id)]);
        foreach (var twice in books.Where(t => t.Action == "REFUND_SALE" && IsTaken(t)).GroupBy(t => t.TransactionUnique).Where(refunds => refunds.Count() > 1))
            Findings.Add($"The gateway gave {twice.Key} back {twice.Count()} times.");
        await CompareMoneyAsync(sales);
        await CheckEventsAsync();
        await NoneAsync("keys without an answer", "select key from pay_idempotency_keys where response_status is null");
        await NoneAsync("operations left open", "select charge_id from pay_payment_operations where finished_at is null");
    }

    private void Compare(TransactionView sale, Dictionary<string, Attempt> attempts, HashSet<string> told)
    {
        if (sale.TransactionUnique is not { } id || !attempts.TryGetValue(id, out var ours))
        {
            Findings.Add($"The gateway has {sale.Xref} ({sale.State}) for {sale.TransactionUnique}, of which we know nothing.");
            return;
        }
        if (IsTaken(sale) && (ours.Reference != sale.Xref || ours.Voided > 0 || ours.Captured - ours.Lowered != sale.AmountReceived || ours.Returned != sale.AmountRefunded))
            Findings.Add($"Captured at the gateway: {sale.Xref}, {sale.AmountReceived}, refunded {sale.AmountRefunded}. Ours: {ours}");
        if (sale.State is "approved" && (ours.Status != "authorized" || ours.Reference != sale.Xref))
        {
            if (ours.Reference == sale.Xref || told.Contains(sale.Xref)) Findings.Add($"A hold is left that we know of: {sale.Xref}, {sale.Amount}. Ours: {ours}");
            else UnknowableHolds++;
        }
    }

    private void Compare(Attempt attempt, List<TransactionView> sales)
    {
        if (!sales.Any(sale => sale.Xref == attempt.Reference && (attempt.Voided > 0 ? sale.State == "canceled" : IsTaken(sale))))
            Findings.Add($"Recorded as captured, and not so at the gateway: {attempt}; there: {string.Join(' ', sales.Where(sale => sale.TransactionUnique == attempt.Id).Select(sale => $"{sale.Xref} {sale.State} {sale.AmountReceived}"))}");
    }

    private void Compare(Intent intent, List<Attempt> tries)
    {
        var captured = tries.Where(a => a.Captured > 0).ToList();
        var ok = intent.Status switch
        {
            "succeeded" => captured is [var one] && one.Id == intent.Latest && one.Captured == intent.Received,
            "requires_capture" => captured.Count == 0 && tries.Count(a => a.Status == "authorized") == 1,
            "canceled" or "requires_payment_method" => captured.Count == 0 && tries.All(a => a.Status is not "authorized") && intent.Received == 0,
            _ => false,
        };
        if (!ok) Findings.Add($"{intent} does not agree with its attempts: {string.Join("; ", tries)}");
    }

    private async Task CompareMoneyAsync(List<TransactionView> sales)
    {
        await NoneAsync("currencies whose ledger does not sum to zero", "select currency from pay_ledger_entries group by currency having sum(amount) <> 0");
        var theirs = sales.Where(IsTaken).Sum(sale => sale.AmountReceived - sale.AmountRefunded);
        var ours = await bench.CountAsync("select coalesce(sum(amount), 0)::bigint from pay_balance_transactions");
        if (ours != theirs) Findings.Add(string.Create(CultureInfo.InvariantCulture, $"The ledger has {ours} of charges less refunds, the gateway {theirs}."));
        await NoneAsync("charges booked twice", "select source_id from pay_balance_transactions where type = 'charge' group by source_id having count(*) > 1");
    }

    private async Task CheckEventsAsync()
    {
        await NoneAsync("objects whose events have a gap or a twin", """
            select object_id from pay_events group by object_id having count(*) <> max(object_sequence) or min(object_sequence) <> 1 or count(distinct object_sequence) <> count(*)
            """);
        await NoneAsync("intents whose success was not told once", """
            select i.id from pay_payment_intents i where (i.status = 'succeeded')::int <> (select count(*) from pay_events e where e.project_id = i.project_id and e.object_id = i.id and e.type = 'payment_intent.succeeded')
            """);
        await NoneAsync("intents that have had other events than were told", """
            select i.id from pay_payment_intents i where i.event_sequence <> (select count(*) from pay_events e where e.project_id = i.project_id and e.object_id = i.id)
            """);
        await NoneAsync("captured charges without one success", """
            select a.id from pay_payment_attempts a where a.amount_captured > 0 and 1 <> (select count(*) from pay_events e where e.project_id = a.project_id and e.object_id = a.id and e.type = 'charge.succeeded')
            """);
    }

    private static bool IsTaken(TransactionView transaction) => transaction.State is "captured" or "tendered" or "accepted";

    private async Task NoneAsync(string what, string sql)
    {
        var rows = await bench.SqlAsync(sql);
        if (rows.Count > 0) Findings.Add($"{rows.Count} {what}: {string.Join(' ', rows.Take(5).Select(row => row[0]))}");
    }
}
