using CalmonyPay.Cardstream;
using static CalmonyPay.Tests.Cardstream.SignatureVectors;

namespace CalmonyPay.Tests.Cardstream;

public sealed class SignatureTests
{
    private static readonly string[] MoneyFields = ["responseCode", "state", "xref", "transactionUnique", "currencyCode", "amount"];

    [Theory]
    [MemberData(nameof(FullySigned), MemberType = typeof(SignatureVectors))]
    public void Every_published_vector_is_signed_alike(string what, FieldList fields, string secret, string signature)
    {
        Assert.True(Signature.Sign(fields, secret) == signature, what);
        Assert.Equal(SignatureVerdict.Valid, Signature.Verify(FieldList.Parse(fields.With("signature", signature).Encode()), secret));
    }

    [Fact]
    public void A_partial_signature_covers_the_listed_fields_only()
    {
        Assert.Equal(PartialSignature, Signature.SignPartial(Partial, Secret, "action", "amount", "currencyCode", "merchantID"));
        var signed = Partial.With("orderRef", "changed on the way").With("signature", PartialSignature);
        Assert.Equal(SignatureVerdict.Valid, Signature.Verify(signed, Secret, ["amount", "currencyCode"]));
        Assert.Equal(SignatureVerdict.Mismatch, Signature.Verify(signed.With("amount", "1"), Secret, ["amount"]));
        Assert.Null(Signature.Trusted(signed)["orderRef"]);
        Assert.Equal("1001", Signature.Trusted(signed)["amount"]);
    }

    [Fact]
    public void A_partial_signature_that_leaves_out_a_money_field_is_not_trusted()
    {
        var answer = FieldList.Parse(SignedAnswer).With("transactionUnique", "t1").Without("signature");
        Assert.Equal(SignatureVerdict.Valid, Verdict(MoneyFields));
        foreach (string left in MoneyFields) Assert.Equal(SignatureVerdict.PartialUntrusted, Verdict([.. MoneyFields.Where(name => name != left)]));

        SignatureVerdict Verdict(string[] covered) =>
            Signature.Verify(answer.With("signature", Signature.SignPartial(answer, Secret, covered)), Secret);
    }

    [Fact]
    public void An_empty_list_of_covered_fields_covers_nothing()
    {
        var answer = FieldList.Parse(SignedAnswer).Without("signature");
        var forged = answer.With("signature", Signature.SignPartial(FieldList.Empty, Secret, ""));
        Assert.Equal(SignatureVerdict.PartialUntrusted, Signature.Verify(forged, Secret));
        Assert.Empty(Signature.Trusted(forged));
    }

    [Fact]
    public void A_signed_answer_is_valid_and_one_changed_digit_of_the_amount_is_not()
    {
        Assert.Equal(SignatureVerdict.Valid, Verdict(SignedAnswer));
        Assert.Equal(SignatureVerdict.Mismatch, Verdict(SignedAnswer.Replace("amount=1001", "amount=1002", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_answer_whose_two_postcode_spellings_were_merged_is_refused() =>
        Assert.Equal(SignatureVerdict.Mismatch, Verdict(SignedAnswer.Replace("customerPostCode=NN17+8YG&", "", StringComparison.Ordinal)));

    [Fact]
    public void The_order_inside_a_record_is_signed()
    {
        var swapped = new FieldList(Nested.OrderBy(pair => pair.Key == "threeDSResponse[threeDSSessionData]"));
        Assert.NotEqual(Signature.Sign(Nested, Secret), Signature.Sign(swapped, Secret));
    }

    [Fact]
    public void The_order_of_root_fields_is_not_signed() =>
        Assert.Equal(Signature.Sign(ReservedCharacters, Secret), Signature.Sign(new(ReservedCharacters.Reverse()), Secret));

    [Fact]
    public void A_lone_carriage_return_is_a_line_end_and_not_nothing()
    {
        var deleted = UnicodeAndLineEnds.With("customerAddress", "Flat 6\nPrimrose RiseLine3\nLine4\nEnd \u00a35");
        var mapped = UnicodeAndLineEnds.With("customerAddress", "Flat 6\nPrimrose Rise\nLine3\nLine4\nEnd \u00a35");
        Assert.NotEqual(Signature.Sign(UnicodeAndLineEnds, Secret), Signature.Sign(deleted, Secret));
        Assert.Equal(Signature.Sign(UnicodeAndLineEnds, Secret), Signature.Sign(mapped, Secret));
    }

    [Theory]
    [InlineData(null, SignatureVerdict.NoSecretHeld)]
    [InlineData("", SignatureVerdict.NoSecretHeld)]
    [InlineData("not the secret", SignatureVerdict.Mismatch)]
    public void A_signature_is_worth_only_what_our_secret_proves(string? secret, SignatureVerdict verdict) =>
        Assert.Equal(verdict, Signature.Verify(FieldList.Parse(SignedAnswer), secret));

    [Theory]
    [InlineData(null, SignatureVerdict.NotSigned)]
    [InlineData(Secret, SignatureVerdict.Missing)]
    public void A_missing_signature_matters_to_whoever_holds_a_secret(string? secret, SignatureVerdict verdict)
    {
        var unsigned = FieldList.Parse(SignedAnswer).Without("signature");
        Assert.Equal(verdict, Signature.Verify(unsigned, secret));
        Assert.Equal(verdict, Signature.Verify(unsigned.With("signature", ""), secret));
    }

    private static SignatureVerdict Verdict(string body) => Signature.Verify(FieldList.Parse(body), Secret);
}
