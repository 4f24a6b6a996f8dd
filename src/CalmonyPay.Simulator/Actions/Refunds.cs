using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>REFUND_SALE's rules about the sale, and the sale's tally of what went back.</summary>
internal sealed class Refunds(GatewayLedger ledger, AccountBook accounts)
{
    private const int MaxAgeDays = 180;

    /// <summary>Checks the sale and fills in what remains of it where the request names no amount.</summary>
    /// <exception cref="Refusal">The sale is not settled, too old, too small, or on another card.</exception>
    public void Prepare(Form form, string merchantID)
    {
        var xref = form.Filled("xref") ?? throw Codes.Missing("xref");
        if (ledger.Find(xref) is not { } sale || sale.MerchantID != merchantID)
            throw new Refusal(Codes.InvalidXref, "INVALID_XREF");
        if (sale.Action != "SALE" || sale.State != States.Accepted)
            throw new Refusal(Codes.NotAllowed, $"Cannot REFUND this {sale.Action} transaction");
        if (sale.CreatedAt.AddDays(MaxAgeDays) < ledger.Now) throw new Refusal(Codes.Expired, "REQUEST EXPIRED");
        if (form.Filled("cardNumber") is { } card && card.Replace(" ", "", StringComparison.Ordinal) != accounts.CardOf(sale))
            throw new Refusal(Codes.Mismatch, "REQUEST MISMATCH");

        var remaining = sale.AmountReceived - sale.AmountRefunded;
        Currencies.TryExponent(sale.RequestField("currencyCode") ?? "", out var exponent);
        if (form.Filled("amount") is not { } text) form.Set("amount", remaining);
        else if (!Currencies.TryAmount(text, exponent, out var amount) || amount > remaining) throw Codes.Invalid("amount");
    }

    /// <summary>Adds a refund to its sale.</summary>
    /// <returns>All that has gone back so far.</returns>
    public long Count(Transaction refund) => Move(refund, refund.AmountReceived);

    /// <summary>Takes a refund off its sale again, because it was cancelled or rejected.</summary>
    public void Uncount(Transaction refund)
    {
        if (refund.Action == "REFUND_SALE") Move(refund, -refund.AmountReceived);
    }

    /// <summary>A lower CAPTURE of a refund gives the difference back to the sale.</summary>
    public void Lower(Transaction refund, long by)
    {
        if (refund.Action == "REFUND_SALE") Move(refund, -by);
    }

    /// <summary>Whether settlement will reject this refund, which is what its card was made for.</summary>
    public bool WillFail(Transaction refund) => refund.Action == "REFUND_SALE" && accounts.ProfileOf(refund) is { RefundsFail: true };

    private long Move(Transaction refund, long amount)
    {
        if (refund.BaseXref is not { } xref || ledger.Find(xref) is not { } sale) return 0;
        return ledger.Save(sale with { AmountRefunded = sale.AmountRefunded + amount }).AmountRefunded;
    }
}
