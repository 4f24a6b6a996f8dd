namespace CalmonyPay.Tests.Sdk;

/// <summary>A running CalmonyPay as the SDK suites need it.</summary>
/// <param name="Url">Where the API is, without <c>/v1</c>.</param>
/// <param name="SecretKey">A test-mode secret key whose rate limit the suite does not reach.</param>
/// <param name="PublishableKey">The same project's publishable key.</param>
/// <param name="SimulatorUrl">The simulator's admin address, if the suite may tell it to misbehave.</param>
/// <param name="RateLimitedKey">A secret key that 200 requests at once exceed.</param>
public sealed record SdkTarget(Uri Url, string SecretKey, string PublishableKey, Uri? SimulatorUrl, string? RateLimitedKey)
{
    /// <summary>The environment variables that the suites read; see tests/sdk/README.md.</summary>
    public Dictionary<string, string?> ToEnvironment() => new()
    {
        ["CALMONYPAY_URL"] = Url.AbsoluteUri.TrimEnd('/'),
        ["CALMONYPAY_SECRET_KEY"] = SecretKey,
        ["CALMONYPAY_PUBLISHABLE_KEY"] = PublishableKey,
        ["CALMONYPAY_SIMULATOR_URL"] = SimulatorUrl?.AbsoluteUri,
        ["CALMONYPAY_RATE_LIMITED_KEY"] = RateLimitedKey,
    };
}
