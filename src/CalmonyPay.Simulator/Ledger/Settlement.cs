using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Chargebacks;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>How many moves to each state a run of the settlement clock made; <c>Captured</c> are delayed captures that fell due.</summary>
public sealed record SettlementRun(int Captured, int Tendered, int Deferred, int Accepted, int Rejected)
{
    /// <summary>Transactions whose callbacks should tell of a dispute that began with their capture.</summary>
    internal IReadOnlyList<Transaction> Notices { get; init; } = [];
}

/// <summary>The nightly run: delayed captures fall due, what is captured is tendered, then accepted, rejected or deferred.</summary>
internal sealed class Settlement(GatewayLedger ledger, AccountBook accounts, Refunds refunds, Aftermath aftermath)
{
    /// <param name="only">Cross references to settle, whether or not their capture delay is over; null for all that are due.</param>
    /// <param name="to">
    /// Where to stop: <c>tendered</c>, <c>deferred</c>, <c>accepted</c> or <c>rejected</c>; null lets the test table decide between the
    /// last two. A settled transaction named here can still become <c>rejected</c>.
    /// </param>
    public SettlementRun Run(IReadOnlySet<string>? only = null, string? to = null)
    {
        lock (ledger.Gate)
        {
            List<string> moves = [];
            List<Transaction> notices = [];
            foreach (var xref in only ?? ledger.All().Select(t => t.Xref))
            {
                if (ledger.Find(xref) is { } transaction) Settle(transaction, only is not null, to, moves, notices);
            }

            int Count(string state) => moves.Count(m => m == state);
            return new(Count(States.Captured), Count(States.Tendered), Count(States.Deferred), Count(States.Accepted),
                Count(States.Rejected))
            { Notices = notices };
        }
    }

    private void Settle(Transaction transaction, bool named, string? to, List<string> moves, List<Transaction> notices)
    {
        var current = transaction;
        if (current.State == States.Approved && Due(current, named))
        {
            Move(States.Captured);
            notices.AddRange(aftermath.OfCapture(current));
            current = ledger.Find(current.Xref) ?? current;
        }

        if (current.State is States.Captured or States.Deferred) Move(States.Tendered);
        if (current.State == States.Tendered && to != States.Tendered) Move(to ?? Outcome(current));
        if (current.State == States.Accepted && to == States.Rejected && named) Move(States.Rejected);

        void Move(string state)
        {
            current = ledger.Save(current with { State = state });
            moves.Add(state);
            if (state == States.Rejected) refunds.Uncount(current);
        }
    }

    private bool Due(Transaction transaction, bool named) => transaction.CaptureDelay >= 0
        && (named || transaction.CreatedAt.AddDays(transaction.CaptureDelay) <= ledger.Now);

    private string Outcome(Transaction transaction)
    {
        if (refunds.WillFail(transaction)) return States.Rejected;
        var (amount, chosen) = AmountTable.Deciding(transaction.AmountReceived, transaction.RequestField("customerName"));
        var byTable = chosen || accounts.ProfileOf(transaction) is { Book: CardBook.Cardstream };
        return byTable && transaction.Action == "SALE" && AmountTable.RejectedAtSettlement(amount)
            ? States.Rejected
            : States.Accepted;
    }
}
