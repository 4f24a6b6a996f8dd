using CalmonyPay.Accounts;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Sdk;

/// <summary>The one host that all SDK suites of a run talk to.</summary>
public sealed class SdkHost : PayApi
{
    /// <summary>Few enough that a burst of the suite runs into it.</summary>
    private const int FewRequestsASecond = 20;

    public SdkTarget Target { get; private set; } = null!;   // xunit initialises a fixture before any test sees it

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var scope = Worker();
        var limited = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(ProjectA, ApiKeyType.Secret, ApiKeyEnv.Test, "limited", null, FewRequestsASecond, CancellationToken.None);
        Target = new SdkTarget(A.Url, A.Key, Browser.Key, await TestGateway.UrlAsync(), limited.Raw);
    }
}

[CollectionDefinition(Name)]
public sealed class SdkTests : ICollectionFixture<SdkHost>
{
    public const string Name = "SDK suites";
}
