using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Tests.Crash;
using CalmonyPay.Tests.Invoices;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.InvoicePay;

/// <summary>A customer pays an invoice on its page.</summary>
public sealed class InvoicePayTests(SecureApi api) : IClassFixture<SecureApi>, IAsyncLifetime
{
    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_invoices_page_leads_to_the_form_and_the_form_pays()
    {
        var invoice = await OpenAsync(api.A);
        var page = await (await GetAsync(invoice.Text("hosted_invoice_url")!)).ReadAsync();
        var button = page.QuerySelectorAll("a.button").First(a => a.TextContent.Contains("£15.00", StringComparison.Ordinal));
        Assert.EndsWith("/pay", button.GetAttribute("href"), StringComparison.Ordinal);

        var form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        Assert.Contains("1000 pence", form.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("£15.00", form.QuerySelector("#pay")!.TextContent, StringComparison.Ordinal);
        using var answer = await SendAsync(invoice, form, Shopping.Good);
        Assert.Equal((HttpStatusCode.SeeOther, new Uri(invoice.Text("hosted_invoice_url")!).AbsolutePath), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var paid = await api.A.InvoiceAsync(invoice.Id);
        Assert.Equal(("paid", 1500), (paid.Text("status"), paid.Number("amount_paid")));
        page = await (await GetAsync(invoice.Text("hosted_invoice_url")!)).ReadAsync();
        Assert.DoesNotContain("/pay\"", page.Body!.InnerHtml, StringComparison.Ordinal);

        // Sent again, as by a second tab: nothing more is taken.
        using var again = await SendAsync(invoice, form, Shopping.Good);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(1500, (await api.A.InvoiceAsync(invoice.Id)).Number("amount_paid"));
        Assert.Equal(HttpStatusCode.SeeOther, (await GetAsync(PayUrl(invoice))).StatusCode);
    }

    [Fact]
    public async Task A_declined_card_is_explained_and_another_pays()
    {
        var invoice = await OpenAsync(api.A);
        var form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        using var declined = await SendAsync(invoice, form, Shopping.Declined);
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.StatusCode);
        form = await declined.ReadAsync();
        Assert.Contains("The payment did not go through", form.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ada Lovelace", ((IHtmlInputElement)form.QuerySelector("[name=name]")!).Value);
        Assert.DoesNotContain(Shopping.Declined, form.Body.InnerHtml, StringComparison.Ordinal);
        Assert.Equal("open", (await api.A.InvoiceAsync(invoice.Id)).Text("status"));

        using var paid = await SendAsync(invoice, form, Shopping.Good);
        Assert.Equal(HttpStatusCode.SeeOther, paid.StatusCode);
        Assert.Equal("paid", (await api.A.InvoiceAsync(invoice.Id)).Text("status"));
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_tried()
    {
        var invoice = await OpenAsync(api.A);
        var form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        using var answer = await SendAsync(invoice, form, "");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Enter the card number.", (await answer.ReadAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, (await api.A.InvoiceAsync(invoice.Id)).Number("attempt_count"));
    }

    [Fact]
    public async Task An_invoice_that_was_paid_or_voided_meanwhile_is_shown_as_it_is()
    {
        var (paid, ended) = (await OpenAsync(api.A), await OpenAsync(api.A));
        var forms = (await (await GetAsync(PayUrl(paid))).ReadAsync(), await (await GetAsync(PayUrl(ended))).ReadAsync());
        (await api.A.PostAsync($"/v1/invoices/{paid.Id}/pay", new() { ["paid_out_of_band"] = "true" })).Ok();
        (await api.A.PostAsync($"/v1/invoices/{ended.Id}/void")).Ok();
        foreach (var (invoice, form) in ((Reply, IHtmlDocument)[])[(paid, forms.Item1), (ended, forms.Item2)])
        {
            using var sent = await SendAsync(invoice, form, Shopping.Good);
            Assert.Equal((HttpStatusCode.SeeOther, new Uri(invoice.Text("hosted_invoice_url")!).AbsolutePath), (sent.StatusCode, sent.Headers.Location!.OriginalString));
            using var seen = await GetAsync(PayUrl(invoice));
            Assert.Equal(HttpStatusCode.SeeOther, seen.StatusCode);
        }
        Assert.Equal(0L, (await api.SqlAsync("select count(*) from pay_payment_attempts a join pay_invoices i on i.payment_intent_id = a.payment_intent_id where i.id = $1 or i.id = $2", paid.Id, ended.Id))[0][0]);
    }

    [Fact]
    public async Task The_form_sent_twice_at_once_pays_once()
    {
        var invoice = await OpenAsync(api.A);
        var form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        var answers = await Task.WhenAll(SendAsync(invoice, form, Shopping.Good), SendAsync(invoice, form, Shopping.Good));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.SeeOther);
        foreach (var answer in answers) answer.Dispose();
        Assert.Equal(1L, (await api.SqlAsync("select count(*) from pay_payment_attempts a join pay_invoices i on i.payment_intent_id = a.payment_intent_id where i.id = $1", invoice.Id))[0][0]);
        Assert.Equal(("paid", 1500), ((await api.A.InvoiceAsync(invoice.Id)).Text("status"), (await api.A.InvoiceAsync(invoice.Id)).Number("amount_paid")));
    }

    [Fact]
    public async Task A_card_that_asks_for_its_holder_leads_to_the_authentication_and_the_form_waits()
    {
        var invoice = await OpenAsync(api.B);
        var form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        using var answer = await SendAsync(invoice, form, Shopping.Challenging);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/pay/authenticate/", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        form = await (await GetAsync(PayUrl(invoice))).ReadAsync();
        Assert.Contains(answer.Headers.Location.OriginalString, form.Body!.InnerHtml, StringComparison.Ordinal);
        var intent = (await api.SqlAsync("select payment_intent_id from pay_invoices where id = $1", invoice.Id))[0][0]!.ToString();
        Assert.Equal(PayUrl(invoice), (await api.B.GetAsync($"/v1/payment_intents/{intent}")).Ok().Text("next_action.redirect_to_url.return_url"));
    }

    private static async Task<Reply> OpenAsync(ApiClient client) =>
        await client.OpenAsync(await client.CustomerAsync(card: null), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = "14", ["currency"] = "gbp" }, 1000, 500);

    private static string PayUrl(Reply invoice) => $"{invoice.Text("hosted_invoice_url")}/pay";

    private static async Task<HttpResponseMessage> GetAsync(string url)
    {
        using var browser = Links.Visiting.Browser();
        return await browser.GetAsync(new Uri(url));
    }

    /// <summary>Fills in the form that is shown, and sends it.</summary>
    private static async Task<HttpResponseMessage> SendAsync(Reply invoice, IHtmlDocument page, string card)
    {
        var fields = page.QuerySelectorAll("form input[type=hidden]").OfType<IHtmlInputElement>().Where(input => input.Name is not null).ToDictionary(input => input.Name!, input => input.Value);
        fields["action"] = "pay";
        fields["email"] = "ada@example.com";
        (fields["card[number]"], fields["card[exp]"], fields["card[cvc]"]) = (card, $"12 / {(DateTime.UtcNow.Year + 2) % 100}", "123");
        (fields["name"], fields["billing[country]"], fields["billing[postal_code]"]) = ("Ada Lovelace", "GB", "N1 1AA");
        using var browser = Links.Visiting.Browser();
        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(new Uri(PayUrl(invoice)), content);
    }
}

internal static class InvoicePayAnswers
{
    public static async Task<IHtmlDocument> ReadAsync(this HttpResponseMessage answer)
    {
        using (answer) return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
