using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>Stripe's three words for how a charge stands.</summary>
public enum ChargeStatus { Succeeded, Pending, Failed }

/// <summary>An attempt on the API.</summary>
public sealed record ChargeResponse(
    string Id, long Amount, long AmountCaptured, long AmountRefunded, [property: OmitNull] string? AuthorizationCode, Expandable? BalanceTransaction, BillingDetails BillingDetails,
    string? CalculatedStatementDescriptor, bool Captured, long Created, string Currency, Expandable? Customer, string? Description, bool Disputed, Expandable? FailureBalanceTransaction,
    string? FailureCode, string? FailureMessage, IReadOnlyDictionary<string, string> FraudDetails, bool Livemode, Dictionary<string, string> Metadata, ChargeOutcome? Outcome, bool Paid,
    Expandable? PaymentIntent, string? PaymentMethod, ChargeMethodDetails PaymentMethodDetails, string? ReceiptEmail, string? ReceiptUrl, bool Refunded, Included Refunds, Shipping? Shipping,
    string? StatementDescriptor, string? StatementDescriptorSuffix, ChargeStatus Status, string? TransferGroup)
{
    public string Object => "charge";
    public Expandable? Application => null;
    public Expandable? ApplicationFee => null;
    public long? ApplicationFeeAmount => null;
    public Expandable? OnBehalfOf => null;
    public string? ReceiptNumber => null;
    public Expandable? Review => null;
    public object? Source => null;
    public Expandable? SourceTransfer => null;
    public object? TransferData => null;

    public static ChargeResponse Of(PaymentAttempt a)
    {
        // A hold that was given back counts as refunded in full, as at Stripe; our own column counts captured money only.
        var released = a.Status == AttemptStatus.Canceled && a.AmountCaptured == 0;
        var status = StatusOf(a.Status);
        return new(
            a.Id, a.Amount, a.AmountCaptured, released ? a.Amount : a.AmountRefunded, a.AuthorizationCode, Expandable.Of("balance_transaction", a.BalanceTransactionId), a.BillingDetails,
            a.StatementDescriptor, a.AmountCaptured > 0, a.CreatedAt.ToUnixTimeSeconds(), a.Currency, Expandable.Of("customer", a.CustomerId), a.Description, a.Disputed,
            Expandable.Of("balance_transaction", a.FailureBalanceTransactionId), a.Failure?.Code, a.Failure?.Message,
            a.FraudDetails?.UserReport is { } report ? new Dictionary<string, string> { ["user_report"] = report } : [],
            a.Livemode, a.Metadata, ChargeOutcome.Of(a), status == ChargeStatus.Succeeded,
            Expandable.Of("payment_intent", a.OldStyle ? null : a.PaymentIntentId), a.PaymentMethodId, new(ChargedCardResponse.Of(a)), a.ReceiptEmail, a.ReceiptUrl,
            released || (a.AmountCaptured > 0 && a.AmountRefunded == a.AmountCaptured), new("charge.refunds", a.Id), a.Shipping,
            a.StatementDescriptor, a.StatementDescriptorSuffix, status, a.TransferGroup);
    }

    public static ChargeStatus StatusOf(AttemptStatus status) => status switch
    {
        AttemptStatus.Authorized or AttemptStatus.Captured or AttemptStatus.Canceled => ChargeStatus.Succeeded,
        AttemptStatus.Submitted or AttemptStatus.Challenged or AttemptStatus.Unresolved => ChargeStatus.Pending,
        _ => ChargeStatus.Failed,
    };
}

/// <summary>Why a charge went as it did.</summary>
public sealed record ChargeOutcome(string? AdviceCode, string? NetworkAdviceCode, string? NetworkDeclineCode, string? NetworkStatus, string? Reason, string RiskLevel, string? SellerMessage, string Type)
{
    /// <summary>Cardstream's risk check declined; the issuer was not asked.</summary>
    private const string RiskDeclined = "65862";

    public static ChargeOutcome? Of(PaymentAttempt a) => ChargeResponse.StatusOf(a.Status) switch
    {
        ChargeStatus.Pending => null,
        ChargeStatus.Failed when a.Failure is { GatewayCode: RiskDeclined } =>
            new(null, null, null, "not_sent_to_network", "highest_risk_level", "highest", "The gateway's risk check blocked this payment.", "blocked"),
        ChargeStatus.Succeeded => new(null, null, null, "approved_by_network", null, "normal", "Payment complete.", "authorized"),
        _ when a.Status == AttemptStatus.Declined && a.Failure is { } why =>
            new(why.AdviceCode, null, why.GatewayCode, "declined_by_network", why.DeclineCode ?? why.Code, "normal", $"The bank returned the decline code `{why.DeclineCode ?? why.Code}`.", "issuer_declined"),
        _ => new(null, null, null, "not_sent_to_network", a.Failure?.Code, "not_assessed", a.Failure?.Message, "invalid"),
    };
}

public sealed record ChargeMethodDetails(ChargedCardResponse Card)
{
    public string Type => "card";
}

/// <summary>The card on a charge, as Stripe shows it.</summary>
public sealed record ChargedCardResponse(
    long AmountAuthorized, string? AuthorizationCode, string Brand, [property: OmitNull] long? CaptureBefore, CardChecksResponse Checks, string? Country, int ExpMonth, int ExpYear, string? Fingerprint, string Funding,
    string Last4, string Network, string? NetworkTransactionId, ThreeDSecureResponse? ThreeDSecure)
{
    public string? ElectronicCommerceIndicator => ThreeDSecure?.ElectronicCommerceIndicator;
    public string? TransactionLinkId => null;
    public CardFeature ExtendedAuthorization => new("disabled");
    public CardFeature IncrementalAuthorization => new("unavailable");
    public object? Installments => null;
    public string? Mandate => null;
    public CardFeature Multicapture => new("unavailable");
    public object NetworkToken { get; } = new { used = false };
    public Overcapture Overcapture => new(AmountAuthorized, "unavailable");
    public string? RegulatedStatus => null;
    public object? Wallet => null;

    public static ChargedCardResponse Of(PaymentAttempt a) => new(
        a.Amount, a.AuthorizationCode, a.Card.Brand, a.CaptureBefore?.ToUnixTimeSeconds(), CardChecksResponse.Of(a.Card.Checks), a.Card.Country, a.Card.ExpMonth, a.Card.ExpYear, a.Card.Fingerprint, a.Card.Funding,
        a.Card.Last4, a.Card.Brand, a.NetworkTransactionId, ThreeDSecureResponse.Of(a.ThreeDSecure));
}

public sealed record CardFeature(string Status);

public sealed record Overcapture(long MaximumAmountCapturable, string Status);

public sealed record CardChecksResponse(string? AddressLine1Check, string? AddressPostalCodeCheck, string? CvcCheck)
{
    public static CardChecksResponse Of(CardChecks c) => new(c.AddressLine1, c.AddressPostalCode, c.Cvc);
}

public sealed record ThreeDSecureResponse(string? AuthenticationFlow, string? ElectronicCommerceIndicator, string? Result, string? TransactionId, string? Version)
{
    public string? ExemptionIndicator => null;
    public string? ResultReason => null;

    public static ThreeDSecureResponse? Of(ThreeDSecureResult? r) => r is null ? null : new(r.Flow, r.Eci, r.Result, r.TransactionId, r.Version);
}
