using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>A checked request for a new transaction, what it cloned included.</summary>
public sealed record NewRequest
{
    /// <summary>The request's fields and the cloned ones.</summary>
    public required Form Fields { get; init; }

    public required MerchantAccount Account { get; init; }

    public required string MerchantID { get; init; }

    public required string Action { get; init; }

    /// <summary><c>1</c> e-commerce, <c>2</c> MOTO, <c>9</c> continuous authority.</summary>
    public required string Type { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required int CurrencyExponent { get; init; }

    public required string CardNumber { get; init; }

    public required CardProfile Card { get; init; }

    public required int ExpiryMonth { get; init; }

    /// <summary>Four digits.</summary>
    public required int ExpiryYear { get; init; }

    /// <summary>Days until the capture, -1 for never.</summary>
    public required int CaptureDelay { get; init; }

    /// <summary>The transaction whose fields were cloned, or whose sale is refunded.</summary>
    public Transaction? Base { get; init; }

    public string? Cvv => Fields.Filled("cardCVV");

    public string? Agreement => Fields.Filled("rtAgreementType");

    /// <summary>Charged by the merchant alone, by an agreement with the payer.</summary>
    public bool MerchantInitiated => Initiators.Of(Fields) == Initiators.Merchant;

    /// <summary>Taken by post or telephone: no payer at a browser, so no authentication can be asked for.</summary>
    public bool ByTelephone => Type == "2" && !MerchantInitiated;

    /// <summary>Whether a browser could still be sent to the issuer.</summary>
    public bool AuthenticationPossible => Type == "1" && !MerchantInitiated && Action is "SALE" or "VERIFY" or "PREAUTH";

    public bool IsCredit => Action is "REFUND" or "REFUND_SALE";

    /// <summary>What two requests share when the gateway calls the second one a duplicate.</summary>
    public string DuplicateKey => string.Join('|', MerchantID, Action, Type, Amount, Fields["transactionUnique"],
        Fields["currencyCode"], Fields["xref"], CardVault.Fingerprint(CardNumber, Account.Secret));
}

/// <summary>Who starts a payment, derived where the request does not say.</summary>
internal static class Initiators
{
    public const string Consumer = "consumer";
    public const string Merchant = "merchant";

    public static readonly string[] Agreements =
        ["cardonfile", "recurring", "instalment", "unscheduled", "resubmission", "reauthorisation", "delayedcharges", "noshow"];

    private static readonly string[] MerchantOnly =
        ["unscheduled", "resubmission", "reauthorisation", "delayedcharges", "noshow"];

    public static string Of(Form request) => request.Filled("initiator") ?? Derived(request);

    /// <summary>Whether the agreement can be started by the initiator that the request names.</summary>
    public static bool Fits(Form request) => request.Filled("initiator") is not { } named
        || named == Merchant || (named == Consumer && Derived(request) == Consumer);

    private static string Derived(Form request) =>
        request["type"] == "9" || MerchantOnly.Contains(request["rtAgreementType"] ?? "") ? Merchant : Consumer;
}
