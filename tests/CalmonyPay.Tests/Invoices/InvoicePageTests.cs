using AngleSharp.Dom;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Tests.Invoices;

public sealed class InvoicePageTests(PageHost host) : IClassFixture<PageHost>
{
    private const int MostBytes = 40 * 1024;

    [Theory]
    [InlineData(InvoiceStatus.Open, null, "£213.00 GBP due 5 December 2026", null)]
    [InlineData(InvoiceStatus.Paid, "Paid", "£213.00 GBP paid 21 November 2026", null)]
    [InlineData(InvoiceStatus.Void, "Void", "£213.00 GBP", "This invoice is void. Nothing is to be paid.")]
    [InlineData(InvoiceStatus.Uncollectible, "Uncollectible", "£213.00 GBP", "This invoice was written off as uncollectible.")]
    [InlineData(InvoiceStatus.Draft, "Draft", "£213.00 GBP", "This is a draft. It is not an invoice yet, and nothing is to be paid.")]
    public async Task Every_status_says_what_it_means(InvoiceStatus status, string? badge, string headline, string? notice)
    {
        var page = await host.PageAsync(status == InvoiceStatus.Paid ? Papers.Paid : Papers.Open with { Status = status });
        Assert.Equal(headline, TextOf(page, "h1"));
        Assert.Equal(badge, page.QuerySelector(".badge") is { } shown ? Plain(shown) : null);
        if (notice is not null) Assert.Equal(notice, TextOf(page, ".notice"));
        Assert.NotNull(page.QuerySelector("a[href='/invoice/token/pdf']"));
    }

    [Fact]
    public async Task Its_structure_can_be_heard_as_well_as_seen()
    {
        var page = await host.PageAsync(Papers.Everything);
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Invoice INV-2026-0042 · Afon Studio", page.Title);
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Single(page.QuerySelectorAll("body > header"));
        Assert.Single(page.QuerySelectorAll("body > footer"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("h3, h4, h5, h6"));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("th"), head => Assert.Contains(head.GetAttribute("scope"), (string?[])["col", "row"]));
        var columns = page.QuerySelectorAll("table:first-of-type thead th").Length;
        Assert.All(page.QuerySelectorAll("table:first-of-type tbody tr"), row => Assert.True(row.Children.Length is 3 || row.Children.Length == columns));
        Assert.All(page.QuerySelectorAll("dl > div"), pair => Assert.NotNull(pair.QuerySelector("dt + dd")));
    }

    [Fact]
    public async Task Lines_and_totals_say_what_the_paper_says()
    {
        var page = await host.PageAsync(Papers.Everything);
        var wording = new DocumentWording(Papers.Everything);
        var totals = page.QuerySelectorAll(".totals > div").Select(row => (TextOf(row, "dt"), TextOf(row, "dd")));
        Assert.Equal(wording.Totals().Select(row => (row.Label, Plain(row.Value))), totals);
        Assert.Equal(["Team plan", "Books", "Unused time on Studio plan", "API calls"], page.QuerySelectorAll("table:not(.taxes) tbody td:first-child").Select(cell => cell.ChildNodes[0].TextContent.Trim()));
        Assert.Equal(4, page.QuerySelectorAll(".taxes tbody tr").Length);
    }

    [Fact]
    public async Task A_button_to_pay_is_there_only_where_it_leads_somewhere()
    {
        Assert.Null((await host.PageAsync(Papers.Open)).QuerySelector(".button.first"));
        Assert.Null((await host.PageAsync(Papers.Paid, new("/pdf", PayUrl: "/pay"))).QuerySelector(".button.first"));
        var pay = (await host.PageAsync(Papers.Open, new("/pdf", PayUrl: "/pay"))).QuerySelector(".button.first");
        Assert.Equal(("/pay", "Pay £213.00"), (pay?.GetAttribute("href"), pay?.TextContent));
    }

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
        var page = await host.PageAsync(Papers.Open with
        {
            Seller = Papers.Seller with { Name = hostile, Email = "a\"onmouseover=alert(1)@x.example", AccentColor = "red;}body{display:none" },
            Customer = Papers.Customer with { Name = hostile },
            Lines = [new(hostile, 1)],
            Memo = hostile,
            Footer = hostile,
            Number = hostile,
            CustomFields = [new(hostile, hostile)],
            Discounts = [new(hostile, 1)],
            Taxes = [new(hostile, 1, false, 1, 1, hostile)],
        });
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, object, form, style"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name == "style"));
        Assert.Contains(page.QuerySelectorAll("address strong"), name => name.TextContent == hostile);
    }

    [Fact]
    public async Task It_is_small_and_asks_nobody_else_for_anything()
    {
        using var answer = await host.AnswerAsync(Papers.Everything);
        var html = await answer.Content.ReadAsStringAsync();
        var page = PageHost.Parse(html);
        var style = Assert.Single(page.QuerySelectorAll("link[rel=stylesheet]")).GetAttribute("href")!;
        var sheet = await host.Http.GetAsync(style);
        Assert.Equal(("text/css", "public, max-age=31536000, immutable"), (sheet.Content.Headers.ContentType?.MediaType, sheet.Headers.CacheControl?.ToString()));
        var rules = await sheet.Content.ReadAsStringAsync();
        Assert.InRange(html.Length + rules.Length, 1, MostBytes);
        Assert.DoesNotContain("://", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", rules, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("[src], link[href]"), e => Assert.DoesNotContain("//", e.GetAttribute("src") ?? e.GetAttribute("href")!, StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll("script, style, [style]"));
    }

    [Fact]
    public async Task Its_headers_let_nothing_in_and_nothing_out()
    {
        using var answer = await host.AnswerAsync(Papers.Open);
        Closed(answer);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Closed(await host.Http.GetAsync("/invoice/token/pdf"));
    }

    [Fact]
    public async Task A_wrong_token_finds_a_page_that_says_so()
    {
        using var answer = await host.Http.GetAsync("/invoice/wrong");
        Assert.Equal(404, (int)answer.StatusCode);
        Closed(answer);
        var page = PageHost.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("This page is not there", TextOf(page, "h1"));
    }

    [Fact]
    public async Task A_pdf_is_saved_under_its_name()
    {
        using var _ = await host.AnswerAsync(Papers.Open);
        using var answer = await host.Http.GetAsync("/invoice/token/pdf");
        Assert.Equal(("application/pdf", "Invoice-INV-2026-0042.pdf"), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName));
    }

    [Fact]
    public async Task A_logo_is_shown_with_the_seller_s_name_for_those_who_cannot_see_it()
    {
        var seller = Papers.Seller with { Logo = Pictures.Png(2, 1, 2, 8, [255, 0, 0, 0, 255, 0]) };
        var page = await host.PageAsync(Papers.Open with { Seller = seller }, new("/pdf", LogoUrl: "/invoice/token/logo"));
        var image = page.QuerySelector("header img");
        Assert.Equal(("/invoice/token/logo", "Afon Studio"), (image?.GetAttribute("src"), image?.GetAttribute("alt")));
        using var logo = await host.Http.GetAsync("/invoice/token/logo");
        Assert.Equal("image/png", logo.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("#ffd400")]
    [InlineData("#ffffff")]
    [InlineData("#0a5")]
    [InlineData("#000000")]
    [InlineData(null)]
    public void Whatever_accent_is_chosen_can_be_read(string? chosen) => Assert.InRange(Accents.Of(chosen).ContrastTo(Rgb.White), Rgb.TextContrast, 21);

    [Fact]
    public async Task A_stylesheet_of_another_release_is_served_but_not_kept()
    {
        using var other = await host.Http.GetAsync("/pages/000000000000-0a7d5a.css");
        Assert.Equal((200, "no-store"), ((int)other.StatusCode, other.Headers.CacheControl?.ToString()));
        using var nonsense = await host.Http.GetAsync("/pages/000000000000-body{}.css");
        Assert.Equal(404, (int)nonsense.StatusCode);
    }

    private static void Closed(HttpResponseMessage answer)
    {
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("noindex, nofollow", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    private static string TextOf(IParentNode within, string selector) => Plain(within.QuerySelector(selector)!);

    private static string Plain(INode node) => Plain(node.TextContent);

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Trim();
}
