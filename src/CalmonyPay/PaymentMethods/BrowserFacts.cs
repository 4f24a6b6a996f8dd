using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentMethods;

/// <summary>
/// What a shopper's browser says of itself, for 3-D Secure: its headers, and what a page's script adds. Without a script the fields
/// stay empty and the issuer is told that there is none.
/// </summary>
/// <param name="RemoteAddress">IPv4, dotted: the gateway takes no other.</param>
/// <param name="JavaScript">The page's script ran.</param>
/// <param name="TimeZoneMinutes">Minutes behind UTC, as JavaScript's <c>getTimezoneOffset</c>.</param>
/// <param name="Screen">Width x height x depth, such as <c>1920x1080x24</c>.</param>
public sealed record BrowserFacts(string RemoteAddress, string UserAgent, string Accept, string AcceptLanguage, bool JavaScript, int? TimeZoneMinutes, string? Screen)
{
    /// <summary>Names of the form's hidden fields, which only a script fills in.</summary>
    public const string TimeZoneField = "browser_time_zone", ScreenField = "browser_screen";

    /// <summary>EMV's limit on the headers that it takes, characters.</summary>
    private const int LongestHeader = 2048, MostMinutes = 14 * 60;

    /// <summary>EMV's colour depths; another is told as the next lower one.</summary>
    private static readonly int[] Depths = [1, 4, 8, 15, 16, 24, 32, 48];

    /// <summary>Nonsense in the hidden fields counts as no script: they come from a browser, not from a merchant.</summary>
    public static BrowserFacts Of(HttpRequest request, IFormCollection form) => Of(request, form[TimeZoneField], form[ScreenField]);

    /// <summary>Of the browser that a confirmation comes from.</summary>
    /// <param name="http">The confirmation.</param>
    /// <param name="said">What a script says with it; nonsense counts as no script, here too.</param>
    /// <returns>Null if nothing is said.</returns>
    /// <exception cref="StripeError">400 <c>parameter_unknown</c>: a secret key is a backend's, and a backend's headers are no browser's.</exception>
    public static BrowserFacts? Of(HttpContext http, BrowserParams? said)
    {
        if (Params.Of(http)?.Has(BrowserParams.Name) == true && !http.RequestServices.GetRequiredService<RequestInfo>().Publishable)
            throw StripeError.UnknownParameter(BrowserParams.Name);
        return said is null ? null : Of(http.Request, said.TimeZone, said.Screen);
    }

    private static BrowserFacts Of(HttpRequest request, string? timeZone, string? size)
    {
        var zone = int.TryParse(timeZone, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && minutes is >= -MostMinutes and <= MostMinutes ? minutes : (int?)null;
        var screen = ScreenOf(size ?? "");
        var script = zone is not null && screen is not null;
        return new(
            AddressOf(request.HttpContext.Connection.RemoteIpAddress), Header(request.Headers.UserAgent, "unknown"), Header(request.Headers.Accept, "*/*"), Header(request.Headers.AcceptLanguage, "en-GB"),
            script, script ? zone : null, script ? screen : null);
    }

    /// <summary>As the gateway is told it.</summary>
    /// <param name="returnUrl">To which the issuer posts: see <see cref="AuthenticationUrls.ReturnOf"/>.</param>
    /// <param name="challengeMandated">After an issuer's soft decline.</param>
    public BrowserData For(Uri returnUrl, bool challengeMandated = false) =>
        new(returnUrl, RemoteAddress, UserAgent, Accept, AcceptLanguage, JavaScript, TimeZoneMinutes, Screen, challengeMandated);

    /// <summary>A shopper who comes over IPv6 has no IPv4 address to tell; the vendor's own samples send one of the documentation's then.</summary>
    private static string AddressOf(IPAddress? address) => address switch
    {
        { AddressFamily: AddressFamily.InterNetwork } => address.ToString(),
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        not null when IPAddress.IsLoopback(address) => IPAddress.Loopback.ToString(),
        _ => "192.0.2.1",
    };

    private static string Header(string? value, string missing) => string.IsNullOrWhiteSpace(value) ? missing : value.Length <= LongestHeader ? value : value[..LongestHeader];

    private static string? ScreenOf(string text)
    {
        var parts = text.Split('x');
        if (parts.Length != 3) return null;
        var sizes = new int[3];
        for (var i = 0; i < 3; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] is < 1 or > 99_999) return null;
        var depth = Depths.Last(known => known <= sizes[2]);
        return string.Create(CultureInfo.InvariantCulture, $"{sizes[0]}x{sizes[1]}x{depth}");
    }
}
