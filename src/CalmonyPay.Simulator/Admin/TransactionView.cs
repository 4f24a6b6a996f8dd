using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.Admin;

/// <summary>A transaction as the admin calls show it: minor units, UTC, no card number beyond its mask.</summary>
public sealed record TransactionView(
    string Xref, long TransactionID, string MerchantID, string Action, string State, string? TransactionUnique,
    string? CurrencyCode, long Amount, long AmountApproved, long AmountReceived, long AmountRefunded, int ResponseCode,
    string? ResponseMessage, string? CardNumberMask, string? BaseXref, DateTimeOffset CreatedAt, DateTimeOffset ModifiedAt,
    string? FraudWarning, Chargeback? Chargeback)
{
    public static TransactionView Of(Transaction t) => new(
        t.Xref, t.TransactionID, t.MerchantID, t.Action, t.State, t.TransactionUnique, t.RequestField("currencyCode"), t.Amount,
        t.AmountApproved, t.AmountReceived, t.AmountRefunded, t.ResponseCode, t.ResultField("responseMessage"), t.CardMask,
        t.BaseXref, t.CreatedAt, t.ModifiedAt, t.FraudWarning, t.Chargeback);
}

/// <summary>A list of transactions, the oldest first.</summary>
/// <param name="Count">How many match.</param>
/// <param name="States">How many of them stand where.</param>
/// <param name="Transactions">The transactions.</param>
public sealed record TransactionList(int Count, IReadOnlyDictionary<string, int> States, IReadOnlyList<TransactionView> Transactions);
