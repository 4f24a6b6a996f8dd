using System.Net;
using CalmonyPay.Checkout.Links;
using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Checkout.Links;
using CalmonyPay.Tests.Checkout.Portal;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>What somebody gets who opens links or sends cards more often than a person would: two at once, then one a minute.</summary>
public sealed class FloodTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    private const string Wait = "60"; // seconds

    [Fact]
    public async Task A_link_that_is_opened_too_often_asks_to_wait_and_makes_no_session()
    {
        var link = (await api.B.LinkAsync()).Ok();
        var address = await HereAsync(link.Text("url")!, "LinkRate");
        using var browser = Visiting.Browser();
        for (var visit = 0; visit < 2; visit++) Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(address)).StatusCode);
        foreach (var texts in LinkTexts.All)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}?client_reference_id=cart_7");
            request.Headers.TryAddWithoutValidation("Accept-Language", texts.Locale.Tag);
            using var answer = await browser.SendAsync(request);
            Assert.Equal((HttpStatusCode.TooManyRequests, Wait), (answer.StatusCode, answer.Headers.RetryAfter!.ToString()));
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            var page = await answer.PageAsync();
            Assert.Equal((texts.Locale.Tag, texts.BusyTitle), (page.DocumentElement.GetAttribute("lang"), page.Said("h1")));
            Assert.Contains(texts.Busy, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"{address.AbsolutePath}?client_reference_id=cart_7", page.QuerySelector("a.button")!.GetAttribute("href"));
        }
        using var head = new HttpRequestMessage(HttpMethod.Head, address);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(head)).StatusCode);
        Assert.Equal(2, (await api.B.GetAsync($"/v1/checkout/sessions?payment_link={link.Id}")).Ok().List().Count);
    }

    [Theory]
    [InlineData(Screen.Desktop)]
    [InlineData(Screen.Phone)]
    public async Task The_page_that_asks_to_wait_can_be_used_by_everybody(object screen)
    {
        var address = await HereAsync((await api.B.LinkAsync()).Ok().Text("url")!, "LinkRate");
        await using var visit = await Visit.StartAsync((Screen)screen);
        for (var opened = 0; opened < 3; opened++) await visit.Page.GotoAsync(address.ToString());
        Assert.Equal("Too many visits", await visit.Page.InnerTextAsync("h1"));
        await visit.Page.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than its window.");
        await visit.ShotAsync($"link-flood-{screen}".ToLowerInvariant());
        visit.AssertOnlyStatusComplaints();
    }

    [Fact]
    public async Task Cards_that_are_sent_too_fast_to_an_invoice_are_not_tried()
    {
        var customer = await api.B.PayerAsync(null);
        (await api.B.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["amount"] = "1500", ["currency"] = "gbp" })).Ok();
        var draft = (await api.B.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include", ["collection_method"] = "send_invoice", ["days_until_due"] = "14" })).Ok();
        var invoice = (await api.B.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        var address = await HereAsync($"{invoice.Text("hosted_invoice_url")}/pay", "PayRate");

        using var shopper = new Shopper(address.ToString(), "de");
        await shopper.OpenAsync();
        for (var card = 0; card < 2; card++)
        {
            await shopper.PayAsync(Shopping.Declined);
            Assert.Equal(402, shopper.Status);
        }
        var page = await shopper.PayAsync();
        Assert.Equal((429, "Zu viele Versuche", Wait), (shopper.Status, page.Said("h1"), shopper.Answer.Headers.RetryAfter!.ToString()));
        Assert.Equal(address.AbsolutePath, page.QuerySelector("a.button")!.GetAttribute("href"));
        var after = (await api.B.GetAsync($"/v1/invoices/{invoice.Id}")).Ok();
        Assert.Equal(("open", 2), (after.Text("status"), (await api.B.GetAsync($"/v1/charges?customer={customer}")).Ok().List().Count));
        Assert.Equal(200, (await shopper.OpenAsync(), shopper.Status).Status);
    }

    [Fact]
    public async Task Cards_that_are_sent_too_fast_to_the_portal_are_not_tried()
    {
        var customer = await api.B.PayerAsync(null);
        var session = (await api.B.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = customer })).Ok();
        using var visitor = new Visitor(api.B.Url);
        await visitor.GoAsync((await HereAsync($"{session.Text("url")}/cards/new", "PayRate")).ToString());
        for (var card = 0; card < 2; card++)
        {
            await visitor.PressAsync("Save card", CardOf(Shopping.Declined));
            Assert.Equal(HttpStatusCode.PaymentRequired, visitor.Status);
        }
        await visitor.PressAsync("Save card", CardOf(Shopping.Good));
        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Status);
        Assert.Contains("Please wait a minute", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("", visitor.Page.QuerySelector("[name='card[number]']")!.GetAttribute("value") ?? "");
        Assert.Equal(2, (await api.B.GetAsync($"/v1/setup_intents?customer={customer}")).Ok().List().Count);
        Assert.Empty((await api.B.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List());
    }

    /// <summary>The address at another host of the same database, which has this limit.</summary>
    private async Task<Uri> HereAsync(string url, string limit)
    {
        var host = await api.StartHostAsync(builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"CalmonyPay:Checkout:{limit}:Burst"] = "2",
            [$"CalmonyPay:Checkout:{limit}:PerMinute"] = "1",
        }));
        return new(host, new Uri(url).PathAndQuery);
    }

    private static Form CardOf(string number) => new()
    {
        ["card[number]"] = number,
        ["card[exp]"] = "07 / 40",
        ["card[cvc]"] = "123",
        ["name"] = "Ada",
        ["billing[country]"] = "GB",
        ["billing[postal_code]"] = "N1 1AA",
    };
}
