using System.Collections.Frozen;
using CalmonyPay.Simulator.Chargebacks;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>CAPTURE, CANCEL and QUERY: they act on a stored transaction and make none.</summary>
internal sealed class Management(GatewayLedger ledger, Refunds refunds, Aftermath aftermath)
{
    private const int MaxAgeDays = 30;
    private const int XrefMonths = 13;

    private static readonly FrozenSet<string> Allowed = FrozenSet.ToFrozenSet(
        ["merchantID", "merchantPwd", "action", "xref", "callbackURL", Signature.FieldName]);

    public static bool Handles(string action) => action is "CAPTURE" or "CANCEL" or "QUERY";

    /// <exception cref="Refusal">The cross reference is unknown, the state does not allow it, or fields of a new payment came along.</exception>
    public Reply Run(Form form, string merchantID, string action)
    {
        var xref = form.Filled("xref") ?? throw Codes.Missing("xref");
        if (form.Names.Any(name => !Allowed.Contains(name) && !(name == "amount" && action == "CAPTURE")))
            throw new Refusal(Codes.Ambiguous, "REQUEST AMBIGUOUS");
        if (ledger.Find(xref) is not { } transaction || transaction.MerchantID != merchantID)
            throw new Refusal(Codes.InvalidXref, "INVALID_XREF");
        var age = action == "QUERY" ? transaction.CreatedAt.AddMonths(XrefMonths) : transaction.CreatedAt.AddDays(MaxAgeDays);
        if (age < ledger.Now) throw new Refusal(Codes.Expired, "REQUEST EXPIRED");
        var reply = action switch
        {
            "CAPTURE" => Capture(form, transaction),
            "CANCEL" => Cancel(transaction),
            _ => new Reply(Answers.OfManagement(action, transaction, null), null),
        };
        return reply with { CallbackUrl = form.Filled("callbackURL") };
    }

    private Reply Capture(Form form, Transaction transaction)
    {
        if (transaction.State is not (States.Approved or States.Captured)) throw NotAllowed("CAPTURE", transaction);
        var amount = transaction.AmountReceived;
        if (form.Filled("amount") is { } text)
        {
            Currencies.TryExponent(transaction.RequestField("currencyCode") ?? "", out var exponent);
            if (!Currencies.TryAmount(text, exponent, out amount) || amount == 0 || amount > transaction.AmountReceived)
                throw Codes.Invalid("amount");
        }

        refunds.Lower(transaction, by: transaction.AmountReceived - amount);
        var saved = ledger.Save(transaction with { State = States.Captured, AmountReceived = amount });
        var answer = Answers.OfManagement("CAPTURE", saved, (0, "Transaction captured."));
        var notices = aftermath.OfCapture(saved);
        answer.Set("state", ledger.Find(saved.Xref)!.State); // some cards settle at once
        return new Reply(answer, null) { Notices = notices };
    }

    private Reply Cancel(Transaction transaction)
    {
        if (transaction.State is not (States.Received or States.Approved or States.Captured))
            throw NotAllowed("CANCEL", transaction);
        refunds.Uncount(transaction);
        var saved = ledger.Save(transaction with { State = States.Canceled, AmountReceived = 0, Pending = null });
        return new Reply(Answers.OfManagement("CANCEL", saved, (0, "Transaction cancelled.")), null);
    }

    private static Refusal NotAllowed(string action, Transaction transaction) =>
        new(Codes.NotAllowed, $"Cannot {action} this {transaction.Action} transaction");
}
