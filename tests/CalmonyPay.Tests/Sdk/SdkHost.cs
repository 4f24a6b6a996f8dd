using CalmonyPay.Accounts;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Sdk;

/// <summary>The one host that all SDK suites of a run talk to.</summary>
public sealed class SdkHost : PayApi
{
    /// <summary>Few enough that a burst of the suite runs into it.</summary>
    private const int FewRequestsASecond = 20;

    /// <summary>Some of Stripe's test cards show what they are for only when their refund is settled.</summary>
    private const int SettleEverySeconds = 5;

    public SdkTarget Target { get; private set; } = null!;   // xunit initialises a fixture before any test sees it

    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["CalmonyPay:Payments:AskForSettlementEvery"] = "00:00:02",
        ["CalmonyPay:Webhooks:AllowNetworks"] = "127.0.0.0/8",
    });

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var gateway = await TestGateway.StartAsync(SettleEverySeconds);
        await TestGateway.SetAsync(this, ProjectA, (await TestGateway.SettingsAsync()) with { Url = new Uri(gateway, "direct/") });
        await using var scope = Worker();
        var limited = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(ProjectA, ApiKeyType.Secret, ApiKeyEnv.Test, "limited", null, FewRequestsASecond, CancellationToken.None);
        Target = new SdkTarget(A.Url, A.Key, Browser.Key, gateway, limited.Raw);
    }
}

[CollectionDefinition(Name)]
public sealed class SdkTests : ICollectionFixture<SdkHost>
{
    public const string Name = "SDK suites";
}
