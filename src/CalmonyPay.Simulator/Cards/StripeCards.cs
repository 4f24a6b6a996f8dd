namespace CalmonyPay.Simulator.Cards;

/// <summary>The test cards of docs.stripe.com/testing. The number alone decides; any amount and any later expiry will do.</summary>
internal static class StripeCards
{
    private const int DebitFlag = 1 << 1;
    private const int PrepaidFlag = 1 << 3;
    private const string Declined = "CARD DECLINED";

    /// <summary>A code that the gateway's list does not explain, so that it reads as a decline without a reason.</summary>
    private static readonly CardDecline Generic = new(99, Declined);

    public static IEnumerable<(string Number, CardProfile Card)> All =>
        [.. Brands, .. Countries, .. Declines, .. Risks, .. Checks, .. Disputes, .. Settlements, .. ThreeDSecure];

    private static IEnumerable<(string, CardProfile)> Brands =>
    [
        ("4242424242424242", Card("4242424242424242") with { Enrolment = Enrolment.NotEnrolled }),
        Plain("4012888888881881"),
        Debit("4000056655665556", CardBrand.VisaDebit),
        Plain("5555555555554444"),
        Plain("2223003122003222"),
        Debit("5200828282828210", CardBrand.MastercardDebit),
        ("5105105105105100", Card("5105105105105100") with { Flags = PrepaidFlag }),
        ("378282246310005", Card("378282246310005") with { Enrolment = Enrolment.NotEnrolled }),
        Plain("371449635398431"),
        Plain("6011111111111117"),
        Plain("6011000990139424"),
        Debit("6011981111111113", CardBrand.Discover),
        Plain("3056930009020004"),
        Plain("36227206271667"),
        Plain("6555900000604105"),
        ("3566002020360505", Card("3566002020360505", "JPN")),
        ("6200000000000005", Card("6200000000000005", "CHN")),
        ("6200000000000047", Card("6200000000000047", "CHN") with { Flags = DebitFlag, Brand = CardBrand.UnionPayDebit }),
        ("6205500000000000004", Card("6205500000000000004", "CHN")),
        Debit("4000051230000072", CardBrand.VisaDebit),
        Debit("5200828282828897", CardBrand.MastercardDebit),
    ];

    private static IEnumerable<(string, CardProfile)> Countries => CountryCards.All.Select(row =>
    {
        var debit = row.Number is "4000058260000005" or "4000057640000008" or "4000050360000001";
        var card = Card(row.Number, row.Country);
        return (row.Number, debit ? card with { Flags = DebitFlag, Brand = CardBrand.VisaDebit } : card);
    });

    private static IEnumerable<(string, CardProfile)> Declines =>
    [
        Declining("4000000000000002", Generic),
        Declining("4000000000009995", new(51, "INSUFFICIENT FUNDS")),
        Declining("4000000000009987", new(41, "LOST CARD")),
        Declining("4000000000009979", new(43, "STOLEN CARD")),
        Declining("4000000000000069", new(54, "EXPIRED CARD")),
        Declining("4000000000000127", new(82, "CVV FAILURE", DeclineScope.WithSecurityCode)),
        Declining("4000000000000119", new(96, "SYSTEM MALFUNCTION")),
        Declining("4000000000006975", new(5, "VCS DECLINE")),
        Declining("4000000000000341", Generic with { Scope = DeclineScope.PaymentsOnly }),
        Declining("4100000000000019", new(65862, "RISK DECLINED")),
    ];

    private static IEnumerable<(string, CardProfile)> Risks =>
    [
        ("4000000000004954", Card("4000000000004954") with { Risk = "highest" }),
        ("4000000000009235", Card("4000000000009235") with { Risk = "elevated" }),
    ];

    private static IEnumerable<(string, CardProfile)> Checks =>
    [
        Checking("4000000000000101", new() { CvvResult = 4 }),
        Checking("4000000000000036", new() { PostcodeResult = 4 }),
        Checking("4000000000000028", new() { AddressResult = 4 }),
        Checking("4000000000000010", new() { AddressResult = 4, PostcodeResult = 4 }),
        Checking("4000000000000044", new() { AddressResult = 0, PostcodeResult = 0 }),
    ];

    private static IEnumerable<(string, CardProfile)> Disputes =>
    [
        Disputed("4000000000000259", new("chargeback", "fraudulent")),
        Disputed("4000000000002685", new("chargeback", "product_not_received")),
        Disputed("4000000000001976", new("inquiry", "fraudulent")),
        Disputed("4000000000005423", new("warning", "fraudulent")),
        Disputed("4000000404000079", new("chargeback", "fraudulent", Times: 2)),
    ];

    private static IEnumerable<(string, CardProfile)> Settlements =>
    [
        ("4000000000000077", Card("4000000000000077") with { SettlesAtOnce = true }),
        ("4000003720000278", Card("4000003720000278", "IRL") with { SettlesAtOnce = true }),
        ("4000000000007726", Card("4000000000007726") with { SettlesAtOnce = true, RefundsLate = true }),
        ("4000000000005126", Card("4000000000005126") with { SettlesAtOnce = true, RefundsFail = true }),
    ];

    private static IEnumerable<(string, CardProfile)> ThreeDSecure =>
    [
        Secure("4000000000003220", "IRL", ScaDemand.UnlessSetUp),
        Secure("4000008400000027", "USA", ScaDemand.UnlessSetUp),
        Secure("4000000000003063", "USA", ScaDemand.UnlessSetUp),
        Secure("4000002500003155", "FRA", ScaDemand.UnlessSetUp),
        Secure("4000002760003184", "DEU", ScaDemand.Always),
        Secure("4000003800000446", "ITA", ScaDemand.OnSessionOnly),
        Secure("4000008260003178", "GBR", ScaDemand.OnSessionOnly,
            decline: new(51, "INSUFFICIENT FUNDS", DeclineScope.PaymentsOnly)),
        Secure("4000008400001629", "USA", ScaDemand.UnlessSetUp, decline: Generic),
        Secure("4000008400001280", "USA", ScaDemand.Always, Enrolment.LookupError),
        Secure("4000000032200000", "USA", ScaDemand.UnlessSetUp, Enrolment.Frictionless),
        Secure("4000000000003055", "USA", ScaDemand.None, Enrolment.Supported),
        Secure("4000000000003097", "USA", ScaDemand.None, Enrolment.AuthenticationError),
    ];

    private static CardProfile Card(string number, string country = "USA") => new()
    {
        Book = CardBook.Stripe,
        Brand = CardBrand.Of(number),
        Country = country,
        Enrolment = Enrolment.Attempted,
    };

    private static (string, CardProfile) Plain(string number) => (number, Card(number));

    private static (string, CardProfile) Debit(string number, CardBrand brand) =>
        (number, Card(number) with { Flags = DebitFlag, Brand = brand });

    private static (string, CardProfile) Declining(string number, CardDecline decline) =>
        (number, Card(number) with { Decline = decline });

    private static (string, CardProfile) Checking(string number, CardHolder holder) =>
        (number, Card(number) with { Holder = holder });

    private static (string, CardProfile) Disputed(string number, CardDispute dispute) =>
        (number, Card(number) with { Dispute = dispute });

    private static (string, CardProfile) Secure(
        string number, string country, ScaDemand sca, Enrolment enrolment = Enrolment.Challenge, CardDecline? decline = null) =>
        (number, Card(number, country) with { Sca = sca, Enrolment = enrolment, Decline = decline });
}
