using CalmonyPay.Tests.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>Project A's account asks for 3-D Secure, project B's does not.</summary>
public sealed class CheckoutBrowserApi : AuthenticationApi
{
    protected override void Adjust(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:Checkout:PayRate:Burst"] = "1000" });
}

/// <summary>The checkout as a shopper sees it: a real browser, our page, the simulator's bank on another site.</summary>
public sealed class CheckoutBrowserTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    [Theory]
    [InlineData(Screen.Desktop, true)]
    [InlineData(Screen.Phone, true)]
    [InlineData(Screen.Phone, false)]
    public async Task A_shopper_pays_and_is_back_in_the_shop(object screen, bool javaScript)
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync((Screen)screen, javaScript);
        await visit.Page.GotoAsync(session.Text("url")!);
        if (javaScript) await visit.Page.AssertAccessibleAsync();
        await visit.Page.TypeAsync();
        await visit.ShotAsync($"checkout-filled-{screen}{(javaScript ? "" : "-plain")}".ToLowerInvariant());
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal($"{Visit.Shop}/thanks?session={session.Id}", visit.Page.Url);
        Assert.Equal("paid", (await api.B.SeeAsync(session.Id)).Text("payment_status"));
        visit.AssertKeptTo(api.B.Url);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_challenge_comes_in_between(bool javaScript)
    {
        var session = (await api.A.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(javaScript: javaScript);
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync("4000000000003220");
        await visit.Page.PayButton().ClickAsync();
        if (javaScript) await visit.Page.FrameLocator("iframe[name=issuer]").Locator("#approve").ClickAsync();
        else
        {
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue to your bank" }).ClickAsync();
            await visit.Page.Locator("#approve").ClickAsync();
        }
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal($"{Visit.Shop}/thanks?session={session.Id}", visit.Page.Url);
        Assert.Equal("paid", (await api.A.SeeAsync(session.Id)).Text("payment_status"));
        visit.AssertKeptTo(api.A.Url, api.Bank);
    }

    [Fact]
    public async Task A_declined_card_is_explained_and_another_one_pays()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync(Shopping.Declined);
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.GetByText("The bank declined the card.").WaitForAsync();
        Assert.Equal("problem", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("checkout-declined-phone");
        await visit.Page.TypeCardAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        visit.AssertOnlyStatusComplaints();
    }

    [Fact]
    public async Task Slips_are_shown_while_one_types()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(language: "de-DE");
        var page = visit.Page;
        await page.GotoAsync(session.Text("url")!);
        await page.Locator("#card-number").PressSequentiallyAsync("378282246310005");
        Assert.Equal("3782 822463 10005", await page.InputValueAsync("#card-number"));
        Assert.Equal("Amex", await page.InnerTextAsync("#scheme"));
        await page.FillAsync("#card-number", "");
        await page.Locator("#card-number").PressSequentiallyAsync("4242424242424241");
        Assert.Equal("4242 4242 4242 4241", await page.InputValueAsync("#card-number"));
        await page.Locator("#card-exp").PressSequentiallyAsync("420");
        Assert.Equal("04 / 20", await page.InputValueAsync("#card-exp"));
        await page.Locator("#card-cvc").FocusAsync();
        Assert.Equal("Prüfen Sie die Kartennummer; eine Ziffer scheint falsch zu sein oder zu fehlen.", await page.InnerTextAsync("#card-number-error"));
        Assert.Equal("Die Karte ist nicht mehr gültig. Bitte nehmen Sie eine andere.", await page.InnerTextAsync("#card-exp-error"));
        await page.Locator("#pay").ClickAsync();
        Assert.Equal("email", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("Geben Sie Ihre E-Mail-Adresse ein.", await page.InnerTextAsync("#email-error"));
        await page.AssertAccessibleAsync();
        await visit.ShotAsync("checkout-slips-desktop");
        await page.Locator("#card-number").PressAsync("End");
        await page.Locator("#card-number").PressAsync("Backspace");
        await page.Locator("#card-number").PressSequentiallyAsync("2");
        Assert.Equal("", await page.InnerTextAsync("#card-number-error"));
        Assert.Single(visit.Requests, url => url.AbsolutePath.StartsWith("/checkout/", StringComparison.Ordinal));
        visit.AssertKeptTo(api.B.Url);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_is_changed_and_what_was_typed_stays(bool javaScript)
    {
        var session = (await api.B.SessionAsync(new() { ["line_items[0][adjustable_quantity][enabled]"] = "true", ["allow_promotion_codes"] = "true" })).Ok();
        await using var visit = await Visit.StartAsync(javaScript: javaScript);
        var page = visit.Page;
        await page.GotoAsync(session.Text("url")!);
        await page.TypeAsync();
        await page.Locator("input[type=number]").FillAsync("3");
        if (javaScript) await page.Locator("input[type=number]").BlurAsync();
        else await page.GetByRole(AriaRole.Button, new() { Name = "Update" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay £60.00" }).WaitForAsync();
        Assert.Equal(javaScript ? "4242 4242 4242 4242" : "", await page.InputValueAsync("#card-number"));
        Assert.Equal("ada@example.com", await page.InputValueAsync("#email"));
        await page.FillAsync("#promotion_code", "NOPE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await page.Locator("#promotion_code-error").GetByText("We do not know this promotion code.").WaitForAsync();
        await visit.ShotAsync($"checkout-changed-desktop{(javaScript ? "" : "-plain")}");
        if (!javaScript) await page.TypeCardAsync();
        else
        {
            await page.AssertAccessibleAsync();
            await page.FillAsync("#promotion_code", "");
            await page.PressAsync("#promotion_code", "Enter");
            await page.Locator("#status", new() { HasTextString = "£60.00" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
        if (!javaScript) await page.FillAsync("#promotion_code", "");
        await page.PayButton().ClickAsync();
        await page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal(6000, (await api.B.SeeAsync(session.Id)).Number("amount_total"));
    }

    [Fact]
    public async Task A_double_click_pays_once_and_the_button_says_that_it_is_at_work()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await api.Gateway.FaultAsync("delay", ("action", "SALE"), ("ms", 1500), ("count", 1));
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync();
        // By the page itself: the driver would wait for the answer before it looks at the button.
        var seen = await visit.Page.EvaluateAsync<string>("""
            async () => {
              const pay = document.getElementById('pay');
              pay.click();
              pay.click();
              await new Promise(done => setTimeout(done, 300));
              return [pay.disabled, pay.ariaBusy, document.getElementById('status').textContent].join(' ');
            }
            """);
        Assert.Equal("true true One moment, please…", seen);
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Single(await ChargesAsync(session.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_under_way_is_waited_for(bool javaScript)
    {
        var session = (await api.B.SessionAsync()).Ok();
        await api.Gateway.FaultAsync("delay", ("action", "SALE"), ("ms", 4000), ("count", 1));
        await using var paying = await Visit.StartAsync();
        await using var looking = await Visit.StartAsync(Screen.Phone, javaScript);
        await paying.Page.GotoAsync(session.Text("url")!);
        await paying.Page.TypeAsync();
        var click = paying.Page.PayButton().ClickAsync();
        for (var look = 0; look < 100 && await looking.Page.Locator("#waits").CountAsync() == 0; look++) await looking.Page.GotoAsync(session.Text("url")!);
        if (javaScript) await looking.Page.AssertAccessibleAsync();
        await looking.Page.WaitForURLAsync($"{Visit.Shop}/**");
        await click;
        Assert.Single(await ChargesAsync(session.Id));
    }

    [Fact]
    public async Task Two_tabs_of_one_session_pay_once()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var one = await Visit.StartAsync();
        await using var two = await Visit.StartAsync();
        foreach (var visit in (Visit[])[one, two])
        {
            await visit.Page.GotoAsync(session.Text("url")!);
            await visit.Page.TypeAsync();
        }
        await Task.WhenAll(one.Page.PayButton().ClickAsync(), two.Page.PayButton().ClickAsync());
        await Task.WhenAll(one.Page.WaitForURLAsync($"{Visit.Shop}/**"), two.Page.WaitForURLAsync($"{Visit.Shop}/**"));
        Assert.Single(await ChargesAsync(session.Id));
    }

    [Fact]
    public async Task The_back_button_leads_to_what_has_become_of_it()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        await visit.Page.GoBackAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**"); // complete: and on to the shop again
        Assert.Single(await ChargesAsync(session.Id));
    }

    [Fact]
    public async Task It_is_filled_in_by_keyboard_alone()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync();
        var page = visit.Page;
        await page.GotoAsync(session.Text("url")!);
        await page.FocusAsync("#email");
        foreach (var (id, text) in new[] { ("email", "ada@example.com"), ("card-number", Shopping.Good), ("card-exp", "1240"), ("card-cvc", "937"), ("name", "Ada Lovelace"), ("billing-country", ""), ("billing-postal_code", "N1 1AA") })
        {
            Assert.Equal(id, await page.EvaluateAsync<string>("document.activeElement.id"));
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Equal("pay", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal("paid", (await api.B.SeeAsync(session.Id)).Text("payment_status"));
    }

    [Fact]
    public async Task A_test_card_is_one_click_away()
    {
        var session = (await api.B.SessionAsync(mode: "subscription")).Ok();
        await using var visit = await Visit.StartAsync();
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.FillAsync("#email", "ada@example.com");
        await visit.Page.FillAsync("#name", "Ada Lovelace");
        await visit.Page.FillAsync("#billing-postal_code", "N1 1AA");
        await visit.Page.GetByText("Test cards").ClickAsync();
        await visit.ShotAsync("checkout-test-cards-desktop");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use this card 4242" }).ClickAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.WaitForURLAsync($"{Visit.Shop}/**");
        Assert.Equal("complete", (await api.B.SeeAsync(session.Id)).Text("status"));
    }

    [Fact]
    public async Task An_expired_session_says_so()
    {
        var session = (await api.B.SessionAsync()).Ok();
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(session.Text("url")!);
        await visit.Page.TypeAsync();
        (await api.B.PostAsync($"/v1/checkout/sessions/{session.Id}/expire")).Ok();
        await visit.Page.PayButton().ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "This page has expired" }).WaitForAsync();
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync("checkout-expired-phone");
        visit.AssertOnlyStatusComplaints();
    }

    private async Task<IReadOnlyList<System.Text.Json.JsonElement>> ChargesAsync(string session) =>
        (await api.B.GetAsync($"/v1/charges?payment_intent={(await api.B.SeeAsync(session)).Text("payment_intent")}")).Ok().List();
}
