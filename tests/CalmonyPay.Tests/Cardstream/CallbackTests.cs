using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

public sealed class CallbackTests
{
    [Theory]
    [InlineData(SignatureVectors.Secret, SignatureVerdict.Valid)]
    [InlineData("another", SignatureVerdict.Mismatch)]
    [InlineData(null, SignatureVerdict.NoSecretHeld)]
    public void A_callback_is_genuine_only_with_our_signature(string? secret, SignatureVerdict verdict)
    {
        Assert.True(Callback.TryRead(SignatureVectors.SignedAnswer, secret, out var callback));
        Assert.Equal((verdict, verdict == SignatureVerdict.Valid), (callback.Verdict, callback.IsGenuine));
        Assert.Equal("26112107NP15CM22QH21JRL", callback.Answer.Xref);
    }

    [Theory]
    [InlineData(null, SignatureVerdict.NotSigned)]
    [InlineData(SignatureVectors.Secret, SignatureVerdict.Missing)]
    public void An_unsigned_callback_proves_nothing(string? secret, SignatureVerdict verdict)
    {
        Assert.True(Callback.TryRead("responseCode=0&responseStatus=0&state=captured&xref=X", secret, out var callback));
        Assert.Equal((verdict, false), (callback.Verdict, callback.IsGenuine));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("a=%zz")]
    [InlineData("xref=X")]
    [InlineData("responseCode=0&signature=abc|xref")]
    public void What_is_no_answer_is_no_callback(string body) => Assert.False(Callback.TryRead(body, SignatureVectors.Secret, out _));

    [Fact]
    public void Fields_that_a_partial_signature_leaves_out_are_not_seen()
    {
        var fields = FieldList.Parse("responseCode=0&responseStatus=0&state=captured&xref=X&transactionUnique=t&currencyCode=826&amount=1001");
        string signature = Signature.SignPartial(fields, SignatureVectors.Secret, "responseCode", "responseStatus", "state", "xref", "transactionUnique", "currencyCode", "amount");
        string body = fields.With("signature", signature).With("amountReceived", "999999").Encode();
        Assert.True(Callback.TryRead(body, SignatureVectors.Secret, out var callback));
        Assert.True(callback.IsGenuine);
        Assert.Null(callback.Answer.AmountReceived);
    }
}
