using System.Globalization;
using System.Text.Json;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>Getters that turn a text into something else, or say in Stripe's words why not.</summary>
public sealed partial class Params
{
    /// <summary>The last second that a <see cref="DateTimeOffset"/> holds: the end of the year 9999.</summary>
    internal const long LastSecond = 253402300799;

    /// <summary>A whole number; null if absent.</summary>
    /// <exception cref="StripeError"><c>parameter_invalid_integer</c>; <c>parameter_invalid_empty</c>.</exception>
    public long? Long(string name, long minimum = long.MinValue, long maximum = long.MaxValue) =>
        NotEmpty(name) is { } found ? ParseLong(found, minimum, maximum) : null;

    public long RequiredLong(string name, long minimum = long.MinValue, long maximum = long.MaxValue) =>
        Long(name, minimum, maximum) ?? throw StripeError.Missing(Path(name));

    /// <summary>What an update says of a whole number; sent as <c>''</c> it is cleared.</summary>
    public Change<long> LongChange(string name, long minimum = long.MinValue, long maximum = long.MaxValue) =>
        ChangeOf(name, found => ParseLong(found, minimum, maximum));

    /// <summary>True or false; null if absent.</summary>
    public bool? Bool(string name) => NotEmpty(name) is not { } found ? null : found.Text switch
    {
        "true" or "True" => true,      // Stripe's older Python SDK writes a capital
        "false" or "False" => false,
        _ => throw StripeError.Invalid($"Invalid boolean: {SafeText.Of(found)}", found.Path),
    };

    /// <summary>A number with a decimal point, such as a percentage; null if absent.</summary>
    public decimal? Decimal(string name) => NotEmpty(name) is { } found ? ParseDecimal(found) : null;

    public Change<decimal> DecimalChange(string name) => ChangeOf(name, ParseDecimal);

    /// <summary>A moment, sent as Unix seconds; null if absent.</summary>
    public DateTimeOffset? Timestamp(string name) => NotEmpty(name) is { } found ? ParseTimestamp(found) : null;

    public Change<DateTimeOffset> TimestampChange(string name) => ChangeOf(name, ParseTimestamp);

    /// <summary>One of Stripe's words; null if absent.</summary>
    /// <exception cref="StripeError">"Invalid mode: must be one of payment, setup, or subscription".</exception>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (NotEmpty(name) is not { } found) return null;
        foreach (var word in allowed)
        {
            if (found.Text == word) return word;
        }
        throw NotOneOf(found, allowed);
    }

    /// <summary>One of an enum's members, sent in snake_case (<c>requires_action</c>); null if absent.</summary>
    public T? Enum<T>(string name) where T : struct, Enum => NotEmpty(name) is { } found ? EnumWords<T>.Parse(found) : null;

    public T RequiredEnum<T>(string name) where T : struct, Enum => Enum<T>(name) ?? throw StripeError.Missing(Path(name));

    public Change<T> EnumChange<T>(string name) where T : struct, Enum => ChangeOf(name, EnumWords<T>.Parse);

    /// <summary>
    /// A span of time, as lists filter by it: <c>created=1700000000</c> (that second) or <c>created[gte]</c>, <c>[gt]</c>, <c>[lte]</c>,
    /// <c>[lt]</c>; null if absent.
    /// </summary>
    public TimeRange? Range(string name)
    {
        if (Look(name, ParamKind.Span) is not { Shape: ParamShape.Fields }) return Timestamp(name) is { } exact ? TimeRange.At(exact) : null;
        var part = Child(name)!;
        return TimeRange.Of(part.Timestamp("gt"), part.Timestamp("gte"), part.Timestamp("lt"), part.Timestamp("lte"));
    }

    private ParamNode? NotEmpty(string name) => Value(name) is not { } found ? null : found.Text!.Length == 0 ? throw Empty(found) : found;

    private Change<T> ChangeOf<T>(string name, Func<ParamNode, T> parse) where T : notnull =>
        Value(name) is not { } found ? default : found.Text!.Length == 0 ? Change<T>.Clear : Change<T>.To(parse(found));

    private static long ParseLong(ParamNode found, long minimum, long maximum)
    {
        if (!long.TryParse(found.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw StripeError.Invalid($"Invalid integer: {SafeText.Of(found)}", found.Path, "parameter_invalid_integer");
        }
        return number < minimum ? throw OutOfRange("greater", minimum)
            : number > maximum ? throw OutOfRange("less", maximum)
            : number;

        StripeError OutOfRange(string side, long limit) =>
            StripeError.Invalid($"This value must be {side} than or equal to {limit}.", found.Path, "parameter_invalid_integer");
    }

    private static decimal ParseDecimal(ParamNode found) =>
        decimal.TryParse(found.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StripeError.Invalid($"Invalid decimal: {SafeText.Of(found)}", found.Path);

    private static DateTimeOffset ParseTimestamp(ParamNode found)
    {
        var seconds = ParseLong(found, long.MinValue, long.MaxValue);
        return seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw StripeError.Invalid("Invalid timestamp: must be a Unix timestamp in seconds", found.Path, "parameter_invalid_integer");
    }

    private static StripeError NotOneOf(ParamNode found, ReadOnlySpan<string> allowed)
    {
        var words = allowed switch
        {
            [var only] => only,
            [var first, var second] => $"{first} or {second}",
            _ => $"{string.Join(", ", allowed[..^1]!)}, or {allowed[^1]}",
        };
        return StripeError.Invalid($"Invalid {found.Path}: must be one of {words}", found.Path);
    }

    private static class EnumWords<T> where T : struct, Enum
    {
        private static readonly T[] Members = System.Enum.GetValues<T>();
        private static readonly string[] Words = [.. Members.Select(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()))];

        public static T Parse(ParamNode found)
        {
            var at = Array.IndexOf(Words, found.Text);
            return at >= 0 ? Members[at] : throw NotOneOf(found, Words);
        }
    }
}
