using System.Text.Json;
using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("SALE", 0, 0, "captured", true)]
    [InlineData("SALE", 0, 0, "approved", true)]
    [InlineData("SALE", 10, 0, "approved", true)]
    [InlineData("SALE", 0, 0, "received", false)]
    [InlineData("SALE", 0, 0, "declined", false)]
    [InlineData("SALE", 0, 0, "reversed", false)]
    [InlineData("SALE", 0, 0, "new state", false)]
    [InlineData("SALE", 0, 0, "2", false)]
    [InlineData("SALE", 0, 0, null, false)]
    [InlineData("SALE", 0, null, "captured", false)]
    [InlineData("SALE", 5, 1, "captured", false)]
    [InlineData("SALE", 65802, 2, "received", false)]
    [InlineData("VERIFY", 85, 0, "verified", true)]
    [InlineData("VERIFY", 0, 0, "verified", true)]
    [InlineData("CAPTURE:SALE", 0, 0, "captured", true)]
    [InlineData("CAPTURE:SALE", 65541, 2, "finished", false)]
    [InlineData("CANCEL:SALE", 0, 0, "canceled", false)]
    [InlineData("QUERY:SALE", 0, 0, "tendered", true)]
    [InlineData("QUERY:SALE", 0, 0, "deferred", true)]
    [InlineData("QUERY:SALE", 0, 0, "accepted", true)]
    [InlineData("QUERY:SALE", 0, 0, "rejected", false)]
    [InlineData("QUERY:SALE", 5, 1, "declined", false)]
    public void Approval_wants_both_status_and_state(string action, int code, int? status, string? state, bool approved) =>
        Assert.Equal(approved, Answer(("action", action), ("responseCode", $"{code}"), ("responseStatus", status?.ToString()), ("state", state)).IsApproved);

    [Theory]
    [InlineData(SignatureVerdict.Missing)]
    [InlineData(SignatureVerdict.Mismatch)]
    [InlineData(SignatureVerdict.NoSecretHeld)]
    [InlineData(SignatureVerdict.PartialUntrusted)]
    public void Nothing_is_approved_on_an_untrusted_signature(SignatureVerdict verdict)
    {
        var fields = FieldList.Parse("action=SALE&responseCode=0&responseStatus=0&state=captured");
        Assert.False(new CardstreamAnswer(fields, verdict).IsApproved);
        Assert.True(new CardstreamAnswer(fields, SignatureVerdict.NotSigned).IsApproved);
    }

    [Fact]
    public void A_cancel_succeeds_in_the_state_canceled()
    {
        Assert.True(Answer(("action", "CANCEL:SALE"), ("responseCode", "0"), ("responseStatus", "0"), ("state", "canceled")).IsCanceled);
        Assert.False(Answer(("action", "CANCEL:SALE"), ("responseCode", "65541"), ("responseStatus", "2"), ("state", "finished")).IsCanceled);
    }

    [Fact]
    public void A_query_is_read_by_what_it_asked_about()
    {
        var older = Answer(("action", "QUERY:SALE"), ("responseCode", "51"), ("responseStatus", "1"), ("state", "declined"));
        var newer = Answer(
            ("action", "QUERY:SALE"), ("responseCode", "0"), ("responseStatus", "0"), ("state", "declined"),
            ("originalResponseCode", "51"), ("originalResponseStatus", "1"), ("originalResponseMessage", "CARD DECLINED"));
        Assert.Equal(["insufficient_funds", "insufficient_funds"], new[] { older, newer }.Select(answer => answer.Outcome.DeclineCode));
        Assert.Equal((51, 1, "CARD DECLINED"), (newer.OriginalResponseCode, newer.OriginalResponseStatus, newer.OriginalResponseMessage));
    }

    [Fact]
    public void A_yes_in_the_code_with_a_no_in_the_status_is_a_decline() =>
        Assert.Equal(Reading.Declined, Answer(("action", "SALE"), ("responseCode", "85"), ("responseStatus", "1"), ("state", "declined")).Outcome.Reading);

    [Fact]
    public void An_approval_is_typed()
    {
        var answer = Answer(
            ("action", "SALE"), ("responseCode", "0"), ("responseStatus", "0"), ("responseMessage", "AUTHCODE:350333"), ("state", "captured"),
            ("xref", "26112107NP15CM22QH21JRL"), ("transactionUnique", "ch_1"), ("orderRef", "pi_1"), ("transactionID", "10018201"),
            ("amount", "1001"), ("amountReceived", "1001"), ("amountApproved", "1001"), ("amountRefunded", "200"), ("amountRetained", "801"),
            ("currencyCode", "826"), ("currencyExponent", "2"), ("authorisationCode", "350333"), ("cardNumberMask", "492942******0821"),
            ("cardExpiryMonth", "3"), ("cardExpiryYear", "31"), ("cardTypeCode", "VC"), ("cardSchemeCode", "VC"), ("cardIssuerCountryCode", "GBR"),
            ("cardIssuer", "A BANK"), ("avscv2ResponseCode", "244100"), ("timestamp", "2026-11-21 07:15:22"), ("schemeTransactionId", "461234567890123"),
            ("threeDSEnrolled", "Y"), ("threeDSAuthenticated", "A"), ("threeDSCheck", "attempted authentication"), ("threeDSECI", "06"),
            ("threeDSDetails[version]", "2.1.0"), ("chargebackID", "cb1"), ("chargebackStatus", "open"), ("chargebackReason", "fraudulent"),
            ("chargebackAmount", "1001"));
        Assert.Equal((0, 0, "AUTHCODE:350333", TransactionState.Captured), (answer.ResponseCode, answer.ResponseStatus, answer.ResponseMessage, answer.State));
        Assert.Equal(("26112107NP15CM22QH21JRL", "ch_1", "pi_1", "10018201"), (answer.Xref, answer.TransactionUnique, answer.OrderRef, answer.TransactionId));
        Assert.Equal((1001, 1001, 1001, 200, 801), (answer.Amount, answer.AmountReceived, answer.AmountApproved, answer.AmountRefunded, answer.AmountRetained));
        Assert.Equal(("826", "350333", "2026-11-21 07:15:22", "461234567890123"), (answer.CurrencyCode, answer.AuthorisationCode, answer.Timestamp, answer.SchemeTransactionId));
        Assert.Equal(("0821", "492942", "visa", "credit", "GB", "A BANK"), (answer.Card.Last4, answer.Card.Bin, answer.Card.Brand, answer.Card.Funding, answer.Card.IssuerCountry, answer.Card.Issuer));
        Assert.Equal((3, 2031), (answer.Card.ExpiryMonth, answer.Card.ExpiryYear));
        Assert.Equal(new CardChecks("pass", "fail", "fail"), answer.Checks);
        Assert.Equal(("Y", "A", "attempted authentication", "06", "2.1.0"), (answer.ThreeDS.Enrolled, answer.ThreeDS.Authenticated, answer.ThreeDS.Check, answer.ThreeDS.Eci, answer.ThreeDS.Version));
        Assert.Equal(("cb1", "open", "fraudulent", 1001), (answer.ChargebackId, answer.ChargebackStatus, answer.ChargebackReason, answer.ChargebackAmount));
        Assert.False(answer.IsPartiallyApproved);
        Assert.True(Answer(("action", "SALE"), ("responseCode", "10"), ("responseStatus", "0"), ("state", "approved")).IsPartiallyApproved);
    }

    [Fact]
    public void A_3ds_answer_says_how_to_go_on()
    {
        var fields = FieldList.Parse(SignatureVectors.SignedAnswer);
        var method = new CardstreamAnswer(fields, Signature.Verify(fields, SignatureVectors.Secret));
        Assert.Equal((Reading.ThreeDSecureNeeded, TransactionState.Received, true), (method.Outcome.Reading, method.State, method.ThreeDS.IsMethodLeg));
        Assert.Equal(("UDNLRVk6dHJhbnNhY3Rpb25JRD0xMDAxODIwMQ==", "https://acs.example.test/?method"), (method.ThreeDS.Ref, method.ThreeDS.Url?.AbsoluteUri));
        Assert.Equal([new("threeDSMethodData", "eyJ4IjoxfQ")], method.ThreeDS.Request);

        var challenge = Answer(("responseCode", "65802"), ("threeDSURL", "javascript:alert(1)"), ("threeDSRequest[creq]", "c"), ("threeDSRequest[threeDSSessionData]", "s"));
        Assert.False(challenge.ThreeDS.IsMethodLeg);
        Assert.Null(challenge.ThreeDS.Url);
        Assert.Equal([new("creq", "c"), new("threeDSSessionData", "s")], challenge.ThreeDS.Request);
    }

    [Theory]
    [InlineData("VD", "VC", null, "visa", "debit")]
    [InlineData("EL", null, null, "visa", "debit")]
    [InlineData("VP", "VC", null, "visa", "credit")]
    [InlineData("MC", "MC", "8323072", "mastercard", "credit")]
    [InlineData("MD", "MC", null, "mastercard", "debit")]
    [InlineData("MA", null, null, "mastercard", "debit")]
    [InlineData("MC", "MC", "8", "mastercard", "prepaid")]
    [InlineData("AM", "AM", null, "amex", "credit")]
    [InlineData("JC", "JC", null, "jcb", "credit")]
    [InlineData("DS", "DS", null, "discover", "credit")]
    [InlineData("DI", "DI", null, "diners", "credit")]
    [InlineData("CU", "CU", null, "unionpay", "unknown")]
    [InlineData("CD", "CU", null, "unionpay", "debit")]
    [InlineData("CU", "CU", "2", "unionpay", "debit")]
    [InlineData("XX", "XX", "no number", "unknown", "unknown")]
    [InlineData(null, null, null, "unknown", "unknown")]
    public void Brand_and_funding_are_stripes_words(string? type, string? scheme, string? flags, string brand, string funding)
    {
        var card = Answer(("cardTypeCode", type), ("cardSchemeCode", scheme), ("cardFlags", flags)).Card;
        Assert.Equal((brand, funding), (card.Brand, card.Funding));
    }

    [Theory]
    [InlineData("GBR", "GB")]
    [InlineData("gb", "GB")]
    [InlineData("USA", "US")]
    [InlineData("DEU", "DE")]
    [InlineData("ZWE", "ZW")]
    [InlineData("XXX", null)]
    [InlineData("ZZ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_issuers_country_has_two_letters(string? answered, string? country) =>
        Assert.Equal(country, Answer(("cardIssuerCountryCode", answered)).Card.IssuerCountry);

    [Theory]
    [InlineData("matched", "pass")]
    [InlineData("not matched", "fail")]
    [InlineData("partially matched", "fail")]
    [InlineData("not known", "unavailable")]
    [InlineData("not checked", "unchecked")]
    [InlineData(null, null)]
    public void Checks_are_stripes_words(string? answered, string? check)
    {
        var checks = Answer(("cv2Check", answered), ("addressCheck", answered), ("postcodeCheck", answered)).Checks;
        Assert.Equal(new CardChecks(check, check, check), checks);
    }

    [Theory]
    [InlineData("1099", null, 1099L)]
    [InlineData("10.99", null, 1099L)]
    [InlineData("10.990", "3", 10990L)]
    [InlineData("142", "0", 142L)]
    [InlineData("10.999", "2", null)]
    [InlineData("99999999999999999999999", null, null)]
    [InlineData("1e5", null, null)]
    [InlineData("", null, null)]
    public void Amounts_are_minor_units(string answered, string? exponent, long? minor) =>
        Assert.Equal(minor, Answer(("amount", answered), ("currencyExponent", exponent)).Amount);

    [Fact]
    public void A_retry_is_never_scheduled_too_early()
    {
        var answer = Answer(("responseCode", "895"), ("rtAdviceCode", "2"), ("rtRetryAfter", "2026-08-04 00:39:39"));
        Assert.Equal(new DateTimeOffset(2026, 8, 4, 0, 39, 39, TimeSpan.Zero), answer.RtRetryAfter);
        Assert.Equal(("fraudulent", RetryClass.Later, "try_again_later"), (answer.Outcome.DeclineCode, answer.Outcome.Retry, answer.Outcome.AdviceCode));
        Assert.Null(Answer(("rtRetryAfter", "soon")).RtRetryAfter);
    }

    [Fact]
    public void What_is_stored_holds_no_card_number_no_code_and_no_signature()
    {
        string[] leaks =
        [
            "cardNumber=4929421234600821", "cardCVV=356", "cvv=356", "signature=abc", "paymentToken=tok", "request[cardNumber]=x",
            "orderRef=card+4929+4212+3460+0821+please", "note=4929-4212-3460-0821", "long=99949294212346008210", "amex=374245455400001",
            "4929421234600821=name", "m[deep][cardCVV]=356", "json=%7B%22pan%22%3A%224929421234600821%22%7D",
        ];
        string[] kept =
        [
            "responseCode=0", "xref=26112107NP15CM22QH21JRL", "cardNumberMask=492942******0821", "timestamp=2026-11-21+07:15:22", "amount=1001",
            "cv2Check=matched", "cardCVVMandatory=Y", "transactionID=10018201", "schemeTransactionId=461234567890126", "customerPostCode=A",
            "customerPostcode=B", "threeDSRequest[creq]=abc",
        ];
        var stored = new CardstreamAnswer(FieldList.Parse(string.Join('&', leaks.Concat(kept))), SignatureVerdict.Valid).ToStorable();
        Assert.Equal(kept.Select(pair => pair.Split('=')[0]).Order(), stored.Keys.Order());
        string json = JsonSerializer.Serialize(stored);
        Assert.DoesNotContain("356", json, StringComparison.Ordinal);
        Assert.DoesNotContain("4929421234600821", json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_prints_its_code_state_and_reference_only() =>
        Assert.Equal("0 captured X", Answer(("cardNumber", Cards.Visa), ("state", "captured"), ("xref", "X")).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("responseCode=")]
    [InlineData("responseCode=OK")]
    [InlineData("state=captured")]
    public void Without_a_response_code_there_is_no_answer(string body) =>
        Assert.Throws<ArgumentException>(() => new CardstreamAnswer(FieldList.Parse(body), SignatureVerdict.Valid));

    private static CardstreamAnswer Answer(params (string, string?)[] fields) =>
        new(FieldList.Of([("responseCode", "0"), .. fields]), SignatureVerdict.Valid);
}
