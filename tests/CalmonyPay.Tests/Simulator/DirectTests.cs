using CalmonyPay.Simulator.Wire;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class DirectTests : IAsyncLifetime
{
    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync() => gateway = await StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Fact]
    public async Task A_sale_is_approved_captured_and_echoed_without_the_card()
    {
        var answer = await gateway.PostAsync(Sale(("customerPostCode", "NN17 8YG"), ("orderRef", "Zoë & co"), ("items[0][amount]", "5")));
        Assert.Equal("0", answer["responseCode"]);
        Assert.Equal("0", answer["responseStatus"]);
        Assert.StartsWith("AUTHCODE:", answer["responseMessage"]);
        Assert.Equal("captured", answer["state"]);
        Assert.Equal("1099", answer["amountReceived"]);
        Assert.Equal("Zoë & co", answer["orderRef"]);
        Assert.Equal("424242******4242", answer["cardNumberMask"]);
        Assert.Equal("5", answer.Record("items")?.Record("0")?["amount"]);
        Assert.Equal(("NN17 8YG", "NN17 8YG"), (answer["customerPostCode"], answer["customerPostcode"]));
        Assert.False(answer.Has("cardNumber") || answer.Has("cardCVV"));
        Assert.Matches("^261121 09[A-Z]{2}15[A-Z]{2}30[A-Z]{2}[0-9]{2}[A-Z]{3}$".Replace(" ", ""), answer["xref"]);
    }

    [Theory]
    [InlineData("66087", null)]
    [InlineData("65539", "wrong")]
    public async Task A_request_without_its_right_signature_gets_an_unsigned_refusal(string code, string? signature)
    {
        var answer = await gateway.PostRawAsync(Sale(("signature", signature)).Encode());
        Assert.Equal(code, answer["responseCode"]);
        Assert.Equal("2", answer["responseStatus"]);
        Assert.Equal("finished", answer["state"]);
        Assert.False(answer.Has("signature"));
    }

    [Fact]
    public async Task An_unknown_merchant_is_refused_and_an_empty_body_too()
    {
        Assert.Equal("65539", (await gateway.PostRawAsync(Sale(("merchantID", "999999"), ("signature", "x")).Encode()))["responseCode"]);
        Assert.Equal("66049", (await gateway.PostRawAsync(Sale(("merchantID", null)).Encode()))["responseCode"]);
        Assert.Equal("66048", (await gateway.PostRawAsync(""))["responseCode"]);
    }

    [Fact]
    public async Task A_partly_signed_request_is_taken()
    {
        var sale = Sale();
        sale.Set("signature", Signature.Partial(sale, Secret, ["merchantID", "action", "amount"]));
        Assert.Equal("0", (await gateway.PostRawAsync(sale.Encode()))["responseCode"]);
    }

    [Theory]
    [InlineData("action", null, "66055")]
    [InlineData("action", "STEAL", "66311")]
    [InlineData("type", null, "66086")]
    [InlineData("type", "3", "66342")]
    [InlineData("amount", null, "66056")]
    [InlineData("amount", "-5", "66312")]
    [InlineData("amount", "10.999", "66312")]
    [InlineData("currencyCode", null, "66057")]
    [InlineData("currencyCode", "ZZZ", "66313")]
    [InlineData("countryCode", null, "66070")]
    [InlineData("cardNumber", null, "66058")]
    [InlineData("cardNumber", "42x2", "66314")]
    [InlineData("cardExpiryDate", null, "66059")]
    [InlineData("cardExpiryDate", "1334", "66416")]
    [InlineData("cardExpiryDate", "1020", "66416")]
    [InlineData("cardCVV", "12", "66320")]
    [InlineData("captureDelay", "31", "66358")]
    [InlineData("duplicateDelay", "10000", "66334")]
    [InlineData("remoteAddress", "::1", "66329")]
    [InlineData("rtAgreementType", "forever", "66549")]
    [InlineData("initiator", "nobody", "66944")]
    [InlineData("xref", "26112109NP15CM22QH21JRL", "66341")]
    public async Task A_missing_or_invalid_field_has_its_own_code(string field, string? text, string code)
    {
        var answer = await gateway.PostAsync(Sale((field, text)));
        Assert.Equal(code, answer["responseCode"]);
        Assert.Equal("finished", answer["state"]);
        Assert.Equal(0, (await gateway.LookAsync("transactions")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("10.99", "GBP", "1099", "2")]
    [InlineData("142", "JPY", "142", "0")]
    [InlineData("1.5", "414", "1500", "3")]
    public async Task An_amount_in_major_units_becomes_minor_ones(string sent, string currency, string amount, string exponent)
    {
        var answer = await gateway.PostAsync(Sale(("amount", sent), ("currencyCode", currency)));
        Assert.Equal((amount, exponent), (answer["amount"], answer["currencyExponent"]));
    }

    [Fact]
    public async Task The_same_request_again_is_a_duplicate_until_its_delay_is_over()
    {
        var sale = Sale(("duplicateDelay", "9999"));
        var first = await gateway.PostAsync(sale);
        gateway.Clock.Advance(TimeSpan.FromSeconds(9998));
        var second = await gateway.PostAsync(sale);
        Assert.Equal("65554", second["responseCode"]);
        Assert.Equal("finished", second["state"]);
        Assert.NotEqual(first["xref"], second["xref"]);
        Assert.Equal("66341", (await gateway.PostAsync(Manage("QUERY", second["xref"])))["responseCode"]);
        gateway.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("0", (await gateway.PostAsync(sale))["responseCode"]);
    }

    [Fact]
    public async Task A_check_stores_nothing_and_sees_a_duplicate()
    {
        var sale = Sale();
        sale.Set("checkOnly", "Y");
        Assert.Equal("0", (await gateway.PostAsync(sale))["responseCode"]);
        sale.Remove("checkOnly");
        Assert.Equal("0", (await gateway.PostAsync(sale))["responseCode"]);
        Assert.Equal("65554", (await gateway.PostAsync(sale.Set("checkOnly", "Y")))["responseCode"]);
    }

    [Fact]
    public async Task A_clone_takes_what_it_does_not_send_but_the_security_code()
    {
        var first = await gateway.PostAsync(Sale(("orderRef", "A1"), ("customerName", "Ada"), ("merchantData", "kept")));
        var clone = Manage("SALE", first["xref"], ("type", "9"), ("rtAgreementType", "recurring"), ("amount", "500"),
            ("transactionUnique", "renewal-1"));
        var answer = await gateway.PostAsync(clone);
        Assert.Equal(("0", "500", "A1", "Ada", "kept"), (answer["responseCode"], answer["amount"], answer["orderRef"],
            answer["customerName"], answer["merchantData"]));
        Assert.Equal(("424242******4242", "merchant", "not checked"), (answer["cardNumberMask"], answer["initiator"], answer["cv2Check"]));
        Assert.NotEqual(first["xref"], answer["xref"]);
    }

    [Fact]
    public async Task Clone_fields_limit_what_is_taken()
    {
        var first = await gateway.PostAsync(Sale(("orderRef", "A1"), ("customerName", "Ada")));
        var only = await gateway.PostAsync(Manage("SALE", first["xref"], ("cloneFields", "orderFields,cardFields")));
        Assert.Equal(("0", null, null), (only["responseCode"], only["orderRef"], only["customerName"]));
        var except = await gateway.PostAsync(Manage("SALE", first["xref"], ("cloneFields", "!orderRefFields"), ("amount", "7")));
        Assert.Equal(("0", null, "Ada"), (except["responseCode"], except["orderRef"], except["customerName"]));
    }

    [Fact]
    public async Task A_clone_that_copies_the_unique_reference_is_a_duplicate_of_its_twin()
    {
        var first = await gateway.PostAsync(Sale());
        var clone = Manage("SALE", first["xref"], ("amount", "500"));
        Assert.Equal("0", (await gateway.PostAsync(clone))["responseCode"]);
        Assert.Equal("65554", (await gateway.PostAsync(clone))["responseCode"]);
    }

    [Fact]
    public async Task An_expired_reference_cannot_be_used()
    {
        var first = await gateway.PostAsync(Sale());
        gateway.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal("65564", (await gateway.PostAsync(Manage("QUERY", first["xref"])))["responseCode"]);
    }

    [Fact]
    public async Task An_account_may_want_the_security_code_and_refuse_a_delayed_capture()
    {
        await using var strict = await StartAsync(options =>
        {
            options.Accounts[Merchant].CardCvvMandatory = true;
            options.Accounts[Merchant].DelayedCapture = false;
        });
        Assert.Equal("66064", (await strict.PostAsync(Sale(("cardCVV", null))))["responseCode"]);
        Assert.Equal("66358", (await strict.PostAsync(Sale(("captureDelay", "-1"))))["responseCode"]);
        var first = await strict.PostAsync(Sale());
        var later = Manage("SALE", first["xref"], ("type", "9"), ("transactionUnique", "r"), ("rtAgreementType", "recurring"));
        Assert.Equal("0", (await strict.PostAsync(later))["responseCode"]);
    }

    [Fact]
    public async Task A_redirect_address_turns_the_answer_into_a_page()
    {
        var sale = Sale(("redirectURL", "https://shop.example/back"));
        using var response = await gateway.SendAsync(sale.Set("signature", Signature.Of(sale, Secret)).Encode());
        Assert.Contains("<form method=\"post\" action=\"https://shop.example/back\">", await response.Content.ReadAsStringAsync());
    }
}
