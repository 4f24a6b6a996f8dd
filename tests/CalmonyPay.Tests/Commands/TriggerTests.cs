using CalmonyPay.Platform.Events;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Commands;

/// <summary><c>trigger</c> as a process beside a server, whose gateway settles every second.</summary>
public sealed class TriggerTests(TriggerTests.SettlingApi api) : IClassFixture<TriggerTests.SettlingApi>
{
    private static readonly string[] NotByRequests = ["charge.expired", "payment_intent.processing", "test_helpers.test_clock.internal_failure", "webhook_endpoint.disabled"];

    public static TheoryData<string> ByRequests => [.. EventTypes.Emitted.Select(type => type.Name).Except(NotByRequests)];

    [Theory]
    [MemberData(nameof(ByRequests))]
    public async Task It_makes_the_event_happen(string type)
    {
        var ended = await TriggerAsync(api.A, type);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        var happened = (await api.A.GetAsync($"/v1/events/{ended.Output.Trim()}")).Ok();
        Assert.Equal(type, happened.Text("type"));
    }

    [Fact]
    public async Task The_list_has_every_type_that_is_emitted()
    {
        var lines = (await TriggerAsync(api.A, "--list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => line.Split("  ", 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(
            EventTypes.Emitted.OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => (type.Name, NotByRequests.Contains(type.Name) ? "no" : "yes", type.When)),
            lines.OrderBy(line => line[0], StringComparer.Ordinal).Select(line => (line[0], line[1], line[2])));
    }

    [Fact]
    public async Task What_cannot_be_triggered_is_said_and_why()
    {
        foreach (var type in NotByRequests) await RefusedAsync(api.A, $"{type} cannot be triggered: ", type);
        await RefusedAsync(api.A, "CalmonyPay does not emit payout.paid", "payout.paid");
        await RefusedAsync(api.A, "There is no event type 'customer.create'", "customer.create");
        await RefusedAsync(api.A, "Say which event");
        await RefusedAsync(api.Live, "in test mode only", "customer.created");
        await RefusedAsync(api.Browser, "takes a secret key", "customer.created");
    }

    private static async Task RefusedAsync(ApiClient who, string message, params string[] arguments)
    {
        var ended = await TriggerAsync(who, arguments);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, Assert.Single(ended.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static Task<Ended> TriggerAsync(ApiClient who, params string[] arguments) =>
        PayProcess.RunAsync([], ["trigger", .. arguments, "--api", who.Url.AbsoluteUri, "--key", who.Key]);

    public sealed class SettlingApi : PayApi
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var gateway = await TestGateway.StartAsync(settleEvery: 1);
            await TestGateway.SetAsync(this, ProjectA, (await TestGateway.SettingsAsync()) with { Url = new Uri(gateway, "direct/") });
        }

        protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CalmonyPay:Payments:LookEvery"] = "00:00:00.1",
            ["CalmonyPay:Payments:AskForSettlementEvery"] = "00:00:00.3",
        });
    }
}
