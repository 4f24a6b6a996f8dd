using System.Collections.Frozen;
using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.PaymentMethods;

/// <summary>A card that a test name stands for, with the holder that the gateway's checks expect.</summary>
public sealed record TestCard(NewCard Card, BillingDetails Holder);

/// <summary>
/// Stripe's documented test names (<c>pm_card_visa</c>, <c>tok_visa</c>): in test mode they work wherever an id does. At the
/// simulator they stand for Stripe's test numbers, at Cardstream's test account for Cardstream's.
/// </summary>
public static class TestCards
{
    private const string MethodPrefix = "pm_card_", TokenPrefix = "tok_";

    /// <summary>What follows the prefix, and Stripe's number for it.</summary>
    private static readonly FrozenDictionary<string, string> Numbers = """
        visa 4242424242424242 · visa_debit 4000056655665556 · mastercard 5555555555554444 · mastercard_debit 5200828282828210
        mastercard_prepaid 5105105105105100 · amex 378282246310005 · discover 6011111111111117 · diners 3056930009020004
        jcb 3566002020360505 · unionpay 6200000000000005 · visa_cartesBancaires 4000002500001001
        mastercard_cartesBancaires 5555552500001001 · visa_debit_eftposAuCoBranded 4000050360000001
        mastercard_debit_eftposAuCoBranded 5555050360000080

        us 4242424242424242 · ar 4000000320000021 · br 4000000760000002 · ca 4000001240000000 · cl 4000001520000001
        co 4000001700000003 · cr 4000001880000005 · ec 4000002180000000 · mx 4000004840008001 · pa 4000005910000000
        py 4000006000000066 · pe 4000006040000068 · uy 4000008580000003 · ae 4000007840000001 · ae_mastercard 5200007840000022
        at 4000000400000008 · be 4000000560000004 · bg 4000001000000000 · by 4000001120000005 · hr 4000001910000009
        cy 4000001960000008 · cz 4000002030000002 · dk 4000002080000001 · ee 4000002330000009 · fi 4000002460000001
        fr 4000002500000003 · de 4000002760000016 · gi 4000002920000005 · gr 4000003000000030 · hu 4000003480000005
        ie 4000003720000005 · it 4000003800000008 · lv 4000004280000005 · li 4000004380000004 · lt 4000004400000000
        lu 4000004420000006 · mt 4000004700000007 · nl 4000005280000002 · no 4000005780000007 · pl 4000006160000005
        pt 4000006200000007 · ro 4000006420000001 · sa 4000006820000007 · si 4000007050000006 · sk 4000007030000001
        es 4000007240000007 · se 4000007520000008 · ch 4000007560000009 · gb 4000008260000000 · gb_debit 4000058260000005
        gb_mastercard 5555558265554449 · au 4000000360000006 · cn 4000001560000002 · hk 4000003440000004 · in 4000003560000008
        jp 4000003920000003 · jp_jcb 3530111333300000 · my 4000004580000002 · nz 4000005540000008 · sg 4000007020000003
        tw 4000001580000008 · th_credit 4000007640000003 · th_debit 4000057640000008

        chargeDeclined 4000000000000002 · visa_chargeDeclined 4000000000000002
        chargeDeclinedInsufficientFunds 4000000000009995 · visa_chargeDeclinedInsufficientFunds 4000000000009995
        chargeDeclinedLostCard 4000000000009987 · visa_chargeDeclinedLostCard 4000000000009987
        chargeDeclinedStolenCard 4000000000009979 · visa_chargeDeclinedStolenCard 4000000000009979
        chargeDeclinedExpiredCard 4000000000000069 · chargeDeclinedIncorrectCvc 4000000000000127
        chargeDeclinedProcessingError 4000000000000119 · chargeDeclinedFraudulent 4100000000000019
        visa_chargeDeclinedVelocityLimitExceeded 4000000000006975 · chargeDeclinedVelocityLimitExceeded 4000000000006975
        chargeCustomerFail 4000000000000341

        radarBlock 4100000000000019 · riskLevelHighest 4000000000004954 · riskLevelElevated 4000000000009235
        cvcCheckFail 4000000000000101 · avsZipFail 4000000000000036 · avsLine1Fail 4000000000000028
        avsFail 4000000000000010 · avsUnchecked 4000000000000044

        createDispute 4000000000000259 · createDisputeProductNotReceived 4000000000002685
        createDisputeInquiry 4000000000001976 · createIssuerFraudRecord 4000000000005423
        createMultipleDisputes 4000000404000079 · createCe3EligibleDispute 4000000404000038
        createComplianceDispute 4000008400000779

        pendingRefund 4000000000007726 · refundFail 4000000000005126
        bypassPending 4000000000000077 · bypassPendingInternational 4000003720000278

        authenticationRequiredOnSetup 4000002500003155 · authenticationRequired 4000002760003184
        authenticationRequiredSetupForOffSession 4000003800000446
        authenticationRequiredChargeDeclinedInsufficientFunds 4000008260003178
        threeDSecure2Required 4000000000003220 · threeDSecureRequired 4000000000003063
        threeDSecureRequiredChargeDeclined 4000008400001629 · threeDSecureRequiredProcessingError 4000008400001280
        threeDSecureOptional 4000000000003055 · threeDSecureOptionalProcessingError 4000000000003097
        amex_threeDSecureNotSupported 378282246310005
        """
        .Split(['·', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(row => row.Split(' ')).ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

    /// <summary>Cardstream's cards: number, code, address. Their month of expiry decides about 3-D Secure, and a holder called <c>Test [N]</c> the outcome of an amount of N pounds.</summary>
    private static readonly FrozenDictionary<string, CardstreamCard> Counterparts = new Dictionary<string, CardstreamCard>
    {
        ["visa"] = Visa,
        ["us"] = Visa,
        ["gb"] = Visa,
        ["visa_debit"] = Debit,
        ["gb_debit"] = Debit,
        ["mastercard"] = Mastercard,
        ["gb_mastercard"] = Mastercard,
        ["mastercard_debit"] = new("5573471234567898", "159", "Merevale Avenue", "LE10 2BU"),
        ["amex"] = new("374245455400001", "4887", "The Hunts Way", "SO18 1GW"),
        ["jcb"] = new("3540599999991047", "209", "2 Middle Wallop", "LN2 8HG"),
        ["diners"] = new("36432685260294", "111", null, null),
        ["chargeDeclined"] = Declining,
        ["visa_chargeDeclined"] = Declining,
        ["chargeCustomerFail"] = Declining,
        ["cvcCheckFail"] = Visa with { Code = "999" },
        ["avsZipFail"] = Visa with { PostalCode = "NN99 9ZZ" },
        ["avsLine1Fail"] = Visa with { Line1 = "Flat 9 Primrose Rise 999 Lavender Road" },
        ["avsFail"] = Visa with { Line1 = "Flat 9 Primrose Rise 999 Lavender Road", PostalCode = "NN99 9ZZ" },
        ["authenticationRequired"] = Challenging,
        ["authenticationRequiredOnSetup"] = Challenging,
        ["authenticationRequiredSetupForOffSession"] = Challenging,
        ["threeDSecureRequired"] = Challenging,
        ["threeDSecure2Required"] = Challenging,
        ["threeDSecureOptional"] = Visa,
        ["threeDSecureRequiredProcessingError"] = Visa with { Month = 8 },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static CardstreamCard Visa => new("4929421234600821", "356", "Flat 6 Primrose Rise 347 Lavender Road", "NN17 8YG");
    private static CardstreamCard Debit => new("4539791001730106", "289", "Unit 5 Pickwick Walk 120 Uxbridge Road", "HA6 7HJ");
    private static CardstreamCard Mastercard => new("5301250070000191", "419", "25 The Larches", "LE10 2RT");
    private static CardstreamCard Declining => Visa with { Name = "Test [100]" };
    private static CardstreamCard Challenging => Visa with { Month = 12 };

    /// <summary>Every name, without its prefix.</summary>
    public static IEnumerable<string> Names => Numbers.Keys;

    public static bool IsName(string text) => NameOf(text) is { } name && Numbers.ContainsKey(name);

    /// <summary>The card behind a test name.</summary>
    /// <param name="text">One for which <see cref="IsName"/> holds.</param>
    /// <param name="set">The account's <c>TestCards</c>.</param>
    /// <param name="now">The card is good until the end of next year.</param>
    /// <param name="param">Where the name stood.</param>
    /// <exception cref="StripeError">400: the account has no such test card.</exception>
    public static TestCard Of(string text, string set, DateTimeOffset now, string param)
    {
        var name = NameOf(text)!;
        return set switch
        {
            "stripe" => new(Card(Numbers[name], now.Month, now, Numbers[name].Length == 15 ? "1234" : "123"), BillingDetails.Empty),
            "cardstream" when Counterparts.TryGetValue(name, out var card) => new(Card(card.Number, card.Month, now, card.Code), card.Holder),
            "cardstream" => throw StripeError.Invalid($"Cardstream's test account has no card that behaves like '{text}'.", param, "resource_missing"),
            _ => throw StripeError.Invalid($"'{text}' is a test name, and this project's gateway account takes no test cards.", param, "resource_missing"),
        };
    }

    private static NewCard Card(string number, int month, DateTimeOffset now, string code) =>
        CardNumber.TryParse(number, out var parsed) && SecurityCode.TryParse(code, out var security)
            ? new(parsed, month, now.Year + 1, security)
            : throw new InvalidOperationException("A test card is malformed.");

    private static string? NameOf(string text) =>
        text.StartsWith(MethodPrefix, StringComparison.Ordinal) ? text[MethodPrefix.Length..]
        : text.StartsWith(TokenPrefix, StringComparison.Ordinal) ? text[TokenPrefix.Length..] : null;

    private sealed record CardstreamCard(string Number, string Code, string? Line1, string? PostalCode, int Month = 1, string? Name = null)
    {
        public BillingDetails Holder => new(new Address(null, Line1 is null ? null : "GB", Line1, null, PostalCode, null), null, Name, null);
    }
}
