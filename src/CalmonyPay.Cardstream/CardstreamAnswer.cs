using System.Globalization;

namespace CalmonyPay.Cardstream;

/// <summary>A gateway's answer or callback: typed where we know the field, whole in <see cref="Fields"/>, since new fields may come any day.</summary>
public sealed class CardstreamAnswer
{
    /// <param name="fields">The received fields, the signature included.</param>
    /// <param name="verdict">What was found when the signature was checked. Of a partly signed message only the signed fields are seen.</param>
    /// <exception cref="ArgumentException">There is no numeric <c>responseCode</c>: that is no answer.</exception>
    public CardstreamAnswer(FieldList fields, SignatureVerdict verdict)
    {
        Fields = Signature.Trusted(fields);
        Verdict = verdict;
        ResponseCode = ReadCode(Fields) ?? throw new ArgumentException("The message has no responseCode.", nameof(fields));
        Checks = CardChecks.Of(Fields);
        ThreeDS = new(Fields);
    }

    /// <summary>Everything that came and may be trusted as far as the verdict goes. To keep it, take <see cref="ToStorable"/>.</summary>
    public FieldList Fields { get; }

    public SignatureVerdict Verdict { get; }

    /// <summary>Signed by the gateway, or from an account without a secret, where TLS is all there is.</summary>
    public bool IsTrusted => Verdict is SignatureVerdict.Valid or SignatureVerdict.NotSigned;

    public int ResponseCode { get; }

    /// <summary>0 approved, 1 declined, 2 error; 65802 comes with 2.</summary>
    public int? ResponseStatus => Integer("responseStatus");

    public string? ResponseMessage => Fields["responseMessage"];

    /// <summary>The request's own action: of <c>CANCEL:SALE</c> the <c>CANCEL</c>.</summary>
    public string? Action => Fields["action"]?.Split(':')[0];

    public string? StateText => Fields["state"];

    public TransactionState State =>
        Enum.TryParse<TransactionState>(StateText, ignoreCase: true, out var state) && !int.TryParse(StateText, out _) ? state : TransactionState.Unknown;

    /// <summary>
    /// The safe test of success for a payment, a verification, a capture, a refund or a query: trusted, status 0 and a state in
    /// which the money is held or taken. A partial approval (<see cref="IsPartiallyApproved"/>) counts.
    /// </summary>
    public bool IsApproved => IsTrusted && OutcomeStatus == 0 && State is TransactionState.Approved or TransactionState.Captured
        or TransactionState.Tendered or TransactionState.Deferred or TransactionState.Accepted or TransactionState.Verified;

    /// <summary>Approved for less than the amount that was asked for.</summary>
    public bool IsPartiallyApproved => IsApproved && (OutcomeCode == 10 || (Action != "CAPTURE" && AmountApproved < Amount));

    /// <summary>The transaction is void: what success of a CANCEL looks like.</summary>
    public bool IsCanceled => IsTrusted && OutcomeStatus == 0 && State == TransactionState.Canceled;

    /// <summary>The code in our words and Stripe's: of a query that of the transaction asked about.</summary>
    public CodeReading Outcome
    {
        get
        {
            var reading = ResponseCodes.Read(OutcomeCode, OutcomeMessage, Checks, RtAdviceCode);
            bool saysYes = reading.Reading is Reading.Approved or Reading.PartiallyApproved;
            return saysYes && OutcomeStatus is 1 or 2 ? ResponseCodes.Declined("generic_decline", RetryClass.No) : reading;
        }
    }

    /// <summary>The cross reference. An error answer carries a fresh one that names nothing: never let it replace a known one.</summary>
    public string? Xref => Text("xref");

    public string? TransactionUnique => Text("transactionUnique");

    public string? OrderRef => Text("orderRef");

    public string? TransactionId => Text("transactionID");

    /// <summary>The gateway's clock, <c>YYYY-MM-DD HH:MM:SS</c> in a zone it does not name: for people, not for arithmetic.</summary>
    public string? Timestamp => Text("timestamp");

    /// <summary>Minor units, like every amount here.</summary>
    public long? Amount => Minor("amount");

    /// <summary>What counts as taken: all after a sale, 0 after a cancel or a decline.</summary>
    public long? AmountReceived => Minor("amountReceived");

    public long? AmountApproved => Minor("amountApproved");

    /// <summary>Refunded so far of the sale.</summary>
    public long? AmountRefunded => Minor("amountRefunded");

    public long? AmountRetained => Minor("amountRetained");

    /// <summary>As the gateway spells it: three digits or three letters.</summary>
    public string? CurrencyCode => Text("currencyCode");

    public string? AuthorisationCode => Text("authorisationCode");

    public CardAnswer Card => new(Fields);

    public CardChecks Checks { get; }

    public ThreeDSAnswer ThreeDS { get; }

    /// <summary>The scheme's advice on a decline: 1 with corrected data, 2 later, 3 not again, 4 agreement ended.</summary>
    public int? RtAdviceCode => Integer("rtAdviceCode");

    /// <summary>
    /// When a declined charge may be tried again. The gateway names no zone; it is read as UTC, which is never too early in
    /// British summer time.
    /// </summary>
    public DateTimeOffset? RtRetryAfter =>
        DateTimeOffset.TryParseExact(Fields["rtRetryAfter"], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
            ? when
            : null;

    /// <summary>The scheme's own reference, proof of the agreement for later merchant-initiated charges.</summary>
    public string? SchemeTransactionId => Text("schemeTransactionId") ?? Text("schemeTransactionID");

    /// <summary>How the transaction itself ended, on newer gateways, where the plain fields speak of the CAPTURE, CANCEL or QUERY.</summary>
    public int? OriginalResponseCode => Integer("originalResponseCode");

    public int? OriginalResponseStatus => Integer("originalResponseStatus");

    public string? OriginalResponseMessage => Text("originalResponseMessage");

    public string? ChargebackId => Text("chargebackID");

    /// <summary><c>chargeback</c> or <c>inquiry</c>.</summary>
    public string? ChargebackType => Text("chargebackType");

    /// <summary><c>open</c>, <c>won</c> or <c>lost</c>.</summary>
    public string? ChargebackStatus => Text("chargebackStatus");

    public string? ChargebackReason => Text("chargebackReason");

    public long? ChargebackAmount => Minor("chargebackAmount");

    /// <summary>
    /// A copy that may be stored and logged: without the signature, and without every field whose name or value smells of a card
    /// number or a security code.
    /// </summary>
    public IReadOnlyDictionary<string, string> ToStorable() => Storable.Of(Fields);

    public override string ToString() => $"{ResponseCode} {StateText} {Xref}";

    internal static int? ReadCode(FieldList fields) =>
        int.TryParse(fields["responseCode"], NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null;

    private int OutcomeCode => Action == "QUERY" ? OriginalResponseCode ?? ResponseCode : ResponseCode;

    private int? OutcomeStatus => Action == "QUERY" ? OriginalResponseStatus ?? ResponseStatus : ResponseStatus;

    private string? OutcomeMessage => Action == "QUERY" ? OriginalResponseMessage ?? ResponseMessage : ResponseMessage;

    private string? Text(string name) => Fields[name] is { Length: > 0 } text ? text : null;

    private int? Integer(string name) =>
        int.TryParse(Fields[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>An integer is minor units; one with a decimal point is major units, by the answer's own exponent.</summary>
    private long? Minor(string name)
    {
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (Fields[name] is not { } text || !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out decimal amount)) return null;
        for (int i = Integer("currencyExponent") ?? 2; i > 0 && text.Contains('.', StringComparison.Ordinal); i--) amount *= 10;
        return decimal.IsInteger(amount) && decimal.Abs(amount) <= long.MaxValue ? (long)amount : null;
    }
}
