using CalmonyPay.Simulator;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.House;

/// <summary>A simulator that misbehaves at every request, and project B's account at it.</summary>
internal sealed class FailingGateway : IAsyncDisposable
{
    private readonly WebApplication simulator;

    private FailingGateway(WebApplication simulator) => this.simulator = simulator;

    public static async Task<FailingGateway> StartAsync(PayApi api, string fault)
    {
        var simulator = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options => options.SettleEvery = 0);
        await simulator.StartAsync();
        var url = new Uri(simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var admin = new HttpClient { BaseAddress = url };
        (await admin.PostAsync("/_simulator/faults", new FormUrlEncodedContent([new("kind", fault)]))).EnsureSuccessStatusCode();
        await TestGateway.SetAsync(api, api.ProjectB, (await TestGateway.SettingsAsync()) with { Url = new Uri(url, "direct/") });
        return new(simulator);
    }

    public ValueTask DisposeAsync() => simulator.DisposeAsync();
}
