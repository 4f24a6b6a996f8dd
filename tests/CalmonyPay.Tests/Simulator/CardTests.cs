using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class CardTests : IAsyncLifetime
{
    private const string Cardstream = "4929421234600821";

    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync() => gateway = await StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Theory]
    [InlineData("4242424242424242", "VC", "USA")]
    [InlineData("4000056655665556", "VD", "USA")]
    [InlineData("5555555555554444", "MC", "USA")]
    [InlineData("2223003122003222", "MC", "USA")]
    [InlineData("5200828282828210", "MD", "USA")]
    [InlineData("5105105105105100", "MC", "USA")]
    [InlineData("378282246310005", "AM", "USA")]
    [InlineData("371449635398431", "AM", "USA")]
    [InlineData("6011111111111117", "DS", "USA")]
    [InlineData("6011000990139424", "DS", "USA")]
    [InlineData("3056930009020004", "DI", "USA")]
    [InlineData("36227206271667", "DI", "USA")]
    [InlineData("3566002020360505", "JC", "JPN")]
    [InlineData("6200000000000005", "CC", "CHN")]
    [InlineData("6205500000000000004", "CC", "CHN")]
    [InlineData("4000008260000000", "VC", "GBR")]
    [InlineData("4000058260000005", "VD", "GBR")]
    [InlineData("5555558265554449", "MC", "GBR")]
    [InlineData("4000002760000016", "VC", "DEU")]
    [InlineData("4111111111111111", "VC", "XXX")]
    public async Task A_good_card_is_approved_at_any_amount(string number, string type, string country)
    {
        var cvv = number.Length == 15 ? "1234" : "123";
        var answer = await gateway.PostAsync(Sale(("cardNumber", number), ("cardCVV", cvv), ("amount", "12345")));
        Assert.Equal(("0", type, country), (answer["responseCode"], answer["cardTypeCode"], answer["cardIssuerCountryCode"]));
    }

    [Theory]
    [InlineData("4000000000000002", "99")]
    [InlineData("4000000000009995", "51")]
    [InlineData("4000000000009987", "41")]
    [InlineData("4000000000009979", "43")]
    [InlineData("4000000000000069", "54")]
    [InlineData("4000000000000127", "82")]
    [InlineData("4000000000000119", "96")]
    [InlineData("4242424242424241", "14")]
    [InlineData("4000000000006975", "5")]
    [InlineData("4000000000000341", "99")]
    [InlineData("4100000000000019", "65862")]
    [InlineData("4000000000003220", "65")]
    [InlineData("4000002500003155", "65")]
    [InlineData("4000002760003184", "65")]
    [InlineData("4000003800000446", "65")]
    [InlineData("4000008400001629", "65")]
    [InlineData("4000008260003178", "65")]
    [InlineData("4000008400001280", "65")]
    public async Task A_bad_card_is_declined_for_its_reason(string number, string code)
    {
        var answer = await gateway.PostAsync(Sale(("cardNumber", number)));
        Assert.Equal((code, "1", "declined", "0"),
            (answer["responseCode"], answer["responseStatus"], answer["state"], answer["amountReceived"]));
    }

    [Fact]
    public async Task A_velocity_decline_says_so_and_lack_of_funds_says_when_to_try_again()
    {
        Assert.Equal("VCS DECLINE", (await gateway.PostAsync(Sale(("cardNumber", "4000000000006975"))))["responseMessage"]);
        var poor = await gateway.PostAsync(Sale(("cardNumber", "4000000000009995")));
        Assert.Equal(("2", "2026-11-24 09:15:30"), (poor["rtAdviceCode"], poor["rtRetryAfter"]));
    }

    [Theory]
    [InlineData("4000000000000341", "0")]
    [InlineData("4000000000000002", "99")]
    public async Task Some_cards_can_be_saved_and_not_charged(string number, string code)
    {
        var verify = await gateway.PostAsync(Sale(("action", "VERIFY"), ("amount", "0"), ("cardNumber", number)));
        Assert.Equal(code, verify["responseCode"]);
    }

    [Theory]
    [InlineData("4000000000000101", "422100")]
    [InlineData("4000000000000036", "242100")]
    [InlineData("4000000000000028", "224100")]
    [InlineData("4000000000000010", "244100")]
    [InlineData("4000000000000044", "200100")]
    [InlineData("4242424242424242", "222100")]
    public async Task Check_cards_fail_their_check_and_are_approved(string number, string checks)
    {
        var answer = await gateway.PostAsync(Sale(
            ("cardNumber", number), ("customerAddress", "1 High Street"), ("customerPostcode", "N1 1AA")));
        Assert.Equal(("0", checks), (answer["responseCode"], answer["avscv2ResponseCode"]));
    }

    [Fact]
    public async Task A_check_that_the_merchant_does_not_accept_reverses_the_payment()
    {
        var answer = await gateway.PostAsync(Sale(("cardNumber", "4000000000000101"), ("cv2CheckPref", "matched,not checked")));
        Assert.Equal(("5", "AVS/CV2 DECLINED", "reversed", "0"),
            (answer["responseCode"], answer["responseMessage"], answer["state"], answer["amountReceived"]));
    }

    [Theory]
    [InlineData("356", "Flat 6 Primrose Rise, 347 Lavender Road", "NN17 8YG", "222100", "ALL MATCH")]
    [InlineData("357", "Flat 6 Primrose Rise, 347 Lavender Road", "NN17 8YG", "422100", "ADDRESS MATCH ONLY")]
    [InlineData("356", "1 Other Road", "AA1 1AA", "244100", "SECURITY CODE MATCH ONLY")]
    [InlineData("356", null, null, "211100", "SECURITY CODE MATCH ONLY")]
    public async Task Cardstreams_cards_compare_digits(string cvv, string? address, string? postcode, string code, string message)
    {
        var answer = await gateway.PostAsync(Sale(
            ("cardNumber", Cardstream), ("cardCVV", cvv), ("customerAddress", address), ("customerPostcode", postcode)));
        Assert.Equal((code, message), (answer["avscv2ResponseCode"], answer["avscv2ResponseMessage"]));
    }

    [Theory]
    [InlineData("2499", "0", "captured", "accepted")]
    [InlineData("2500", "0", "captured", "rejected")]
    [InlineData("5000", "1", "referred", "referred")]
    [InlineData("10000", "5", "declined", "declined")]
    [InlineData("15000", "4", "declined", "declined")]
    [InlineData("20000", "65", "declined", "declined")]
    [InlineData("25000", "65", "declined", "declined")]
    public async Task The_amount_decides_for_Cardstreams_cards(string amount, string code, string state, string settled)
    {
        var answer = await gateway.SettledAsync(Sale(("cardNumber", Cardstream), ("amount", amount)));
        Assert.Equal((code, state), (answer["responseCode"], answer["state"]));
        Assert.Equal(settled, (await gateway.PostAsync(Manage("QUERY", answer["xref"])))["state"]);
    }

    [Theory]
    [InlineData("99", "66311")]
    [InlineData("30000", "66311")]
    public async Task An_amount_outside_the_table_is_no_test_amount(string amount, string code) =>
        Assert.Equal(code, (await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", amount))))["responseCode"]);

    [Fact]
    public async Task By_telephone_nobody_can_be_asked_to_authenticate()
    {
        Assert.Equal("0", (await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", "20000"), ("type", "2"))))["responseCode"]);
        Assert.Equal("5", (await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", "25000"), ("type", "2"))))["responseCode"]);
    }

    [Fact]
    public async Task A_referred_sale_is_completed_with_the_code_got_by_voice()
    {
        var referred = await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", "5000")));
        var completed = await gateway.PostAsync(Manage("SALE", referred["xref"], ("authorisationCode", "123456")));
        Assert.Equal(("0", "captured"), (completed["responseCode"], completed["state"]));
    }

    [Fact]
    public async Task The_settlement_goes_by_the_captured_amount()
    {
        var sale = await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", "2600"), ("captureDelay", "-1")));
        await gateway.PostAsync(Manage("CAPTURE", sale["xref"], ("amount", "2000")));
        await gateway.AdminAsync("settle");
        Assert.Equal("accepted", (await gateway.PostAsync(Manage("QUERY", sale["xref"])))["state"]);
    }

    [Fact]
    public async Task A_name_can_choose_the_outcome()
    {
        var answer = await gateway.PostAsync(Sale(("cardNumber", Cardstream), ("amount", "100"), ("customerName", "Test [100]")));
        Assert.Equal("5", answer["responseCode"]);
    }

    [Fact]
    public async Task A_card_that_expired_while_it_was_saved_is_declined()
    {
        var first = await gateway.PostAsync(Sale(("cardExpiryDate", "1226")));
        gateway.Clock.Advance(TimeSpan.FromDays(60));
        var later = await gateway.PostAsync(Manage("SALE", first["xref"], ("type", "9"), ("transactionUnique", "later")));
        Assert.Equal("54", later["responseCode"]);
    }
}
