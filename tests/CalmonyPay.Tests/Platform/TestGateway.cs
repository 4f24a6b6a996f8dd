using CalmonyPay.Gateways;
using CalmonyPay.Simulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Platform;

/// <summary>
/// The gateway of the tests: one simulator, on a socket of its own, for the whole run. Every class has accounts of its own
/// there only by its attempts' keys, so a test that makes it misbehave names what it means (or starts a simulator of its own).
/// </summary>
public static class TestGateway
{
    /// <summary>An account without 3-D Secure: a card that demands its holder is answered with a soft decline.</summary>
    public const string MerchantId = "100001", Secret = "Circle4Take40Idea";

    /// <summary>An account with 3-D Secure.</summary>
    public const string SecureMerchantId = "100856", SecureSecret = "Threeds2Test60System";

    private static readonly Lazy<Task<Uri>> Started = new(() => StartAsync(settleEvery: 0));

    /// <summary>The simulator's root; <c>/direct/</c> below it takes requests.</summary>
    public static Task<Uri> UrlAsync() => Started.Value;

    /// <summary>Settings that lead to the simulator.</summary>
    public static async Task<GatewaySettings> SettingsAsync(bool threeDSecure = false) => threeDSecure
        ? new(new Uri(await UrlAsync(), "direct/"), SecureMerchantId, SecureSecret, "GB", ThreeDSecure: true, TestCards: "stripe")
        : new(new Uri(await UrlAsync(), "direct/"), MerchantId, Secret, "GB", TestCards: "stripe");

    /// <summary>Gives a project its test account at the simulator.</summary>
    public static async Task SetAsync(PayApi api, Guid project, GatewaySettings? settings = null)
    {
        await using var scope = api.Worker();
        await scope.ServiceProvider.GetRequiredService<GatewayCredentials>()
            .SetAsync(project, livemode: false, settings ?? await SettingsAsync(), new GatewayPlace(), CancellationToken.None);
    }

    /// <summary>A simulator whose settlement runs by itself, for a class that waits for what settlement brings.</summary>
    /// <param name="settleEvery">Seconds between two runs; 0 for none.</param>
    public static async Task<Uri> StartAsync(int settleEvery)
    {
        var host = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options => options.SettleEvery = settleEvery);
        await host.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => host.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(2));
        return new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}
