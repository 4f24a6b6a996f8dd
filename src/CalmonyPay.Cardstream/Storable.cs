using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CalmonyPay.Cardstream;

/// <summary>
/// What of an answer may be written down. The gateway does not echo card numbers and security codes; this holds if it ever does,
/// or if somebody typed one into a free-text field.
/// </summary>
internal static partial class Storable
{
    private static readonly FrozenSet<string> NeverStored = new[]
    {
        "signature", "merchantPwd", "paymentToken",
        "cardNumber", "cardPAN", "pan", "cardCVV", "cardCVC", "cardCV2", "cvv", "cvv2", "cvc", "cvc2", "cv2", "cid", "securityCode",
        "cardTrack1", "cardTrack2", "track1", "track2", "cardPIN", "pin",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Numbers of the gateway and the schemes, which are as long as card numbers and pass their check one time in ten.</summary>
    private static readonly FrozenSet<string> Numbers =
        new[] { "transactionID", "requestID", "acquirerTransactionID", "schemeTransactionId", "schemeTransactionID" }.ToFrozenSet();

    public static IReadOnlyDictionary<string, string> Of(FieldList fields) =>
        fields.Where(MayBeStored).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static bool MayBeStored(KeyValuePair<string, string> pair) =>
        !pair.Key.Split('[', ']').Any(NeverStored.Contains)
        && !HoldsCardNumber(pair.Key)
        && (Numbers.Contains(pair.Key) || !HoldsCardNumber(pair.Value));

    private static bool HoldsCardNumber(string text)
    {
        foreach (var run in DigitRuns().EnumerateMatches(text))
        {
            string digits = string.Concat(text.AsSpan(run.Index, run.Length).ToString().Where(char.IsAsciiDigit));
            // A number may stand inside a longer run of digits, so every window of a card number's length is tried.
            for (int start = 0; start + 13 <= digits.Length; start++)
            {
                if (CardBrand.Guess(digits[start..]) == CardBrand.Unknown) continue;
                for (int length = 13; length <= Math.Min(19, digits.Length - start); length++)
                {
                    if (CardNumber.PassesLuhn(digits.AsSpan(start, length))) return true;
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"[0-9](?:[ .\-]?[0-9]){12,}")]
    private static partial Regex DigitRuns();
}
