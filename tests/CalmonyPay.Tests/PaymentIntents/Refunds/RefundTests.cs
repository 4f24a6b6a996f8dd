using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentIntents.Refunds;

public sealed class RefundTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    [Fact]
    public async Task A_full_refund_before_settlement_voids_the_sale()
    {
        var paid = await api.PayAsync();
        var refund = (await api.A.PostAsync("/v1/refunds", new() { ["payment_intent"] = paid.Id, ["reason"] = "requested_by_customer", ["metadata[why]"] = "torn" })).Ok();
        Assert.StartsWith("re_", refund.Id);
        Assert.Equal(("succeeded", 2000L, "gbp", "requested_by_customer"), (refund.Text("status"), refund.Number("amount"), refund.Text("currency"), refund.Text("reason")));
        Assert.Equal(paid.Text("latest_charge"), refund.Text("charge"));
        Assert.Equal("reversal", refund.Text("destination_details.card.type"));
        var charge = await api.ChargeOfAsync(paid);
        Assert.True(charge.Flag("captured") && charge.Flag("refunded"));
        Assert.Equal((2000L, 2000L, "succeeded"), (charge.Number("amount_captured"), charge.Number("amount_refunded"), charge.Text("status")));
        Assert.Equal("canceled", (await api.AtGatewayAsync(charge.Id)).Single().GetProperty("state").GetString());
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/payment_intents/{paid.Id}")).Ok().Text("status"));
        await api.BooksAgreeAsync(paid, left: 0);
        Assert.Equal(["refund.created"], await api.EventsAsync(refund.Id));
        var ofCharge = (await api.A.GetAsync($"/v1/events?object_id={charge.Id}")).Ok();
        Assert.Equal(("charge.refunded", 0L), (ofCharge.Text("data[0].type"), ofCharge.Number("data[0].data.previous_attributes.amount_refunded")));
        (await api.RefundAsync(paid)).Fails(400, "charge_already_refunded");
        (await api.A.PostAsync($"/v1/refunds/{refund.Id}/cancel")).Fails(400);
    }

    [Fact]
    public async Task Parts_before_settlement_lower_the_sale_to_what_remains()
    {
        var paid = await api.PayAsync();
        (await api.RefundAsync(paid, 500)).Ok();
        Assert.Equal(1500, await ReceivedAsync(paid));
        (await api.RefundAsync(paid, 1501)).Fails(400, param: "amount");
        (await api.RefundAsync(paid, 300)).Ok();
        Assert.Equal(1200, await ReceivedAsync(paid));
        var half = await api.ChargeOfAsync(paid);
        Assert.Equal((false, 800L), (half.Flag("refunded"), half.Number("amount_refunded")));
        Assert.Equal(1200, (await api.RefundAsync(paid)).Ok().Number("amount"));
        Assert.True((await api.ChargeOfAsync(paid)).Flag("refunded"));
        await api.BooksAgreeAsync(paid, left: 0);
    }

    [Fact]
    public async Task After_settlement_refunds_are_transactions_of_their_own()
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        var part = (await api.RefundAsync(paid, 700)).Ok();
        Assert.Equal(("succeeded", "refund"), (part.Text("status"), part.Text("destination_details.card.type")));
        var same = (await api.RefundAsync(paid, 700)).Ok();
        Assert.Equal("REFUND_SALE", (await api.AtGatewayAsync(same.Id)).Single().GetProperty("action").GetString());
        Assert.Equal(600, (await api.RefundAsync(paid)).Ok().Number("amount"));
        (await api.RefundAsync(paid)).Fails(400, "charge_already_refunded");
        await api.BooksAgreeAsync(paid, left: 0);
    }

    [Fact]
    public async Task A_refund_of_a_sale_on_its_way_waits_for_the_settlement_and_then_goes_out()
    {
        var paid = await api.PayAsync();
        await api.SettleAsync(paid.Text("latest_charge")!, to: "tendered");
        var refund = (await api.RefundAsync(paid, 500)).Ok();
        Assert.Equal(("pending", "charge_pending"), (refund.Text("status"), refund.Text("pending_reason")));
        Assert.Equal(500, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        var other = (await api.RefundAsync(paid, 400)).Ok();
        var third = (await api.RefundAsync(paid, 100)).Ok();
        Assert.Equal("canceled", (await api.A.PostAsync($"/v1/refunds/{third.Id}/cancel")).Ok().Text("status"));
        await api.SettleAsync(paid.Text("latest_charge")!);
        foreach (var id in (string[])[refund.Id, other.Id]) await api.UntilAsync($"/v1/refunds/{id}", r => r.Text("status") == "succeeded");
        Assert.Equal(900, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        Assert.Empty(await api.AtGatewayAsync(third.Id));
        await api.BooksAgreeAsync(paid, left: 1100);
        Assert.Equal(["refund.created", "refund.updated", "charge.refund.updated"], await api.EventsAsync(refund.Id));
    }

    [Fact]
    public async Task A_settlement_that_is_refused_fails_the_charge_and_its_pending_refunds()
    {
        var paid = await api.PayAsync();
        (await api.RefundAsync(paid, 100)).Ok();
        await api.SettleAsync(paid.Text("latest_charge")!, to: "tendered");
        var refund = (await api.RefundAsync(paid, 500)).Ok();
        Assert.Equal("pending", refund.Text("status"));
        await api.SettleAsync(paid.Text("latest_charge")!, to: "rejected");
        var failed = await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "failed");
        Assert.StartsWith("txn_", failed.Text("failure_balance_transaction"));
        var charge = await api.ChargeOfAsync(paid);
        Assert.Equal("failed", charge.Text("status"));
        Assert.Equal("requires_payment_method", (await api.A.GetAsync($"/v1/payment_intents/{paid.Id}")).Ok().Text("status"));
        await api.BooksAgreeAsync(paid, left: 0);
        Assert.Equal(0L, (await api.SqlAsync("select count(*) from pay_balance_transactions where charge_id = $1 and status = 'pending'", charge.Id))[0][0]);
        (await api.RefundAsync(paid, 10)).Fails(400);
    }

    [Fact]
    public async Task Only_what_was_captured_can_be_refunded()
    {
        var held = await api.PayAsync(capture: "manual");
        (await api.RefundAsync(held)).Fails(400);
        (await api.A.PostAsync("/v1/refunds", new() { ["charge"] = held.Text("latest_charge")! })).Fails(400);
        (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/capture", new() { ["amount_to_capture"] = "1200" })).Ok();
        (await api.RefundAsync(held, 1201)).Fails(400, param: "amount");
        Assert.Equal(1200, (await api.RefundAsync(held)).Ok().Number("amount"));
        await api.BooksAgreeAsync(held, left: 0);
    }

    [Fact]
    public async Task One_test_cards_refund_is_pending_first_and_may_be_canceled_then()
    {
        var paid = await api.PayAsync(card: "pm_card_pendingRefund");
        var refund = (await api.RefundAsync(paid)).Ok();
        Assert.Equal(("pending", "processing"), (refund.Text("status"), refund.Text("pending_reason")));
        Assert.Equal("canceled", (await api.A.PostAsync($"/v1/refunds/{refund.Id}/cancel")).Ok().Text("status"));
        var charge = await api.ChargeOfAsync(paid);
        Assert.Equal((0L, false), (charge.Number("amount_refunded"), charge.Flag("refunded")));
        await api.BooksAgreeAsync(paid, left: 2000);

        var again = (await api.RefundAsync(paid, 900)).Ok();
        await api.SettleAsync(again.Id);
        await api.UntilAsync($"/v1/refunds/{again.Id}", r => r.Text("status") == "succeeded");
        Assert.Contains("refund.updated", await api.EventsAsync(again.Id));
        await api.BooksAgreeAsync(paid, left: 1100);
    }

    [Fact]
    public async Task One_test_cards_refund_fails_afterwards_and_the_money_is_back()
    {
        var paid = await api.PayAsync(card: "pm_card_refundFail");
        var refund = (await api.RefundAsync(paid)).Ok();
        Assert.Equal("succeeded", refund.Text("status"));
        await api.SettleAsync(refund.Id);
        var failed = await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "failed");
        Assert.Equal("declined", failed.Text("failure_reason"));
        Assert.Equal(0, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        await api.BooksAgreeAsync(paid, left: 2000);
        Assert.Equal(["refund.created", "refund.failed", "refund.updated", "charge.refund.updated"], await api.EventsAsync(refund.Id));
        Assert.Equal(2000, (await api.RefundAsync(paid)).Ok().Number("amount"));
    }

    [Fact]
    public async Task Refunds_are_listed_found_and_expanded_and_only_their_metadata_changes()
    {
        var paid = await api.PayAsync();
        var (one, two) = ((await api.RefundAsync(paid, 100)).Ok(), (await api.RefundAsync(paid, 200)).Ok());
        var charge = paid.Text("latest_charge")!;
        foreach (var path in (string[])[$"/v1/refunds?charge={charge}", $"/v1/refunds?payment_intent={paid.Id}", $"/v1/charges/{charge}/refunds"])
            Assert.Equal([two.Id, one.Id], (await api.A.GetAsync(path)).Ok().List().Select(r => r.GetProperty("id").GetString()));
        Assert.Empty((await api.A.GetAsync($"/v1/refunds?payment_intent={paid.Id}&created[gt]={two.Number("created") + 60}")).Ok().List());
        Assert.Equal(one.Id, (await api.A.GetAsync($"/v1/charges/{charge}/refunds/{one.Id}")).Ok().Id);
        Assert.Equal(-100, (await api.A.GetAsync($"/v1/refunds/{one.Id}?expand[]=balance_transaction&expand[]=charge")).Ok().Number("balance_transaction.amount"));
        var shown = (await api.A.GetAsync($"/v1/charges/{charge}?expand[]=refunds.data.balance_transaction")).Ok();
        Assert.Equal((2, -200L), (shown.List("refunds.data").Count, shown.Number("refunds.data[0].balance_transaction.amount")));
        Assert.Equal("1", (await api.A.PostAsync($"/v1/refunds/{one.Id}", new() { ["metadata[a]"] = "1" })).Ok().Text("metadata.a"));
        (await api.A.PostAsync($"/v1/refunds/{one.Id}", new() { ["amount"] = "5" })).Fails(400, "parameter_unknown", "amount");
        (await api.B.GetAsync($"/v1/refunds/{one.Id}")).Fails(404, "resource_missing");
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_refused_by_name()
    {
        var paid = await api.PayAsync();
        (await api.A.PostAsync("/v1/refunds")).Fails(400, "parameter_missing");
        (await api.RefundAsync(paid, 0)).Fails(400, param: "amount");
        (await api.A.PostAsync("/v1/refunds", new() { ["payment_intent"] = paid.Id, ["reason"] = "bored" })).Fails(400, param: "reason");
        (await api.A.PostAsync("/v1/refunds", new() { ["payment_intent"] = paid.Id, ["reverse_transfer"] = "true" })).Fails(400, param: "reverse_transfer");
        (await api.A.PostAsync("/v1/refunds", new() { ["charge"] = "ch_000000000000000000000000" })).Fails(404, "resource_missing", "charge");
        (await api.B.PostAsync("/v1/refunds", new() { ["charge"] = paid.Text("latest_charge")! })).Fails(404, "resource_missing");
    }

    [Fact]
    public async Task A_repeated_request_under_one_key_refunds_once()
    {
        var paid = await api.PayAsync();
        var form = new Form { ["payment_intent"] = paid.Id, ["amount"] = "300" };
        var first = (await api.A.PostAsync("/v1/refunds", form, $"refund-{paid.Id}")).Ok();
        var again = (await api.A.PostAsync("/v1/refunds", form, $"refund-{paid.Id}")).Ok();
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(300, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
    }

    private async Task<long> ReceivedAsync(Reply paid) => (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single().GetProperty("amountReceived").GetInt64();
}
