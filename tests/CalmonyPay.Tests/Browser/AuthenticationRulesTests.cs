using CalmonyPay.Gateways;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.PaymentMethods;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>A host with little patience for shoppers and their cards; project A's account asks for nothing by itself, project B's for an exemption and the security code.</summary>
public sealed class ImpatientApi : AuthenticationApi
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await TestGateway.SetAsync(this, ProjectA, Secure with { ThreeDSecure = false, ScaExemptions = ["lowvalue"] });
        await TestGateway.SetAsync(this, ProjectB, Secure with { SecurityCodeMandatory = true, ScaExemptions = ["lowvalue"] });
    }

    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["CalmonyPay:Payments:AuthenticationWithin"] = "00:00:08",
        ["CalmonyPay:Payments:LookEvery"] = "00:00:00.5",
        ["CalmonyPay:Payments:CardInMemory"] = "00:00:06",
    });
}

/// <summary>When the issuer is asked for what, and what becomes of a shopper who goes away.</summary>
public sealed class AuthenticationRulesTests(ImpatientApi api) : IClassFixture<ImpatientApi>
{
    private const string SavedFor = "customer";

    [Fact]
    public async Task An_issuer_s_soft_decline_is_tried_again_with_a_challenge()
    {
        // The account does not ask by itself, so the first try goes out without a browser and comes back as 65.
        var payment = await api.PaymentAsync("pm_card_authenticationRequired");
        await PassAsync(payment);
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));
        Assert.Equal("true", await BrowserAsync(payment, "challenge_mandated"));
        Assert.Null(await BrowserAsync(payment, "sca_exemption"));
    }

    [Theory]
    [InlineData("challenge", true)]
    [InlineData("any", true)]
    [InlineData("automatic", false)]
    public async Task A_merchant_may_ask_for_a_challenge(string wish, bool challenged)
    {
        var payment = await api.PaymentAsync("pm_card_threeDSecureOptional", new() { ["payment_method_options[card][request_three_d_secure]"] = wish }, api.B);
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        if (challenged) await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        var charge = (await api.B.GetAsync($"/v1/charges/{(await payment.NowAsync()).Text("latest_charge")}")).Ok();
        Assert.Equal(challenged ? null : "lowvalue", await BrowserAsync(payment, "sca_exemption"));
        Assert.Equal(challenged ? "challenge" : "frictionless", charge.Text("payment_method_details.card.three_d_secure.authentication_flow"));
    }

    [Theory]
    [InlineData("gbp", 2499, "lowvalue")]
    [InlineData("gbp", 2500, null)]
    [InlineData("eur", 2999, "lowvalue")]
    [InlineData("eur", 3000, null)]
    [InlineData("usd", 100, null)]
    public void A_low_value_is_below_30_euro_or_25_pounds(string currency, long amount, string? exemption) =>
        Assert.Equal(exemption, ScaExemptions.Of(With("lowvalue"), new Money(amount, Currency.Of(currency))));

    [Fact]
    public void The_first_exemption_that_fits_is_asked_for()
    {
        var (low, high) = (new Money(100, Currency.Of("gbp")), new Money(100_00, Currency.Of("gbp")));
        Assert.Equal(("lowvalue", "risk"), (ScaExemptions.Of(With("lowvalue", "risk"), low), ScaExemptions.Of(With("lowvalue", "risk"), high)));
        Assert.Equal("trusted", ScaExemptions.Of(With("trusted", "lowvalue"), low));
        Assert.Null(ScaExemptions.Of(With(), low));
    }

    [Fact]
    public async Task A_saved_card_s_code_is_asked_for_and_kept_nowhere()
    {
        api.Leaks.Word("a shopper's security code", "7391");
        var customer = (await api.B.CustomerAsync()).Id;
        var card = (await api.B.AttachedAsync(customer, "pm_card_amex")).Id;
        var payment = await api.PaymentAsync(card, new() { [SavedFor] = customer }, api.B);
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-code-phone");
        await visit.Page.GetByLabel("Security code").FillAsync("12");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visit.Page.GetByText("Please enter the three or four digits of the security code.").WaitForAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-code-wrong-phone");
        await visit.Page.GetByLabel("Security code").FillAsync("7391");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        var charge = (await api.B.GetAsync($"/v1/charges/{(await payment.NowAsync()).Text("latest_charge")}")).Ok();
        Assert.Equal("pass", charge.Text("payment_method_details.card.checks.cvc_check"));
        visit.AssertKeptTo(api.B.Url, api.Bank);
    }

    [Fact]
    public async Task A_tab_that_was_closed_before_the_bank_was_asked_for_anything_ends_the_payment()
    {
        var payment = await api.PaymentAsync(who: api.B);
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").WaitForAsync();
        var bank = new Uri(visit.Page.Frames.Single(frame => frame.Name == "issuer").Url);
        await visit.CloseTabAsync();

        // The shopper approves in the bank's app. Nobody posts that to us, so the gateway still waits when the time is over.
        using var approved = await api.Gateway.BrowseAsync(new Uri(bank, "decide/approve"), []);
        var ended = await payment.UntilAsync("requires_payment_method");
        Assert.Equal("payment_intent_authentication_failure", ended.Text("last_payment_error.code"));
        Assert.Contains("payment_intent.payment_failed", await api.B.EventsAsync(payment.Id));
        await CanceledAsync(ended.Text("latest_charge")!);

        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith("&redirect_status=failed", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_bank_posts_counts_though_nobody_waits_for_it()
    {
        var payment = await api.PaymentAsync(who: api.B);
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        var frame = visit.Page.FrameLocator("iframe[name=issuer]");
        await frame.Locator("#approve").WaitForAsync();
        var bank = new Uri(visit.Page.Frames.Single(each => each.Name == "issuer").Url);
        var result = await frame.Locator("form[action='decide/approve'] input[name=cres]").GetAttributeAsync("value");
        await visit.CloseTabAsync();

        using var approved = await api.Gateway.BrowseAsync(new Uri(bank, "decide/approve"), [new("cres", result!)]);
        using var posted = await api.Gateway.BrowseAsync(approved.Headers.Location!, [new("cres", result!)]);
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith("&redirect_status=succeeded", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shopper_who_comes_after_the_card_was_forgotten_is_told_that_nothing_was_charged()
    {
        var payment = await api.PaymentAsync(more: new() { ["return_url"] = "none" }, who: api.B);
        await Task.Delay(TimeSpan.FromSeconds(7));
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.GetByText("Payment not completed").First.WaitForAsync();
        Assert.Equal("payment_intent_authentication_failure", (await payment.NowAsync()).Text("last_payment_error.code"));
        Assert.Contains("payment_intent.payment_failed", await api.B.EventsAsync(payment.Id));
    }

    [Theory]
    [InlineData("approve", "succeeded")]
    [InlineData("decline", "requires_payment_method")]
    public async Task A_setup_whose_issuer_declines_softly_is_tried_again_with_a_challenge(string choice, string status)
    {
        // Project A's account does not ask by itself: the card is sent at once, and its issuer wants to see the holder.
        var setup = await api.SetupAsync("pm_card_authenticationRequired");
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(setup.Page.ToString());
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator($"#{choice}").ClickAsync();
        if (choice == "decline") await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Back to A" }).ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal(status, (await setup.NowAsync()).Text("status"));
    }

    private static async Task PassAsync(Waiting payment)
    {
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
    }

    /// <summary>A fact of the browser's data, of the one attempt that had a browser.</summary>
    private async Task<string?> BrowserAsync(Waiting payment, string field) =>
        (string?)Assert.Single(await api.SqlAsync($"select browser ->> '{field}' from pay_payment_attempts where payment_intent_id = $1 and browser is not null", payment.Id))[0];

    private async Task CanceledAsync(string charge)
    {
        for (var until = DateTime.UtcNow.AddSeconds(20); ; await Task.Delay(200))
        {
            var state = Assert.Single(await api.Gateway.BooksAsync(charge)).State;
            if (state == "canceled") return;
            Assert.True(DateTime.UtcNow < until, $"The gateway has it as {state}.");
        }
    }

    private static GatewayAccount With(params string[] exemptions) =>
        new(Guid.Empty, "cardstream", new("https://gateway.example/direct/"), "100001", null, "GB", ThreeDSecure: true, CaptureAtOnce: false, SecurityCodeMandatory: false, "none") { ScaExemptions = exemptions };
}
