using System.Globalization;
using System.Text.RegularExpressions;
using CalmonyPay.Cardstream;
using CalmonyPay.Checkout.Paying;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Checkout.Page;

/// <summary>Reads the card fields as people fill them in. What is wrong is noted by field, in the form's order.</summary>
public static partial class CardReading
{
    /// <summary>The expiry date lies behind us.</summary>
    public const string Past = "past";

    private const int Century = 2000, LongestYears = 50;

    /// <returns>Null if a field is wrong.</returns>
    public static NewCard? Read(IFormCollection form, DateTimeOffset now, Dictionary<string, string> errors)
    {
        var number = Number(form[FieldNames.Number].ToString(), errors);
        var expiry = Expiry(form[FieldNames.Expiry].ToString(), now, errors);
        var code = Code(form[FieldNames.SecurityCode].ToString(), number, errors);
        return number is not null && expiry is var (month, year) && code is not null ? new(number, month, year, code) : null;
    }

    /// <summary>Month and full year of <c>04/29</c>, <c>4 / 2029</c>, <c>0429</c>; null for what is no such thing.</summary>
    public static (int Month, int Year)? ParseExpiry(string text)
    {
        var match = Date().Match(text.Trim());
        if (!match.Success) return null;
        var month = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var year = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return month is < 1 or > 12 ? null : (month, year < 100 ? year + Century : year);
    }

    private static CardNumber? Number(string text, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) errors[FieldNames.Number] = CheckoutCodes.Required;
        else if (CardNumber.TryParse(text.Trim(), out var number) && number.Luhn && FitsBrand(number)) return number;
        else errors[FieldNames.Number] = CheckoutCodes.Invalid;
        return null;
    }

    /// <summary>Lengths by ISO/IEC 7812 and the schemes: the shorter ones are typing errors that the check digit finds only nine times in ten.</summary>
    private static bool FitsBrand(CardNumber number) => (number.Brand, number.Reveal().Length) switch
    {
        (CardBrand.Amex, var length) => length == 15,
        (CardBrand.Visa, var length) => length is 13 or 16 or 19,
        _ => true, // Maestro among them: 12 to 19
    };

    private static (int Month, int Year)? Expiry(string text, DateTimeOffset now, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) errors[FieldNames.Expiry] = CheckoutCodes.Required;
        else if (ParseExpiry(text) is not var (month, year) || year > now.Year + LongestYears) errors[FieldNames.Expiry] = CheckoutCodes.Invalid;
        else if (year < now.Year || (year == now.Year && month < now.Month)) errors[FieldNames.Expiry] = Past;
        else return (month, year);
        return null;
    }

    private static SecurityCode? Code(string text, CardNumber? number, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) errors[FieldNames.SecurityCode] = CheckoutCodes.Required;
        else if (SecurityCode.TryParse(text, out var code) && LengthFits(text.Trim().Length, number?.Brand)) return code;
        else errors[FieldNames.SecurityCode] = CheckoutCodes.Invalid;
        return null;
    }

    private static bool LengthFits(int length, string? brand) => brand switch
    {
        null or CardBrand.Unknown or CardBrand.Amex => true, // three or four, as the API takes them
        _ => length == 3,
    };

    /// <summary>Something between the two, or two digits of a month before the year.</summary>
    [GeneratedRegex(@"^([0-9]{1,2})(?:\s*[/.\-\s]\s*|(?<=^[0-9]{2}))([0-9]{4}|[0-9]{2})$")]
    private static partial Regex Date();
}
