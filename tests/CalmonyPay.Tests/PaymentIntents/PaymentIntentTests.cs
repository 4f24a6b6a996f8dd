using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentIntents;

public sealed class PaymentIntentTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_card_is_charged_in_one_call()
    {
        var paid = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["expand[]"] = "latest_charge.balance_transaction" })).Ok();
        Assert.Equal("succeeded", paid.Text("status"));
        Assert.Equal(2000, paid.Number("amount_received"));
        Assert.Equal("succeeded", paid.Text("latest_charge.status"));
        Assert.True(paid.Flag("latest_charge.captured"));
        Assert.Equal("4242", paid.Text("latest_charge.payment_method_details.card.last4"));
        Assert.Equal(2000, paid.Number("latest_charge.balance_transaction.amount"));
        var types = (await api.A.GetAsync($"/v1/events?object_id={paid.Id}")).Ok().List().Select(e => e.GetProperty("type").GetString());
        Assert.Equal(["payment_intent.succeeded", "payment_intent.created"], types);
    }

    [Fact]
    public async Task A_hold_is_captured_in_part_and_the_rest_is_released()
    {
        var held = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "5000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["capture_method"] = "manual" })).Ok();
        Assert.Equal("requires_capture", held.Text("status"));
        Assert.Equal(5000, held.Number("amount_capturable"));
        (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/capture", new() { ["amount_to_capture"] = "6000" })).Fails(400, param: "amount_to_capture");
        var captured = (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/capture", new() { ["amount_to_capture"] = "3000" })).Ok();
        Assert.Equal("succeeded", captured.Text("status"));
        Assert.Equal(3000, captured.Number("amount_received"));
        (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/cancel")).Fails(400, "payment_intent_unexpected_state");
    }

    [Fact]
    public async Task A_decline_keeps_the_intent_and_says_why()
    {
        var declined = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_chargeDeclinedInsufficientFunds", ["confirm"] = "true" })).Fails(402, "card_declined");
        Assert.Equal("insufficient_funds", declined.Text("error.decline_code"));
        var intent = (await api.A.GetAsync($"/v1/payment_intents/{declined.Text("error.payment_intent.id")}")).Ok();
        Assert.Equal("requires_payment_method", intent.Text("status"));
        var again = (await api.A.PostAsync($"/v1/payment_intents/{intent.Id}/confirm", new() { ["payment_method"] = "pm_card_mastercard" })).Ok();
        Assert.Equal("succeeded", again.Text("status"));
        Assert.Equal(2, (await api.A.GetAsync($"/v1/charges?payment_intent={intent.Id}")).Ok().List().Count);
    }

    [Fact]
    public async Task A_hold_is_given_back()
    {
        var held = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "5000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["capture_method"] = "manual" })).Ok();
        var canceled = (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/cancel", new() { ["cancellation_reason"] = "requested_by_customer" })).Ok();
        Assert.Equal("canceled", canceled.Text("status"));
        Assert.True((await api.A.GetAsync($"/v1/charges/{held.Text("latest_charge")}")).Ok().Flag("refunded"));
    }

    [Fact]
    public async Task A_card_that_wants_authentication_waits_for_its_shopper()
    {
        var waiting = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_threeDSecure2Required", ["confirm"] = "true", ["return_url"] = "https://shop.example/done" })).Ok();
        Assert.Equal("requires_action", waiting.Text("status"));
        Assert.Equal("https://shop.example/done", waiting.Text("next_action.redirect_to_url.return_url"));
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_threeDSecure2Required", ["confirm"] = "true", ["off_session"] = "true" })).Fails(402, "authentication_required");
    }

    [Fact]
    public async Task A_hundred_twins_under_one_key_make_one_sale()
    {
        var form = new Form { ["amount"] = "2100", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["metadata[twin]"] = "yes" };
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.A.PostAsync("/v1/payment_intents", form, "twins-1")));
        Assert.All(replies, reply => Assert.True(reply.Code is 200 or 409, reply.Body));
        var settled = (await api.A.PostAsync("/v1/payment_intents", form, "twins-1")).Ok();
        Assert.Equal("true", settled.Header("Idempotent-Replayed"));
        Assert.All(replies.Where(reply => reply.Code == 200), reply => Assert.Equal(settled.Body, reply.Body));
        Assert.Equal(1L, (await api.SqlAsync("select count(*) from pay_payment_intents where metadata->>'twin' = 'yes'"))[0][0]);
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2200", ["currency"] = "gbp" }, "twins-1")).Fails(400);
    }
}
