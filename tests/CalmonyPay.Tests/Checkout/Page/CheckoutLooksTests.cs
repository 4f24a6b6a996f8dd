using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Tests.Browser;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>How the page looks in each of its states: it is accessible, fits its window, and breaks none of its own policy.</summary>
public sealed class CheckoutLooksTests(ScreenHost host, ITestOutputHelper output) : IClassFixture<ScreenHost>
{
    private static readonly CheckoutTestCard[] Cards =
    [
        new("Pays", "4242 4242 4242 4242", "11 / 27", "123", null, null), new("Asks to authenticate", "4000 0000 0000 3220", "11 / 27", "123", null, null),
        new("Is declined", "4000 0000 0000 0002", "11 / 27", "123", null, null),
    ];

    [Theory]
    [InlineData("payment", "desktop")]
    [InlineData("payment", "phone")]
    [InlineData("everything", "desktop")]
    [InlineData("everything", "phone")]
    [InlineData("subscription", "desktop")]
    [InlineData("trial", "phone")]
    [InlineData("setup", "desktop")]
    [InlineData("setup", "phone")]
    [InlineData("brand", "desktop")]
    [InlineData("brand", "phone")]
    [InlineData("pale", "desktop")]
    [InlineData("errors", "desktop")]
    [InlineData("errors", "phone")]
    [InlineData("polish", "phone")]
    [InlineData("complete", "desktop")]
    [InlineData("processing", "phone")]
    [InlineData("expired", "desktop")]
    [InlineData("recovery", "phone")]
    [InlineData("toomany", "desktop")]
    public async Task Each_state_can_be_used_by_everybody(string state, string screen)
    {
        host.Show(Of(state));
        await using var visit = await Visit.StartAsync(screen == "phone" ? Screen.Phone : Screen.Desktop);
        await visit.Page.GotoAsync(host.Page.ToString());
        await visit.Page.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than its window.");
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')].filter(e => e.offsetParent && !e.matches('.unseen') && !e.closest('p, .own-words'))
              .filter(e => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24; }).map(e => e.outerHTML)
            """));
        await visit.ShotAsync($"checkout-{state}-{screen}");
        visit.AssertKeptTo(host.Page);
    }

    [Fact]
    public async Task A_narrow_window_shows_the_total_first_and_unfolds_the_order()
    {
        host.Show(CheckoutAnswers.Form(Views.Screen(Views.Everything)));
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(host.Page.ToString());
        Assert.Contains("£68.71", await visit.Page.InnerTextAsync("summary:has(.amount)"), StringComparison.Ordinal);
        Assert.False(await visit.Page.Locator(".lines").IsVisibleAsync());
        await visit.Page.Locator("summary:has(.amount)").ClickAsync();
        Assert.True(await visit.Page.Locator(".lines").IsVisibleAsync());
        await visit.ShotAsync("checkout-unfolded-phone");
        Assert.False(await visit.Page.Locator("#billing-line1").IsVisibleAsync());
        await visit.Page.GetByText("Same as the delivery address").ClickAsync();
        Assert.True(await visit.Page.Locator("#billing-line1").IsVisibleAsync());
    }

    [Fact]
    public async Task Without_a_script_a_wide_window_shows_the_order_as_well()
    {
        host.Show(CheckoutAnswers.Form(Views.Screen(Views.Everything)));
        await using var visit = await Visit.StartAsync(javaScript: false);
        await visit.Page.GotoAsync(host.Page.ToString());
        Assert.True(await visit.Page.Locator(".lines").IsVisibleAsync());
        await visit.ShotAsync("checkout-everything-plain-desktop");
    }

    /// <summary>Also the command that the figures in docs/performance.md come from: on a quiet machine, with the detailed logger.</summary>
    [Fact]
    public async Task It_is_light_and_there_in_a_moment()
    {
        await host.WarmUpAsync();
        host.Show(CheckoutAnswers.Form(Views.Screen(Views.Everything)));
        foreach (var visits in new[] { "first", "second" })
        {
            await using var visit = await Visit.StartAsync(Screen.Phone);
            await visit.Page.GotoAsync($"{Visit.Shop}/basket"); // shoppers come from a shop, with a browser that runs
            await visit.Page.GotoAsync(host.Page.ToString());
            if (visits == "second") await visit.Page.ReloadAsync();
            var first = await visit.Page.EvaluateAsync<double>("new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true }))");
            var bytes = await visit.Page.EvaluateAsync<long>("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.transferSize, 0)");
            var answered = await visit.Page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].responseStart");
            output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{visits} visit: {bytes:N0} bytes over the wire, answered after {answered:0} ms, first paint after {first:0} ms"));
            Assert.InRange(bytes, 1, 36 * 1024);
            Assert.InRange(first, 0, 1500); // milliseconds; a busy machine is five times as slow as a shopper's
        }
    }

    private static Microsoft.AspNetCore.Http.IResult Of(string state)
    {
        var words = CheckoutLanguages.BritishEnglish;
        return state switch
        {
            "complete" => CheckoutAnswers.Notice(CheckoutNotice.Complete(Views.Payment with { SuccessUrl = null }, words, Views.Seller)),
            "processing" => CheckoutAnswers.Notice(CheckoutNotice.Processing(words, Views.Seller, "/checkout/token")),
            "expired" => CheckoutAnswers.Notice(CheckoutNotice.Expired(Views.Payment, words, Views.Seller)),
            "recovery" => CheckoutAnswers.Notice(CheckoutNotice.Expired(Views.Payment with { RecoveryUrl = "https://shop.example/r" }, words, Views.Seller)),
            "toomany" => CheckoutAnswers.Notice(CheckoutNotice.TooManyTries(words, "/checkout/token")),
            _ => CheckoutAnswers.Form(Screens(state)),
        };
    }

    private static CheckoutScreen Screens(string state) => state switch
    {
        "everything" => Views.Screen(Views.Everything, cards: Cards),
        "subscription" => Views.Screen(Views.Subscription, cards: Cards),
        "trial" => Views.Screen(Views.Trial),
        "setup" => Views.Screen(Views.Setup with { Livemode = true }),
        "brand" => Views.Screen(Views.Everything with { Livemode = true }, Views.Seller with { AccentColor = "#7a2e8e", BrandColor = "#2b1a3d" }),
        "pale" => Views.Screen(Views.Payment with { Livemode = true }, Views.Seller with { AccentColor = "#f2b705", BrandColor = "#ffe9a8" }),
        "polish" => Views.Screen(Views.Everything with { Locale = "pl" }),
        "errors" => Views.Screen(Views.Everything) with
        {
            Errors = new FieldMessages(Views.Everything, CheckoutLanguages.BritishEnglish).Of(new Dictionary<string, string>
            {
                ["promotion_code"] = "promotion_unknown",
                ["email"] = "required",
                ["card[number]"] = "invalid",
                ["card[exp]"] = "past",
                ["card[cvc]"] = "required",
                ["terms_of_service"] = "required",
            }),
            Problem = new(CheckoutLanguages.BritishEnglish.FormErrors, null),
        },
        _ => Views.Screen(Views.Payment with { Livemode = true }),
    };
}
