using System.Globalization;
using System.Text.Json;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing;

/// <summary>A customer to whom things happen: subscriptions, changes, adjustments, credit notes, cards that fail.</summary>
internal sealed class RandomLife(ApiClient shop, string customer, Random dice)
{
    private const string Failing = "pm_card_chargeCustomerFail";

    private readonly List<string> prices = [];
    private string tax = "", coupon = "";

    public async Task FurnishAsync()
    {
        for (var i = 0; i < 3; i++)
            prices.Add((await shop.PostAsync("/v1/prices", new() { ["product_data[name]"] = $"Price {i}", ["currency"] = "gbp", ["recurring[interval]"] = "month", ["unit_amount"] = $"{dice.Next(10, 6000)}" })).Ok().Id);
        tax = (await shop.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["percentage"] = "20", ["inclusive"] = dice.Next(2) == 0 ? "true" : "false", ["country"] = "GB", ["tax_type"] = "vat" })).Ok().Id;
        coupon = (await shop.PostAsync("/v1/coupons", new() { ["percent_off"] = "15", ["duration"] = "repeating", ["duration_in_months"] = "4" })).Ok().Id;
        await SubscribeAsync();
    }

    public async Task<Reply> HappenAsync() => dice.Next(13) switch
    {
        0 => await SubscribeAsync(),
        1 or 2 => await ChangeAsync(),
        3 => await shop.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = $"{(dice.Next(2) == 0 ? -1 : 1) * dice.Next(1, 4000)}", ["currency"] = "gbp" }),
        4 or 5 => await CreditAsync(),
        6 => await OfInvoiceAsync("open", "void", []),
        7 => await OfInvoiceAsync("open", "pay", new() { ["payment_method"] = "pm_card_visa" }),
        8 => await OfInvoiceAsync("open", "pay", new() { ["paid_out_of_band"] = "true" }),
        9 => await CardAsync(dice.Next(2) == 0 ? Failing : "pm_card_visa"),
        10 => await shop.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["currency"] = "gbp", ["amount"] = $"{dice.Next(-3000, 3000)}", ["description"] = "Thing" }),
        11 => await BillAsync(),
        _ => await EndAsync(),
    };

    private async Task<Reply> SubscribeAsync()
    {
        var form = new Form { ["customer"] = customer, ["items[0][price]"] = One(prices), ["items[0][quantity]"] = $"{dice.Next(1, 4)}" };
        if (dice.Next(2) == 0) form["default_tax_rates[0]"] = tax;
        if (dice.Next(3) == 0) form["discounts[0][coupon]"] = coupon;
        if (dice.Next(4) == 0) form["trial_period_days"] = "10";
        if (dice.Next(4) == 0) (form["collection_method"], form["days_until_due"]) = ("send_invoice", "14");
        return await shop.PostAsync("/v1/subscriptions", form);
    }

    private async Task<Reply> ChangeAsync()
    {
        if (await LivingAsync() is not { } id) return await SubscribeAsync();
        var sub = (await shop.GetAsync($"/v1/subscriptions/{id}")).Ok();
        return await shop.PostAsync($"/v1/subscriptions/{sub.Id}", new()
        {
            ["items[0][id]"] = sub.Text("items.data[0].id")!,
            ["items[0][price]"] = One(prices),
            ["items[0][quantity]"] = $"{dice.Next(1, 6)}",
            ["proration_behavior"] = One(["create_prorations", "always_invoice", "always_invoice", "none"]),
        });
    }

    private async Task<Reply> CreditAsync()
    {
        var status = dice.Next(2) == 0 ? "paid" : "open";
        if (await AnyInvoiceAsync(status) is not { } invoice) return await CardAsync(Failing);
        var (total, paid) = (invoice.GetProperty("total").GetInt64(), invoice.GetProperty("amount_paid").GetInt64());
        var amount = dice.Next(1, (int)Math.Max(2, total));
        var form = new Form { ["invoice"] = invoice.GetProperty("id").GetString()!, ["amount"] = $"{amount}" };
        if (status == "paid" && dice.Next(2) == 0 && amount <= paid) form["refund_amount"] = $"{amount}";
        else if (status == "paid") form["credit_amount"] = $"{amount}";
        return await shop.PostAsync("/v1/credit_notes", form);
    }

    private async Task<Reply> OfInvoiceAsync(string status, string what, Form form) =>
        await AnyInvoiceAsync(status) is { } invoice ? await shop.PostAsync($"/v1/invoices/{invoice.GetProperty("id").GetString()}/{what}", form) : await CardAsync(Failing);

    private async Task<Reply> CardAsync(string card)
    {
        var attached = (await shop.PostAsync($"/v1/payment_methods/{card}/attach", new() { ["customer"] = customer })).Ok();
        return await shop.PostAsync($"/v1/customers/{customer}", new() { ["invoice_settings[default_payment_method]"] = attached.Id });
    }

    private async Task<Reply> BillAsync()
    {
        var draft = (await shop.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include" })).Ok();
        return await shop.PostAsync($"/v1/invoices/{draft.Id}/finalize", new() { ["auto_advance"] = "true" });
    }

    private async Task<Reply> EndAsync()
    {
        if (await LivingAsync() is not { } id) return await SubscribeAsync();
        var query = string.Create(CultureInfo.InvariantCulture, $"prorate={(dice.Next(2) == 0 ? "true" : "false")}&invoice_now={(dice.Next(2) == 0 ? "true" : "false")}");
        return await shop.DeleteAsync($"/v1/subscriptions/{id}?{query}");
    }

    private async Task<string?> LivingAsync()
    {
        var living = (await shop.GetAsync($"/v1/subscriptions?customer={customer}")).Ok().List();
        return living.Count == 0 ? null : living[dice.Next(living.Count)].GetProperty("id").GetString();
    }

    private async Task<JsonElement?> AnyInvoiceAsync(string status)
    {
        var found = (await shop.GetAsync($"/v1/invoices?customer={customer}&status={status}&limit=20")).Ok().List();
        return found.Count == 0 ? null : found[dice.Next(found.Count)];
    }

    private string One(List<string> of) => of[dice.Next(of.Count)];
}
