using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.PaymentMethods;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Elements;

/// <summary>
/// Confirmations that say something of the browser they come from, as the card element's do. Project A's account asks for 3-D Secure; the card
/// is one whose issuer has nothing to ask, so it succeeds as soon as the gateway is asked with a browser.
/// </summary>
public sealed class ConfirmingBrowserTests(AuthenticationApi api) : IClassFixture<AuthenticationApi>
{
    private const string Payments = "payment_intents", Setups = "setup_intents";

    [Theory]
    [InlineData(Payments)]
    [InlineData(Setups)]
    public async Task The_gateway_is_asked_at_once(string kind)
    {
        var intent = await IntentAsync(kind);
        Assert.Equal("succeeded", (await ConfirmAsync(intent, Said())).Ok().Text("status"));
    }

    [Fact]
    public async Task What_the_browser_says_goes_to_the_gateway_with_the_payment()
    {
        var intent = await IntentAsync(Payments);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.A.Url, $"/v1/payment_intents/{intent.Id}/confirm")) { Content = new FormUrlEncodedContent(Form(intent, Said("-60", "390x844x30"))) };
        request.Headers.Authorization = new("Bearer", api.Browser.Key);
        foreach (var (name, value) in new[] { ("User-Agent", "Mozilla/5.0 (Test)"), ("Accept", "*/*"), ("Accept-Language", "cy-GB") }) request.Headers.TryAddWithoutValidation(name, value);
        using var http = new HttpClient();
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
        foreach (var (field, value) in new[] { ("user_agent", "Mozilla/5.0 (Test)"), ("accept", "*/*"), ("accept_language", "cy-GB"), ("java_script", "true"), ("time_zone_minutes", "-60"), ("screen", "390x844x24"), ("remote_address", "127.0.0.1") })
            Assert.Equal(value, await ToldAsync(intent, field));
    }

    [Fact]
    public async Task Json_may_say_it_in_numbers()
    {
        var intent = await IntentAsync(Payments);
        var json = $$$"""{"client_secret":"{{{intent.Text("client_secret")}}}","payment_method":"pm_card_visa","browser":{"time_zone":-60,"screen":"1920x1080x24"}}""";
        Assert.Equal("succeeded", (await api.Browser.PostJsonAsync($"/v1/payment_intents/{intent.Id}/confirm", json)).Ok().Text("status"));
        Assert.Equal("-60", await ToldAsync(intent, "time_zone_minutes"));
    }

    [Theory]
    [InlineData("abc", "1920x1080x24")]
    [InlineData("-2147483648", "1920x1080x24")]
    [InlineData("99999999999999999999", "1920x1080x24")]
    [InlineData("841", "1920x1080x24")]
    [InlineData("0.5", "1920x1080x24")]
    [InlineData("", "")]
    [InlineData("0", "0x0x0")]
    [InlineData("0", "-1x1080x24")]
    [InlineData("0", "1920x1080")]
    [InlineData("0", "<script>1x1x1")]
    public async Task Nonsense_counts_as_a_browser_without_a_script(string timeZone, string screen)
    {
        var intent = await IntentAsync(Payments);
        Assert.Equal("succeeded", (await ConfirmAsync(intent, Said(timeZone, screen))).Ok().Text("status"));
        Assert.Equal(("false", null, null), (await ToldAsync(intent, "java_script"), await ToldAsync(intent, "time_zone_minutes"), await ToldAsync(intent, "screen")));
    }

    [Fact]
    public async Task Nonsense_may_be_long_and_a_setup_takes_it_too()
    {
        var intent = await IntentAsync(Setups);
        Assert.Equal("succeeded", (await ConfirmAsync(intent, Said(new string('9', 20_000), new string('x', 20_000)))).Ok().Text("status"));
    }

    [Theory]
    [InlineData("browser", "browser")]
    [InlineData("browser[]", "browser")]
    [InlineData("browser[time_zone][minutes]", "browser[time_zone]")]
    [InlineData("browser[screen][]", "browser[screen]")]
    [InlineData("browser[plugins]", "browser[plugins]")]
    public async Task What_has_another_shape_is_refused_by_name(string name, string param)
    {
        foreach (var kind in (string[])[Payments, Setups])
        {
            var intent = await IntentAsync(kind);
            (await ConfirmAsync(intent, new() { [name] = "1" })).Fails(400, param: param);
        }
    }

    [Theory]
    [InlineData(Payments)]
    [InlineData(Setups)]
    public async Task A_secret_key_s_request_comes_from_no_browser(string kind)
    {
        var intent = await IntentAsync(kind);
        foreach (var said in (Form[])[Said(), new() { ["browser"] = "" }, new() { ["browser[time_zone]"] = "0" }])
        {
            var refused = (await api.A.PostAsync($"/v1/{kind}/{intent.Id}/confirm", Form(intent, said), "with-a-key")).Fails(400, "parameter_unknown", "browser");
            Assert.Equal("Received unknown parameter: browser", refused.Text("error.message"));
        }
        Assert.Equal("requires_payment_method", (await api.A.GetAsync($"/v1/{kind}/{intent.Id}")).Ok().Text("status"));
    }

    [Theory]
    [InlineData(Payments)]
    [InlineData(Setups)]
    public async Task Other_requests_do_not_know_it(string kind)
    {
        var intent = await IntentAsync(kind);
        (await api.A.PostAsync($"/v1/{kind}/{intent.Id}", Said())).Fails(400, "parameter_unknown", "browser");
        (await api.A.PostAsync($"/v1/{kind}", Said().With("amount", "2000").With("currency", "gbp"))).Fails(400, "parameter_unknown");
    }

    [Theory]
    [InlineData(Payments)]
    [InlineData(Setups)]
    public async Task Without_it_the_shopper_comes_first_as_before(string kind)
    {
        var intent = await IntentAsync(kind);
        var waiting = (await ConfirmAsync(intent, [])).Ok();
        Assert.Equal("requires_action", waiting.Text("status"));
        Assert.Contains("/pay/authenticate/", waiting.Text("next_action.redirect_to_url.url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_the_gateway_has_is_asked_for_on_the_page()
    {
        var card = (await api.Browser.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        var intent = await IntentAsync(Payments);
        var form = Said().With("client_secret", intent.Text("client_secret")!).With("payment_method", card.Id);
        var waiting = (await api.Browser.PostAsync($"/v1/payment_intents/{intent.Id}/confirm", form)).Ok();
        Assert.Equal(("requires_action", true), (waiting.Text("status"), waiting.IsNull("latest_charge")));
    }

    [Fact]
    public async Task A_payment_without_its_shopper_has_no_browser()
    {
        var intent = await IntentAsync(Payments);
        Assert.Equal("succeeded", (await ConfirmAsync(intent, Said().With("off_session", "true"))).Ok().Text("status"));
        Assert.Null(await ToldAsync(intent, "user_agent"));
    }

    [Fact]
    public async Task A_decline_is_told_at_once()
    {
        var intent = await IntentAsync(Payments);
        (await ConfirmAsync(intent, Said(), "4000000000000002")).Fails(402, "card_declined");
        Assert.Equal("succeeded", (await ConfirmAsync(intent, Said())).Ok().Text("status"));
    }

    [Fact]
    public async Task A_retry_under_its_key_gets_the_same_answer_and_asks_nobody_again()
    {
        var intent = await IntentAsync(Payments);
        var path = $"/v1/payment_intents/{intent.Id}/confirm";
        var first = (await api.Browser.PostAsync(path, Form(intent, Said()), "browser-once")).Ok();
        var again = (await api.Browser.PostAsync(path, Form(intent, Said()), "browser-once")).Ok();
        Assert.Equal((first.Body, "true"), (again.Body, again.Header("Idempotent-Replayed")));
        Assert.Single((await api.A.GetAsync($"/v1/charges?payment_intent={intent.Id}")).List());
        (await api.Browser.PostAsync(path, Form(intent, Said("60")), "browser-once")).Fails(400);
    }

    private async Task<Reply> IntentAsync(string kind) => (await api.A.PostAsync($"/v1/{kind}", kind == Setups ? [] : new() { ["amount"] = "2000", ["currency"] = "gbp" })).Ok();

    private Task<Reply> ConfirmAsync(Reply intent, Form said, string number = "4242424242424242") =>
        api.Browser.PostAsync($"/v1/{intent.Text("object")}s/{intent.Id}/confirm", Form(intent, said, number));

    private static Form Form(Reply intent, Form said, string number = "4242424242424242")
    {
        var form = Cards.Of(number, "payment_method_data[card]").With("payment_method_data[type]", "card").With("client_secret", intent.Text("client_secret")!);
        form.AddRange(said);
        return form;
    }

    private static Form Said(string timeZone = "0", string screen = "1920x1080x24") => new() { ["browser[time_zone]"] = timeZone, ["browser[screen]"] = screen };

    /// <summary>A fact of the browser that the intent's one attempt went out with.</summary>
    private async Task<string?> ToldAsync(Reply intent, string field) =>
        (string?)Assert.Single(await api.SqlAsync($"select browser ->> '{field}' from pay_payment_attempts where payment_intent_id = $1", intent.Id))[0];
}
