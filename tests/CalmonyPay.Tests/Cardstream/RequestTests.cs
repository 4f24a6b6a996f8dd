using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

public sealed class RequestTests
{
    private static readonly CardstreamAccount Account = new(new Uri("https://gateway.example.test/direct/"), "100001", "secret", "GB");

    [Fact]
    public void A_sale_with_a_new_card_says_everything_once()
    {
        var sale = new SaleRequest
        {
            Source = new NewCard(Cards.Number("4929 4212 3460 0821"), 3, 2031, Cards.Code("356"), new("Ada", "1 Road\nVillage", "NN17 8YG", "Town", "County", "GB", "a@b.test", "+441")),
            Amount = 1001,
            CurrencyCode = "gbp",
            TransactionUnique = "ch_1",
            OrderRef = "pi_1",
            CaptureDelay = SaleRequest.NeverCapture,
            CallbackUrl = new Uri("https://pay.example.test/cb/x?y=1"),
            StatementNarrative1 = "SHOP",
            StatementNarrative2 = "BOOK",
            RemoteAddress = "::ffff:192.0.2.7",
            Initiator = Initiator.Consumer,
            RtAgreementType = "cardonfile",
            AvsCv2CheckRequired = true,
            ThreeDS = new()
            {
                RedirectUrl = new Uri("https://pay.example.test/3ds/k"),
                Required = true,
                Policy = 2,
                ScaExemption = "lowvalue",
                Device = new("UA", "text/html", "en", TimeZone: -60, ScreenResolution: "1920x1080x24"),
                Options = [new("challengeWindowSize", "05"), new("requestorChallengeIndicator", "04")],
            },
        };
        Assert.Equal(
            [
                "merchantID=100001", "action=SALE", "type=1", "amount=1001", "currencyCode=GBP", "countryCode=GB", "transactionUnique=ch_1",
                "orderRef=pi_1", "cardNumber=4929421234600821", "cardExpiryMonth=03", "cardExpiryYear=31", "cardCVV=356", "customerName=Ada",
                "customerAddress=1 Road\nVillage", "customerTown=Town", "customerCounty=County", "customerPostcode=NN17 8YG",
                "customerCountryCode=GB", "customerEmail=a@b.test", "customerPhone=+441", "captureDelay=-1", "duplicateDelay=9999",
                "callbackURL=https://pay.example.test/cb/x?y=1", "initiator=consumer", "rtAgreementType=cardonfile", "avscv2CheckRequired=Y",
                "statementNarrative1=SHOP", "statementNarrative2=BOOK", "remoteAddress=192.0.2.7", "threeDSRequired=Y", "threeDSPolicy=2",
                "threeDSRedirectURL=https://pay.example.test/3ds/k", "scaExemption=lowvalue", "deviceChannel=browser", "deviceIdentity=UA",
                "deviceAcceptContent=text/html", "deviceAcceptLanguage=en", "deviceCapabilities=javascript", "deviceTimeZone=-60",
                "deviceScreenResolution=1920x1080x24", "threeDSOptions[challengeWindowSize]=05", "threeDSOptions[requestorChallengeIndicator]=04",
            ],
            Sent(sale.ToFields(Account)));
        Assert.Equal(sale.ToFields(Account).Encode(), (sale with { }).ToFields(Account).Encode());
    }

    [Fact]
    public void A_merchant_initiated_sale_on_a_stored_card_sends_a_reference_and_no_card()
    {
        var sale = new SaleRequest
        {
            Source = new StoredCard("XREF"),
            Amount = 500,
            CurrencyCode = "826",
            TransactionUnique = "ch_2",
            Type = TransactionType.ContinuousAuthority,
            Initiator = Initiator.Merchant,
            RtAgreementType = "recurring",
            AvsCv2CheckRequired = false,
        };
        Assert.Equal(
            [
                "merchantID=100001", "action=SALE", "type=9", "amount=500", "currencyCode=826", "countryCode=GB", "transactionUnique=ch_2",
                "xref=XREF", "duplicateDelay=9999", "initiator=merchant", "rtAgreementType=recurring", "avscv2CheckRequired=N",
            ],
            Sent(sale.ToFields(Account)));
    }

    [Fact]
    public void A_verification_asks_for_nothing() =>
        Assert.Equal(
            ["merchantID=100001", "action=VERIFY", "type=1", "amount=0", "currencyCode=GBP", "countryCode=GB", "transactionUnique=seti_1", "paymentToken=tok", "duplicateDelay=9999"],
            Sent(new VerifyRequest { Source = new CardToken("tok"), CurrencyCode = "gbp", TransactionUnique = "seti_1" }.ToFields(Account)));

    [Fact]
    public void Follow_ups_send_what_they_are_about_and_nothing_of_the_sale()
    {
        Assert.Equal(["merchantID=100001", "action=CAPTURE", "xref=X", "amount=700"], Sent(new CaptureRequest("X", 700).ToFields(Account)));
        Assert.Equal(["merchantID=100001", "action=CAPTURE", "xref=X"], Sent(new CaptureRequest("X").ToFields(Account)));
        Assert.Equal(["merchantID=100001", "action=CANCEL", "xref=X"], Sent(new CancelRequest("X").ToFields(Account)));
        Assert.Equal(["merchantID=100001", "action=QUERY", "xref=X"], Sent(new QueryRequest("X").ToFields(Account)));
        Assert.Equal(
            ["merchantID=100001", "action=REFUND_SALE", "xref=X", "amount=300", "transactionUnique=re_1", "orderRef=pi_1", "duplicateDelay=9999"],
            Sent(new RefundSaleRequest("X", 300, "re_1", "pi_1").ToFields(Account)));
    }

    [Fact]
    public void A_continuation_hands_on_every_posted_field_in_its_order()
    {
        var fields = new Continuation("REF", [new("threeDSSessionData", "s"), new("cres", "c"), new("extra[a]", "1")]).ToFields(Account);
        Assert.Equal(
            ["threeDSRef=REF", "threeDSResponse[threeDSSessionData]=s", "threeDSResponse[cres]=c", "threeDSResponse[extra][a]=1", "merchantID=100001"],
            Sent(fields));
        Assert.Equal(["threeDSRef=REF", "threeDSResponse[threeDSMethodData]=timeout", "merchantID=100001"], Sent(Continuation.MethodTimedOut("REF").ToFields(Account)));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::1", "127.0.0.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void The_payers_address_goes_as_ipv4_where_it_can(string seen, string sent) =>
        Assert.Equal(sent, new VerifyRequest { Source = new StoredCard("X"), CurrencyCode = "gbp", TransactionUnique = "t", RemoteAddress = seen }
            .ToFields(Account)["remoteAddress"]);

    private static IEnumerable<string> Sent(FieldList fields) => fields.Select(pair => $"{pair.Key}={pair.Value}");
}
