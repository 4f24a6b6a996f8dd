using System.Text;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Gateways;

public sealed class CredentialTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly GatewaySettings Settings = new(new Uri("https://gateway.example/direct/"), "100001", "Circle4Take40Idea", "826", ThreeDSecure: true, TestCards: "stripe");

    [Fact]
    public async Task A_project_without_a_gateway_is_told_which_command_sets_one_up()
    {
        await using var scope = api.Worker(api.ProjectB, livemode: true);
        var error = await Assert.ThrowsAsync<StripeError>(() => Credentials(scope).ForNewAsync(default));
        Assert.Equal((400, "invalid_request_error", "gateway_not_configured"), (error.Status, error.Type, error.Code));
        Assert.Contains("gateways set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_highest_priority_among_the_active_and_effective_takes_new_payments()
    {
        var (project, now) = (api.ProjectA, DateTimeOffset.UtcNow);
        var plain = await SetAsync(project, new(Label: "plain"));
        Assert.Equal(plain, await BestAsync(project));
        var preferred = await SetAsync(project, new(Label: "preferred", Priority: 10));
        Assert.Equal(preferred, await BestAsync(project));
        await SetAsync(project, new(Label: "not yet", Priority: 20, EffectiveFrom: now.AddHours(1)));
        Assert.Equal(preferred, await BestAsync(project));
        var shortLived = await SetAsync(project, new(Label: "short", Priority: 30, EffectiveTo: now.AddSeconds(2)));
        Assert.Equal(shortLived, await BestAsync(project));
        await Task.Delay(2100);
        Assert.Equal(preferred, await BestAsync(project));

        var renewed = await SetAsync(project, new(Label: "preferred", Priority: 10));
        Assert.Equal(renewed, await BestAsync(project));
        await using var scope = api.Worker(project);
        var old = await Credentials(scope).ByIdAsync(preferred, default);      // what it began goes on
        Assert.Equal(("100001", "cardstream", "cardstream"), (old.Account.MerchantId, old.Gateway.Driver, old.Name));
    }

    [Fact]
    public async Task A_successor_of_tomorrow_ends_its_predecessor_tomorrow()
    {
        var project = api.ProjectA;
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        var today = await SetAsync(project, new(Label: "rota", Priority: 99), livemode: true);
        await SetAsync(project, new(Label: "rota", Priority: 99, EffectiveFrom: tomorrow), livemode: true);
        Assert.Equal(today, await BestAsync(project, livemode: true));
        await using var scope = api.Worker();
        var ends = (await Credentials(scope).ListAsync(project, default)).Single(c => c.Id == today);
        Assert.True(ends.IsActive);
        Assert.Equal(tomorrow, ends.EffectiveTo!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_secret_is_encrypted_at_rest_and_opens_with_older_keys_of_the_ring()
    {
        var id = await SetAsync(api.ProjectB, new(Label: "sealed"));
        var stored = (byte[])(await api.SqlAsync("select credentials from pay_gateway_credentials where id = $1", id))[0][0]!;
        var rows = await api.SqlAsync("select c::text from pay_gateway_credentials c where id = $1", id);
        foreach (var text in new[] { Encoding.Latin1.GetString(stored), (string)rows[0][0]! })
        {
            Assert.DoesNotContain(Settings.Secret!, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Settings.MerchantId, text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Settings.Secret!, Settings.ToString(), StringComparison.Ordinal);
        Assert.Contains(api.Services.GetServices<EncryptedColumn>(), column => column.Table == "pay_gateway_credentials");     // 'encryption rotate' renews it

        var host = PayHost.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CalmonyPay"] = api.Logins.Owner,
            ["CalmonyPay:Encryption:Keys"] = PayApi.EncryptionKeys + ",k2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
        }));
        await using (host)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(new(api.ProjectB, false));
            Assert.Equal(Settings.Secret, (await Credentials(scope).ByIdAsync(id, default)).Account.Secret);
        }
    }

    [Fact]
    public async Task A_neighbour_and_the_other_mode_do_not_find_a_credential()
    {
        var id = await SetAsync(api.ProjectA, new(Label: "mine"));
        foreach (var (project, livemode) in new[] { (api.ProjectB, false), (api.ProjectA, true) })
        {
            await using var scope = api.Worker(project, livemode);
            await Assert.ThrowsAsync<StripeError>(() => Credentials(scope).ByIdAsync(id, default));
        }
    }

    [Theory]
    [InlineData("http://gateway.example/direct/", "100001", "s", "826", "none", true)]
    [InlineData("https://gateway.example/direct/", "100001", "s", "826", "stripe", true)]
    [InlineData("https://gateway.example/direct/", "100001", null, "826", "none", true)]
    [InlineData("ftp://gateway.example/", "100001", "s", "826", "none", false)]
    [InlineData("https://user@gateway.example/", "100001", "s", "826", "none", false)]
    [InlineData("https://gateway.example/", "", "s", "826", "none", false)]
    [InlineData("https://gateway.example/", "100001", "s", "Britain", "none", false)]
    [InlineData("https://gateway.example/", "100001", "s", "GB", "paypal", false)]
    public async Task Settings_that_make_no_sense_are_refused(string url, string merchant, string? secret, string country, string cards, bool livemode)
    {
        await using var scope = api.Worker();
        await Assert.ThrowsAsync<OperatorException>(() => Credentials(scope).SetAsync(
            api.ProjectA, livemode, new(new Uri(url), merchant, secret, country, TestCards: cards), new(), default));
    }

    private async Task<Guid> SetAsync(Guid project, GatewayPlace place, bool livemode = false)
    {
        await using var scope = api.Worker();
        var settings = livemode ? Settings with { TestCards = GatewaySettings.NoTestCards } : Settings;
        return (await Credentials(scope).SetAsync(project, livemode, settings, place, default)).Id;
    }

    private async Task<Guid> BestAsync(Guid project, bool livemode = false)
    {
        await using var scope = api.Worker(project, livemode);
        return (await Credentials(scope).ForNewAsync(default)).Account.CredentialId;
    }

    private static GatewayCredentials Credentials(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<GatewayCredentials>();
}
