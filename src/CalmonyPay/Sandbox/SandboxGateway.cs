using CalmonyPay.Gateways;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Sandbox;

/// <summary>
/// The simulator as the sandbox project's gateway. It is one credential for ever, because charges and saved cards keep the one
/// that made them; when the simulator listens elsewhere than before, the credential moves with it.
/// </summary>
public static class SandboxGateway
{
    private const string Label = "simulator", MerchantId = "100001", Secret = "Circle4Take40Idea", Country = "GB", Cards = "stripe";

    /// <summary>
    /// What the simulator is told of the account: it can authenticate shoppers. The credential does not demand that of all, so test cards pay in one
    /// call, and those that want their holder lead to the page.
    /// </summary>
    public static IReadOnlyList<string> SimulatorArguments { get; } = [$"--Simulator:Accounts:{MerchantId}:Secret={Secret}", $"--Simulator:Accounts:{MerchantId}:ThreeDSecure=true"];

    public static async Task ConnectAsync(IServiceProvider services, Uri simulator, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        var accounts = services.GetRequiredService<GatewayAccounts>();
        var settings = new GatewaySettings(new Uri(simulator, "/direct/"), MerchantId, Secret, Country, TestCards: Cards);
        var (moved, now) = (accounts.Seal(settings), DateTimeOffset.UtcNow);
        var updated = await scope.ServiceProvider.GetRequiredService<Platform.Data.PayDb>().GatewayCredentials.IgnoreQueryFilters(["project", "mode"])
            .Where(c => c.ProjectId == SandboxProject.Id && c.Label == Label)
            .ExecuteUpdateAsync(c => c.SetProperty(row => row.Credentials, moved).SetProperty(row => row.UpdatedAt, now), ct);
        if (updated == 0)
            await scope.ServiceProvider.GetRequiredService<GatewayCredentials>().SetAsync(SandboxProject.Id, livemode: false, settings, new GatewayPlace(Label: Label), ct);
        accounts.Forget(new(SandboxProject.Id, Livemode: false));
    }
}
