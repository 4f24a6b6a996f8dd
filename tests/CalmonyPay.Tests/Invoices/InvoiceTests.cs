using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Invoices;

public sealed class InvoiceTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_draft_takes_pending_items_is_numbered_and_paid_with_the_customers_card()
    {
        var customer = await CustomerAsync();
        await OweAsync(customer, 2500);
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include" })).Ok();
        Assert.Equal("draft", draft.Text("status"));
        Assert.Equal(2500, draft.Number("total"));
        Assert.True(draft.IsNull("number"));
        var open = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        Assert.Equal("open", open.Text("status"));
        Assert.StartsWith("INV-", open.Text("number"), StringComparison.Ordinal);
        var paid = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/pay")).Ok();
        Assert.Equal("paid", paid.Text("status"));
        Assert.Equal(2500, paid.Number("amount_paid"));
        Assert.Equal(1, paid.Number("attempt_count"));
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/pay")).Fails(400, "invoice_already_paid");
        var explained = (await api.A.GetAsync($"/v1/invoices/{draft.Id}/explain")).Ok();
        Assert.True(explained.Flag("adds_up"));
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(paid.Text("hosted_invoice_url"));
        Assert.Contains(paid.Text("number")!, page, StringComparison.Ordinal);
        var pdf = await browser.GetByteArrayAsync(paid.Text("invoice_pdf"));
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
        Assert.Equal(pdf, await browser.GetByteArrayAsync(paid.Text("invoice_pdf")));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync(paid.Text("hosted_invoice_url") + "x")).StatusCode);
    }

    [Theory]
    [InlineData("false", "VAT 20% on £25.00", 500)]
    [InlineData("true", "VAT 20% on £20.83, contained in the prices: £4.17", 0)]
    public async Task The_explanation_says_tax_in_words(string inclusive, string words, long added)
    {
        var rate = (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["percentage"] = "20", ["inclusive"] = inclusive })).Ok();
        var customer = await CustomerAsync();
        await OweAsync(customer, 2500);
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include", ["default_tax_rates[]"] = rate.Id })).Ok();
        var explained = (await api.A.GetAsync($"/v1/invoices/{draft.Id}/explain")).Ok();
        Assert.Equal(words, explained.Text("steps[1].text"));
        Assert.Equal(added, explained.Number("steps[1].amount"));
        Assert.True(explained.Flag("adds_up"));
    }

    [Fact]
    public async Task A_declined_pay_is_an_error_and_leaves_the_invoice_open()
    {
        var customer = await CustomerAsync("pm_card_chargeCustomerFail");
        await OweAsync(customer, 2500);
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include" })).Ok();
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/pay")).Fails(402, "card_declined");
        var open = (await api.A.GetAsync($"/v1/invoices/{draft.Id}")).Ok();
        Assert.Equal("open", open.Text("status"));
        Assert.True(open.Flag("attempted"));
        var paid = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/pay", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        Assert.Equal("paid", paid.Text("status"));
    }

    [Fact]
    public async Task A_clock_takes_a_draft_to_its_payment()
    {
        var clock = (await api.A.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = "1767225600" })).Ok();
        var customer = await CustomerAsync(clock: clock.Id);
        await OweAsync(customer, 2500, clock.Id);
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include", ["auto_advance"] = "true" })).Ok();
        Assert.Equal(1767225600 + 3600, draft.Number("automatically_finalizes_at"));
        (await api.A.PostAsync($"/v1/test_helpers/test_clocks/{clock.Id}/advance", new() { ["frozen_time"] = "1767312000" })).Ok();
        for (var i = 0; i < 100 && (await api.A.GetAsync($"/v1/test_helpers/test_clocks/{clock.Id}")).Ok().Text("status") != "ready"; i++) await Task.Delay(50);
        var paid = (await api.A.GetAsync($"/v1/invoices/{draft.Id}")).Ok();
        Assert.Equal("paid", paid.Text("status"));
        Assert.Equal(1767225600 + 3600, paid.Number("status_transitions.paid_at"));
    }

    private async Task<string> CustomerAsync(string card = "pm_card_visa", string? clock = null)
    {
        var form = new Form { ["payment_method"] = card, ["invoice_settings[default_payment_method]"] = card };
        if (clock is not null) form["test_clock"] = clock;
        return (await api.A.PostAsync("/v1/customers", form)).Ok().Id;
    }

    private async Task OweAsync(string customer, long amount, string? clock = null)
    {
        await using var scope = api.Worker(api.ProjectA);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        var now = TimeProvider.System.GetUtcNow();
        db.Add(new InvoiceItem { Id = InvoiceItem.NewId(now), CustomerId = customer, Amount = amount, Currency = "gbp", PeriodStart = now, PeriodEnd = now, CreatedAt = now, TestClockId = clock });
        await db.SaveChangesAsync();
    }
}
