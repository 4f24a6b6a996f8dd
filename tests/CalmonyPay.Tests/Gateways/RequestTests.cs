using CalmonyPay.Cardstream;
using CalmonyPay.Gateways;
using CalmonyPay.Tests.Cardstream;
using static CalmonyPay.Tests.Gateways.Orders;
using Cardholder = CalmonyPay.Gateways.Cardholder;

namespace CalmonyPay.Tests.Gateways;

/// <summary>What goes out to the gateway for each kind of order.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_charge_only_holds_and_may_not_be_doubled()
    {
        var sent = await SentAsync(Charge(callback: new Uri("https://pay.example/gateway/callbacks/t"),
            holder: new Cardholder("Ada", "ada@example.com", null, "1 High St", "Flat 2", "London", null, "N1 1AA", "GB")));
        Assert.Equal(("SALE", "-1", "9999", "ch_1", "pi_1"), (sent["action"], sent["captureDelay"], sent["duplicateDelay"], sent["transactionUnique"], sent["orderRef"]));
        Assert.Equal(("1099", "826", "826", "1", "consumer"), (sent["amount"], sent["currencyCode"], sent["countryCode"], sent["type"], sent["initiator"]));
        Assert.Equal(("4242424242424242", "12", "34", "123"), (sent["cardNumber"], sent["cardExpiryMonth"], sent["cardExpiryYear"], sent["cardCVV"]));
        Assert.Equal(("Ada", "1 High St\nFlat 2", "N1 1AA"), (sent["customerName"], sent["customerAddress"], sent["customerPostcode"]));
        Assert.Equal(("https://pay.example/gateway/callbacks/t", "SHOP", "ORDER 7"), (sent["callbackURL"], sent["statementNarrative1"], sent["statementNarrative2"]));
        Assert.Null(sent["rtAgreementType"]);
        Assert.Null(sent["redirectURL"]);
    }

    [Fact]
    public async Task A_charge_that_captures_at_once_names_no_delay() => Assert.Null((await SentAsync(Charge(capture: true)))["captureDelay"]);

    [Theory]
    [InlineData(Agreement.CardOnFile, "consumer", "1", "cardonfile", null, "321")]
    [InlineData(Agreement.RecurringStart, "consumer", "1", "recurring", null, "321")]
    [InlineData(Agreement.Recurring, "merchant", "9", "recurring", "N", null)]
    [InlineData(Agreement.Unscheduled, "merchant", "2", "unscheduled", "N", null)]
    public async Task An_agreement_says_who_asks_and_a_merchant_sends_neither_code_nor_browser(
        Agreement agreement, string initiator, string type, string agreed, string? checks, string? code)
    {
        var sent = await SentAsync(Charge(source: new CardSource.Stored("26112109NP15CM22QH21JRL", Cards.Code("321")), agreement: agreement, browser: Shopper));
        Assert.Equal((initiator, type, agreed, checks, code), (sent["initiator"], sent["type"], sent["rtAgreementType"], sent["avscv2CheckRequired"], sent["cardCVV"]));
        Assert.Equal("26112109NP15CM22QH21JRL", sent["xref"]);
        Assert.Equal(initiator == "merchant", sent["threeDSRedirectURL"] is null && sent["remoteAddress"] is null && sent["deviceIdentity"] is null);
    }

    [Fact]
    public async Task A_browser_brings_what_authentication_needs()
    {
        var sent = await SentAsync(Charge(browser: Shopper));
        Assert.Equal(("https://pay.example/3ds?t=1", "203.0.113.7", "Mozilla/5.0"), (sent["threeDSRedirectURL"], sent["remoteAddress"], sent["deviceIdentity"]));
        Assert.Equal(("javascript", "0", "1920x1080x24"), (sent["deviceCapabilities"], sent["deviceTimeZone"], sent["deviceScreenResolution"]));
        Assert.Equal("04", sent["threeDSOptions[requestorChallengeIndicator]"]);
    }

    [Fact]
    public async Task The_same_order_goes_out_byte_for_byte_again()
    {
        await using var peer = Peer.AnsweringForm(Answer("0", "0", "approved"));
        using var driver = Driver();
        await driver.ChargeAsync(Account(peer.Url), Charge(browser: Shopper));
        var first = peer.LastBody;
        await driver.ChargeAsync(Account(peer.Url), Charge(browser: Shopper));
        Assert.Equal(first, peer.LastBody);
    }

    private static async Task<FieldList> SentAsync(ChargeOrder order)
    {
        await using var peer = Peer.AnsweringForm(Answer("0", "0", "approved"));
        using var driver = Driver();
        await driver.ChargeAsync(Account(peer.Url), order);
        return FieldList.Parse(peer.LastBody!);
    }
}
