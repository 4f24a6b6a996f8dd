using CalmonyPay.Cardstream;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Cardstream;
using CalmonyPay.Tests.Simulator;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Cardholder = CalmonyPay.Gateways.Cardholder;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Tests.Gateways;

/// <summary>Orders that say only what the test is about.</summary>
internal static class Orders
{
    public static Currency Pounds { get; } = Currency.Of("gbp");

    public static CardstreamGateway Driver(double timeoutSeconds = 10) =>
        new(Options.Create(new GatewayOptions { Timeout = TimeSpan.FromSeconds(timeoutSeconds) }), NullLogger<CardstreamGateway>.Instance);

    public static GatewayAccount Account(Uri url, bool secure = false) => new(
        Guid.NewGuid(), "cardstream", url,
        secure ? GatewayUnderTest.SecureMerchant : GatewayUnderTest.Merchant,
        secure ? GatewayUnderTest.SecureSecret : GatewayUnderTest.Secret,
        "826", secure, false, false, "stripe");

    public static ChargeOrder Charge(
        string id = "ch_1", long minor = 1099, string currency = "gbp", bool capture = false, string card = "4242424242424242", CardSource? source = null,
        Agreement agreement = Agreement.None, Uri? callback = null, BrowserData? browser = null, Cardholder? holder = null) => new(
        id, "pi_1", new(minor, Currency.Of(currency)), capture, source ?? Fresh(card), holder ?? Cardholder.Unknown, agreement, callback, "SHOP", "ORDER 7", browser);

    public static VerifyOrder Verify(string id = "seti_1", string card = "4242424242424242") =>
        new(id, Fresh(card), Cardholder.Unknown, Pounds, Agreement.CardOnFile, null, null);

    public static CardSource.Fresh Fresh(string card) => new(new NewCard(Cards.Number(card), 12, 2034, Cards.Code("123")));

    public static BrowserData Shopper { get; } = new(
        new Uri("https://pay.example/3ds?t=1"), "203.0.113.7", "Mozilla/5.0", "text/html", "en-GB", true, 0, "1920x1080x24", ChallengeMandated: true);

    /// <summary>A signed answer, as the gateway would give it to <see cref="Charge"/>; name what differs, null leaves a field out.</summary>
    public static string Answer(string code, string status, string state, params (string Name, string? Value)[] changes)
    {
        var fields = new Dictionary<string, string?>
        {
            ["action"] = "SALE",
            ["amount"] = "1099",
            ["currencyCode"] = "826",
            ["transactionUnique"] = "ch_1",
            ["responseCode"] = code,
            ["responseStatus"] = status,
            ["responseMessage"] = "MESSAGE",
            ["state"] = state,
            ["xref"] = "26112109NP15CM22QH21JRL",
        };
        foreach (var (name, value) in changes) fields[name] = value;
        var list = FieldList.Of(fields.Select(field => (field.Key, field.Value)));
        return list.With(Signature.FieldName, Signature.Sign(list, GatewayUnderTest.Secret)).Encode();
    }
}
