namespace CalmonyPay.Cardstream;

/// <summary>How a new transaction stands to 3-D Secure, and what the payer's browser told us for it.</summary>
public sealed record ThreeDSecure
{
    /// <summary>Our callback, absolute https, with our own key in its query: the bank posts there from an iframe, without our cookies.</summary>
    public Uri? RedirectUrl { get; init; }

    /// <summary>False skips 3-D Secure, true aborts (65796) where the account has none, null leaves it to the account.</summary>
    public bool? Required { get; init; }

    /// <summary>1 to 6; 1 (before the authorisation or when the issuer asks) is the gateway's default.</summary>
    public int? Policy { get; init; }

    /// <summary>The outcomes that are accepted, comma-separated; any other is answered 65803.</summary>
    public string? CheckPref { get; init; }

    /// <summary><c>lowvalue</c>, <c>trusted</c>, <c>risk</c>, <c>corporate</c> or <c>delegated</c>.</summary>
    public string? ScaExemption { get; init; }

    public BrowserDevice? Device { get; init; }

    /// <summary>EMV extras such as <c>challengeWindowSize</c> or <c>requestorChallengeIndicator</c>, sent as <c>threeDSOptions[name]</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    internal IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("threeDSRequired", Wire.Flag(Required)),
        ("threeDSPolicy", Policy is { } policy ? Wire.Number(policy) : null),
        ("threeDSCheckPref", CheckPref),
        ("threeDSRedirectURL", RedirectUrl?.AbsoluteUri),
        ("scaExemption", ScaExemption),
        .. Device?.Fields() ?? [],
        .. Options.Select(option => (FieldList.NestedName("threeDSOptions", option.Key), (string?)option.Value)),
    ];
}

/// <summary>The payer's browser.</summary>
/// <param name="Identity">The User-Agent header.</param>
/// <param name="AcceptContent">The Accept header.</param>
/// <param name="AcceptLanguage">The Accept-Language header.</param>
/// <param name="Capabilities"><c>javascript</c>, <c>java,javascript</c> or empty.</param>
/// <param name="TimeZone">Minutes of JavaScript's <c>getTimezoneOffset()</c>, positive behind UTC. Mandatory with JavaScript.</param>
/// <param name="ScreenResolution"><c>1920x1080x24</c>: width, height, colour depth. Mandatory with JavaScript.</param>
/// <param name="Type"><c>desktop</c>, <c>phone</c>, …</param>
/// <param name="OperatingSystem"><c>win</c>, <c>macos</c>, …</param>
public sealed record BrowserDevice(
    string Identity,
    string AcceptContent,
    string AcceptLanguage,
    string? AcceptEncoding = null,
    string? AcceptCharset = null,
    string Capabilities = "javascript",
    int? TimeZone = null,
    string? ScreenResolution = null,
    string? Type = null,
    string? OperatingSystem = null)
{
    internal IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("deviceChannel", "browser"),
        ("deviceIdentity", Identity),
        ("deviceAcceptContent", AcceptContent),
        ("deviceAcceptLanguage", AcceptLanguage),
        ("deviceAcceptEncoding", AcceptEncoding),
        ("deviceAcceptCharset", AcceptCharset),
        ("deviceCapabilities", Capabilities),
        ("deviceTimeZone", TimeZone is { } minutes ? Wire.Number(minutes) : null),
        ("deviceScreenResolution", ScreenResolution),
        ("deviceType", Type),
        ("deviceOperatingSystem", OperatingSystem),
    ];
}
