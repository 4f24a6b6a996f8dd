using CalmonyPay.Cardstream;
using static CalmonyPay.Cardstream.Reading;

namespace CalmonyPay.Tests.Cardstream;

public sealed class ResponseCodesTests
{
    [Theory]
    [InlineData("1 2 60 66 70 78 440", "call_issuer", RetryClass.No)]
    [InlineData("3 58", "service_not_allowed", RetryClass.No)]
    [InlineData("4 7 35 36 37 38", "pickup_card", RetryClass.No)]
    [InlineData("5", "do_not_honor", RetryClass.Later)]
    [InlineData("12 57 93 292", "transaction_not_allowed", RetryClass.No)]
    [InlineData("13 936 1365", "invalid_amount", RetryClass.Fix)]
    [InlineData("14 56", "incorrect_number", RetryClass.Fix)]
    [InlineData("15", "incorrect_number", RetryClass.No)]
    [InlineData("19", "reenter_transaction", RetryClass.Later)]
    [InlineData("21", "no_action_taken", RetryClass.No)]
    [InlineData("26 94", "duplicate_transaction", RetryClass.LookFirst)]
    [InlineData("30", "processing_error", RetryClass.Fix)]
    [InlineData("33 54", "expired_card", RetryClass.Fix)]
    [InlineData("34 59 895", "fraudulent", RetryClass.No)]
    [InlineData("39 42 44 45 46 48 49 50 52 53", "invalid_account", RetryClass.No)]
    [InlineData("41", "lost_card", RetryClass.No)]
    [InlineData("43", "stolen_card", RetryClass.No)]
    [InlineData("51", "insufficient_funds", RetryClass.Later)]
    [InlineData("55 81 86", "incorrect_pin", RetryClass.No)]
    [InlineData("75", "pin_try_exceeded", RetryClass.No)]
    [InlineData("61", "withdrawal_count_limit_exceeded", RetryClass.Later)]
    [InlineData("62", "restricted_card", RetryClass.No)]
    [InlineData("63 97", "security_violation", RetryClass.No)]
    [InlineData("72 73 80 83 88 90 91 92", "issuer_not_available", RetryClass.Later)]
    [InlineData("6 20 22 68 95 96 98", "processing_error", RetryClass.Later)]
    [InlineData("82 935", "incorrect_cvc", RetryClass.Fix)]
    [InlineData("341", "generic_decline", RetryClass.Fix)]
    [InlineData("893 928", "try_again_later", RetryClass.Later)]
    [InlineData("894", "do_not_honor", RetryClass.No)]
    [InlineData("1072", "stop_payment_order", RetryClass.Never)]
    [InlineData("1073", "revocation_of_authorization", RetryClass.Never)]
    [InlineData("1075", "revocation_of_all_authorizations", RetryClass.Never)]
    [InlineData("1366", "service_not_allowed", RetryClass.Fix)]
    [InlineData("8 9 17 99 100 500 9999", "generic_decline", RetryClass.No)]
    public void An_issuers_no_is_a_decline_in_stripes_words(string codes, string declineCode, RetryClass retry)
    {
        string[] ownCodes = ["expired_card", "incorrect_cvc", "processing_error", "incorrect_number"];
        foreach (int code in Codes(codes))
        {
            var reading = ResponseCodes.Read(code);
            Assert.Equal((Declined, declineCode, retry), (reading.Reading, reading.DeclineCode, reading.Retry));
            Assert.Equal(ownCodes.Contains(declineCode) ? declineCode : "card_declined", reading.ErrorCode);
        }
    }

    [Theory]
    [InlineData("0 11 16 85", Approved, null, null, RetryClass.No)]
    [InlineData("10", PartiallyApproved, null, null, RetryClass.No)]
    [InlineData("65 1037", AuthenticationRequired, "authentication_required", "authentication_required", RetryClass.Sca)]
    [InlineData("65536 65792", InProgress, "processing_error", null, RetryClass.LookFirst)]
    [InlineData("65537 65538 65548 65549 65550 65551 65552 65553 65555 65560 65574 65577 65578 65579 65580", Unknown, "processing_error", null, RetryClass.LookFirst)]
    [InlineData("65600 65798 65805 65824 65856 65857 65861 65900 66047 66816000 -1 10000 65535", Unknown, "processing_error", null, RetryClass.LookFirst)]
    [InlineData("65539 65540 65545 65546 65556 65557 65558 65559 65796 66049 66305 66087 66343 66358", Config, "processing_error", null, RetryClass.No)]
    [InlineData("65541", WrongState, "processing_error", null, RetryClass.No)]
    [InlineData("65542 65543 65544 65547 65562 65563 65573 65795 66048 66055 66056 66311 66312 66560 66592 66599 66855 66944 67071", Bug, "processing_error", null, RetryClass.No)]
    [InlineData("65554", Duplicate, "processing_error", null, RetryClass.LookFirst)]
    [InlineData("65564 66848", Expired, "processing_error", null, RetryClass.No)]
    [InlineData("65565", Retry, "processing_error", null, RetryClass.Later)]
    [InlineData("65575 66341", NotFound, "processing_error", null, RetryClass.No)]
    [InlineData("65576", Canceled, "processing_error", null, RetryClass.No)]
    [InlineData("65561 65567", CardData, "card_declined", "card_not_supported", RetryClass.No)]
    [InlineData("65566", CardData, "card_declined", "live_mode_test_card", RetryClass.No)]
    [InlineData("66058 66314", CardData, "incorrect_number", "incorrect_number", RetryClass.Fix)]
    [InlineData("66059 66315 66160 66416", CardData, "invalid_expiry_month", "invalid_expiry_month", RetryClass.Fix)]
    [InlineData("66060 66316", CardData, "invalid_expiry_year", "invalid_expiry_year", RetryClass.Fix)]
    [InlineData("66064 66320", CardData, "incorrect_cvc", "incorrect_cvc", RetryClass.Fix)]
    [InlineData("65793 65797 65800 65803", AuthenticationFailed, "payment_intent_authentication_failure", null, RetryClass.Sca)]
    [InlineData("65794 65802", ThreeDSecureNeeded, "authentication_required", null, RetryClass.Sca)]
    [InlineData("65804", Authenticated, null, null, RetryClass.No)]
    [InlineData("65862", Declined, "card_declined", "fraudulent", RetryClass.No)]
    public void Every_other_code_says_what_it_means_for_us(string codes, Reading reading, string? errorCode, string? declineCode, RetryClass retry) =>
        Assert.All(Codes(codes), code => Assert.Equal(new CodeReading(reading, errorCode, declineCode, retry), ResponseCodes.Read(code)));

    [Theory]
    [InlineData("AVS/CV2 DECLINED", "fail", "pass", "incorrect_cvc", "incorrect_cvc")]
    [InlineData("AVS/CV2 DECLINED", "pass", "fail", "incorrect_zip", "incorrect_zip")]
    [InlineData("AVS/CV2 DECLINED", "pass", "pass", "do_not_honor", "card_declined")]
    [InlineData("VCS DECLINE", null, null, "card_velocity_exceeded", "card_declined")]
    [InlineData("RISK DECLINED", null, null, "fraudulent", "card_declined")]
    [InlineData("CARD DECLINED", "fail", "fail", "do_not_honor", "card_declined")]
    public void Code_5_is_told_apart_by_its_message(string message, string? cvc, string? postcode, string declineCode, string errorCode)
    {
        var reading = ResponseCodes.Read(5, message, new(cvc, null, postcode));
        Assert.Equal((declineCode, errorCode), (reading.DeclineCode, reading.ErrorCode));
    }

    [Fact]
    public void A_failed_verification_names_the_postcode_when_it_was_that() =>
        Assert.Equal("incorrect_zip", ResponseCodes.Read(341, null, new(null, null, "fail")).DeclineCode);

    [Theory]
    [InlineData(0, RetryClass.Later, null)]
    [InlineData(1, RetryClass.Fix, "confirm_card_data")]
    [InlineData(2, RetryClass.Later, "try_again_later")]
    [InlineData(3, RetryClass.No, "do_not_try_again")]
    [InlineData(4, RetryClass.Never, "do_not_try_again")]
    [InlineData(9, RetryClass.Later, null)]
    public void The_schemes_advice_overrides_the_table(int advice, RetryClass retry, string? adviceCode)
    {
        var reading = ResponseCodes.Read(51, rtAdviceCode: advice);
        Assert.Equal(("insufficient_funds", retry, adviceCode), (reading.DeclineCode, reading.Retry, reading.AdviceCode));
    }

    [Fact]
    public void Advice_changes_only_declines() => Assert.Equal(RetryClass.LookFirst, ResponseCodes.Read(65554, rtAdviceCode: 3).Retry);

    [Fact]
    public void A_revoked_agreement_is_not_tried_again() => Assert.Equal("do_not_try_again", ResponseCodes.Read(1075).AdviceCode);

    [Fact]
    public void No_code_reads_as_approved_but_the_documented_ones() =>
        Assert.Equal([0, 10, 11, 16, 85], Enumerable.Range(-10, 70_000).Where(code => ResponseCodes.Read(code).Reading is Approved or PartiallyApproved));

    [Theory]
    [InlineData(5, "05")]
    [InlineData(51, "51")]
    [InlineData(292, "5C")]
    [InlineData(341, "6P")]
    [InlineData(440, "9G")]
    [InlineData(893, "M1")]
    [InlineData(928, "N0")]
    [InlineData(935, "N7")]
    [InlineData(1037, "Q1")]
    [InlineData(1075, "R3")]
    [InlineData(1366, "Z6")]
    [InlineData(65554, null)]
    public void A_networks_code_is_spelled_as_networks_spell_it(int code, string? spelled) => Assert.Equal(spelled, ResponseCodes.NetworkCode(code));

    [Theory]
    [InlineData(66085, "xref")]
    [InlineData(66341, "xref")]
    [InlineData(66311, "action")]
    [InlineData(66848, "threeDSRef")]
    [InlineData(66660, "device")]
    [InlineData(66916, "device")]
    [InlineData(5, null)]
    public void A_field_code_names_its_field(int code, string? field) => Assert.Equal(field, ResponseCodes.FieldOf(code));

    private static IEnumerable<int> Codes(string codes) => codes.Split(' ').Select(code => int.Parse(code, System.Globalization.CultureInfo.InvariantCulture));
}
