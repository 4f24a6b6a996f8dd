using CalmonyPay.Platform.Search;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>What charges can be searched by. The card's facts are inside a JSON column, which the predicates look into.</summary>
internal static class ChargeSearch
{
    private static readonly AttemptStatus[] Succeeded = [AttemptStatus.Authorized, AttemptStatus.Captured, AttemptStatus.Canceled];
    private static readonly AttemptStatus[] Pending = [AttemptStatus.Submitted, AttemptStatus.Challenged, AttemptStatus.Unresolved];

    public static SearchFields<PaymentAttempt> Fields { get; } = new SearchFields<PaymentAttempt>()
        .Number("amount", a => a.Amount).Token("currency", a => a.Currency).Exact("customer", a => a.CustomerId)
        .Bool("disputed", a => a.Disputed).Bool("refunded", a => a.AmountCaptured > 0 && a.AmountRefunded == a.AmountCaptured)
        .Word("status", word => word switch
        {
            "succeeded" => a => Succeeded.Contains(a.Status),
            "pending" => a => Pending.Contains(a.Status),
            "failed" => a => !Succeeded.Contains(a.Status) && !Pending.Contains(a.Status),
            _ => _ => false,
        })
        .Time("created", a => a.CreatedAt).Metadata(a => a.Metadata)
        .Token("payment_method_details.card.last4", a => a.CardLast4).Token("payment_method_details.card.brand", a => a.CardBrand)
        .Token("payment_method_details.card.fingerprint", a => a.CardFingerprint)
        .Number("payment_method_details.card.exp_month", a => a.CardExpMonth).Number("payment_method_details.card.exp_year", a => a.CardExpYear);
}
