using CalmonyPay.Ledger;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <param name="Submit">Evidence goes to the bank unless the merchant says that it is a draft.</param>
public sealed record DisputeUpdate(Dictionary<string, string>? Evidence, bool Submit, string? IntendedSubmissionMethod, MetadataChange Metadata) : IParams<DisputeUpdate>
{
    public static DisputeUpdate Read(Params p)
    {
        var evidence = DisputeEvidence.Read(p);
        var submit = p.Bool("submit");
        return new(evidence, submit ?? evidence is not null, p.OneOf("intended_submission_method", "manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"), p.Metadata("metadata"));
    }
}

public sealed record DisputeList(PageParams Page, string? Charge, string? PaymentIntent, TimeRange? Created) : IParams<DisputeList>
{
    public static DisputeList Read(Params p) => new(PageParams.Read(p), p.Text("charge"), p.Text("payment_intent"), p.Range("created"));
}

/// <summary>A dispute on the API. Amounts in minor units.</summary>
public sealed record DisputeResponse(
    string Id, long Amount, IReadOnlyList<BalanceTransactionResponse> BalanceTransactions, Expandable Charge, long Created, string Currency, Dictionary<string, object?> Evidence,
    DisputeEvidenceDetails EvidenceDetails, string? IntendedSubmissionMethod, bool IsChargeRefundable, bool Livemode, Dictionary<string, string> Metadata, Expandable PaymentIntent,
    DisputedMethod PaymentMethodDetails, string Reason, DisputeStatus Status)
{
    public string Object => "dispute";
    public IReadOnlyList<string> EnhancedEligibilityTypes => [];

    /// <param name="transactions">What the dispute has moved, the oldest first.</param>
    public static DisputeResponse Of(Dispute d, IEnumerable<BalanceTransaction> transactions, DateTimeOffset now) => new(
        d.Id, d.Amount, [.. transactions.Select(BalanceTransactionResponse.Of)], new("charge", d.ChargeId), d.CreatedAt.ToUnixTimeSeconds(), d.Currency, DisputeEvidence.Shown(d.Evidence),
        new(d.EvidenceDueBy.ToUnixTimeSeconds(), d.Evidence.Count > 0, d.EvidenceDueBy <= now && d.SubmissionCount == 0, d.SubmissionCount), d.IntendedSubmissionMethod,
        DisputeLifecycle.IsInquiry(d.Status) || d.Status == DisputeStatus.Won, d.Livemode, d.Metadata, new("payment_intent", d.PaymentId),
        new(new(d.Brand, DisputeLifecycle.IsInquiry(d.Status) ? "inquiry" : "chargeback")), d.Reason, d.Status);
}

public sealed record DisputeEvidenceDetails(long? DueBy, bool HasEvidence, bool PastDue, int SubmissionCount)
{
    public IReadOnlyDictionary<string, object> EnhancedEligibility { get; } = new Dictionary<string, object>();
    public string SubmissionMethod => SubmissionCount > 0 ? "manual" : "not_submitted";
}

public sealed record DisputedMethod(DisputedCard Card)
{
    public string Type => "card";
}

/// <param name="CaseType"><c>chargeback</c> or <c>inquiry</c>.</param>
public sealed record DisputedCard(string Brand, string CaseType)
{
    public string Network => Brand;
    public string? NetworkReasonCode => null;
}
