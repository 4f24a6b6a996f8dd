namespace CalmonyPay.Cardstream;

/// <summary>How the card reached us, the gateway's <c>type</c>.</summary>
public enum TransactionType
{
    /// <summary>The payer, in a browser.</summary>
    Ecommerce = 1,

    /// <summary>Post or telephone, and merchant-initiated charges without a schedule.</summary>
    Moto = 2,

    /// <summary>Continuous authority: a scheduled charge of a subscription or an instalment.</summary>
    ContinuousAuthority = 9,
}

/// <summary>Who asks for the payment.</summary>
public enum Initiator
{
    Consumer,
    Merchant,
}

/// <summary>What a sale and a verification have in common.</summary>
public abstract record NewTransaction
{
    /// <summary>The longest window in which the gateway refuses a twin: 2 h 46 min 39 s.</summary>
    public const int LongestDuplicateDelay = 9999;

    private protected NewTransaction()
    {
    }

    public required PaymentSource Source { get; init; }

    /// <summary>ISO 4217, letters in any case or the number.</summary>
    public required string CurrencyCode { get; init; }

    /// <summary>Our own reference, new for every attempt: without it a charge on an <c>xref</c> inherits the old one and looks like its twin.</summary>
    public required string TransactionUnique { get; init; }

    public string? OrderRef { get; init; }

    public TransactionType Type { get; init; } = TransactionType.Ecommerce;

    /// <summary>Seconds, 1 to 9999. Never 0, whose meaning is contested.</summary>
    public int DuplicateDelay { get; init; } = LongestDuplicateDelay;

    /// <summary>Where the gateway also posts the signed answer, independently of our connection.</summary>
    public Uri? CallbackUrl { get; init; }

    public Initiator? Initiator { get; init; }

    /// <summary><c>cardonfile</c>, <c>recurring</c>, <c>instalment</c>, <c>unscheduled</c>, <c>resubmission</c>, <c>reauthorisation</c>, <c>delayedcharges</c> or <c>noshow</c>.</summary>
    public string? RtAgreementType { get; init; }

    /// <summary>False on merchant-initiated charges, where there is no security code to check.</summary>
    public bool? AvsCv2CheckRequired { get; init; }

    public string? StatementNarrative1 { get; init; }

    public string? StatementNarrative2 { get; init; }

    /// <summary>The payer's address, IPv4. Mandatory with 3-D Secure.</summary>
    public string? RemoteAddress { get; init; }

    public ThreeDSecure? ThreeDS { get; init; }

    /// <summary>The request as it goes out, unsigned. Equal records give equal bytes, so a lost request can be repeated exactly.</summary>
    public abstract FieldList ToFields(CardstreamAccount account);

    private protected FieldList ToFields(CardstreamAccount account, string action, long amount, int? captureDelay) => FieldList.Of(
    [
        ("merchantID", account.MerchantId),
        ("action", action),
        ("type", Wire.Number((int)Type)),
        ("amount", Wire.Number(amount)),
        ("currencyCode", CurrencyCode.ToUpperInvariant()),
        ("countryCode", account.CountryCode),
        ("transactionUnique", TransactionUnique),
        ("orderRef", OrderRef),
        .. Source.Fields(),
        ("captureDelay", captureDelay is { } days ? Wire.Number(days) : null),
        ("duplicateDelay", Wire.Number(DuplicateDelay)),
        ("callbackURL", CallbackUrl?.AbsoluteUri),
        ("initiator", Initiator switch { Cardstream.Initiator.Consumer => "consumer", Cardstream.Initiator.Merchant => "merchant", _ => null }),
        ("rtAgreementType", RtAgreementType),
        ("avscv2CheckRequired", Wire.Flag(AvsCv2CheckRequired)),
        ("statementNarrative1", StatementNarrative1),
        ("statementNarrative2", StatementNarrative2),
        ("remoteAddress", Wire.RemoteAddress(RemoteAddress)),
        .. ThreeDS?.Fields() ?? [],
    ]);
}

/// <summary>Authorises an amount and captures it now, later or never.</summary>
public sealed record SaleRequest : NewTransaction
{
    /// <summary>The <see cref="CaptureDelay"/> of an authorisation that only a CAPTURE takes.</summary>
    public const int NeverCapture = -1;

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Days, 0 to 30; <see cref="NeverCapture"/>; null is the account's default, which is at once.</summary>
    public int? CaptureDelay { get; init; }

    public override FieldList ToFields(CardstreamAccount account) => ToFields(account, "SALE", Amount, CaptureDelay);
}

/// <summary>Checks and stores a card without charging it. Nothing ever settles.</summary>
public sealed record VerifyRequest : NewTransaction
{
    public override FieldList ToFields(CardstreamAccount account) => ToFields(account, "VERIFY", amount: 0, captureDelay: null);
}
