using System.Net;
using System.Text;
using CalmonyPay.Tests.Checkout.Portal;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>Whatever is posted to a page, its sender reads a page, and nothing is paid.</summary>
public sealed class OddPostTests(CheckoutBrowserApi api) : IClassFixture<CheckoutBrowserApi>
{
    [Fact]
    public async Task A_page_that_is_sent_what_is_no_form_of_it_answers_with_a_page()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var pages = await PagesAsync();
        var paid = await PaidAsync();
        foreach (var page in pages)
            foreach (var (name, make) in Bodies)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = make() };
                request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*;q=0.8");
                using var answer = await http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode < 500, $"{name} to {page}: {answer.StatusCode} {body}");
                if (answer.StatusCode == HttpStatusCode.SeeOther) continue;
                Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
                Assert.StartsWith("<!DOCTYPE html>", body, StringComparison.Ordinal);
            }
        Assert.Equal(paid, await PaidAsync());
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_cannot_be_read_is_refused_in_the_browser_s_language()
    {
        var session = (await api.B.SessionAsync()).Ok();
        using var http = new HttpClient();
        foreach (var (name, status) in new[] { ("large", HttpStatusCode.RequestEntityTooLarge), ("many fields", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, session.Text("url")) { Content = Bodies.Single(body => body.Name == name).Make() };
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
            request.Headers.TryAddWithoutValidation("Accept-Language", "de");
            using var answer = await http.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains("Dieses Formular konnte nicht gelesen werden", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }
        Assert.Equal("open", (await api.B.SeeAsync(session.Id)).Text("status"));
    }

    private async Task<long> PaidAsync() => (long)(await api.SqlAsync("select count(*) from pay_payment_attempts where amount_captured > 0"))[0][0]!;

    private static readonly (string Name, Func<HttpContent> Make)[] Bodies =
    [
        ("nothing", () => new ByteArrayContent([])),
        ("json", () => new StringContent("""{"action":"pay"}""", Encoding.UTF8, "application/json")),
        ("multipart", () => new MultipartFormDataContent { { new StringContent("pay"), "action" } }),
        ("a type that is none", () => Typed("x=1", "application/x-www-form-urlencodedness")),
        ("a charset that is none", () => Typed("x=1", "application/x-www-form-urlencoded; charset=nonsense")),
        ("bytes that are no text", () => Typed("action=pay&card%5Bnumber%5D=%ff%fe%00&\u00ff=\u0001", "application/x-www-form-urlencoded")),
        ("many fields", () => new FormUrlEncodedContent(Enumerable.Range(0, 3000).Select(i => new KeyValuePair<string, string>($"f{i}", "1")))),
        ("a long name", () => Typed(new string('k', 100_000) + "=1", "application/x-www-form-urlencoded")),
        ("large", () => Typed("x=" + new string('y', 300_000), "application/x-www-form-urlencoded")),
        ("numbers that are none", () => Typed("action=pay&quantities%5Ba%5D=99999999999999999999&at=-1&quantity=1e9&leg=x&price=%00&mark=&shown_amount=x", "application/x-www-form-urlencoded")),
    ];

    private static StringContent Typed(string body, string type)
    {
        var content = new StringContent(body, Encoding.Latin1);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private async Task<IReadOnlyList<string>> PagesAsync()
    {
        var shop = await PortalShop.OpenAsync(api.B, "always_invoice");
        var portal = await shop.AddressAsync(api.B);
        var draft = (await api.B.PostAsync("/v1/invoices", new() { ["customer"] = shop.Customer, ["collection_method"] = "send_invoice", ["days_until_due"] = "14" })).Ok();
        (await api.B.PostAsync("/v1/invoiceitems", new() { ["customer"] = shop.Customer, ["invoice"] = draft.Id, ["amount"] = "1500", ["currency"] = "gbp" })).Ok();
        var invoice = (await api.B.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        string[] within = ["details", "cards/new", "cards/pm_none/default", "cards/pm_none/remove", .. ((string[])["confirm", "cancel", "keep"]).Select(page => $"subscriptions/{shop.Subscription}/{page}")];
        var payment = await api.PaymentAsync();
        return
        [
            (await api.B.SessionAsync()).Ok().Text("url")!, $"{invoice.Text("hosted_invoice_url")}/pay", payment.Page.ToString(), $"{payment.Page}/return", .. within.Select(page => $"{portal}/{page}"),
        ];
    }
}
