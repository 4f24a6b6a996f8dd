using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Invoices;

public sealed class InvoiceItemTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task An_item_waits_for_the_next_invoice_and_is_fixed_with_it()
    {
        var customer = await api.A.CustomerAsync();
        var item = (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["amount"] = "1250", ["currency"] = "gbp", ["description"] = "Setup", ["metadata[a]"] = "1" })).Ok();
        Assert.StartsWith("ii_", item.Id, StringComparison.Ordinal);
        Assert.Equal((1250L, "gbp", 1L, "1250"), (item.Number("amount"), item.Text("currency"), item.Number("quantity"), item.Text("pricing.unit_amount_decimal")));
        Assert.True(item.IsNull("invoice"));
        Assert.Equal(item.Id, (await api.A.GetAsync($"/v1/invoiceitems?customer={customer}&pending=true")).Ok().Text("data[0].id"));
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include" })).Ok();
        Assert.Equal(item.Id, draft.Text("lines.data[0].parent.invoice_item_details.invoice_item"));
        Assert.Empty((await api.A.GetAsync($"/v1/invoiceitems?customer={customer}&pending=true")).Ok().List());
        Assert.Equal(draft.Id, (await api.A.GetAsync($"/v1/invoiceitems/{item.Id}")).Ok().Text("invoice"));

        (await api.A.PostAsync($"/v1/invoiceitems/{item.Id}", new() { ["amount"] = "2000" })).Ok();
        Assert.Equal(2000, (await api.A.InvoiceAsync(draft.Id)).Number("total"));
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        (await api.A.PostAsync($"/v1/invoiceitems/{item.Id}", new() { ["amount"] = "1" })).Fails(400, "invoice_not_editable");
        (await api.A.DeleteAsync($"/v1/invoiceitems/{item.Id}")).Fails(400, "invoice_not_editable");
        (await api.A.PostAsync("/v1/invoiceitems", new() { ["invoice"] = draft.Id, ["amount"] = "1" })).Fails(400, "invoice_not_editable");
        Assert.Equal(["invoiceitem.created"], await api.A.EventsAsync(item.Id));
    }

    [Fact]
    public async Task An_item_that_names_a_draft_is_a_line_of_it_at_once_and_a_deleted_one_is_none()
    {
        var customer = await api.A.CustomerAsync();
        var draft = await api.A.DraftAsync(customer, null, 1000);
        var item = (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["invoice"] = draft.Id, ["unit_amount_decimal"] = "33.335", ["quantity"] = "3" })).Ok();
        Assert.Equal(100, item.Number("amount"));
        Assert.Equal("33.335", item.Text("unit_amount_decimal"));
        var with = await api.A.InvoiceAsync(draft.Id);
        Assert.Equal((1100L, 2), (with.Number("total"), with.List("lines.data").Count));
        Assert.True((await api.A.DeleteAsync($"/v1/invoiceitems/{item.Id}")).Ok().Flag("deleted"));
        (await api.A.GetAsync($"/v1/invoiceitems/{item.Id}")).Fails(404, "resource_missing");
        Assert.Equal(1000, (await api.A.InvoiceAsync(draft.Id)).Number("total"));
        var told = (await api.A.GetAsync($"/v1/events?object_id={draft.Id}&limit=1")).Ok();
        Assert.Equal(("invoice.updated", 1100L), (told.Text("data[0].type"), told.Number("data[0].data.previous_attributes.total")));
        Assert.Equal("invoiceitem.deleted", (await api.A.EventsAsync(item.Id))[^1]);
    }

    [Fact]
    public async Task Prices_discounts_and_tax_rates_of_the_catalogue_count()
    {
        var customer = await api.A.CustomerAsync();
        var price = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "700", ["product_data[name]"] = "Widget" })).Ok();
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["duration"] = "once" })).Ok();
        var vat = await api.A.TaxRateAsync();
        var item = (await api.A.PostAsync("/v1/invoiceitems", new()
        {
            ["customer"] = customer,
            ["pricing[price]"] = price.Id,
            ["quantity"] = "3",
            ["discounts[0][coupon]"] = coupon.Id,
            ["tax_rates[0]"] = vat,
            ["expand[0]"] = "discounts",
            ["expand[1]"] = "pricing.price_details.price",
        })).Ok();
        Assert.Equal((2100L, "Widget", price.Id, "700"), (item.Number("amount"), item.Text("description"), item.Text("pricing.price_details.price.id"), item.Text("pricing.unit_amount_decimal")));
        Assert.Equal((vat, 20L), (item.Text("tax_rates[0].id"), item.Number("tax_rates[0].percentage")));
        Assert.Equal(item.Id, item.Text("discounts[0].invoice_item"));
        var draft = (await api.A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["pending_invoice_items_behavior"] = "include" })).Ok();
        Assert.Equal((1890L, 378L, 2268L), (draft.Number("subtotal"), draft.Number("total_taxes[0].amount"), draft.Number("total")));
        var more = (await api.A.PostAsync($"/v1/invoiceitems/{item.Id}", new() { ["quantity"] = "4" })).Ok();
        Assert.Equal(2800, more.Number("amount"));
        Assert.Equal(3024, (await api.A.InvoiceAsync(draft.Id)).Number("total"));
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        var customer = await api.A.CustomerAsync(null);
        Form Item(params (string, string)[] more)
        {
            var form = new Form { ["customer"] = customer, ["currency"] = "gbp" };
            foreach (var (name, value) in more) form[name] = value;
            return form;
        }
        (await api.A.PostAsync("/v1/invoiceitems", Item())).Fails(400, "parameter_missing", "amount");
        (await api.A.PostAsync("/v1/invoiceitems", new() { ["amount"] = "1", ["currency"] = "gbp" })).Fails(400, "parameter_missing", "customer");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("quantity", "2")))).Fails(400, "parameters_exclusive", "quantity");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("unit_amount", "2")))).Fails(400, "parameters_exclusive", "amount");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("unit_amount", "2"), ("quantity", "-1")))).Fails(400, param: "quantity");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("pricing[price]", "price_none")))).Fails(400, "resource_missing", "pricing[price]");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("subscription", "sub_none")))).Fails(400, "resource_missing", "subscription");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("invoice", "inv_none")))).Fails(400, "resource_missing", "invoice");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("period[start]", "200"), ("period[end]", "100")))).Fails(400, param: "period[end]");
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("tax_rates[0]", "txr_none")))).Fails(400, "resource_missing", "tax_rates");
        var monthly = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "700", ["recurring[interval]"] = "month", ["product_data[name]"] = "Seat" })).Ok();
        (await api.A.PostAsync("/v1/invoiceitems", Item(("price", monthly.Id)))).Fails(400, param: "price");
        var other = await api.A.DraftAsync(await api.A.CustomerAsync(null));
        (await api.A.PostAsync("/v1/invoiceitems", Item(("amount", "1"), ("invoice", other.Id)))).Fails(400, param: "invoice");
        (await api.A.GetAsync("/v1/invoiceitems/ii_none")).Fails(404, "resource_missing", "invoiceitem");
    }
}
