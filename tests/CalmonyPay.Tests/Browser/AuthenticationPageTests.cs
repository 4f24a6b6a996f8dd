using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>3-D Secure as a shopper sees it: a real browser, our page, the simulator's bank on another site.</summary>
public sealed class AuthenticationPageTests(AuthenticationApi api) : IClassFixture<AuthenticationApi>
{
    [Fact]
    public async Task A_challenge_that_is_passed_pays_and_leads_back_to_the_shop()
    {
        var payment = await api.PaymentAsync(more: new() { ["return_url"] = $"{Visit.Shop}/thanks?order=7#receipt" });
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        Assert.Equal("Confirm with your bank", await visit.Page.InnerTextAsync("h1"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-challenge-desktop");

        await Bank(visit).Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal($"{Visit.Shop}/thanks?order=7&payment_intent={payment.Id}&payment_intent_client_secret={payment.Secret}&redirect_status=succeeded#receipt", visit.Page.Url);
        var paid = await payment.NowAsync();
        Assert.Equal("succeeded", paid.Text("status"));
        var secure = (await api.A.GetAsync($"/v1/charges/{paid.Text("latest_charge")}")).Ok();
        Assert.Equal("authenticated", secure.Text("payment_method_details.card.three_d_secure.result"));
        Assert.Equal("challenge", secure.Text("payment_method_details.card.three_d_secure.authentication_flow"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_phone_shows_the_bank_s_page_over_its_whole_width()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        Assert.True((await visit.Page.Locator("iframe.issuer").BoundingBoxAsync())!.Width >= 350);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-challenge-phone");
        await Bank(visit).Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task What_the_issuer_says_of_a_failure_is_shown_before_the_shopper_goes_back()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        await Bank(visit).Locator("#decline").ClickAsync();
        await visit.Page.GetByText("The simulated bank could not confirm that it was you.").WaitForAsync();
        Assert.Equal("Payment not completed", await visit.Page.InnerTextAsync("h1"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-failed-desktop");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Back to A" }).ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith("&redirect_status=failed", visit.Page.Url, StringComparison.Ordinal);
        var failed = await payment.NowAsync();
        Assert.Equal("requires_payment_method", failed.Text("status"));
        Assert.Equal("payment_intent_authentication_failure", failed.Text("last_payment_error.code"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_shopper_who_takes_too_long_at_the_bank_has_failed()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        await Bank(visit).Locator("#timeout").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith("&redirect_status=failed", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("requires_payment_method", (await payment.NowAsync()).Text("status"));
    }

    [Theory]
    [InlineData(1, "succeeded", "authenticated")]
    [InlineData(4, "succeeded", "attempt_acknowledged")]
    [InlineData(2, "failed", "failed")]
    [InlineData(6, "failed", "failed")]
    public async Task Without_a_challenge_nothing_is_to_be_done(int month, string status, string result)
    {
        var payment = await api.PaymentByMonthAsync(month);
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith($"&redirect_status={status}", visit.Page.Url, StringComparison.Ordinal);
        var charge = (await api.A.GetAsync($"/v1/charges/{(await payment.NowAsync()).Text("latest_charge")}")).Ok();
        Assert.Equal(result, charge.Text("payment_method_details.card.three_d_secure.result"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_device_that_says_nothing_holds_nobody_up_for_more_than_ten_seconds()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await api.Gateway.FaultAsync("method_silent", ("count", 1));
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.GetByText("Checking your browser").First.WaitForAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-device-phone");
        await AtTheBankAsync(visit);
        await Bank(visit).Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));
        Assert.Single(await api.Gateway.BooksAsync((await payment.NowAsync()).Text("latest_charge")));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Theory]
    [InlineData("approve", "succeeded")]
    [InlineData("timeout", "failed")]
    public async Task It_works_without_a_script(string choice, string status)
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync(Screen.Phone, javaScript: false);
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.ShotAsync("authenticate-start-phone");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visit.ShotAsync("authenticate-challenge-without-script-phone");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to your bank" }).ClickAsync();
        await visit.Page.Locator("#approve").WaitForAsync();
        await visit.ShotAsync("bank-whole-window-phone");
        await visit.Page.Locator($"#{choice}").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith($"&redirect_status={status}", visit.Page.Url, StringComparison.Ordinal);
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task The_bank_s_page_can_be_opened_in_the_whole_window()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open it in the whole window" }).ClickAsync();
        await visit.Page.Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_payment_that_the_merchant_captures_is_held()
    {
        var payment = await api.PaymentAsync(more: new() { ["capture_method"] = "manual" });
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        await Bank(visit).Locator("#approve").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.EndsWith("&redirect_status=succeeded", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("requires_capture", (await payment.NowAsync()).Text("status"));
        Assert.Equal("succeeded", (await api.A.PostAsync($"{payment.Path}/capture")).Ok().Text("status"));
    }

    [Theory]
    [InlineData("approve", "succeeded", "succeeded")]
    [InlineData("timeout", "failed", "requires_payment_method")]
    public async Task A_card_is_set_up_in_the_same_way(string choice, string told, string status)
    {
        var setup = await api.SetupAsync();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(setup.Page.ToString());
        await AtTheBankAsync(visit);
        await visit.ShotAsync("authenticate-setup-desktop");
        await Bank(visit).Locator($"#{choice}").ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal($"{Visit.Shop}/saved?from=account&setup_intent={setup.Id}&setup_intent_client_secret={setup.Secret}&redirect_status={told}#card", visit.Page.Url);
        Assert.Equal(status, (await setup.NowAsync()).Text("status"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task Where_the_merchant_has_no_address_the_page_says_how_it_ended()
    {
        var payment = await api.PaymentAsync(more: new() { ["return_url"] = "javascript:alert(1)" });
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(payment.Page.ToString());
        await AtTheBankAsync(visit);
        await Bank(visit).Locator("#approve").ClickAsync();
        await visit.Page.GetByText("You can close this page now.").WaitForAsync();
        Assert.Equal("Payment confirmed", await visit.Page.InnerTextAsync("h1"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("authenticate-done-desktop");
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_payment_under_way_is_waited_for()
    {
        var payment = await api.PaymentAsync("pm_card_visa");
        await api.Gateway.FaultAsync("delay", ("action", "SALE"), ("ms", 3000), ("count", 1));
        await using var visit = await Visit.StartAsync();
        await using var second = await Visit.StartAsync();
        var first = visit.Page.GotoAsync(payment.Page.ToString());
        await payment.UntilAsync("processing");
        await second.Page.GotoAsync(payment.Page.ToString());
        Assert.Equal("One moment, please", await second.Page.InnerTextAsync("h1"));
        await second.Page.AssertAccessibleAsync();
        await second.ShotAsync("authenticate-processing-desktop");
        await second.Page.WaitForURLAsync($"{Visit.Shop}/**");
        await first;
        Assert.EndsWith("&redirect_status=succeeded", second.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bank_s_page_fits_the_smallest_window()
    {
        var payment = await api.PaymentAsync();
        await using var visit = await Visit.StartAsync(javaScript: false);
        await visit.Page.SetViewportSizeAsync(250, 400);
        await visit.Page.GotoAsync(payment.Page.ToString());
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to your bank" }).ClickAsync();
        await visit.Page.Locator("#approve").FocusAsync();
        await visit.ShotAsync("bank-smallest");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
    }

    private static IFrameLocator Bank(Visit visit) => visit.Page.FrameLocator("iframe[name=issuer]");

    private static Task AtTheBankAsync(Visit visit) => Bank(visit).Locator("#approve").WaitForAsync();
}
