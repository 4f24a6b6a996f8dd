namespace CalmonyPay.Cardstream;

/// <summary>Takes an authorised amount, or lowers what was captured before it settles. Only within the authorised amount, one settlement.</summary>
/// <param name="Amount">Minor units, the absolute amount to settle; null takes all that was authorised.</param>
public sealed record CaptureRequest(string Xref, long? Amount = null, Uri? CallbackUrl = null)
{
    public FieldList ToFields(CardstreamAccount account) => FieldList.Of(
        ("merchantID", account.MerchantId),
        ("action", "CAPTURE"),
        ("xref", Xref),
        ("amount", Amount is { } amount ? Wire.Number(amount) : null),
        ("callbackURL", CallbackUrl?.AbsoluteUri));
}

/// <summary>Voids a transaction that has not gone out for settlement.</summary>
public sealed record CancelRequest(string Xref, Uri? CallbackUrl = null)
{
    public FieldList ToFields(CardstreamAccount account) => FieldList.Of(
        ("merchantID", account.MerchantId),
        ("action", "CANCEL"),
        ("xref", Xref),
        ("callbackURL", CallbackUrl?.AbsoluteUri));
}

/// <summary>Asks how a transaction stands. Changes nothing, so it may be repeated freely.</summary>
public sealed record QueryRequest(string Xref)
{
    public FieldList ToFields(CardstreamAccount account) =>
        FieldList.Of(("merchantID", account.MerchantId), ("action", "QUERY"), ("xref", Xref));
}

/// <summary>Refunds a settled sale, wholly or in part. A new transaction with its own cross reference.</summary>
/// <param name="Xref">The sale.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="TransactionUnique">New for every refund: two equal ones under one reference look like twins.</param>
/// <param name="DuplicateDelay">Seconds, 1 to 9999.</param>
public sealed record RefundSaleRequest(
    string Xref,
    long Amount,
    string TransactionUnique,
    string? OrderRef = null,
    Uri? CallbackUrl = null,
    int DuplicateDelay = NewTransaction.LongestDuplicateDelay)
{
    public FieldList ToFields(CardstreamAccount account) => FieldList.Of(
        ("merchantID", account.MerchantId),
        ("action", "REFUND_SALE"),
        ("xref", Xref),
        ("amount", Wire.Number(Amount)),
        ("transactionUnique", TransactionUnique),
        ("orderRef", OrderRef),
        ("duplicateDelay", Wire.Number(DuplicateDelay)),
        ("callbackURL", CallbackUrl?.AbsoluteUri));
}

/// <summary>The next leg of a 3-D Secure authentication: what the bank posted to our callback, handed on.</summary>
/// <param name="ThreeDSRef">The newest reference that the gateway gave. Each one is good once, for about 30 minutes.</param>
/// <param name="Response">Every posted field (not the callback's query), unchanged and in the order received.</param>
public sealed record Continuation(string ThreeDSRef, IReadOnlyList<KeyValuePair<string, string>> Response)
{
    /// <summary>What goes on when the device method posted nothing within ten seconds.</summary>
    public static Continuation MethodTimedOut(string threeDSRef) => new(threeDSRef, [new("threeDSMethodData", "timeout")]);

    public FieldList ToFields(CardstreamAccount account) => FieldList.Of(
    [
        ("threeDSRef", ThreeDSRef),
        .. Response.Select(pair => (FieldList.NestedName("threeDSResponse", pair.Key), (string?)pair.Value)),
        ("merchantID", account.MerchantId),
    ]);

    /// <summary>Names the leg, not what the payer's bank said.</summary>
    public override string ToString() => $"Continuation of {Response.Count} fields";
}
