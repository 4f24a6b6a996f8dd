using CalmonyPay.Gateways;
using CalmonyPay.Simulator;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Crash;

/// <summary>A host in a hurry, and a simulator of its own that a test may make misbehave.</summary>
public class HastyApi : PayApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private WebApplication simulator = null!;

    public GatewayAdmin Gateway { get; private set; } = null!;

    protected Uri Direct => new(Url(simulator), "direct/");

    public override async Task InitializeAsync()
    {
        simulator = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options => (options.SettleEvery, options.CallbackPauses) = (0, "0.1,0.3,1,2"));
        await simulator.StartAsync();
        Gateway = new(Url(simulator));
        await base.InitializeAsync();
        await TestGateway.SetAsync(this, ProjectA, new(Direct, TestGateway.MerchantId, TestGateway.Secret, "GB", TestCards: "stripe"));
        await TestGateway.SetAsync(this, ProjectB, OfB());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Gateway.Dispose();
        await simulator.DisposeAsync();
    }

    /// <summary>A payment of 20 pounds, in one call.</summary>
    public Task<Reply> PayAsync(Form? more = null, ApiClient? who = null, string card = "pm_card_visa")
    {
        var form = new Form { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = card, ["confirm"] = "true" };
        form.AddRange(more ?? []);
        return (who ?? A).PostAsync("/v1/payment_intents", form);
    }

    /// <summary>The intent, once it is in that status.</summary>
    public async Task<Reply> UntilAsync(string intent, string status, ApiClient? who = null)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            var now = (await (who ?? A).GetAsync($"/v1/payment_intents/{intent}")).Ok();
            if (now.Text("status") == status) return now;
            if (DateTime.UtcNow > until) throw new TimeoutException($"Not {status}: {now.Body}");
        }
    }

    /// <summary>The states of an attempt's transactions at the gateway, once they are these (in any order).</summary>
    public async Task BooksAsync(string charge, params string[] states)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            var books = (await Gateway.BooksAsync(charge)).Select(transaction => transaction.State).Order().ToList();
            if (books.SequenceEqual(states.Order())) return;
            if (DateTime.UtcNow > until) throw new TimeoutException($"The gateway has {string.Join(", ", books)}, not {string.Join(", ", states)}.");
        }
    }

    /// <summary>The account of project B.</summary>
    protected virtual GatewaySettings OfB() => new(Direct, TestGateway.MerchantId, TestGateway.Secret, "GB", CaptureAtOnce: true, TestCards: "stripe");

    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(HastySettings.All);

    private static Uri Url(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
