using System.Diagnostics.CodeAnalysis;

namespace CalmonyPay.Cardstream;

/// <summary>
/// What was posted to a <c>callbackURL</c>. It may come before the HTTP answer, twice, or for a 3-D Secure leg, and anybody can post
/// there: what it is good for is a cross reference to query.
/// </summary>
/// <param name="Answer">The message; of a partly signed one only the signed fields.</param>
public sealed record Callback(CardstreamAnswer Answer)
{
    public SignatureVerdict Verdict => Answer.Verdict;

    /// <summary>Signed with our secret. Nothing less is proof that the gateway sent it.</summary>
    public bool IsGenuine => Verdict == SignatureVerdict.Valid;

    /// <summary>Reads a posted form body and checks its signature. False for a body that is no form or has no <c>responseCode</c>.</summary>
    /// <param name="secret">The account's secret; null or empty if it holds none.</param>
    public static bool TryRead(string body, string? secret, [NotNullWhen(true)] out Callback? callback)
    {
        callback = null;
        if (!FieldList.TryParse(body, out var fields) || CardstreamAnswer.ReadCode(Signature.Trusted(fields)) is null) return false;
        callback = new(new CardstreamAnswer(fields, Signature.Verify(fields, secret)));
        return true;
    }
}
