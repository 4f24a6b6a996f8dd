using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Invoices;

public sealed class LineEditingTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Lines_of_a_draft_are_added_changed_and_removed()
    {
        var customer = await api.A.CustomerAsync();
        var draft = await api.A.DraftAsync(customer, null, 1000);
        var waiting = (await api.A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["amount"] = "300", ["currency"] = "gbp" })).Ok();
        var added = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/add_lines", new()
        {
            ["lines[0][invoice_item]"] = waiting.Id,
            ["lines[0][description]"] = "Waited",
            ["lines[1][price_data][currency]"] = "gbp",
            ["lines[1][price_data][unit_amount]"] = "50",
            ["lines[1][price_data][product_data][name]"] = "Screw",
            ["lines[1][quantity]"] = "8",
            ["invoice_metadata[order]"] = "7",
        })).Ok();
        Assert.Equal((1700L, "7"), (added.Number("total"), added.Text("metadata.order")));
        Assert.Equal(["1000 pence", "Waited", "Screw"], added.List("lines.data").Select(line => line.GetProperty("description").GetString()));

        var ids = added.List("lines.data").Select(line => line.GetProperty("id").GetString()!).ToList();
        var changed = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/update_lines", new() { ["lines[0][id]"] = ids[0], ["lines[0][amount]"] = "900", ["lines[1][id]"] = ids[2], ["lines[1][quantity]"] = "10" })).Ok();
        Assert.Equal(900 + 300 + 500, changed.Number("total"));
        Assert.Equal(ids, changed.List("lines.data").Select(line => line.GetProperty("id").GetString()));
        var one = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/lines/{ids[1]}", new() { ["description"] = "Came", ["tax_rates[0]"] = await api.A.TaxRateAsync() })).Ok();
        Assert.Equal(("line_item", "Came", 60L), (one.Text("object"), one.Text("description"), one.Number("taxes[0].amount")));
        Assert.Equal("Came", (await api.A.GetAsync($"/v1/invoiceitems/{waiting.Id}")).Ok().Text("description"));

        var screw = changed.Text("lines.data[2].parent.invoice_item_details.invoice_item");
        var left = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/remove_lines", new() { ["lines[0][id]"] = ids[1], ["lines[0][behavior]"] = "unassign", ["lines[1][id]"] = ids[2], ["lines[1][behavior]"] = "delete" })).Ok();
        Assert.Equal((900L, 1), (left.Number("total"), left.List("lines.data").Count));
        Assert.True((await api.A.GetAsync($"/v1/invoiceitems/{waiting.Id}")).Ok().IsNull("invoice"));
        (await api.A.GetAsync($"/v1/invoiceitems/{screw}")).Fails(404);
        var told = (await api.A.GetAsync($"/v1/events?object_id={draft.Id}&limit=1")).Ok();
        Assert.Equal(("invoice.updated", 1760L), (told.Text("data[0].type"), told.Number("data[0].data.previous_attributes.total")));
    }

    [Fact]
    public async Task All_lines_of_a_request_are_done_or_none()
    {
        var draft = await api.A.DraftAsync(await api.A.CustomerAsync(), null, 1000);
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/add_lines", new() { ["lines[0][amount]"] = "1", ["lines[1][description]"] = "nothing" })).Fails(400, "parameter_missing", "lines[1][amount]");
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/update_lines", new() { ["lines[0][id]"] = "il_none" })).Fails(400, "resource_missing", "lines[0][id]");
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/remove_lines", new() { ["lines[0][id]"] = draft.Text("lines.data[0].id")! })).Fails(400, "parameter_missing", "lines[0][behavior]");
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/lines/il_none", new() { ["amount"] = "1" })).Fails(404, "resource_missing");
        Assert.Equal(1000, (await api.A.InvoiceAsync(draft.Id)).Number("total"));
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        foreach (var call in (string[])["add_lines", "update_lines", "remove_lines"])
            (await api.A.PostAsync($"/v1/invoices/{draft.Id}/{call}", new() { ["lines[0][id]"] = draft.Text("lines.data[0].id")!, ["lines[0][behavior]"] = "delete" })).Fails(400);
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/add_lines", new() { ["lines[0][amount]"] = "1" })).Fails(400, "invoice_not_editable");
    }
}
