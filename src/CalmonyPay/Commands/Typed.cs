using System.Globalization;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands;

/// <summary>Times and addresses as an operator types them.</summary>
internal static class Typed
{
    private const int MostDays = 3660;

    /// <summary><c>90d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>.</summary>
    /// <exception cref="OperatorException">Anything else.</exception>
    public static TimeSpan Span(string text) => TryRead(text)
        ?? throw new OperatorException($"'{text}' is no span of time: write 90d, 12h, 30m or 45s.");

    /// <summary>A span from now, or a date and time; without an offset it is UTC.</summary>
    /// <exception cref="OperatorException">Anything else.</exception>
    public static DateTimeOffset Moment(string text, DateTimeOffset now) =>
        TryRead(text) is { } span ? now + span
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : throw new OperatorException($"'{text}' is neither a date and time (2027-01-31T12:00Z) nor a span from now (90d, 12h, 30m, 45s).");

    /// <exception cref="OperatorException">No absolute http or https URL.</exception>
    public static Uri Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url
        : throw new OperatorException($"'{text}' is no http or https URL.");

    private static TimeSpan? TryRead(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        return seconds > 0 && count * seconds <= MostDays * 86400L ? TimeSpan.FromSeconds(count * seconds) : null;
    }
}
