using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CalmonyPay.Cardstream;
using CalmonyPay.Gateways;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static CalmonyPay.Tests.Gateways.Orders;

namespace CalmonyPay.Tests.Gateways;

/// <summary>A host whose bell is heard by the test.</summary>
public sealed class ToldApi : PayApi
{
    public GatewayUnderTest Gateway { get; private set; } = null!;
    public Told Heard { get; } = new();
    public Guid Credential { get; private set; }

    public override async Task InitializeAsync()
    {
        Gateway = await GatewayUnderTest.StartAsync();
        await base.InitializeAsync();
        await using var scope = Worker();
        var settings = new GatewaySettings(new Uri(Gateway.Http.BaseAddress!, "/direct/"), GatewayUnderTest.Merchant, GatewayUnderTest.Secret, "826", TestCards: "stripe");
        Credential = (await scope.ServiceProvider.GetRequiredService<GatewayCredentials>().SetAsync(ProjectA, false, settings, new(), default)).Id;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    protected override void Adjust(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IGatewayTold>(Heard);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CalmonyPay:GatewayEvents:FirstPause"] = "00:00:00.05",
            ["CalmonyPay:GatewayEvents:LookEvery"] = "00:00:00.05",
            ["CalmonyPay:GatewayEvents:MostTries"] = "3",
        });
    }

    public sealed class Told : IGatewayTold
    {
        public ConcurrentQueue<GatewayNotice> Notices { get; } = new();
        public ConcurrentDictionary<string, int> Failures { get; } = new();

        public Task GatewayToldAsync(GatewayNotice notice, CancellationToken ct)
        {
            Notices.Enqueue(notice);
            if (Failures.AddOrUpdate(notice.AttemptId, -1, (_, left) => left - 1) >= 0) throw new InvalidOperationException("not now");
            return Task.CompletedTask;
        }
    }
}

public sealed class CallbackFlowTests(ToldApi api) : IClassFixture<ToldApi>
{
    private CallbackTokens Tokens => api.Services.GetRequiredService<CallbackTokens>();

    [Fact]
    public async Task The_gateways_own_callback_is_stored_told_and_processed_once()
    {
        await api.Gateway.AdminAsync("faults", "kind=callback_twice&count=1&transactionUnique=ch_told");
        using var driver = Driver();
        var account = Account(new Uri(api.Gateway.Http.BaseAddress!, "/direct/"));
        var outcome = Assert.IsType<GatewayOutcome.Approved>(await driver.ChargeAsync(account, Charge("ch_told", callback: Url("ch_told"))));
        var row = await RowAsync("ch_told", "processed");
        Assert.Equal(("SALE", outcome.Transaction.Reference, true), ((string)row[1]!, (string?)row[2], (bool)row[3]!));
        await Task.Delay(300);
        var notice = Assert.Single(api.Heard.Notices, n => n.AttemptId == "ch_told");
        Assert.Equal((api.Credential, outcome.Transaction.Reference, "SALE"), (notice.CredentialId, notice.Reference, notice.Type));
    }

    [Fact]
    public async Task A_repeated_body_is_answered_and_does_nothing()
    {
        var body = Answer("0", "0", "approved", ("transactionUnique", "ch_twice"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Url("ch_twice"), body));
        await RowAsync("ch_twice", "processed");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Url("ch_twice"), body));
        Assert.Single(await api.SqlAsync("select id from pay_gateway_events where attempt_id = 'ch_twice'"));
        Assert.Single(api.Heard.Notices, n => n.AttemptId == "ch_twice");
    }

    [Fact]
    public async Task A_forged_body_is_kept_as_evidence_and_never_acted_on()
    {
        var forged = Answer("0", "0", "approved", ("transactionUnique", "ch_forged")).Replace("amount=1099", "amount=1", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Url("ch_forged"), forged));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Url("ch_forged"), forged));
        var row = await RowAsync("ch_forged", "failed");
        Assert.Equal((null, false), ((string?)row[2], (bool)row[3]!));
        Assert.DoesNotContain(api.Heard.Notices, n => n.AttemptId == "ch_forged");
    }

    [Fact]
    public async Task A_genuine_body_at_another_attempts_address_is_not_acted_on()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Url("ch_address"), Answer("0", "0", "approved", ("transactionUnique", "ch_else"))));
        await RowAsync("ch_address", "failed");
        Assert.DoesNotContain(api.Heard.Notices, n => n.AttemptId is "ch_address" or "ch_else");
    }

    [Theory]
    [InlineData("ch_1")]
    [InlineData("AmsxAAAA")]
    [InlineData("%20")]
    public async Task An_address_that_we_did_not_make_finds_nothing(string token) =>
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(new Uri(api.A.Url, $"{CallbackTokens.Path}/{token}"), Answer("0", "0", "approved")));

    [Fact]
    public async Task A_changed_token_finds_nothing_and_an_older_keys_token_still_opens()
    {
        var token = Tokens.Make(new(new(api.ProjectA, false), api.Credential, "ch_key"));
        foreach (var place in new[] { 0, 1, 5, token.Length / 2, token.Length - 5 })
            Assert.Null(Tokens.Open(token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..]));
        Assert.Null(Tokens.Open(token[..^4]));
        await using var rotated = PayHost.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CalmonyPay"] = api.Logins.Owner,
            ["CalmonyPay:Encryption:Keys"] = PayApi.EncryptionKeys + ",k2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=",
            ["CalmonyPay:PublicUrl"] = "https://pay.example/",
        }));
        var tokens = rotated.Services.GetRequiredService<CallbackTokens>();
        Assert.Equal("ch_key", tokens.Open(token)?.AttemptId);
        var url = tokens.UrlOf(new(new(api.ProjectA, true), api.Credential, "ch_new"))!;
        Assert.StartsWith("https://pay.example/gateway/callbacks/", url.AbsoluteUri, StringComparison.Ordinal);
        Assert.True(tokens.Open(url.Segments[^1])!.Tenant.Livemode);
        Assert.Null(Tokens.Open(url.Segments[^1]));      // a ring without the new key
    }

    [Fact]
    public async Task A_room_that_fails_is_told_again_until_it_has_done_its_part()
    {
        api.Heard.Failures["ch_again"] = 2;
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Url("ch_again"), Answer("0", "0", "approved", ("transactionUnique", "ch_again"))));
        await RowAsync("ch_again", "processed");
        Assert.Equal(3, api.Heard.Notices.Count(n => n.AttemptId == "ch_again"));

        api.Heard.Failures["ch_never"] = 99;
        await PostAsync(Url("ch_never"), Answer("0", "0", "approved", ("transactionUnique", "ch_never")));
        var row = await RowAsync("ch_never", "failed");
        Assert.Contains("not now", (string)row[4]!, StringComparison.Ordinal);
        Assert.Equal(3, api.Heard.Notices.Count(n => n.AttemptId == "ch_never"));
    }

    [Fact]
    public async Task A_notice_that_a_crash_left_behind_is_taken_over()
    {
        var body = Answer("0", "0", "approved", ("transactionUnique", "ch_crash"));
        await PostAsync(Url("ch_crash"), body);
        await RowAsync("ch_crash", "processed");
        await api.SqlAsync("update pay_gateway_events set status = 'processing', next_try_at = now() - interval '1 second' where attempt_id = 'ch_crash'");
        await RowAsync("ch_crash", "processed");
        Assert.Equal(2, api.Heard.Notices.Count(n => n.AttemptId == "ch_crash"));
    }

    [Fact]
    public async Task No_card_data_is_stored_even_if_it_was_sent()
    {
        var list = FieldList.Parse(Answer("0", "0", "approved", ("transactionUnique", "ch_pan"), ("cardNumber", "4242424242424242"), ("cardCVV", "737"),
            ("orderRef", "my card 4242-4242-4242-4242"), ("nested[cvc]", "738"), ("customerName", "Ada")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(Url("ch_pan"), list.Encode(), ("X-Note", "4242 4242 4242 4242")));
        await RowAsync("ch_pan", "processed");
        var stored = (string)(await api.SqlAsync("select e::text from pay_gateway_events e where attempt_id = 'ch_pan'"))[0][0]!;
        Assert.DoesNotContain("4242", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("cardCVV", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("cvc", stored, StringComparison.Ordinal);
        Assert.Contains("customerName=Ada", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_no_gateway_would_send_is_too_large() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(Url("ch_large"), new string('a', CallbackEndpoint.MostBodyBytes + 1)));

    private Uri Url(string attempt) => Tokens.UrlOf(new(new(api.ProjectA, false), api.Credential, attempt))!;

    private async Task<HttpStatusCode> PostAsync(Uri url, string body, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<object?[]> RowAsync(string attempt, string status)
    {
        for (var left = 100; ; left--)
        {
            var rows = await api.SqlAsync("select status::text, event_type, gateway_reference, signature_valid, error from pay_gateway_events where attempt_id = $1", attempt);
            if (rows.Count == 1 && (string)rows[0][0]! == status) return rows[0];
            Assert.True(left > 0, $"{attempt} is {(rows.Count == 0 ? "not there" : rows[0][0])}, not {status}.");
            await Task.Delay(50);
        }
    }
}
