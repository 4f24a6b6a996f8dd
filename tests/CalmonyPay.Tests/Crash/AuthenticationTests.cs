using System.Net;
using System.Text.RegularExpressions;
using CalmonyPay.Accounts;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Crash;

/// <summary>An account with 3-D Secure for project B.</summary>
public sealed class SecureApi : HastyApi
{
    protected override GatewaySettings OfB() => new(Direct, TestGateway.SecureMerchantId, TestGateway.SecureSecret, "GB", ThreeDSecure: true, TestCards: "stripe");
}

/// <summary>A payment whose shopper has to authenticate, through the simulator's own bank.</summary>
public sealed partial class AuthenticationTests(SecureApi api) : IClassFixture<SecureApi>, IAsyncLifetime
{
    private static readonly BrowserData Browser = new(
        new Uri("https://pay.example/3ds"), "203.0.113.7", "Mozilla/5.0", "text/html", "en-GB", JavaScript: true, TimeZoneMinutes: 0, "1920x1080x24", ChallengeMandated: false);

    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_challenge_that_is_passed_ends_in_a_payment()
    {
        var waiting = await BeginAsync();
        Assert.Equal("succeeded", await DecideAsync(waiting, "approve"));
        await api.BooksAsync((await api.B.GetAsync($"/v1/payment_intents/{waiting}")).Text("latest_charge")!, "captured");
    }

    [Fact]
    public async Task A_challenge_that_is_failed_spends_the_card_and_keeps_the_intent()
    {
        var waiting = await BeginAsync();
        Assert.Equal("payment_intent_authentication_failure", await DecideAsync(waiting, "decline"));
        Assert.Equal("requires_payment_method", (await api.B.GetAsync($"/v1/payment_intents/{waiting}")).Text("status"));
    }

    [Theory]
    [InlineData("drop_after", "succeeded")]
    [InlineData("drop_before", "requires_payment_method")]
    public async Task A_lost_continuation_is_asked_after(string kind, string status)
    {
        var waiting = await BeginAsync();
        await api.Gateway.FaultAsync(kind, ("action", "CONTINUE"), ("merchantID", TestGateway.SecureMerchantId), ("skip", 1));
        Assert.Equal("processing", await DecideAsync(waiting, "approve"));
        await api.UntilAsync(waiting, status, api.B);
        var charge = (await api.B.GetAsync($"/v1/charges?payment_intent={waiting}")).List()[0].GetProperty("id").GetString()!;
        await api.BooksAsync(charge, status == "succeeded" ? "captured" : "canceled");
    }

    [Fact]
    public async Task A_challenge_that_nobody_answers_expires()
    {
        var waiting = await BeginAsync();
        var expired = await api.UntilAsync(waiting, "requires_payment_method", api.B);
        Assert.Equal("payment_intent_authentication_failure", expired.Text("last_payment_error.code"));
        await api.BooksAsync(expired.Text("latest_charge")!, "canceled");
    }

    [Fact]
    public async Task A_challenge_left_for_another_card_is_canceled_and_harms_nobody()
    {
        var waiting = await BeginAsync();
        var left = (await api.B.GetAsync($"/v1/payment_intents/{waiting}")).Text("latest_charge")!;
        var paid = (await api.B.PostAsync($"/v1/payment_intents/{waiting}/confirm", new() { ["payment_method"] = "pm_card_mastercard", ["off_session"] = "true" })).Ok();
        Assert.Equal("succeeded", paid.Text("status"));
        await api.BooksAsync(left, "canceled");
        Assert.Equal("succeeded", (await api.B.GetAsync($"/v1/payment_intents/{waiting}")).Text("status"));
    }

    /// <summary>A payment that waits at the bank's challenge page.</summary>
    private async Task<string> BeginAsync()
    {
        var waiting = (await api.PayAsync(new() { ["return_url"] = "https://shop.example/done" }, api.B, "pm_card_threeDSecure2Required")).Ok();
        Assert.Equal("requires_action", waiting.Text("status"));
        Assert.Contains("/pay/authenticate/", waiting.Text("next_action.redirect_to_url.url"), StringComparison.Ordinal);
        Assert.Equal("requires_action", await FlowAsync(flow => flow.BeginAsync(waiting.Id, Browser)));
        return waiting.Id;
    }

    /// <summary>The shopper's browser at the bank, leg by leg, and what the payment came to.</summary>
    private async Task<string> DecideAsync(string intent, string choice)
    {
        for (var leg = 0; leg < 3; leg++)
        {
            Challenge challenge = null!;
            await FlowAsync(async flow =>
            {
                challenge = (await flow.PendingAsync(intent, CancellationToken.None))!;
                return challenge;
            });
            using var page = await api.Gateway.BrowseAsync(challenge.Url, challenge.Fields);
            var posted = new List<KeyValuePair<string, string>>(challenge.Fields);
            if (page.StatusCode == HttpStatusCode.OK)
            {
                var html = await page.Content.ReadAsStringAsync();
                var form = html[html.IndexOf($"decide/{choice}", StringComparison.Ordinal)..];
                posted = [.. Fields().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)]).Select(field => new KeyValuePair<string, string>(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];
                using var decided = await api.Gateway.BrowseAsync(new Uri(challenge.Url, $"decide/{choice}"), posted);
                Assert.Equal(HttpStatusCode.TemporaryRedirect, decided.StatusCode);
            }
            var came = await FlowAsync(flow => flow.ContinueAsync(intent, challenge.Reference, posted));
            if (came != "requires_action") return came;
        }
        throw new InvalidOperationException("More legs than there are.");
    }

    /// <summary>Calls the flow as our page does; the intent's status, or the code of its failure.</summary>
    private async Task<string> FlowAsync(Func<AuthenticationFlow, Task<object>> work)
    {
        await using var scope = api.Worker(api.ProjectB);
        await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(api.ProjectB);
        try
        {
            return await work(scope.ServiceProvider.GetRequiredService<AuthenticationFlow>()) is PaymentIntentResponse intent ? SnakeCase.Of(intent.Status) : "";
        }
        catch (StripeError failure)
        {
            return failure.Code ?? "";
        }
    }

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}
