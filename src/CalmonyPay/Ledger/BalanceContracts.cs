using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Ledger;

/// <summary>Which balance transactions are wanted.</summary>
/// <param name="Type">One of Stripe's types; those that never occur here give an empty list.</param>
/// <param name="Source">Those of one charge, refund or dispute.</param>
public sealed record BalanceTransactionList(PageParams Page, string? Type, string? Source, Currency? Currency, TimeRange? Created) : IParams<BalanceTransactionList>
{
    private static readonly string[] Types =
    [
        "adjustment", "advance", "advance_funding", "anticipation_repayment", "application_fee", "application_fee_refund", "charge", "climate_order_purchase",
        "climate_order_refund", "connect_collection_transfer", "contribution", "fee_credit_funding", "inbound_transfer", "inbound_transfer_reversal",
        "issuing_authorization_hold", "issuing_authorization_release", "issuing_dispute", "issuing_dispute_provisional_credit",
        "issuing_dispute_provisional_credit_reversal", "issuing_transaction", "obligation_outbound", "obligation_reversal_inbound", "payment",
        "payment_failure_refund", "payment_network_reserve_hold", "payment_network_reserve_release", "payment_refund", "payment_reversal",
        "payment_unreconciled", "payout", "payout_cancel", "payout_failure", "payout_minimum_balance_hold", "payout_minimum_balance_release", "refund",
        "refund_failure", "reserve_hold", "reserve_release", "reserve_transaction", "reserved_funds", "stripe_balance_payment_debit",
        "stripe_balance_payment_debit_reversal", "stripe_fee", "stripe_fx_fee", "tax_fee", "tax_fund", "topup", "topup_reversal", "transfer",
        "transfer_cancel", "transfer_failure", "transfer_refund",
    ];

    public static BalanceTransactionList Read(Params p)
    {
        p.Refuse("payout", "Payouts are not served: the gateway's acquirer pays out to the merchant's bank.");
        return new(PageParams.Read(p), p.OneOf("type", Types), p.Text("source"), p.Currency(), p.Range("created"));
    }
}

/// <summary>A balance transaction on the API. Amounts in minor units.</summary>
public sealed record BalanceTransactionResponse(
    string Id, long Amount, long AvailableOn, string BalanceType, long Created, string Currency, string? Description, decimal? ExchangeRate, long Fee,
    IReadOnlyList<FeeDetail> FeeDetails, long Net, ReportingCategory ReportingCategory, Expandable Source, BalanceTransactionStatus Status, BalanceTransactionType Type)
{
    public string Object => "balance_transaction";

    public static BalanceTransactionResponse Of(BalanceTransaction t) => new(
        t.Id, t.Amount, t.AvailableOn.ToUnixTimeSeconds(), "payments", t.CreatedAt.ToUnixTimeSeconds(), t.Currency, t.Description, null, t.Fee,
        t.Fee == 0 ? [] : [new(t.Fee, null, t.Currency, "Gateway fees", "payment_method_passthrough_fee")],
        t.Net, t.ReportingCategory, new(KindOfSource(t.ReportingCategory), t.SourceId), t.Status, t.Type);

    private static string KindOfSource(ReportingCategory category) => category switch
    {
        ReportingCategory.Dispute or ReportingCategory.DisputeReversal => "dispute",
        ReportingCategory.Refund or ReportingCategory.RefundFailure => "refund",
        _ => "charge",
    };
}

public sealed record FeeDetail(long Amount, string? Application, string Currency, string? Description, string Type);

/// <summary>What the merchant has with the gateway, by currency: settled, and waiting for settlement.</summary>
public sealed record BalanceResponse(IReadOnlyList<BalanceAmount> Available, bool Livemode, IReadOnlyList<BalanceAmount> Pending)
{
    public string Object => "balance";

    /// <param name="defaultCurrency">The project's, always shown, and first.</param>
    public static BalanceResponse Of(IReadOnlyCollection<AccountSum> sums, string defaultCurrency, bool livemode)
    {
        var currencies = sums.Select(sum => sum.Currency).Where(c => c != defaultCurrency).Distinct().Order(StringComparer.Ordinal).Prepend(defaultCurrency).ToList();
        return new(Side(LedgerAccount.MerchantAvailable), livemode, Side(LedgerAccount.MerchantPending));

        List<BalanceAmount> Side(LedgerAccount account) => currencies.ConvertAll(currency =>
            BalanceAmount.Of(sums.Where(sum => sum.Account == account && sum.Currency == currency).Sum(sum => sum.Amount), currency));
    }
}

/// <summary>What one account holds in one currency, minor units.</summary>
public sealed record AccountSum(string Currency, LedgerAccount Account, long Amount);

public sealed record BalanceAmount(long Amount, string Currency, BalanceSourceTypes SourceTypes)
{
    public static BalanceAmount Of(long amount, string currency) => new(amount, currency, new(amount));
}

/// <summary>The part of a balance that came by each way to pay: cards are the only one.</summary>
public sealed record BalanceSourceTypes(long Card);
