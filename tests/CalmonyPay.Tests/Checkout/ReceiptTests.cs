using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

public sealed class ReceiptTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_paid_charge_has_a_receipt_that_follows_its_refunds()
    {
        var charge = await ChargeAsync(new() { ["description"] = "A kettle" });
        var page = await PageAsync(charge);
        Assert.Contains("£20.00 paid on", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Visa •••• 4242", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A kettle", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Refund", page.Body.TextContent, StringComparison.OrdinalIgnoreCase);

        (await api.A.PostAsync("/v1/refunds", new() { ["charge"] = charge.Id, ["amount"] = "500" })).Ok();
        page = await PageAsync(charge);
        var totals = page.QuerySelectorAll(".totals dd").Select(dd => dd.TextContent.Replace('\u00a0', ' ')).ToArray();
        Assert.Equal(["£20.00 GBP", "−£5.00", "£15.00 GBP"], totals);
    }

    [Fact]
    public async Task A_receipt_speaks_the_reader_s_language()
    {
        var page = await PageAsync(await ChargeAsync([]), "de-AT, en;q=0.5");
        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("20,00\u00a0£ bezahlt am", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_has_no_receipt_until_it_is_captured()
    {
        var intent = (await api.A.PostAsync("/v1/payment_intents", Payment(new() { ["capture_method"] = "manual" }))).Ok();
        var held = (await api.A.GetAsync($"/v1/charges/{intent.Text("latest_charge")}")).Ok();
        Assert.True(held.IsNull("receipt_url"));
        (await api.A.PostAsync($"/v1/payment_intents/{intent.Id}/capture", new() { ["amount_to_capture"] = "1500" })).Ok();
        var page = await PageAsync((await api.A.GetAsync($"/v1/charges/{held.Id}")).Ok());
        Assert.Contains("£15.00 paid on", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_was_guessed_or_made_for_another_page_opens_nothing()
    {
        var charge = await ChargeAsync([]);
        var token = charge.Text("receipt_url")!.Split('/')[^1];
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(api.A.Url, $"/receipt/{charge.Id}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(api.A.Url, $"/receipt/{token[..^2]}AA"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(api.A.Url, $"/invoice/{token}"))).StatusCode);
    }

    [Fact]
    public async Task A_sessions_receipt_lists_what_was_bought_and_adds_up()
    {
        var rate = (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["inclusive"] = "false", ["percentage"] = "20" })).Ok();
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["duration"] = "once", ["name"] = "Spring" })).Ok();
        var session = (await api.A.SessionAsync(new()
        {
            ["line_items[0][quantity]"] = "2",
            ["line_items[0][tax_rates][]"] = rate.Id,
            ["discounts[0][coupon]"] = coupon.Id,
            ["shipping_options[0][shipping_rate_data][display_name]"] = "Post",
            ["shipping_options[0][shipping_rate_data][type]"] = "fixed_amount",
            ["shipping_options[0][shipping_rate_data][fixed_amount][amount]"] = "300",
            ["shipping_options[0][shipping_rate_data][fixed_amount][currency]"] = "gbp",
        })).Ok();
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(session.Id));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent.latest_charge")).Ok();
        using var client = new HttpClient();
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync(paid.Text("payment_intent.latest_charge.receipt_url")));
        Assert.Equal(
            [("Tea × 2", "£40.00"), ("Spring", "−£4.00"), ("VAT 20%", "£7.20"), ("Post", "£3.00")],
            page.QuerySelectorAll("tbody tr").Select(row => (row.Children[0].TextContent, row.Children[1].TextContent)));
        Assert.Equal("£46.20 GBP", page.QuerySelector(".totals dd")!.TextContent.Replace('\u00a0', ' '));
    }

    private async Task<Reply> ChargeAsync(Form more)
    {
        var intent = (await api.A.PostAsync("/v1/payment_intents", Payment(more))).Ok();
        return (await api.A.GetAsync($"/v1/charges/{intent.Text("latest_charge")}")).Ok();
    }

    private static Form Payment(Form more) => [.. more, .. Kettle];

    private static readonly Form Kettle = new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["automatic_payment_methods[enabled]"] = "true", ["automatic_payment_methods[allow_redirects]"] = "never" };

    private static async Task<IHtmlDocument> PageAsync(Reply charge, string? language = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, charge.Text("receipt_url"));
        if (language is not null) request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
