using AngleSharp.Dom;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>The page from the first look to the way back, by HTTP: what a browser without a script sees.</summary>
public sealed class CheckoutPageTests(PageApi api) : IClassFixture<PageApi>
{
    [Theory]
    [InlineData("payment", "Payment complete")]
    [InlineData("subscription", "Your subscription is set up")]
    [InlineData("setup", "Your card is saved")]
    public async Task A_form_is_filled_in_and_leads_back_to_the_shop(string mode, string done)
    {
        var (session, shopper) = await StartAsync(mode: mode);
        using var _ = shopper;
        await shopper.OpenAsync();
        Assert.Equal(200, shopper.Status);
        await shopper.PayAsync();
        Assert.Equal((303, shopper.Url.AbsolutePath), (shopper.Status, shopper.Answer.Headers.Location!.ToString()));
        var page = await shopper.FollowAsync();
        Assert.Equal((200, done), (shopper.Status, page.Said("h1")));
        var back = $"https://shop.example/thanks?session={session.Id}";
        Assert.Equal($"0;url={back}", page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.Equal(back, page.QuerySelector("a.button")!.GetAttribute("href"));
        Assert.Equal("complete", (await api.A.SeeAsync(session.Id)).Text("status"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_the_field_and_above_and_the_rest_stays()
    {
        var (session, shopper) = await StartAsync(new() { ["phone_number_collection[enabled]"] = "true", ["consent_collection[terms_of_service]"] = "required" });
        using var _ = shopper;
        await shopper.OpenAsync();
        var page = await shopper.PayAsync("4242424242424241", new() { ["email"] = "ada", ["card[exp]"] = "12 / 20", ["card[cvc]"] = "12", ["billing[postal_code]"] = "" });
        Assert.Equal(400, shopper.Status);
        var words = CalmonyPay.Checkout.Page.Words.CheckoutLanguages.BritishEnglish;
        Assert.Equal(
            [("#email", words.EmailInvalid), ("#phone", words.PhoneMissing), ("#card-number", words.CardNumberInvalid), ("#card-exp", words.ExpiryPast), ("#card-cvc", words.SecurityCodeInvalid),
             ("#billing-postal_code", words.PostalCodeMissing), ("#terms_of_service", words.TermsMissing)],
            page.QuerySelectorAll("#problem a").Select(link => (link.GetAttribute("href")!, link.TextContent)));
        foreach (var link in page.QuerySelectorAll("#problem a"))
        {
            var field = page.QuerySelector(link.GetAttribute("href")!)!;
            Assert.Equal("true", field.GetAttribute("aria-invalid"));
            Assert.Equal(link.TextContent, page.GetElementById(field.GetAttribute("aria-describedby")!.Split(' ')[0])!.TextContent);
        }
        Assert.Equal(("ada", "12 / 20", "Ada Lovelace"), (ValueOf(page, "#email"), ValueOf(page, "#card-exp"), ValueOf(page, "#name")));
        AssertNothingOfTheCard(shopper, "4242424242424241");
        Assert.Equal("open", (await api.A.SeeAsync(session.Id)).Text("status"));
    }

    [Fact]
    public async Task A_declined_card_is_explained_and_another_one_pays()
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        await shopper.OpenAsync();
        var page = await shopper.PayAsync("4000000000009995");
        Assert.Equal((402, "The payment did not go through"), (shopper.Status, page.Said("#problem h2")));
        Assert.Equal("There is not enough money available on the card. Please use another card.", page.Said("#problem p"));
        Assert.Equal("Ada Lovelace", ValueOf(page, "#name"));
        AssertNothingOfTheCard(shopper, "4000000000009995");
        Assert.Equal("There is not enough money available on the card. Please use another card.", (await shopper.OpenAsync()).Said("#problem p"));
        await shopper.PayAsync("4000000000009987");
        Assert.DoesNotContain("lost", shopper.Html, StringComparison.OrdinalIgnoreCase);
        await shopper.PayAsync();
        Assert.Equal("Payment complete", (await shopper.FollowAsync()).Said("h1"));
        Assert.Equal("paid", (await api.A.SeeAsync(session.Id)).Text("payment_status"));
    }

    [Fact]
    public async Task The_order_can_be_changed_without_losing_what_was_typed()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "once", ["name"] = "Spring" })).Ok().Id;
        var code = (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = "SPRING25" })).Ok();
        var (session, shopper) = await StartAsync(new()
        {
            ["line_items[0][adjustable_quantity][enabled]"] = "true",
            ["line_items[0][adjustable_quantity][maximum]"] = "5",
            ["allow_promotion_codes"] = "true",
        });
        using var _ = shopper;
        var quantity = (await shopper.OpenAsync()).QuerySelector("input[type=number]")!.GetAttribute("name")!;
        var page = await shopper.SendAsync("update", new(Shopper.Card()) { [quantity] = "3" });
        Assert.Equal((200, "Pay £60.00"), (shopper.Status, page.Said("#pay")));
        Assert.Equal(("ada@example.com", "3"), (ValueOf(page, "#email"), page.QuerySelector("input[type=number]")!.GetAttribute("value")));
        AssertNothingOfTheCard(shopper, Shopping.Good);

        page = await shopper.SendAsync("update", new() { ["promotion_code"] = "nope" });
        Assert.Equal((400, "We do not know this promotion code."), (shopper.Status, page.Said("#promotion_code-error")));
        page = await shopper.SendAsync("update", new() { ["promotion_code"] = "spring25" });
        Assert.Equal((200, "Pay £45.00", "Spring (25% off)"), (shopper.Status, page.Said("#pay"), page.Said(".sums div:nth-child(2) dt")));
        page = await shopper.SendAsync("remove_promotion_code");
        Assert.Equal(("Pay £60.00", ""), (page.Said("#pay"), ValueOf(page, "#promotion_code")));
        page = await shopper.SendAsync("update", new() { [quantity] = "6" });
        Assert.Equal((400, "The quantity has to be between 0 and 5."), (shopper.Status, page.Said(".quantity ~ .error")));

        page = await shopper.SendAsync("update", new() { [quantity] = "2", ["promotion_code"] = code.Text("code") });
        await shopper.PayAsync();
        await shopper.FollowAsync();
        Assert.Equal((3000, "complete"), ((await api.A.SeeAsync(session.Id)).Number("amount_total"), (await api.A.SeeAsync(session.Id)).Text("status")));
    }

    [Fact]
    public async Task A_total_that_was_not_shown_is_not_paid()
    {
        var (session, shopper) = await StartAsync(new() { ["line_items[0][adjustable_quantity][enabled]"] = "true" });
        using var _ = shopper;
        var quantity = (await shopper.OpenAsync()).QuerySelector("input[type=number]")!.GetAttribute("name")!;
        var page = await shopper.PayAsync(more: new() { [quantity] = "4" });
        Assert.Equal((409, "The total has changed", "Pay £80.00"), (shopper.Status, page.Said("#problem h2"), page.Said("#pay")));
        Assert.True((await api.A.SeeAsync(session.Id)).IsNull("payment_intent"));
        await shopper.PayAsync();
        await shopper.FollowAsync();
        Assert.Equal(8000, (await api.A.SeeAsync(session.Id)).Number("amount_total"));
    }

    [Theory]
    [InlineData("quantity", "Pay £80.00", "It is now £80.00. Nothing has been charged. Please check the order and go on.", 8000)]
    [InlineData("code", "Pay £15.00", "It is now £15.00. Nothing has been charged. Please check the order and go on.", 1500)]
    public async Task Enter_in_a_changed_order_shows_the_new_total_and_keeps_all_but_the_card(string change, string button, string said, int total)
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "once" })).Ok().Id;
        await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = "ENTER25" });
        var (session, shopper) = await StartAsync(new()
        {
            ["line_items[0][adjustable_quantity][enabled]"] = "true",
            ["allow_promotion_codes"] = "true",
            ["phone_number_collection[enabled]"] = "true",
            ["consent_collection[terms_of_service]"] = "required",
            ["custom_fields[0][key]"] = "engraving",
            ["custom_fields[0][type]"] = "text",
            ["custom_fields[0][label][type]"] = "custom",
            ["custom_fields[0][label][custom]"] = "Engraving",
        });
        using var _ = shopper;
        var quantity = (await shopper.OpenAsync()).QuerySelector("input[type=number]")!.GetAttribute("name")!;
        var field = change == "quantity" ? quantity : "promotion_code";
        // What Enter presses is the form's first button, and that one pays.
        Assert.Equal("pay", shopper.Page.QuerySelector("#checkout button")!.GetAttribute("value"));
        var page = await shopper.PayAsync(more: new()
        {
            [field] = change == "quantity" ? "4" : "enter25",
            ["phone"] = "+44 20 7946 0000",
            ["custom_fields[engraving]"] = "For Byron",
            ["terms_of_service"] = "on",
            ["billing[country]"] = "FR",
        });
        Assert.Equal((409, "The total has changed", said, button), (shopper.Status, page.Said("#problem h2"), page.Said("#problem p"), page.Said("#pay")));
        Assert.Equal("alert", page.QuerySelector("#problem")!.GetAttribute("role"));
        Assert.True(page.QuerySelector("#problem")!.HasAttribute("autofocus"));
        AssertNothingOfTheCard(shopper, Shopping.Good);
        var kept = shopper.Fields();
        Assert.Equal(
            ("ada@example.com", "Ada Lovelace", "12 / 40", "+44 20 7946 0000", "For Byron", "N1 1AA", "FR", true),
            (kept["email"], kept["name"], kept["card[exp]"], kept["phone"], kept["custom_fields[engraving]"], kept["billing[postal_code]"], kept["billing[country]"], kept.ContainsKey("terms_of_service")));
        Assert.Equal(change == "quantity" ? "4" : "ENTER25", kept[field]);
        Assert.True((await api.A.SeeAsync(session.Id)).IsNull("payment_intent"));

        page = await shopper.SendAsync("pay", new() { ["card[number]"] = Shopping.Good, ["card[cvc]"] = "937" });
        Assert.Equal("Payment complete", (await shopper.FollowAsync()).Said("h1"));
        var paid = await api.A.SeeAsync(session.Id);
        Assert.Equal((total, total), (paid.Number("amount_total"), (await api.A.GetAsync($"/v1/payment_intents/{paid.Text("payment_intent")}")).Ok().Number("amount_received")));
    }

    [Fact]
    public async Task Enter_in_an_order_that_costs_the_same_pays_at_once()
    {
        var (session, shopper) = await StartAsync(new() { ["line_items[0][adjustable_quantity][enabled]"] = "true" });
        using var _ = shopper;
        var quantity = (await shopper.OpenAsync()).QuerySelector("input[type=number]")!.GetAttribute("name")!;
        await shopper.PayAsync(more: new() { [quantity] = "1" });
        await shopper.FollowAsync();
        Assert.Equal(2000, (await api.A.SeeAsync(session.Id)).Number("amount_total"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_pays_once()
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        using var again = new Shopper(shopper.Url.ToString());
        await shopper.OpenAsync();
        var token = shopper.Fields()["form_token"];
        await again.OpenAsync();
        await Task.WhenAll(shopper.PayAsync(), again.PayAsync(more: new() { ["form_token"] = token }));
        Assert.Equal((303, 303), (shopper.Status, again.Status));
        await shopper.PayAsync(); // the page of before, by the back button
        Assert.Equal("Payment complete", (await shopper.FollowAsync()).Said("h1"));
        var charges = (await api.A.GetAsync($"/v1/charges?payment_intent={(await api.A.SeeAsync(session.Id)).Text("payment_intent")}")).Ok().List();
        Assert.Single(charges);
    }

    [Fact]
    public async Task An_order_that_is_delivered_asks_where_and_how()
    {
        var (session, shopper) = await StartAsync(new()
        {
            ["shipping_address_collection[allowed_countries][0]"] = "GB",
            ["shipping_address_collection[allowed_countries][1]"] = "FR",
            ["shipping_options[0][shipping_rate_data][display_name]"] = "Post",
            ["shipping_options[0][shipping_rate_data][type]"] = "fixed_amount",
            ["shipping_options[0][shipping_rate_data][fixed_amount][amount]"] = "300",
            ["shipping_options[0][shipping_rate_data][fixed_amount][currency]"] = "gbp",
            ["shipping_options[1][shipping_rate_data][display_name]"] = "Courier",
            ["shipping_options[1][shipping_rate_data][type]"] = "fixed_amount",
            ["shipping_options[1][shipping_rate_data][fixed_amount][amount]"] = "900",
            ["shipping_options[1][shipping_rate_data][fixed_amount][currency]"] = "gbp",
        });
        using var _ = shopper;
        var page = await shopper.OpenAsync();
        Assert.Equal("Pay £23.00", page.Said("#pay"));
        var courier = page.QuerySelectorAll("input[name=shipping_rate]")[1].GetAttribute("value")!;
        page = await shopper.SendAsync("update", new() { ["shipping_rate"] = courier });
        Assert.Equal("Pay £29.00", page.Said("#pay"));
        page = await shopper.PayAsync();
        Assert.Contains("Delivery address: Enter the address.", page.QuerySelectorAll("#problem a").Select(link => link.TextContent));
        await shopper.PayAsync(more: new() { ["shipping[name]"] = "Ada", ["shipping[line1]"] = "1 High Street", ["shipping[city]"] = "London", ["shipping[postal_code]"] = "N1 1AA" });
        Assert.Equal("Payment complete", (await shopper.FollowAsync()).Said("h1"));
        Assert.Equal("1 High Street", (await api.A.SeeAsync(session.Id)).Text("collected_information.shipping_details.address.line1"));
    }

    [Fact]
    public async Task What_the_merchant_asks_besides_is_asked()
    {
        var (session, shopper) = await StartAsync(new()
        {
            ["custom_fields[0][key]"] = "engraving",
            ["custom_fields[0][type]"] = "text",
            ["custom_fields[0][label][type]"] = "custom",
            ["custom_fields[0][label][custom]"] = "Engraving",
            ["custom_fields[0][text][minimum_length]"] = "3",
        });
        using var _ = shopper;
        await shopper.OpenAsync();
        Assert.Equal("Fill in the field “Engraving”.", (await shopper.PayAsync()).Said("#problem li"));
        Assert.Equal("The field “Engraving” needs at least 3 characters.", (await shopper.PayAsync(more: new() { ["custom_fields[engraving]"] = "ab" })).Said("#problem li"));
        await shopper.PayAsync(more: new() { ["custom_fields[engraving]"] = "abc" });
        await shopper.FollowAsync();
        Assert.Equal("abc", (await api.A.SeeAsync(session.Id)).Text("custom_fields[0].text.value"));
    }

    [Fact]
    public async Task Nothing_to_pay_needs_no_card()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "100", ["duration"] = "once" })).Ok().Id;
        var (session, shopper) = await StartAsync(new() { ["discounts[0][coupon]"] = coupon });
        using var _ = shopper;
        var page = await shopper.OpenAsync();
        Assert.Null(page.QuerySelector("#card-number"));
        Assert.Equal("Complete order", page.Said("#pay"));
        await shopper.SendAsync("pay", new() { ["email"] = "ada@example.com" });
        Assert.Equal("Payment complete", (await shopper.FollowAsync()).Said("h1"));
        Assert.Equal("no_payment_required", (await api.A.SeeAsync(session.Id)).Text("payment_status"));
    }

    [Fact]
    public async Task An_expired_session_is_gone_and_says_the_way_back()
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        await shopper.OpenAsync();
        (await api.A.PostAsync($"/v1/checkout/sessions/{session.Id}/expire")).Ok();
        await shopper.PayAsync();
        var page = await shopper.FollowAsync();
        Assert.Equal((410, "This page has expired"), (shopper.Status, page.Said("h1")));
        Assert.Equal("https://shop.example/cart", page.QuerySelector("a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_expired_session_that_can_be_recovered_leads_to_its_copy()
    {
        var (session, shopper) = await StartAsync(new() { ["after_expiration[recovery][enabled]"] = "true" });
        using var _ = shopper;
        (await api.A.PostAsync($"/v1/checkout/sessions/{session.Id}/expire")).Ok();
        var page = await shopper.OpenAsync();
        Assert.Equal((410, "Open the order again"), (shopper.Status, page.Said("a.button")));
        await shopper.OpenAsync(new Uri(page.QuerySelector("a.button")!.GetAttribute("href")!));
        page = await shopper.FollowAsync();
        Assert.Equal((200, "Pay £20.00"), (shopper.Status, page.Said("#pay")));
    }

    [Fact]
    public async Task The_page_speaks_the_session_s_language_or_the_browser_s()
    {
        var (_, german) = await StartAsync(new() { ["locale"] = "de" });
        using var __ = german;
        Assert.Equal(("de", "20,00\u00a0£ bezahlen"), ((await german.OpenAsync()).DocumentElement.GetAttribute("lang"), german.Page.QuerySelector("#pay")!.TextContent));
        var (session, _) = await StartAsync();
        using var welsh = new Shopper(session.Text("url")!, "cy, en;q=0.5");
        Assert.Equal("Talu £20.00", (await welsh.OpenAsync()).Said("#pay"));
        Assert.Equal("Gwiriwch yr hyn a roesoch", (await welsh.PayAsync("1")).Said("#problem h2"));
    }

    [Fact]
    public async Task What_opens_nothing_is_not_found_in_the_browser_s_language()
    {
        using var shopper = new Shopper(new Uri(api.A.Url, "/checkout/abc").ToString(), "fr");
        Assert.Equal("Cette page n’existe pas", (await shopper.OpenAsync()).Said("h1"));
        Assert.Equal(404, shopper.Status);
        var (session, _) = await StartAsync();
        using var logo = new Shopper(session.Text("url")! + "/logo");
        await logo.OpenAsync();
        Assert.Equal(404, logo.Status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example")]
    public async Task A_form_from_another_site_does_nothing(string header, string value)
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        await shopper.OpenAsync();
        await shopper.SendAsync("pay", Shopper.Card(), (header, value));
        Assert.Equal(403, shopper.Status);
        Assert.True((await api.A.SeeAsync(session.Id)).IsNull("payment_intent"));
    }

    [Fact]
    public async Task A_form_in_parts_is_not_read()
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        using var http = new HttpClient();
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in Shopper.Card()) parts.Add(new StringContent(value!), name);
        using var answer = await http.PostAsync(shopper.Url, parts);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.True((await api.A.SeeAsync(session.Id)).IsNull("payment_intent"));
    }

    [Fact]
    public async Task Who_tries_too_often_has_to_wait()
    {
        var url = await api.StartHostAsync(builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:Checkout:PayRate:Burst"] = "2", ["CalmonyPay:Checkout:PayRate:PerMinute"] = "4" }));
        var (session, first) = await StartAsync();
        first.Dispose();
        using var shopper = new Shopper(new Uri(url, new Uri(session.Text("url")!).AbsolutePath).ToString(), "es");
        await shopper.OpenAsync();
        await shopper.PayAsync("1");
        await shopper.PayAsync("2");
        Assert.Equal(400, shopper.Status);
        var page = await shopper.PayAsync();
        Assert.Equal((429, "Demasiados intentos", "15"), (shopper.Status, page.Said("h1"), shopper.Answer.Headers.RetryAfter!.ToString()));
        Assert.Equal(200, (await shopper.OpenAsync(), shopper.Status).Status);
        await shopper.SendAsync("update");
        Assert.Equal(200, shopper.Status);
        Assert.True((await api.A.SeeAsync(session.Id)).IsNull("payment_intent"));
    }

    [Fact]
    public async Task A_session_takes_so_many_cards_and_no_more()
    {
        var (session, shopper) = await StartAsync();
        using var _ = shopper;
        await shopper.OpenAsync();
        await shopper.PayAsync(Shopping.Declined);
        await api.SqlAsync("update pay_checkout_sessions set attempts = 10 where id = $1", session.Id);
        var page = await shopper.PayAsync();
        Assert.Equal((429, "Too many attempts", "https://shop.example/cart"), (shopper.Status, page.Said("h1"), page.QuerySelector("a.button")!.GetAttribute("href")));
    }

    private async Task<(Reply Session, Shopper Shopper)> StartAsync(Form? more = null, string mode = "payment")
    {
        var session = (await api.A.SessionAsync(more, sells: mode != "setup", mode)).Ok();
        return (session, new Shopper(session.Text("url")!));
    }

    private static string ValueOf(IDocument page, string field) => page.QuerySelector(field)!.GetAttribute("value") ?? "";

    /// <summary>Neither number nor code is anywhere on the page.</summary>
    private static void AssertNothingOfTheCard(Shopper shopper, string number)
    {
        Assert.DoesNotContain(number, shopper.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"937\"", shopper.Html, StringComparison.Ordinal);
        foreach (var field in (string[])["#card-number", "#card-cvc"]) Assert.False(shopper.Page.QuerySelector(field)!.HasAttribute("value"));
    }
}
