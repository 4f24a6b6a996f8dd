using System.Globalization;
using CalmonyPay.Catalog.Meters;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Usage;

/// <summary>
/// The number of an event. Whole or with decimals, negative to correct what was reported too high; never a floating-point
/// number, so what is sent is what is added up.
/// </summary>
public static class MeterEventValue
{
    /// <summary>Digits before and behind the point; together they fit a <see cref="decimal"/>.</summary>
    public const int MostWholeDigits = 15, MostDecimals = 12;

    /// <returns>Null only where the meter counts and the payload has no number.</returns>
    /// <exception cref="StripeError">400 if the number is missing, none, or too long.</exception>
    public static decimal? Of(Meter meter, Dictionary<string, string> payload)
    {
        var param = $"payload[{meter.ValueKey}]";
        if (!payload.TryGetValue(meter.ValueKey, out var text) || text.Length == 0)
        {
            return meter.Formula == MeterFormula.Count
                ? null
                : throw StripeError.Invalid($"The payload has no '{meter.ValueKey}': the meter {meter.Id} finds the number there.", param, "meter_event_invalid_value");
        }
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && !IsNumber(text))
            throw StripeError.Invalid($"Invalid value: '{SafeText.Of(text)}' is no decimal number.", param, "meter_event_invalid_value");
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('+', '-', '0').Length;
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return whole <= MostWholeDigits && decimals <= MostDecimals
            ? value
            : throw StripeError.Invalid($"The value has too many digits: up to {MostWholeDigits} before the decimal point and {MostDecimals} behind it.", param, "meter_event_value_too_many_digits");
    }

    /// <summary>Written as a number, if one that is too long to be parsed.</summary>
    private static bool IsNumber(string text) => text.TrimStart('+', '-') is { Length: > 0 } rest && rest.All(c => char.IsAsciiDigit(c) || c == '.') && rest.Count(c => c == '.') <= 1 && rest != ".";
}
