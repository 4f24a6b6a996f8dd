using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CalmonyPay.Tests.Browser;

/// <summary>
/// Finds every host that a text names: in absolute addresses of whatever scheme and in those that leave the scheme out, plain or behind the
/// escapes of HTML, JavaScript, JSON, CSS and addresses. What a script puts together only when it runs shows when it is asked for
/// (<see cref="Visit.AssertKeptTo"/>).
/// </summary>
internal static partial class Hosts
{
    /// <returns>Each once, lower case, with its port where one is named: <c>shop.example</c>, <c>127.0.0.1:5252</c>.</returns>
    public static IReadOnlySet<string> In(string text)
    {
        var decoded = WebUtility.HtmlDecode(text);
        var unescaped = Escapes().Replace(decoded, Character);
        string[] readings = [text, decoded, unescaped, Uri.UnescapeDataString(unescaped)];
        return readings.SelectMany(reading => Addresses().Matches(reading)).Select(match => HostOf(match.Groups["authority"].Value)).ToHashSet();
    }

    /// <summary>
    /// The sources of a Content-Security-Policy, where a host needs no slashes before it. A source that lets in more than one host (<c>*</c>,
    /// <c>https:</c>) comes back as it stands.
    /// </summary>
    public static IReadOnlySet<string> InPolicy(string policy) => policy.Split(';', ',')
        .Select(directive => directive.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length > 1 && Sources().IsMatch(words[0]))
        .SelectMany(words => words[1..])
        .Where(source => source[0] != '\'' && source is not ("data:" or "blob:"))
        .Select(source => HostOf(Scheme().Replace(source, "").Split('/')[0]))
        .ToHashSet();

    private static string HostOf(string authority) => authority[(authority.LastIndexOf('@') + 1)..].TrimEnd('.', ':').ToLowerInvariant();

    private static string Character(Match escape)
    {
        if (escape.Groups["itself"] is { Success: true } itself) return itself.Value;
        var code = int.Parse(escape.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return code is > 0 and <= 0x10ffff and not (>= 0xd800 and <= 0xdfff) ? char.ConvertFromUtf32(code) : "";
    }

    /// <summary>Browsers take <c>https:host</c> and <c>https:\\host</c> for addresses too. A comment of a script has a space after its slashes.</summary>
    [GeneratedRegex(@"(?:\b(?:https?|wss?|ftp):[/\\]*|\b[a-z][a-z0-9+.-]*://|(?<![\w:/\\+])//)(?<authority>[\p{L}\p{N}\[][^\s/\\?#""'<>()`;,|{}]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();

    /// <summary>
    /// <c>\u002f</c>, <c>\u{2f}</c>, <c>\x2f</c> and <c>\/</c> of scripts, <c>\2f </c> of stylesheets. A script's <c>/\/path/</c> is a pattern
    /// that begins with a slash, and stays as it is.
    /// </summary>
    [GeneratedRegex(@"\\(?:u(?<code>[0-9a-f]{4})|u\{(?<code>[0-9a-f]{1,6})\}|x(?<code>[0-9a-f]{2})|(?<code>[0-9a-f]{1,6}) ?|(?<=(?:^|[^/]|\\/)\\)(?<itself>/))", RegexOptions.IgnoreCase)]
    private static partial Regex Escapes();

    [GeneratedRegex("(-src|-src-elem|-src-attr|form-action|frame-ancestors|base-uri)$", RegexOptions.IgnoreCase)]
    private static partial Regex Sources();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
