using System.Security.Cryptography;
using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.Chargebacks;

/// <summary>
/// Opens chargebacks on sales and decides them. The gateway's documents know no chargebacks: the fields and this desk are an
/// extension of the simulator's.
/// </summary>
public sealed class ChargebackDesk(GatewayLedger ledger)
{
    public const string Open = "open";
    public const string Won = "won";
    public const string Lost = "lost";

    internal static string NewId() => "CB" + Convert.ToHexString(RandomNumberGenerator.GetBytes(6));

    /// <param name="xref">A sale that was captured.</param>
    /// <param name="reason">Stripe's word for the reason.</param>
    /// <param name="amount">Minor units; null for all that was received.</param>
    /// <param name="kind"><c>chargeback</c> or <c>inquiry</c>.</param>
    /// <returns>The sale with its open chargeback, or null when it cannot have one.</returns>
    public Transaction? Raise(string xref, string reason, long? amount, string kind)
    {
        lock (ledger.Gate)
        {
            if (ledger.Find(xref) is not
                {
                    Action: "SALE",
                    State: States.Captured or States.Tendered or States.Deferred or States.Accepted,
                } sale
                || sale.Chargeback is { Status: Open }
                || amount is <= 0 || amount > sale.AmountReceived)
                return null;
            return ledger.Save(sale with
            {
                Chargeback = new(NewId(), kind, Open, reason, amount ?? sale.AmountReceived, More: 0),
            });
        }
    }

    /// <summary>Decides an open chargeback. Where the card brings another, it opens as the next version.</summary>
    /// <returns>Each version that a callback should tell of, in order; null when no such chargeback is open.</returns>
    public IReadOnlyList<Transaction>? Decide(string chargebackID, string status)
    {
        lock (ledger.Gate)
        {
            if (ledger.All().FirstOrDefault(t => t.Chargeback is { Status: Open } c && c.Id == chargebackID) is not { } sale)
                return null;
            var chargeback = sale.Chargeback!;                     // The line above asked for it.
            var decided = ledger.Save(sale with { Chargeback = chargeback with { Status = status, More = 0 } });
            if (chargeback.More == 0) return [decided];
            var again = chargeback with { Id = NewId(), More = chargeback.More - 1 };
            return [decided, ledger.Save(decided with { Chargeback = again })];
        }
    }
}
