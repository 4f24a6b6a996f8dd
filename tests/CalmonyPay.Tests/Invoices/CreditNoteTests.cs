using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Invoices;

public sealed class CreditNoteTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task On_an_open_invoice_it_lowers_what_is_owed_and_a_voided_one_gives_that_back()
    {
        var open = await api.A.OpenAsync(await api.A.CustomerAsync(), null, 1000, 500);
        var note = (await CreditAsync(open, ("amount", "400"), ("memo", "Late"), ("reason", "order_change"), ("metadata[a]", "1"))).Ok();
        Assert.StartsWith("cn_", note.Id, StringComparison.Ordinal);
        Assert.Equal($"{open.Text("number")}-CN-01", note.Text("number"));
        Assert.Equal(("issued", "pre_payment", 400L, 400L, 0L, "order_change"), (note.Text("status"), note.Text("type"), note.Number("total"), note.Number("pre_payment_amount"), note.Number("post_payment_amount"), note.Text("reason")));
        Assert.Contains("/credit-note/", note.Text("pdf"), StringComparison.Ordinal);
        var owed = await api.A.InvoiceAsync(open.Id);
        Assert.Equal((1100L, 1100L, 400L, "open"), (owed.Number("amount_due"), owed.Number("amount_remaining"), owed.Number("pre_payment_credit_notes_amount"), owed.Text("status")));
        Assert.Equal(1100, (await api.A.GetAsync($"/v1/payment_intents/{open.Text("payment_intent")}")).Ok().Number("amount"));
        Assert.Equal(1100, (await api.A.GetAsync($"/v1/invoice_payments?invoice={open.Id}")).Ok().Number("data[0].amount_requested"));

        var changed = (await api.A.PostAsync($"/v1/credit_notes/{note.Id}", new() { ["memo"] = "Very late" })).Ok();
        Assert.Equal(("Very late", "1"), (changed.Text("memo"), changed.Text("metadata.a")));
        var gone = (await api.A.PostAsync($"/v1/credit_notes/{note.Id}/void")).Ok();
        Assert.Equal("void", gone.Text("status"));
        Assert.Equal(1500, (await api.A.InvoiceAsync(open.Id)).Number("amount_remaining"));
        (await api.A.PostAsync($"/v1/credit_notes/{note.Id}/void")).Fails(400);
        Assert.Equal($"{open.Text("number")}-CN-02", (await CreditAsync(open, ("amount", "1500"))).Ok().Text("number"));
        Assert.Equal(["credit_note.created", "credit_note.updated", "credit_note.voided"], await api.A.EventsAsync(note.Id));
        Assert.Equal(2, (await api.A.GetAsync($"/v1/credit_notes?invoice={open.Id}&expand[]=data.invoice")).Ok().List().Count);
    }

    [Fact]
    public async Task An_open_invoice_that_is_credited_in_full_is_paid_and_its_payment_is_over()
    {
        var open = await api.A.OpenAsync(await api.A.CustomerAsync(), null, 1000);
        var note = (await CreditAsync(open, ("amount", "1000"))).Ok();
        var paid = await api.A.InvoiceAsync(open.Id);
        Assert.Equal(("paid", 0L, 0L), (paid.Text("status"), paid.Number("amount_due"), paid.Number("amount_remaining")));
        Assert.Equal("canceled", (await api.A.GetAsync($"/v1/payment_intents/{open.Text("payment_intent")}")).Ok().Text("status"));
        Assert.Equal("canceled", (await api.A.GetAsync($"/v1/invoice_payments?invoice={open.Id}")).Ok().Text("data[0].status"));
        Assert.Equal("invoice.payment_succeeded", (await api.A.EventsAsync(open.Id))[^1]);
        (await api.A.PostAsync($"/v1/credit_notes/{note.Id}/void")).Fails(400);
        (await CreditAsync(open, ("amount", "1"), ("credit_amount", "1"))).Fails(400, "amount_too_large", "amount");
    }

    [Fact]
    public async Task What_was_paid_is_refunded_credited_or_given_back_another_way_and_that_adds_up()
    {
        var customer = await api.A.CustomerAsync();
        var paid = await api.A.PaidAsync(customer, null, 2000);
        (await CreditAsync(paid, ("amount", "1500"))).Fails(400);
        (await CreditAsync(paid, ("amount", "1500"), ("refund_amount", "1400"))).Fails(400);
        (await CreditAsync(paid, ("amount", "1500"), ("refund_amount", "1600"))).Fails(400);
        var note = (await CreditAsync(paid, ("amount", "1500"), ("refund_amount", "700"), ("credit_amount", "500"), ("out_of_band_amount", "300"), ("expand[0]", "refunds.refund"), ("expand[1]", "customer_balance_transaction"))).Ok();
        Assert.Equal(("post_payment", 1500L, 0L, 300L), (note.Text("type"), note.Number("post_payment_amount"), note.Number("pre_payment_amount"), note.Number("out_of_band_amount")));
        Assert.Equal((700L, "succeeded", "credit_note", -500L), (note.Number("refunds[0].amount_refunded"), note.Text("refunds[0].refund.status"), note.Text("customer_balance_transaction.type"), note.Number("customer_balance_transaction.amount")));
        Assert.Equal(note.Id, note.Text("customer_balance_transaction.credit_note"));
        Assert.Equal(-500, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Number("balance"));
        var after = await api.A.InvoiceAsync(paid.Id);
        Assert.Equal(("paid", 2000L, 1500L), (after.Text("status"), after.Number("amount_paid"), after.Number("post_payment_credit_notes_amount")));
        var charge = (await api.A.GetAsync($"/v1/charges?payment_intent={paid.Text("payment_intent")}")).Ok();
        Assert.Equal(700, charge.Number("data[0].amount_refunded"));
        (await api.A.PostAsync($"/v1/credit_notes/{note.Id}/void")).Fails(400);
        (await CreditAsync(paid, ("amount", "501"), ("credit_amount", "501"))).Fails(400, "amount_too_large", "amount");
        (await CreditAsync(paid, ("amount", "500"), ("refund_amount", "500"))).Ok();
    }

    [Fact]
    public async Task A_refund_that_was_made_before_is_accounted_for_once()
    {
        var paid = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 2000);
        var refund = (await api.A.PostAsync("/v1/refunds", new() { ["payment_intent"] = paid.Text("payment_intent")!, ["amount"] = "600" })).Ok();
        var note = (await CreditAsync(paid, ("amount", "400"), ("refunds[0][refund]", refund.Id), ("refunds[0][amount_refunded]", "400"))).Ok();
        Assert.Equal((refund.Id, 400L), (note.Text("refunds[0].refund"), note.Number("refunds[0].amount_refunded")));
        (await CreditAsync(paid, ("amount", "300"), ("refunds[0][refund]", refund.Id), ("refunds[0][amount_refunded]", "300"))).Fails(400, param: "refunds[0][amount_refunded]");
        (await CreditAsync(paid, ("amount", "200"), ("refunds[0][refund]", refund.Id))).Ok();
        var other = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 2000);
        (await CreditAsync(other, ("amount", "200"), ("refunds[0][refund]", refund.Id))).Fails(400, param: "refunds[0][refund]");
    }

    [Fact]
    public async Task A_note_of_both_kinds_lowers_what_is_owed_first()
    {
        var customer = await api.A.CustomerAsync();
        (await api.A.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = "-400", ["currency"] = "gbp" })).Ok();
        var open = await api.A.OpenAsync(customer, null, 1000);
        Assert.Equal(600, open.Number("amount_due"));
        (await CreditAsync(open, ("amount", "1000"))).Fails(400);
        var note = (await CreditAsync(open, ("amount", "1000"), ("credit_amount", "400"))).Ok();
        Assert.Equal(("mixed", 600L, 400L), (note.Text("type"), note.Number("pre_payment_amount"), note.Number("post_payment_amount")));
        Assert.Equal("paid", (await api.A.InvoiceAsync(open.Id)).Text("status"));
        Assert.Equal(-400, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Number("balance"));
    }

    [Fact]
    public async Task Credited_lines_bring_their_share_of_discounts_and_tax_and_in_the_end_exactly_all()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["duration"] = "once" })).Ok();
        var vat = await api.A.TaxRateAsync();
        var open = await api.A.OpenAsync(await api.A.CustomerAsync(), new() { ["discounts[0][coupon]"] = coupon.Id, ["default_tax_rates[0]"] = vat, ["collection_method"] = "send_invoice", ["days_until_due"] = "30" }, 1000, 333);
        Assert.Equal(1440, open.Number("total")); // 1333 less 133, and 20 % of 1200
        var line = open.Text("lines.data[0].id")!;
        var half = (await CreditAsync(open, ("lines[0][type]", "invoice_line_item"), ("lines[0][invoice_line_item]", line), ("lines[0][amount]", "500"))).Ok();
        Assert.Equal((500L, 50L, 90L, 540L), (half.Number("subtotal"), half.Number("discount_amount"), half.Number("total_taxes[0].amount"), half.Number("total")));
        Assert.Equal((vat, "invoice_line_item", line), (half.Text("lines.data[0].tax_rates[0].id"), half.Text("lines.data[0].type"), half.Text("lines.data[0].invoice_line_item")));
        (await CreditAsync(open, ("lines[0][type]", "invoice_line_item"), ("lines[0][invoice_line_item]", line), ("lines[0][amount]", "501"))).Fails(400, param: "lines[0][amount]");
        var rest = (await CreditAsync(open, ("amount", $"{1440 - 540}"))).Ok();
        Assert.Equal(open.Number("total_taxes[0].amount"), half.Number("total_taxes[0].amount") + rest.Number("total_taxes[0].amount"));
        Assert.Equal(open.Number("total_discount_amounts[0].amount"), half.Number("discount_amount") + rest.Number("discount_amount"));
        Assert.Equal(open.Number("subtotal"), half.Number("subtotal") + rest.Number("subtotal"));
        Assert.Equal(rest.Number("total"), rest.Number("total_excluding_tax") + rest.Number("total_taxes[0].amount"));
        Assert.Equal("paid", (await api.A.InvoiceAsync(open.Id)).Text("status"));
        Assert.Equal(2, (await api.A.GetAsync($"/v1/credit_notes/{rest.Id}/lines")).Ok().List().Count);
        Assert.Single((await api.A.GetAsync($"/v1/credit_notes/{rest.Id}/lines?limit=1&starting_after={rest.Text("lines.data[0].id")}")).Ok().List());
    }

    [Fact]
    public async Task Quantities_and_lines_in_words_of_their_own_are_credited()
    {
        var customer = await api.A.CustomerAsync();
        var draft = await api.A.DraftAsync(customer);
        (await api.A.PostAsync("/v1/invoiceitems", new() { ["invoice"] = draft.Id, ["unit_amount_decimal"] = "33.4", ["quantity"] = "5" })).Ok();
        var open = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        Assert.Equal(167, open.Number("total"));
        var line = open.Text("lines.data[0].id")!;
        var one = (await CreditAsync(open, ("lines[0][type]", "invoice_line_item"), ("lines[0][invoice_line_item]", line), ("lines[0][quantity]", "2"))).Ok();
        Assert.Equal((67L, 2L), (one.Number("total"), one.Number("lines.data[0].quantity")));
        (await CreditAsync(open, ("lines[0][type]", "invoice_line_item"), ("lines[0][invoice_line_item]", line), ("lines[0][quantity]", "4"))).Fails(400, param: "lines[0][quantity]");
        var vat = await api.A.TaxRateAsync();
        var own = (await CreditAsync(open, ("lines[0][type]", "custom_line_item"), ("lines[0][description]", "Goodwill"), ("lines[0][unit_amount]", "10"), ("lines[0][quantity]", "2"), ("lines[0][tax_rates][0]", vat))).Ok();
        Assert.Equal((20L, 24L, "custom_line_item"), (own.Number("subtotal"), own.Number("total"), own.Text("lines.data[0].type")));
        (await CreditAsync(open, ("lines[0][type]", "custom_line_item"), ("lines[0][description]", "More"), ("lines[0][unit_amount]", "77"))).Fails(400, "amount_too_large", "lines");
        (await CreditAsync(open, ("amount", "76"))).Ok();
    }

    [Fact]
    public async Task A_preview_shows_the_note_and_writes_nothing()
    {
        var open = await api.A.OpenAsync(await api.A.CustomerAsync(), null, 1000);
        var preview = (await api.A.GetAsync($"/v1/credit_notes/preview?invoice={open.Id}&amount=300")).Ok();
        Assert.Equal((300L, 300L, $"{open.Text("number")}-CN-01"), (preview.Number("total"), preview.Number("pre_payment_amount"), preview.Text("number")));
        Assert.Single((await api.A.GetAsync($"/v1/credit_notes/preview/lines?invoice={open.Id}&amount=300")).Ok().List());
        (await api.A.GetAsync($"/v1/credit_notes/{preview.Id}")).Fails(404, "resource_missing");
        Assert.Equal(1000, (await api.A.InvoiceAsync(open.Id)).Number("amount_due"));
    }

    [Fact]
    public async Task Of_many_credit_notes_at_once_only_what_the_invoice_has_is_credited()
    {
        var open = await api.A.OpenAsync(await api.A.CustomerAsync(), null, 1000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CreditAsync(open, ("amount", "600"))));
        Assert.Single(answers, answer => answer.Code == 200);
        Assert.All(answers.Where(answer => answer.Code != 200), answer => Assert.Contains(answer.Code, (int[])[400, 429]));
        Assert.Equal(400, (await api.A.InvoiceAsync(open.Id)).Number("amount_due"));
        Assert.Equal(1L, (await api.SqlAsync("select count(*) from pay_credit_notes where invoice_id = $1", open.Id))[0][0]);
    }

    [Fact]
    public async Task Many_refunding_notes_at_once_never_give_back_more_than_was_paid()
    {
        var paid = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 1000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => api.A.PostAsync("/v1/credit_notes", new() { ["invoice"] = paid.Id, ["amount"] = "300", ["refund_amount"] = "300" }, $"credit-{paid.Id}-{n}")));
        var issued = answers.Where(answer => answer.Code == 200).ToList();
        Assert.InRange(issued.Count, 1, 3);
        Assert.Equal(issued.Count, issued.Select(answer => answer.Text("number")).Distinct().Count());
        var charge = (await api.A.GetAsync($"/v1/charges?payment_intent={paid.Text("payment_intent")}")).Ok();
        Assert.Equal(300 * issued.Count, charge.Number("data[0].amount_refunded"));
    }

    [Fact]
    public async Task One_idempotency_key_is_one_credit_note_and_one_refund()
    {
        var paid = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 1000);
        Form Note() => new() { ["invoice"] = paid.Id, ["amount"] = "300", ["refund_amount"] = "300" };
        var first = (await api.A.PostAsync("/v1/credit_notes", Note(), $"once-{paid.Id}")).Ok();
        var again = (await api.A.PostAsync("/v1/credit_notes", Note(), $"once-{paid.Id}")).Ok();
        Assert.Equal(first.Body, again.Body);
        Assert.Single((await api.A.GetAsync($"/v1/refunds?payment_intent={paid.Text("payment_intent")}")).Ok().List());
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        var customer = await api.A.CustomerAsync();
        var draft = await api.A.DraftAsync(customer, null, 1000);
        (await CreditAsync(draft, ("amount", "1"))).Fails(400, param: "invoice");
        (await api.A.PostAsync("/v1/credit_notes", new() { ["amount"] = "1" })).Fails(400, "parameter_missing", "invoice");
        (await api.A.PostAsync("/v1/credit_notes", new() { ["invoice"] = "inv_none", ["amount"] = "1" })).Fails(400, "resource_missing", "invoice");
        var open = (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok();
        (await CreditAsync(open)).Fails(400, "parameter_missing", "amount");
        (await CreditAsync(open, ("amount", "1"), ("reason", "bored"))).Fails(400, param: "reason");
        (await CreditAsync(open, ("amount", "1"), ("refund_amount", "1"))).Fails(400);
        (await CreditAsync(open, ("lines[0][type]", "invoice_line_item"))).Fails(400, "parameter_missing", "lines[0][invoice_line_item]");
        (await CreditAsync(open, ("lines[0][type]", "custom_line_item"), ("lines[0][description]", "x"))).Fails(400, "parameter_missing", "lines[0][unit_amount]");
        (await CreditAsync(open, ("shipping_cost[shipping_rate]", "shr_1"))).Fails(400, param: "shipping_cost");
        (await api.A.GetAsync("/v1/credit_notes/cn_none")).Fails(404, "resource_missing", "id");
        (await api.B.PostAsync("/v1/credit_notes", new() { ["invoice"] = open.Id, ["amount"] = "1" })).Fails(400, "resource_missing", "invoice");
    }

    private Task<Reply> CreditAsync(Reply invoice, params (string Name, string Value)[] more)
    {
        var form = new Form { ["invoice"] = invoice.Id };
        foreach (var (name, value) in more) form[name] = value;
        return api.A.PostAsync("/v1/credit_notes", form);
    }
}
