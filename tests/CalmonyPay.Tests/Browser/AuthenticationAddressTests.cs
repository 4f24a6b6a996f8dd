using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Checkout.Authentication;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;
using CalmonyPay.Tests.PaymentMethods;

namespace CalmonyPay.Tests.Browser;

/// <summary>The addresses of 3-D Secure as a stranger, an issuer and a double click meet them.</summary>
public sealed class AuthenticationAddressTests(AuthenticationApi api) : IClassFixture<AuthenticationApi>, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task An_address_that_was_tampered_with_opens_nothing()
    {
        var payment = await api.PaymentAsync();
        var address = payment.Page.ToString();
        var last = address[^1] == 'A' ? 'B' : 'A';
        foreach (var wrong in (string[])[address[..^1] + last, address[..^8], $"{address}/logo"])
        {
            using var answer = await http.GetAsync(new Uri(wrong));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var posted = await http.PostAsync(new Uri(address[..^1] + last + "/return"), new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    [Fact]
    public async Task A_form_that_another_site_sends_begins_nothing()
    {
        var payment = await api.PaymentAsync();
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example") })
        {
            using var foreign = await PostAsync(payment.Page, [], (header, value));
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        }
        Assert.Equal("requires_action", (await payment.NowAsync()).Text("status"));
        Assert.True((await payment.NowAsync()).IsNull("latest_charge"));
    }

    [Fact]
    public async Task A_double_click_begins_once()
    {
        var payment = await api.PaymentAsync();
        for (var click = 0; click < 2; click++)
        {
            using var begun = await BeginAsync(payment);
            Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
            Assert.Equal(payment.Page.AbsolutePath, begun.Headers.Location!.ToString());
        }
        Assert.Single((await api.A.GetAsync($"/v1/charges?payment_intent={payment.Id}")).List());
    }

    [Fact]
    public async Task The_policy_names_the_issuer_s_origin_and_no_other()
    {
        var payment = await api.PaymentAsync();
        using var start = await http.GetAsync(payment.Page);
        Assert.Equal("default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", Policy(start));
        using var begun = await BeginAsync(payment);
        using var challenge = await http.GetAsync(payment.Page);
        var bank = api.Bank.GetLeftPart(UriPartial.Authority);
        Assert.Equal($"default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; frame-src 'self' {bank}; base-uri 'none'; form-action 'self' {bank}; frame-ancestors 'none'", Policy(challenge));
        using var back = await http.GetAsync(new Uri($"{payment.Page}/return"));
        Assert.Equal("default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'", Policy(back));
        Assert.Equal("SAMEORIGIN", back.Headers.GetValues("X-Frame-Options").Single());
        Assert.All((HttpResponseMessage[])[start, challenge, back], page => Assert.Equal("no-store", page.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task The_card_that_was_named_last_pays()
    {
        var customer = (await api.A.CustomerAsync()).Id;
        var saved = (await api.A.AttachedAsync(customer, "pm_card_mastercard")).Id;
        var payment = await api.PaymentAsync("pm_card_visa", new() { ["customer"] = customer });
        Assert.Equal("requires_action", (await api.A.PostAsync($"{payment.Path}/confirm", new() { ["payment_method"] = saved })).Ok().Text("status"));
        using var begun = await BeginAsync(payment);
        var paid = await payment.NowAsync();
        Assert.Equal(("succeeded", saved), (paid.Text("status"), paid.Text("payment_method")));
        Assert.StartsWith("5", Assert.Single(await api.Gateway.BooksAsync(paid.Text("latest_charge"))).CardNumberMask, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_issuer_posts_twice_counts_once()
    {
        var payment = await api.PaymentAsync();
        using var begun = await BeginAsync(payment);
        var (to, fields) = await DecideAsync(payment, "approve");
        using var inFrame = await PostAsync(to, fields, ("Sec-Fetch-Dest", "iframe"));
        Assert.Equal(HttpStatusCode.OK, inFrame.StatusCode);
        var link = Parse(await inFrame.Content.ReadAsStringAsync()).QuerySelector("a")!;
        Assert.Equal((to.AbsolutePath[..^"/return".Length], "_top"), (link.GetAttribute("href"), link.GetAttribute("target")));
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));

        using var inWindow = await PostAsync(to, fields, ("Sec-Fetch-Dest", "document"));
        Assert.Equal((HttpStatusCode.SeeOther, link.GetAttribute("href")), (inWindow.StatusCode, inWindow.Headers.Location!.ToString()));
        Assert.Equal("captured", Assert.Single(await api.Gateway.BooksAsync((await payment.NowAsync()).Text("latest_charge"))).State);
    }

    [Fact]
    public async Task A_device_that_answers_after_its_time_is_not_taken_for_the_challenge()
    {
        var payment = await api.PaymentAsync();
        using var begun = await BeginAsync(payment, script: true);
        var device = await FormAsync(payment);
        var leg = Parse(await http.GetStringAsync(payment.Page)).QuerySelector("input[name=leg]")!.GetAttribute("value")!;
        for (var again = 0; again < 2; again++)
        {
            using var late = await PostAsync(payment.Page, [new("leg", leg)], ("Sec-Fetch-Site", "same-origin"));
            Assert.Equal(HttpStatusCode.SeeOther, late.StatusCode);
        }
        using var answer = await PostAsync(new($"{payment.Page}/return?threeDSAcsResponse=method"), device.Fields, ("Sec-Fetch-Dest", "iframe"));
        Assert.Equal("requires_action", (await payment.NowAsync()).Text("status"));
        var (to, fields) = await DecideAsync(payment, "approve");
        using var done = await PostAsync(to, fields);
        Assert.Equal("succeeded", (await payment.NowAsync()).Text("status"));
    }

    [Fact]
    public async Task An_answer_that_is_none_ends_the_payment_and_leaves_nothing_at_the_gateway()
    {
        var payment = await api.PaymentAsync();
        using var begun = await BeginAsync(payment);
        using var empty = await PostAsync(new($"{payment.Page}/return"), []);
        Assert.Equal("requires_action", (await payment.NowAsync()).Text("status"));
        using var made = await PostAsync(new($"{payment.Page}/return"), [new("cres", "bm9uc2Vuc2U"), new("cres", "again")]);
        var failed = await payment.NowAsync();
        Assert.Equal("payment_intent_authentication_failure", failed.Text("last_payment_error.code"));
        Assert.Equal("canceled", Assert.Single(await api.Gateway.BooksAsync(failed.Text("latest_charge"))).State);
    }

    [Fact]
    public async Task A_gateway_that_asks_for_leg_after_leg_is_given_up()
    {
        var payment = await api.PaymentAsync();
        using var begun = await BeginAsync(payment, script: true);
        await api.SqlAsync("update pay_payment_attempts set authentication_legs = 5 where payment_intent_id = $1", payment.Id);
        var leg = Parse(await http.GetStringAsync(payment.Page)).QuerySelector("input[name=leg]")!.GetAttribute("value")!;
        using var timeout = await PostAsync(payment.Page, [new("leg", leg)]);
        var failed = await payment.NowAsync();
        Assert.Equal(("requires_payment_method", "payment_intent_authentication_failure"), (failed.Text("status"), failed.Text("last_payment_error.code")));
        Assert.Equal("canceled", Assert.Single(await api.Gateway.BooksAsync(failed.Text("latest_charge"))).State);
    }

    [Theory]
    [InlineData("cy", "Cadarnhau eich taliad", "Parhau")]
    [InlineData("fr-CA, en;q=0.5", "Confirmez votre paiement", "Continuer")]
    [InlineData("de", "Bestätigen Sie Ihre Zahlung", "Weiter")]
    [InlineData("es", "Confirme su pago", "Continuar")]
    [InlineData("pl", "Potwierdź płatność", "Dalej")]
    [InlineData("ja", "Confirm your payment", "Continue")]
    public async Task The_page_speaks_the_browser_s_language(string language, string title, string button)
    {
        var payment = await api.PaymentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, payment.Page);
        request.Headers.Add("Accept-Language", language);
        using var answer = await http.SendAsync(request);
        var page = Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((title, button), (page.QuerySelector("h1")!.TextContent, page.QuerySelector("button")!.TextContent));
        Assert.Equal(Locale.Preferred(language).Tag, page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public void Every_language_says_everything()
    {
        var english = AuthenticationTexts.For(Locale.BritishEnglish);
        foreach (var locale in Locale.All)
        {
            var texts = AuthenticationTexts.For(locale);
            Assert.Equal(locale, texts.Locale);
            foreach (var text in typeof(AuthenticationTexts).GetProperties().Where(property => property.PropertyType == typeof(string)))
            {
                var (here, there) = ((string)text.GetValue(texts)!, (string)text.GetValue(english)!);
                Assert.False(string.IsNullOrWhiteSpace(here));
                foreach (var place in (string[])["{seller}", "{amount}"]) Assert.Equal(there.Contains(place, StringComparison.Ordinal), here.Contains(place, StringComparison.Ordinal));
            }
            Assert.Contains(locale.Money(2000, Currency.Of("gbp")), texts.PaymentTo("Shop", new(2000, Currency.Of("gbp"))), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example/?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded")]
    [InlineData("https://shop.example?", "https://shop.example?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded")]
    [InlineData("https://shop.example/a?b=c%20d#e?f", "https://shop.example/a?b=c%20d&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded#e?f")]
    [InlineData("shop-app://done", "shop-app://done?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_x&redirect_status=succeeded")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(" JavaScript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/relative", null)]
    [InlineData(null, null)]
    public void A_return_address_keeps_what_it_has(string? given, string? leads)
    {
        var view = new AuthenticationView("pi_1", AuthenticationStep.Succeeded, null, null, null, false, null, given, "pi_1_secret_x");
        Assert.Equal(leads, view.LeadsTo);
    }

    private Task<HttpResponseMessage> BeginAsync(Waiting payment, bool script = false) =>
        PostAsync(payment.Page, script ? [new("browser_time_zone", "0"), new("browser_screen", "1280x900x24")] : [], ("Sec-Fetch-Site", "same-origin"));

    /// <summary>What the page would post to the issuer.</summary>
    private async Task<(Uri To, List<KeyValuePair<string, string>> Fields)> FormAsync(Waiting payment)
    {
        var form = (IHtmlFormElement)Parse(await http.GetStringAsync(payment.Page)).QuerySelector("form[data-issuer]")!;
        return (new(form.GetAttribute("action")!), [.. form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Select(input => new KeyValuePair<string, string>(input.Name!, input.Value))]);
    }

    private async Task<(Uri To, List<KeyValuePair<string, string>> Fields)> DecideAsync(Waiting payment, string choice)
    {
        var (bank, fields) = await FormAsync(payment);
        return await api.DecideAsync(bank, fields, choice);
    }

    private async Task<HttpResponseMessage> PostAsync(Uri to, List<KeyValuePair<string, string>> fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string Policy(HttpResponseMessage page) => page.Headers.GetValues("Content-Security-Policy").Single();
}
