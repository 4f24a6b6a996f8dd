using System.Net;
using CalmonyPay.Checkout.Links;
using CalmonyPay.Tests.Browser;
using CalmonyPay.Tests.Checkout.Links;
using CalmonyPay.Tests.Checkout.Portal;
using CalmonyPay.Tests.Invoices;
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
        var invoice = await InvoiceAsync();
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
        Assert.Equal(("open", 2), (after.Text("status"), (await api.B.GetAsync($"/v1/charges?customer={invoice.Text("customer")}")).Ok().List().Count));
        Assert.Equal(200, (await shopper.OpenAsync(), shopper.Status).Status);
    }

    [Fact]
    public async Task Cards_that_are_sent_too_fast_to_the_portal_are_not_tried()
    {
        var session = await PortalAsync();
        using var visitor = new Visitor(api.B.Url);
        await visitor.GoAsync((await HereAsync($"{session.Text("url")}/cards/new", "PayRate")).ToString());
        for (var card = 0; card < 2; card++)
        {
            await visitor.PressAsync("Save card", Visitor.Card(Shopping.Declined));
            Assert.Equal(HttpStatusCode.PaymentRequired, visitor.Status);
        }
        await visitor.PressAsync("Save card", Visitor.Card(Shopping.Good));
        Assert.Equal((HttpStatusCode.TooManyRequests, Wait), (visitor.Status, visitor.Answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("Please wait a minute", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await api.B.GetAsync($"/v1/setup_intents?customer={session.Text("customer")}")).Ok().List().Count);
        Assert.Empty((await api.B.GetAsync($"/v1/customers/{session.Text("customer")}/payment_methods")).Ok().List());
    }

    [Theory]
    [InlineData("checkout")]
    [InlineData("invoice")]
    [InlineData("portal")]
    public async Task Whoever_sent_too_many_cards_reads_so_on_a_page_for_everybody(string form)
    {
        var address = await HereAsync(
            form switch
            {
                "checkout" => (await api.B.SessionAsync()).Ok().Text("url")!,
                "invoice" => $"{(await InvoiceAsync()).Text("hosted_invoice_url")}/pay",
                _ => $"{(await PortalAsync()).Text("url")}/cards/new",
            }, "PayRate");
        await using var visit = await Visit.StartAsync(Screen.Phone);
        await visit.Page.GotoAsync(address.ToString());
        foreach (var answer in (string[])["The bank declined the card.", "The bank declined the card.", "Please wait a minute, and try again."])
        {
            if (form == "checkout") await visit.Page.FillAsync("#email", "ada@example.com");
            await visit.Page.FillAsync("#name", "Ada Lovelace");
            await visit.Page.FillAsync("#billing-postal_code", "N1 1AA");
            await visit.Page.TypeCardAsync(Shopping.Declined);
            // The old page may say the same: what counts is the answer to this click.
            await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.PayButton().ClickAsync(), response => response.Request.Method == "POST");
            await visit.Page.GetByText(answer).WaitForAsync();
        }
        await visit.Page.AssertAccessibleAsync();
        await visit.ShotAsync($"cards-flood-{form}-phone");
        visit.AssertOnlyStatusComplaints();
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

    private async Task<Reply> InvoiceAsync() =>
        await api.B.OpenAsync(await api.B.PayerAsync(null), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = "14", ["currency"] = "gbp" }, 1500);

    private async Task<Reply> PortalAsync() => (await api.B.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = await api.B.PayerAsync(null) })).Ok();
}
