using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.Actions;

/// <summary>The merchant accounts, and what only an account's secret opens.</summary>
public sealed class AccountBook(SimulatorOptions options)
{
    public MerchantAccount? Find(string? merchantID) =>
        merchantID is not null && options.Accounts.TryGetValue(merchantID, out var account) ? account : null;

    /// <summary>The card of a stored transaction; null when it can no longer be read.</summary>
    public string? CardOf(Transaction transaction) =>
        Find(transaction.MerchantID) is { } account ? CardVault.Open(transaction.SealedCard, account.Secret) : null;

    public CardProfile? ProfileOf(Transaction transaction) => CardOf(transaction) is { } number ? CardBooks.Of(number) : null;
}
