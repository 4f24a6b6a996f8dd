using System.Net;
using System.Text.RegularExpressions;
using CalmonyPay.Gateways;
using CalmonyPay.Simulator;
using CalmonyPay.Tests.Crash;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Browser;

/// <summary>
/// A host at an account with 3-D Secure, and a simulator whose bank is another site: the host is reached as <c>127.0.0.1</c>, the bank as
/// <c>localhost</c>. Project B's account demands nothing by itself.
/// </summary>
public partial class AuthenticationApi : PayApi
{
    private WebApplication simulator = null!;

    public GatewayAdmin Gateway { get; private set; } = null!;

    /// <summary>The issuer's, as browsers see it.</summary>
    public Uri Bank { get; private set; } = null!;

    protected GatewaySettings Secure { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        SimulatorOptions? running = null;
        simulator = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options => (running = options).SettleEvery = 0);
        await simulator.StartAsync();
        var url = new Uri(simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Bank = new($"http://localhost:{url.Port}");
        running!.PublicUrl = Bank.ToString();
        Gateway = new(url);
        await base.InitializeAsync();
        Secure = new(new Uri(url, "direct/"), TestGateway.SecureMerchantId, TestGateway.SecureSecret, "GB", ThreeDSecure: true, TestCards: "stripe");
        await TestGateway.SetAsync(this, ProjectA, Secure);
        await TestGateway.SetAsync(this, ProjectB, Secure with { ThreeDSecure = false });
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Gateway.Dispose();
        await simulator.DisposeAsync();
    }

    /// <summary>A payment of 20 pounds that waits for its shopper, who comes back to the shop.</summary>
    /// <param name="more">Parameters besides, or another return address.</param>
    public async Task<Waiting> PaymentAsync(string card = "pm_card_threeDSecure2Required", Form? more = null, ApiClient? who = null)
    {
        var form = new Form { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = card, ["confirm"] = "true" };
        form.AddRange(more ?? []);
        if (form.All(field => field.Key != "return_url")) form["return_url"] = $"{Visit.Shop}/thanks";
        return Waiting.Of((await (who ?? A).PostAsync("/v1/payment_intents", form.Without("payment_method", ""))).Ok(), who ?? A);
    }

    /// <summary>The same with one of Cardstream's test cards, whose month of expiry decides.</summary>
    public Task<Waiting> PaymentByMonthAsync(int month) => PaymentAsync("", new()
    {
        ["payment_method_data[type]"] = "card",
        ["payment_method_data[card][number]"] = "4929421234600821",
        ["payment_method_data[card][exp_month]"] = $"{month}",
        ["payment_method_data[card][exp_year]"] = "2034",
        ["payment_method_data[card][cvc]"] = "356",
        ["payment_method_data[billing_details][address][line1]"] = "Flat 6 Primrose Rise 347 Lavender Road",
        ["payment_method_data[billing_details][address][postal_code]"] = "NN17 8YG",
    });

    /// <summary>A card that waits for its shopper to be kept.</summary>
    public async Task<Waiting> SetupAsync(string card = "pm_card_threeDSecure2Required") => Waiting.Of((await A.PostAsync("/v1/setup_intents", new()
    {
        ["payment_method"] = card,
        ["confirm"] = "true",
        ["return_url"] = $"{Visit.Shop}/saved?from=account#card",
    })).Ok(), A);

    /// <summary>The shopper decides at the bank without our page: what the bank then posts to us, and where.</summary>
    public async Task<(Uri To, List<KeyValuePair<string, string>> Fields)> DecideAsync(Uri challenge, IEnumerable<KeyValuePair<string, string>> fields, string choice)
    {
        using var page = await Gateway.BrowseAsync(challenge, fields);
        var html = await page.Content.ReadAsStringAsync();
        var form = html[html.IndexOf($"decide/{choice}", StringComparison.Ordinal)..];
        var posted = Fields().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)])
            .Select(field => new KeyValuePair<string, string>(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value))).ToList();
        using var decided = await Gateway.BrowseAsync(new Uri(challenge, $"decide/{choice}"), posted);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, decided.StatusCode);
        return (decided.Headers.Location!, posted);
    }

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}

/// <summary>An intent that waits for its shopper.</summary>
public sealed record Waiting(ApiClient Api, string Path, string Secret, Uri Page)
{
    public string Id => Path[(Path.LastIndexOf('/') + 1)..];

    public static Waiting Of(Reply reply, ApiClient api)
    {
        Assert.Equal("requires_action", reply.Text("status"));
        var kind = reply.Text("object") + "s";
        return new(api, $"/v1/{kind}/{reply.Id}", reply.Text("client_secret")!, new(reply.Text("next_action.redirect_to_url.url")!));
    }

    public async Task<Reply> NowAsync() => (await Api.GetAsync(Path)).Ok();

    /// <summary>The intent, once it is in that status.</summary>
    public async Task<Reply> UntilAsync(string status)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100))
        {
            var now = await NowAsync();
            if (now.Text("status") == status) return now;
            Assert.True(DateTime.UtcNow < until, $"Not {status}: {now.Body}");
        }
    }
}

internal static class FormParts
{
    /// <summary>The form without a field that has this value.</summary>
    public static Form Without(this Form form, string name, string value)
    {
        form.RemoveAll(field => field.Key == name && field.Value == value);
        return form;
    }
}
