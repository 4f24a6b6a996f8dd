using System.Net;
using System.Text.RegularExpressions;
using CalmonyPay.Simulator.Wire;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class ThreeDSecureTests : IAsyncLifetime
{
    private const string Cardstream = "4929421234600821";

    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync() => gateway = await StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Theory]
    [InlineData("approve", "0", "captured", "Y")]
    [InlineData("decline", "65803", "declined", "N")]
    [InlineData("timeout", "65803", "declined", "N")]
    public async Task A_payer_goes_through_method_and_challenge(string button, string code, string state, string authenticated)
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        Assert.Equal(("65802", "2", "received"), (begun["responseCode"], begun["responseStatus"], begun["state"]));

        var (methodUrl, methodBody) = await BrowserAsync(begun["threeDSURL"], begun.Record("threeDSRequest"));
        Assert.Equal("https://shop.example/3ds?attempt=1&threeDSAcsResponse=method", methodUrl);
        var challenge = await ContinueAsync(begun, methodBody);
        Assert.Equal(("65802", begun["xref"]), (challenge["responseCode"], challenge["xref"]));
        Assert.NotEqual(begun["threeDSRef"], challenge["threeDSRef"]);
        Assert.False(challenge.Record("threeDSRequest")?.Has("threeDSMethodData"));

        var ended = await ContinueAsync(challenge, await ChallengeAsync(challenge, button));
        Assert.Equal((code, state, authenticated, begun["xref"]),
            (ended["responseCode"], ended["state"], ended["threeDSAuthenticated"], ended["xref"]));
        var query = Manage("QUERY", begun["xref"]).Set("merchantID", SecureMerchant);
        Assert.Equal(state, (await gateway.PostAsync(query))["state"]);
    }

    [Fact]
    public async Task A_silent_device_goes_on_as_timed_out()
    {
        await gateway.AdminAsync("faults", "kind=method_silent");
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        var (url, _) = await BrowserAsync(begun["threeDSURL"], begun.Record("threeDSRequest"));
        Assert.Null(url);
        var next = await ContinueAsync(begun, new Form().Set("threeDSMethodData", "timeout"));
        Assert.True(next.Record("threeDSRequest")?.Has("creq"));
    }

    [Fact]
    public async Task A_continuation_may_be_unsigned_but_not_wrongly_signed()
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        var form = new Form().Set("threeDSRef", begun["threeDSRef"]);
        form.SetAt(["threeDSResponse", "threeDSMethodData"], "timeout");
        Assert.Equal("65539", (await gateway.PostRawAsync(form.Encode() + "&signature=wrong"))["responseCode"]);
        var next = await gateway.PostRawAsync(form.Encode());
        Assert.Equal("65802", next["responseCode"]);
        Assert.True(Signature.Verifies(next, SecureSecret));
    }

    [Fact]
    public async Task A_reference_lives_thirty_minutes_and_serves_once()
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        var timeout = new Form().Set("threeDSMethodData", "timeout");
        var challenge = await ContinueAsync(begun, timeout);
        Assert.Equal("65564", (await ContinueAsync(begun, timeout))["responseCode"]);
        var answer = await ChallengeAsync(challenge, "approve");
        gateway.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("65564", (await ContinueAsync(challenge, answer))["responseCode"]);
        Assert.Equal("66848", (await gateway.PostRawAsync("threeDSRef=nonsense"))["responseCode"]);
    }

    [Fact]
    public async Task A_made_up_challenge_result_is_not_believed()
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220"), ("deviceCapabilities", "")));
        var creq = begun.Record("threeDSRequest")?["creq"];
        Assert.NotNull(creq);
        Assert.Equal("66855", (await ContinueAsync(begun, new Form().Set("cres", creq)))["responseCode"]);
        Assert.Equal("66599", (await gateway.PostRawAsync(new Form().Set("threeDSRef", begun["threeDSRef"]).Encode()))["responseCode"]);
    }

    [Fact]
    public async Task Another_amount_in_the_continuation_is_a_mismatch()
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        var form = Continuation(begun, new Form().Set("threeDSMethodData", "timeout")).Set("amount", "1");
        Assert.Equal("65542", (await gateway.PostAsync(form))["responseCode"]);
    }

    [Theory]
    [InlineData("4242424242424242", "N")]
    [InlineData("4000008260000000", "Y")]
    public async Task Ordinary_cards_pass_without_a_leg(string number, string enrolled)
    {
        var answer = await gateway.PostAsync(SecureSale(("cardNumber", number)));
        Assert.Equal(("0", enrolled), (answer["responseCode"], answer["threeDSEnrolled"]));
    }

    [Theory]
    [InlineData("4000008400001280", "65797")]
    [InlineData("4000008400001629", "99")]
    [InlineData("4000008260003178", "51")]
    [InlineData("4000000000003055", "0")]
    [InlineData("4000000000003097", "65800")]
    public async Task Each_secure_card_ends_as_Stripe_says(string number, string code)
    {
        var answer = await gateway.PostAsync(SecureSale(("cardNumber", number)));
        Assert.Equal(code, (await FinishAsync(answer, "approve"))["responseCode"]);
    }

    [Theory]
    [InlineData("0134", "0")]
    [InlineData("0234", "65803")]
    [InlineData("0334", "0")]
    [InlineData("0434", "0")]
    [InlineData("0634", "65803")]
    [InlineData("0834", "0")]
    [InlineData("1134", "0")]
    [InlineData("1234", "0")]
    public async Task The_expiry_month_decides_for_Cardstreams_cards(string expiry, string code)
    {
        var answer = await gateway.PostAsync(SecureSale(("cardNumber", Cardstream), ("cardExpiryDate", expiry)));
        Assert.Equal(code, (await FinishAsync(answer, "approve"))["responseCode"]);
    }

    [Fact]
    public async Task Cards_without_a_method_begin_with_the_challenge()
    {
        var answer = await gateway.PostAsync(SecureSale(("cardNumber", "4543059999999982"), ("cardCVV", "110")));
        Assert.True(answer.Record("threeDSRequest")?.Has("creq"));
    }

    [Theory]
    [InlineData("threeDSRedirectURL", "66594")]
    [InlineData("remoteAddress", "66073")]
    [InlineData("deviceIdentity", "66658")]
    public async Task A_browsers_fields_are_mandatory(string field, string code) =>
        Assert.Equal(code, (await gateway.PostAsync(SecureSale((field, null))))["responseCode"]);

    [Fact]
    public async Task An_account_without_it_cannot_be_told_to_use_it() =>
        Assert.Equal("65796", (await gateway.PostAsync(Sale(("threeDSRequired", "Y"))))["responseCode"]);

    [Fact]
    public async Task A_preference_may_refuse_what_is_not_fully_authenticated()
    {
        var answer = await gateway.PostAsync(SecureSale(("threeDSCheckPref", "authenticated")));
        Assert.Equal(("65803", "declined"), (answer["responseCode"], answer["state"]));
    }

    [Fact]
    public async Task A_soft_decline_becomes_a_challenge_when_the_issuer_asks()
    {
        var answer = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220"), ("threeDSPolicy", "3")));
        Assert.Equal("0", (await FinishAsync(answer, "approve"))["responseCode"]);
    }

    [Theory]
    [InlineData("4000002500003155", true, "0")]
    [InlineData("4000002500003155", false, "65")]
    [InlineData("4000002760003184", true, "65")]
    [InlineData("4000003800000446", false, "0")]
    [InlineData("4000008260003178", true, "51")]
    public async Task The_merchant_alone_may_charge_a_card_that_was_set_up(string number, bool setUp, string code)
    {
        var verify = SecureSale(("action", "VERIFY"), ("amount", "0"), ("cardNumber", number));
        if (setUp) verify.Set("rtAgreementType", "cardonfile");
        var saved = await FinishAsync(await gateway.PostAsync(verify), "approve");
        Assert.Equal("verified", saved["state"]);
        var charge = Manage("SALE", saved["xref"], ("type", "2"), ("rtAgreementType", "unscheduled"), ("amount", "500"),
            ("transactionUnique", "off-session")).Set("merchantID", SecureMerchant);
        Assert.Equal(code, (await gateway.PostAsync(charge))["responseCode"]);
    }

    [Fact]
    public async Task A_waiting_payment_can_be_cancelled_and_then_goes_no_further()
    {
        var begun = await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220")));
        var cancel = Manage("CANCEL", begun["xref"]).Set("merchantID", SecureMerchant);
        Assert.Equal("canceled", (await gateway.PostAsync(cancel))["state"]);
        Assert.Equal("65564", (await ContinueAsync(begun, new Form().Set("threeDSMethodData", "timeout")))["responseCode"]);
    }

    private async Task<Form> FinishAsync(Form answer, string button)
    {
        for (var legs = 0; answer["responseCode"] == "65802" && legs < 5; legs++)
        {
            answer = answer.Record("threeDSRequest")!.Has("creq")
                ? await ContinueAsync(answer, await ChallengeAsync(answer, button))
                : await ContinueAsync(answer, new Form().Set("threeDSMethodData", "timeout"));
        }

        return answer;
    }

    /// <summary>Posts fields as a browser's form does; a 307 says where it would carry them on.</summary>
    private async Task<(string? Url, Form Body)> BrowserAsync(string? url, Form? fields)
    {
        Assert.NotNull(url);
        Assert.NotNull(fields);
        using var response = await gateway.SendAsync(fields.Encode(), url);
        return (response.StatusCode == HttpStatusCode.TemporaryRedirect ? response.Headers.Location?.ToString() : null, fields);
    }

    private async Task<Form> ChallengeAsync(Form answer, string button)
    {
        using var response = await gateway.SendAsync(answer.Record("threeDSRequest")!.Encode(), answer["threeDSURL"]!);
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page);
        var form = Regex.Match(page, $"<form method=\"post\" action=\"(decide/{button})\">(.*?)</form>", RegexOptions.Singleline);
        var fields = new Form();
        foreach (Match input in Regex.Matches(form.Groups[2].Value, "name=\"(.*?)\" value=\"(.*?)\""))
            fields.Set(input.Groups[1].Value, WebUtility.HtmlDecode(input.Groups[2].Value));
        var (url, body) = await BrowserAsync(new Uri(new Uri(answer["threeDSURL"]!), form.Groups[1].Value).ToString(), fields);
        Assert.Equal("https://shop.example/3ds?attempt=1", url);
        return body;
    }

    private Task<Form> ContinueAsync(Form answer, Form response) => gateway.PostAsync(Continuation(answer, response));

    private static Form Continuation(Form answer, Form response)
    {
        var form = new Form().Set("merchantID", SecureMerchant).Set("threeDSRef", answer["threeDSRef"]);
        foreach (var (name, text) in response.Flatten()) form.SetAt(["threeDSResponse", name], text);
        return form;
    }
}
