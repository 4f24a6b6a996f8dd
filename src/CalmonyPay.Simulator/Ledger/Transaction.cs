using System.Text.Json.Serialization;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>
/// One transaction as the gateway stores it. It never changes: each step makes a new one under the same cross reference. All
/// amounts are minor units, all times UTC. The card number is sealed; the security code is in no field.
/// </summary>
public sealed record Transaction
{
    public required string Xref { get; init; }

    public required long TransactionID { get; init; }

    public required string MerchantID { get; init; }

    /// <summary>The action that created it: <c>SALE</c>, <c>VERIFY</c>, <c>PREAUTH</c>, <c>REFUND</c> or <c>REFUND_SALE</c>.</summary>
    public required string Action { get; init; }

    /// <summary>A word of <see cref="States"/>.</summary>
    public required string State { get; init; }

    public required long Amount { get; init; }

    public long AmountApproved { get; init; }

    public long AmountReceived { get; init; }

    /// <summary>What REFUND_SALEs have taken back so far.</summary>
    public long AmountRefunded { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Days until the capture: 0 at once, -1 only by CAPTURE.</summary>
    public int CaptureDelay { get; init; }

    /// <summary>The request's fields, bracketed names and texts in their order, without card number, security code and signature.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Request { get; init; }

    /// <summary>What the gateway adds to the answer, apart from state, amounts and times, which are computed.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Result { get; init; }

    /// <summary>The card number under the account's key (<see cref="CardVault"/>).</summary>
    public string? SealedCard { get; init; }

    /// <summary>The card as it may be shown: <c>492942******0821</c>.</summary>
    public string? CardMask { get; init; }

    public required string DuplicateKey { get; init; }

    /// <summary>The transaction that the request named: the sale of a REFUND_SALE, the source of a clone.</summary>
    public string? BaseXref { get; init; }

    /// <summary>Whether the payer authenticated when the card was stored, so that the merchant may charge it alone.</summary>
    public bool SetUp { get; init; }

    /// <summary>The open 3-D Secure leg; null when none is open.</summary>
    public PendingAuthentication? Pending { get; init; }

    public Chargeback? Chargeback { get; init; }

    /// <summary>An early fraud warning, with its reason.</summary>
    public string? FraudWarning { get; init; }

    [JsonIgnore]
    public string? CallbackUrl => RequestField("callbackURL");

    [JsonIgnore]
    public string? TransactionUnique => RequestField("transactionUnique");

    [JsonIgnore]
    public int ResponseCode => ResultField("responseCode") is { } code ? int.Parse(code, null) : 0;

    public string? RequestField(string name) => Request.LastOrDefault(f => f.Key == name).Value;

    public string? ResultField(string name) => Result.LastOrDefault(f => f.Key == name).Value;
}

/// <summary>A 3-D Secure leg that waits for the payer's browser.</summary>
/// <param name="ThreeDSRef">The only reference that continues it.</param>
/// <param name="ExpiresAt">When that reference dies.</param>
/// <param name="AcsTransID">The authentication server's own id.</param>
/// <param name="Leg"><c>method</c> or <c>challenge</c>.</param>
/// <param name="CvvResult">The result of the security code's check, kept because the code is not.</param>
/// <param name="CvvSent">Whether there was a security code.</param>
public sealed record PendingAuthentication(
    string ThreeDSRef, DateTimeOffset ExpiresAt, string AcsTransID, string Leg, int CvvResult, bool CvvSent)
{
    /// <summary>What the payer chose on the challenge page; null until then.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A disputed payment. Cardstream documents none; these are the simulator's own words.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Kind"><c>chargeback</c> or <c>inquiry</c>.</param>
/// <param name="Status"><c>open</c>, <c>won</c> or <c>lost</c>.</param>
/// <param name="Reason">Stripe's word for the reason.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="More">How many more follow once this one is decided.</param>
public sealed record Chargeback(string Id, string Kind, string Status, string Reason, long Amount, int More);
