using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Invoices;

/// <summary>What tests of billing begin with.</summary>
internal static class Bills
{
    public static async Task<string> CustomerAsync(this ApiClient api, string? card = "pm_card_visa")
    {
        var form = new Form { ["name"] = "Ada" };
        if (card is not null) (form["payment_method"], form["invoice_settings[default_payment_method]"]) = (card, card);
        return (await api.PostAsync("/v1/customers", form)).Ok().Id;
    }

    /// <summary>A draft with a line of each amount, in pence.</summary>
    public static async Task<Reply> DraftAsync(this ApiClient api, string customer, Form? form = null, params long[] amounts)
    {
        form ??= [];
        form["customer"] = customer;
        var draft = (await api.PostAsync("/v1/invoices", form)).Ok();
        foreach (var amount in amounts) (await api.PostAsync("/v1/invoiceitems", new() { ["invoice"] = draft.Id, ["amount"] = $"{amount}", ["description"] = $"{amount} pence" })).Ok();
        return await api.InvoiceAsync(draft.Id);
    }

    public static async Task<Reply> OpenAsync(this ApiClient api, string customer, Form? form = null, params long[] amounts) =>
        (await api.PostAsync($"/v1/invoices/{(await api.DraftAsync(customer, form, amounts)).Id}/finalize")).Ok();

    public static async Task<Reply> PaidAsync(this ApiClient api, string customer, Form? form = null, params long[] amounts)
    {
        var paid = (await api.PostAsync($"/v1/invoices/{(await api.OpenAsync(customer, form, amounts)).Id}/pay")).Ok();
        Assert.Equal("paid", paid.Text("status"));
        return paid;
    }

    public static async Task<Reply> InvoiceAsync(this ApiClient api, string id) => (await api.GetAsync($"/v1/invoices/{id}")).Ok();

    public static async Task<string> TaxRateAsync(this ApiClient api, string percentage = "20", bool inclusive = false) =>
        (await api.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["percentage"] = percentage, ["inclusive"] = inclusive ? "true" : "false", ["country"] = "GB", ["tax_type"] = "vat" })).Ok().Id;

    public static async Task<IReadOnlyList<string>> EventsAsync(this ApiClient api, string id) =>
        [.. (await api.GetAsync($"/v1/events?object_id={id}&limit=100")).Ok().List().Select(e => e.GetProperty("type").GetString()!).Reverse()];
}
