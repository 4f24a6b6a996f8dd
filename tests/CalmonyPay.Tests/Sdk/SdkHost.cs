namespace CalmonyPay.Tests.Sdk;

/// <summary>The one host that all SDK suites of a run talk to.</summary>
public sealed class SdkHost : IAsyncLifetime
{
    public SdkTarget Target { get; private set; } = null!;   // xunit initialises a fixture before any test sees it

    public Task InitializeAsync()
    {
        var url = Environment.GetEnvironmentVariable("CALMONYPAY_URL")
            ?? throw new InvalidOperationException("CALMONYPAY_URL must say where a running CalmonyPay is.");
        var simulator = Environment.GetEnvironmentVariable("CALMONYPAY_SIMULATOR_URL");
        Target = new SdkTarget(
            new Uri(url),
            Environment.GetEnvironmentVariable("CALMONYPAY_SECRET_KEY") ?? "sk_test_sandbox",
            Environment.GetEnvironmentVariable("CALMONYPAY_PUBLISHABLE_KEY") ?? "pk_test_sandbox",
            simulator is null ? null : new Uri(simulator),
            Environment.GetEnvironmentVariable("CALMONYPAY_RATE_LIMITED_KEY"));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class SdkTests : ICollectionFixture<SdkHost>
{
    public const string Name = "SDK suites";
}
