using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>An answer on its way out.</summary>
/// <param name="Form">Its fields, without the signature.</param>
/// <param name="Secret">The secret to sign with; null where the sender has not shown who it is, since that would sign for anyone.</param>
internal sealed record Reply(Form Form, string? Secret)
{
    /// <summary>Where a signed copy goes; null for nowhere.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Transactions that changed by themselves because of this request, and whose own callbacks tell of it.</summary>
    public IReadOnlyList<Transaction> Notices { get; init; } = [];
}

/// <summary>What a request may be told to do against the tables, by a fault.</summary>
/// <param name="IssuerCode">The code that the issuer answers with; null leaves it to the tables.</param>
/// <param name="Duplicates">Whether the duplicate check is skipped, so that one request can act twice.</param>
internal sealed record Orders(int? IssuerCode = null, bool Duplicates = false);
