using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;
using CalmonyPay.Cardstream;

namespace CalmonyPay.Gateways;

/// <summary>
/// Takes card data out of text that is stored as it came. No gateway should send any; a merchant's free text, or somebody who
/// found an address, might.
/// </summary>
internal static partial class CardDataFilter
{
    private const string Removed = "•••";
    private const int ShortestNumber = 13;
    private const int LongestNumber = 19;

    private static readonly FrozenSet<string> NeverStored = new[]
    {
        "cardNumber", "cardPAN", "pan", "number", "cardCVV", "cardCVC", "cardCV2", "cvv", "cvv2", "cvc", "cvc2", "cv2", "cid", "securityCode",
        "cardTrack1", "cardTrack2", "track1", "track2", "cardPIN", "pin", "paymentToken", "merchantPwd",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A form body without the fields that are called like card data or hold a number that could be a card's.</summary>
    public static string OfForm(string body) => OfText(string.Join('&', body.Split('&').Where(MayStay)));

    /// <summary>Text with every number that could be a card's blotted out, and without the one character that PostgreSQL refuses.</summary>
    public static string OfText(string text) =>
        DigitRuns().Replace(text, run => IsCardNumber(run.Value) ? Removed : run.Value).Replace("\0", "", StringComparison.Ordinal);

    private static bool MayStay(string pair)
    {
        var halves = pair.Split('=', 2);
        string name = WebUtility.UrlDecode(halves[0]), value = WebUtility.UrlDecode(halves[^1]);
        return !name.Split('[', ']').Any(NeverStored.Contains) && !DigitRuns().Matches(value).Any(run => IsCardNumber(run.Value));
    }

    /// <summary>A card's number may stand inside a longer run of digits, so every window of a number's length is tried.</summary>
    private static bool IsCardNumber(string run)
    {
        var digits = string.Concat(run.Where(char.IsAsciiDigit));
        for (var start = 0; start + ShortestNumber <= digits.Length; start++)
        {
            for (var length = ShortestNumber; length <= Math.Min(LongestNumber, digits.Length - start); length++)
            {
                if (CardNumber.TryParse(digits.Substring(start, length), out var number) && number.Luhn && number.Brand != CardBrand.Unknown) return true;
            }
        }
        return false;
    }

    [GeneratedRegex(@"[0-9](?:[ .\-]?[0-9]){12,}")]
    private static partial Regex DigitRuns();
}
