using CalmonyPay.Gateways;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.PaymentMethods;

/// <summary>A host that gives shoppers and gateways little time, at an account with 3-D Secure.</summary>
public sealed class HurriedSetups : PayApi
{
    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["CalmonyPay:Setups:AuthenticationWithin"] = "00:00:02",
        ["CalmonyPay:Setups:LookEvery"] = "00:00:00.5",
    });

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await TestGateway.SetAsync(this, ProjectA, await TestGateway.SettingsAsync(threeDSecure: true));
    }
}

public sealed class SetupAuthenticationTests(HurriedSetups api) : IClassFixture<HurriedSetups>
{
    private static readonly BrowserData Browser = new(
        new("https://pay.example.com/back"), "192.0.2.1", "Mozilla/5.0", "text/html", "en-GB", JavaScript: false, 0, "1920x1080x24", ChallengeMandated: false);

    [Fact]
    public async Task An_account_with_3_D_Secure_sends_every_shopper_to_the_page()
    {
        var waiting = await WaitingAsync("pm_card_visa");
        Assert.Null(await BeginAsync(waiting.Id)); // this card is not enrolled: nothing to show
        var done = (await api.A.GetAsync($"/v1/setup_intents/{waiting.Id}")).Ok();
        Assert.Equal("succeeded", done.Text("status"));
        Assert.Equal(["setup_intent.succeeded", "setup_intent.requires_action", "setup_intent.created"], await api.A.EventsAsync(waiting.Id));
    }

    [Fact]
    public async Task A_challenge_that_nobody_answers_ends_the_try()
    {
        var waiting = await WaitingAsync("pm_card_threeDSecure2Required");
        Assert.NotNull(await BeginAsync(waiting.Id));
        Assert.Equal("requires_action", (await api.A.GetAsync($"/v1/setup_intents/{waiting.Id}")).Ok().Text("status"));
        for (var until = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < until; await Task.Delay(200))
        {
            var now = (await api.A.GetAsync($"/v1/setup_intents/{waiting.Id}")).Ok();
            if (now.Text("status") != "requires_payment_method") continue;
            Assert.Equal("setup_intent_authentication_failure", now.Text("last_setup_error.code"));
            Assert.Equal("setup_intent.setup_failed", (await api.A.EventsAsync(waiting.Id))[0]);
            return;
        }
        Assert.Fail("The setup still waits for its shopper.");
    }

    private async Task<Reply> WaitingAsync(string card)
    {
        var waiting = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = card, ["confirm"] = "true" })).Ok();
        Assert.Equal("requires_action", waiting.Text("status"));
        return waiting;
    }

    private async Task<Challenge?> BeginAsync(string intent)
    {
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, false));
        return await scope.ServiceProvider.GetRequiredService<SetupAuthentication>().BeginAsync(intent, Browser, null);
    }
}
