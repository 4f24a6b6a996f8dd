using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>What the page shows of a session.</summary>
public sealed class CheckoutScreenTests(ScreenHost host) : IClassFixture<ScreenHost>
{
    private const int MostBytes = 60 * 1024, MostScriptBytes = 8 * 1024;

    [Theory]
    [InlineData("payment", null, "Payment to Afon Studio", "£12.00", null, "Pay £12.00")]
    [InlineData("payment", "book", "Book with Afon Studio", "£12.00", null, "Book for £12.00")]
    [InlineData("payment", "donate", "Donate to Afon Studio", "£12.00", null, "Donate £12.00")]
    [InlineData("payment", "subscribe", "Subscribe to Afon Studio", "£12.00", null, "Subscribe")]
    [InlineData("free", null, "Payment to Afon Studio", "£0.00", null, "Complete order")]
    [InlineData("subscription", null, "Subscribe to Afon Studio", "£12.00", "then £12.00 every month", "Subscribe")]
    [InlineData("trial", null, "Subscribe to Afon Studio", "Free until 5 December 2026", "then £12.00 every month", "Start trial")]
    [InlineData("setup", null, "Save your card with Afon Studio", null, null, "Save card")]
    public async Task Each_mode_says_what_it_is_and_what_its_button_does(string mode, string? submit, string heading, string? headline, string? then, string button)
    {
        var view = mode switch
        {
            "subscription" => Views.Subscription,
            "trial" => Views.Trial,
            "setup" => Views.Setup,
            "free" => Views.Payment with { DueNow = 0, NeedsCard = false, Amounts = CheckoutAmounts.Nothing },
            _ => Views.Payment with { SubmitType = submit },
        };
        var page = await host.PageAsync(Views.Screen(view));
        Assert.Equal((heading, headline, then, button), (page.Said("h1"), page.Said(".headline"), page.Said(".afterwards"), page.Said("#pay")));
        Assert.Equal(heading, page.Title);
        Assert.Equal(mode != "free", page.QuerySelector("#card-number") is not null);
        Assert.Equal(mode != "setup", page.QuerySelector(".lines") is not null);
    }

    [Fact]
    public async Task The_order_is_reckoned_line_by_line()
    {
        var page = await host.PageAsync(Views.Screen(Views.Everything));
        Assert.Equal(["Tea", "Teapot"], page.QuerySelectorAll(".lines .title").Select(e => e.TextContent));
        Assert.Equal(["£24.00", "£35.00"], page.QuerySelectorAll(".lines .amount").Select(e => e.TextContent));
        Assert.Equal(
            ["Subtotal £59.00", "Autumn (10% off) −£5.90", "Delivery £4.99", "VAT 20% £10.62", "Levy 5% included £1.00", "Total £68.71"],
            page.QuerySelectorAll(".sums > div").Select(row => $"{row.Said("dt")} {row.Said("dd")}"));
        Assert.Equal([("3–5 working days", "Free"), ("up to 1 day", "£4.99")], page.QuerySelectorAll(".option").Select(option => (option.Said("small")!, option.Said(".amount")!)));
        Assert.Equal("shr_fast", page.QuerySelector("input[name=shipping_rate]:checked")!.GetAttribute("value"));
        var quantity = page.QuerySelector("input[type=number]")!;
        Assert.Equal(("quantities[li_tea]", "2", "1", "10"), (quantity.GetAttribute("name"), quantity.GetAttribute("value"), quantity.GetAttribute("min"), quantity.GetAttribute("max")));
    }

    [Fact]
    public async Task Browsers_can_fill_in_every_field_that_they_know()
    {
        var page = await host.PageAsync(Views.Screen(Views.Everything));
        var tokens = page.QuerySelectorAll("[autocomplete]").ToDictionary(e => e.Id!, e => e.GetAttribute("autocomplete"));
        foreach (var (id, token) in new[]
        {
            ("email", "email"), ("phone", "tel"), ("card-number", "cc-number"), ("card-exp", "cc-exp"), ("card-cvc", "cc-csc"), ("name", "cc-name"), ("shipping-name", "shipping name"),
            ("shipping-country", "shipping country"), ("shipping-line1", "shipping address-line1"), ("shipping-city", "shipping address-level2"), ("shipping-postal_code", "shipping postal-code"),
            ("billing-country", "billing country"), ("billing-line1", "billing address-line1"), ("billing-postal_code", "billing postal-code"),
        }) Assert.Equal(token, tokens[id]);
        foreach (var id in (string[])["card-number", "card-exp", "card-cvc"]) Assert.Equal("numeric", page.GetElementById(id)!.GetAttribute("inputmode"));
    }

    [Fact]
    public async Task Its_structure_can_be_heard_as_well_as_seen()
    {
        var page = await host.PageAsync(Views.Screen(Views.Everything));
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]), select"), field => Assert.True(
            field.Closest("label") is not null || page.QuerySelector($"label[for='{field.Id}']") is not null, field.OuterHtml));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.QuerySelectorAll("[aria-describedby]"), field => Assert.All(field.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(page.GetElementById(id))));
    }

    [Fact]
    public async Task Countries_to_deliver_to_are_the_merchant_s_and_the_others_are_all()
    {
        var page = await host.PageAsync(Views.Screen(Views.Everything with { Locale = "fr" }));
        Assert.Equal(["France", "Irlande", "Royaume-Uni"], page.QuerySelectorAll("#shipping-country option").Select(o => o.TextContent));
        Assert.Equal("GB", page.QuerySelector("#shipping-country option[selected]")!.GetAttribute("value"));
        Assert.Equal(249, page.QuerySelectorAll("#billing-country option").Length);
    }

    [Fact]
    public async Task The_merchant_s_own_words_have_links_and_nothing_else()
    {
        const string hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **<b>** [ok](https://shop.example/a?b=1&c=2)";
        var page = await host.PageAsync(Views.Screen(Views.Everything with { Texts = new(hostile, hostile, hostile, hostile), Lines = [Views.Tea with { Name = hostile, Description = hostile }], CancelUrl = "javascript:alert(1)" }));
        Assert.Empty(page.QuerySelectorAll("img, iframe, object, style, b"));
        Assert.All(page.QuerySelectorAll("a"), link => Assert.Contains(link.GetAttribute("href")!.Split(':')[0], (string[])["https", "mailto"]));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name == "style"));
        Assert.Equal("https://shop.example/a?b=1&c=2", page.QuerySelector(".tick a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Test_mode_says_so_and_offers_cards_that_live_mode_does_not()
    {
        CheckoutTestCard card = new("Pays", "4242 4242 4242 4242", "01 / 30", "123", null, null);
        var test = await host.PageAsync(Views.Screen(Views.Payment, cards: [card]));
        Assert.Equal("Test mode No real money moves here.", test.Said(".ribbon p"));
        Assert.Equal("4242 4242 4242 4242", test.QuerySelector(".ribbon button")!.GetAttribute("data-number"));
        Assert.Null((await host.PageAsync(Views.Screen(Views.Payment with { Livemode = true }))).QuerySelector(".ribbon"));
    }

    [Fact]
    public async Task It_is_small_and_nothing_on_it_comes_from_elsewhere()
    {
        host.Show(CheckoutAnswers.Form(Views.Screen(Views.Everything)));
        using var answer = await host.Http.GetAsync(host.Page);
        var html = await answer.Content.ReadAsByteArrayAsync();
        var page = ScreenHost.Parse(System.Text.Encoding.UTF8.GetString(html));
        var (style, script) = (page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!, page.QuerySelector("script")!.GetAttribute("src")!);
        var (styles, scripts) = (await host.Http.GetByteArrayAsync(new Uri(host.Page, style)), await host.Http.GetByteArrayAsync(new Uri(host.Page, script)));
        Assert.InRange(html.Length + styles.Length + scripts.Length, 1, MostBytes);
        Assert.InRange(scripts.Length, 1, MostScriptBytes);
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Contains("script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brand_s_colours_are_on_the_page_and_can_be_read()
    {
        var page = await host.PageAsync(Views.Screen(Views.Payment, Views.Seller with { AccentColor = "#ffcc00", BrandColor = "#ffe08a" }));
        var css = await host.Http.GetStringAsync(new Uri(host.Page, page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!));
        Assert.Contains("--surface:#ffe08a;--on-surface:#000000", css, StringComparison.Ordinal);
        Assert.DoesNotContain("--accent:#ffcc00", css, StringComparison.Ordinal);
        Assert.Contains("--surface:#20304a;--on-surface:#ffffff", await StyleAsync("#20304a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_session_leads_on_by_a_refresh_and_by_a_link()
    {
        var words = CheckoutLanguages.For("de", null);
        var page = await host.PageAsync(CheckoutNotice.Complete(Views.Payment, words, Views.Seller));
        Assert.Equal("0;url=https://shop.example/thanks", page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.Equal(("https://shop.example/thanks", "Weiter zu Afon Studio"), (page.QuerySelector("a.button")!.GetAttribute("href"), page.Said("a.button")));
        var unsafely = await host.PageAsync(CheckoutNotice.Complete(Views.Payment with { SuccessUrl = "javascript:alert(1)" }, words, Views.Seller));
        Assert.Null(unsafely.QuerySelector("meta[http-equiv=refresh], a"));
    }

    private async Task<string> StyleAsync(string color)
    {
        var page = await host.PageAsync(Views.Screen(Views.Payment, Views.Seller with { BrandColor = color }));
        return await host.Http.GetStringAsync(new Uri(host.Page, page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!));
    }
}
