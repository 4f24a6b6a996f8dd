using System.Collections.Frozen;
using System.Text.Json;
using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>A transaction as Cardstream tells of it, in our words.</summary>
internal static class CardstreamTransactions
{
    /// <summary>Fields that hold a token of ours: whoever reads a stored answer must not be able to act with it.</summary>
    private static readonly FrozenSet<string> Tokens = new[] { "callbackURL", "redirectURL", "threeDSRedirectURL", "threeDSRef" }.ToFrozenSet();

    /// <param name="checks">The checks that make sense for what was sent; null for all that were told.</param>
    /// <param name="flow">Stripe's word for how the shopper was authenticated, where the caller knows.</param>
    public static GatewayTransaction Of(CardstreamAnswer answer, Func<CardChecks, CardChecks>? checks = null, string? flow = null)
    {
        var currency = GatewayMoney.CurrencyOf(answer.CurrencyCode);
        long? received = answer.AmountReceived ?? (answer.IsApproved ? answer.AmountApproved : null);
        var told = new CardChecks(answer.Checks.Cvc, answer.Checks.AddressLine1, answer.Checks.PostalCode);
        return new(
            answer.Xref, answer.TransactionUnique, State(answer),
            GatewayMoney.OurMinor(answer.Amount, currency),
            GatewayMoney.OurMinor(answer.IsPartiallyApproved && answer.AmountApproved < received ? answer.AmountApproved : received, currency),
            GatewayMoney.OurMinor(answer.AmountRefunded, currency),
            currency?.Code, answer.AuthorisationCode, answer.SchemeTransactionId,
            Card(answer.Card), checks?.Invoke(told) ?? told, ThreeDS(answer, flow), Dispute(answer, currency), Raw(answer))
        { PartiallyApproved = answer.IsPartiallyApproved };
    }

    private static GatewayState State(CardstreamAnswer answer) => answer.State switch
    {
        TransactionState.Received => GatewayState.Received,
        TransactionState.Approved => GatewayState.Authorized,
        TransactionState.Captured => GatewayState.Captured,
        TransactionState.Tendered => GatewayState.Tendered,
        TransactionState.Deferred => GatewayState.Deferred,
        TransactionState.Accepted => GatewayState.Settled,
        TransactionState.Rejected => GatewayState.Rejected,
        TransactionState.Declined => GatewayState.Declined,
        TransactionState.Referred => GatewayState.Referred,
        TransactionState.Reversed => GatewayState.Reversed,
        TransactionState.Verified => GatewayState.Verified,
        TransactionState.Canceled => GatewayState.Canceled,
        TransactionState.Finished => GatewayState.Finished,
        _ => GatewayState.Other,
    };

    private static CardFacts? Card(CardAnswer card) => card.NumberMask is null && card.TypeCode is null && card.SchemeCode is null
        ? null
        : new(card.Brand, card.Funding, card.IssuerCountry, card.Last4, card.Issuer);

    private static ThreeDSecureResult? ThreeDS(CardstreamAnswer answer, string? flow)
    {
        var authentication = answer.ThreeDS;
        string? result = authentication.Authenticated switch
        {
            "Y" or "D" => "authenticated",
            "A" => "attempt_acknowledged",
            "N" or "R" => "failed",
            "U" or "E" => "processing_error",
            "I" => "exempted",
            _ => authentication.Enrolled switch { "N" => "not_supported", "E" => "processing_error", _ => null },
        };
        if (result is null) return null;
        bool challenged = flow == "challenge" || !string.IsNullOrEmpty(answer.Fields["threeDSCATimestamp"]);
        return new(result, challenged ? "challenge" : flow, authentication.Eci, authentication.Version, authentication.TransactionId, authentication.CardholderInfo);
    }

    private static Chargeback? Dispute(CardstreamAnswer answer, Currency? currency) => answer.ChargebackId is not { } id
        ? null
        : new(id, answer.ChargebackStatus ?? "open", answer.ChargebackReason ?? "general", GatewayMoney.OurMinor(answer.ChargebackAmount, currency), answer.ChargebackType == "inquiry");

    private static string Raw(CardstreamAnswer answer) => JsonSerializer.Serialize(
        answer.ToStorable().Where(pair => !Tokens.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal));
}
