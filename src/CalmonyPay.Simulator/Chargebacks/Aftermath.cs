using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.Chargebacks;

/// <summary>What some cards do by themselves once their payment is captured: settle at once, be disputed, draw a warning.</summary>
public sealed class Aftermath(GatewayLedger ledger, AccountBook accounts)
{
    /// <summary>The bank's word for a warning that no money follows.</summary>
    private const string Warning = "warning";

    /// <returns>The transaction's new version if its callback should tell of a dispute, else nothing.</returns>
    public IReadOnlyList<Transaction> OfCapture(Transaction captured)
    {
        if (captured.Action != "SALE" || accounts.ProfileOf(captured) is not { } card) return [];
        var next = captured;
        if (card.SettlesAtOnce) next = next with { State = States.Accepted };
        if (card.Dispute is { } dispute && captured.Chargeback is null && captured.FraudWarning is null)
            next = Disputed(next, dispute);
        if (next == captured) return [];
        var saved = ledger.Save(next);
        return card.Dispute is null ? [] : [saved];
    }

    private static Transaction Disputed(Transaction sale, CardDispute dispute) => dispute.Kind == Warning
        ? sale with { FraudWarning = dispute.Reason }
        : sale with
        {
            Chargeback = new(ChargebackDesk.NewId(), dispute.Kind, ChargebackDesk.Open, dispute.Reason, sale.AmountReceived, dispute.Times - 1),
        };
}
