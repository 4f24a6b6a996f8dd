using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class SetupIntentTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_card_is_set_up_and_attached_to_its_customer()
    {
        var customer = await api.A.CustomerAsync();
        var done = (await api.A.PostAsync("/v1/setup_intents", new() { ["customer"] = customer.Id, ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["usage"] = "off_session", ["automatic_payment_methods[enabled]"] = "true", ["automatic_payment_methods[allow_redirects]"] = "never" })).Ok();
        Assert.StartsWith("seti_", done.Id);
        Assert.StartsWith($"{done.Id}_secret_", done.Text("client_secret"));
        Assert.Equal(("succeeded", "off_session", "never"), (done.Text("status"), done.Text("usage"), done.Text("automatic_payment_methods.allow_redirects")));
        Assert.True(done.IsNull("next_action") && done.IsNull("last_setup_error"));
        Assert.Equal(done.Text("payment_method"), (await api.A.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Ok().Text("data[0].id"));
        Assert.Equal(done.Body, (await api.A.GetAsync($"/v1/setup_intents/{done.Id}")).Ok().Body);
        Assert.Equal(["setup_intent.succeeded", "setup_intent.created"], await api.A.EventsAsync(done.Id));
        var told = (await api.A.GetAsync($"/v1/events?object_id={done.Id}")).Ok();
        Assert.True(told.IsNull("data[0].data.object.client_secret"));
    }

    [Fact]
    public async Task An_intent_waits_for_its_card_is_updated_and_then_confirmed()
    {
        var made = (await api.A.PostAsync("/v1/setup_intents", new() { ["usage"] = "on_session" })).Ok();
        Assert.Equal("requires_payment_method", made.Text("status"));
        (await api.A.PostAsync($"/v1/setup_intents/{made.Id}/confirm")).Fails(400, "setup_intent_unexpected_state");
        var customer = await api.A.CustomerAsync();
        var now = (await api.A.PostAsync($"/v1/setup_intents/{made.Id}", new() { ["customer"] = customer.Id, ["description"] = "on file", ["metadata[a]"] = "1" })).Ok();
        Assert.Equal((customer.Id, "on file", "1"), (now.Text("customer"), now.Text("description"), now.Text("metadata.a")));
        var named = (await api.A.PostAsync($"/v1/setup_intents/{made.Id}", new() { ["payment_method"] = "pm_card_mastercard" })).Ok();
        Assert.Equal("requires_confirmation", named.Text("status"));
        var done = (await api.A.PostAsync($"/v1/setup_intents/{made.Id}/confirm", new() { ["expand[]"] = "payment_method" })).Ok();
        Assert.Equal(("succeeded", "mastercard", customer.Id), (done.Text("status"), done.Text("payment_method.card.brand"), done.Text("payment_method.customer")));
        (await api.A.PostAsync($"/v1/setup_intents/{made.Id}", new() { ["metadata[a]"] = "2" })).Ok();
        (await api.A.PostAsync($"/v1/setup_intents/{made.Id}", new() { ["payment_method"] = "pm_card_visa" })).Fails(400, "setup_intent_unexpected_state");
    }

    [Fact]
    public async Task Card_data_come_with_the_confirmation_and_without_a_customer_stay_attachable()
    {
        var made = (await api.A.PostAsync("/v1/setup_intents")).Ok();
        var done = (await api.A.PostAsync($"/v1/setup_intents/{made.Id}/confirm", Cards.Of("4242424242424242", "payment_method_data[card]").With("payment_method_data[type]", "card"))).Ok();
        Assert.Equal("succeeded", done.Text("status"));
        var customer = await api.A.CustomerAsync();
        Assert.Equal(customer.Id, (await api.A.AttachedAsync(customer.Id, done.Text("payment_method")!)).Text("customer"));
    }

    [Fact]
    public async Task A_declined_card_is_not_set_up_and_another_may_be()
    {
        var customer = await api.A.CustomerAsync();
        var form = new Form { ["customer"] = customer.Id, ["payment_method"] = "pm_card_visa_chargeDeclinedInsufficientFunds", ["confirm"] = "true" };
        var refused = (await api.A.PostAsync("/v1/setup_intents", form, "declined")).Fails(402, "card_declined");
        Assert.Equal(("card_error", "insufficient_funds"), (refused.Text("error.type"), refused.Text("error.decline_code")));
        Assert.Equal("requires_payment_method", refused.Text("error.setup_intent.status"));
        Assert.Equal(("card_declined", "insufficient_funds"), (refused.Text("error.setup_intent.last_setup_error.code"), refused.Text("error.setup_intent.last_setup_error.decline_code")));
        Assert.Equal("9995", refused.Text("error.payment_method.card.last4"));
        Assert.True(refused.IsNull("error.setup_intent.payment_method"));
        Assert.Equal(refused.Body, (await api.A.PostAsync("/v1/setup_intents", form, "declined")).Body);
        Assert.Empty((await api.A.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Ok().List());
        var id = refused.Text("error.setup_intent.id")!;
        var done = (await api.A.PostAsync($"/v1/setup_intents/{id}/confirm", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        Assert.True(done.Text("status") == "succeeded" && done.IsNull("last_setup_error"));
        Assert.Equal(["setup_intent.succeeded", "setup_intent.setup_failed", "setup_intent.created"], await api.A.EventsAsync(id));

        var tries = (await api.A.GetAsync($"/v1/setup_attempts?setup_intent={id}&expand[]=data.payment_method")).Ok();
        Assert.Equal(("succeeded", "failed"), (tries.Text("data[0].status"), tries.Text("data[1].status")));
        Assert.Equal((done.Text("latest_attempt"), id), (tries.Text("data[0].id"), tries.Text("data[0].setup_intent")));
        Assert.True(tries.IsNull("data[0].setup_error"));
        Assert.Equal("card_declined", tries.Text("data[1].setup_error.code"));
        Assert.Equal(("4242", "visa"), (tries.Text("data[0].payment_method.card.last4"), tries.Text("data[0].payment_method_details.card.brand")));
        (await api.A.GetAsync("/v1/setup_attempts")).Fails(400, "parameter_missing", "setup_intent");
    }

    [Fact]
    public async Task A_card_that_wants_its_holder_stops_at_a_page_until_canceled()
    {
        var waiting = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_authenticationRequired", ["confirm"] = "true", ["return_url"] = "https://shop.example.com/back" })).Ok();
        Assert.Equal(("requires_action", "redirect_to_url"), (waiting.Text("status"), waiting.Text("next_action.type")));
        Assert.Equal("https://shop.example.com/back", waiting.Text("next_action.redirect_to_url.return_url"));
        Assert.StartsWith(api.A.Url.ToString(), waiting.Text("next_action.redirect_to_url.url"));
        var canceled = (await api.A.PostAsync($"/v1/setup_intents/{waiting.Id}/cancel", new() { ["cancellation_reason"] = "abandoned" })).Ok();
        Assert.Equal(("canceled", "abandoned"), (canceled.Text("status"), canceled.Text("cancellation_reason")));
        Assert.True(canceled.IsNull("next_action"));
        Assert.Equal("abandoned", (await api.A.GetAsync($"/v1/setup_attempts?setup_intent={waiting.Id}")).Ok().Text("data[0].status"));
        Assert.Equal(["setup_intent.canceled", "setup_intent.requires_action", "setup_intent.created"], await api.A.EventsAsync(waiting.Id));
    }

    [Fact]
    public async Task A_finished_intent_is_neither_canceled_nor_confirmed()
    {
        var done = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_visa", ["confirm"] = "true" })).Ok();
        (await api.A.PostAsync($"/v1/setup_intents/{done.Id}/cancel")).Fails(400, "setup_intent_unexpected_state");
        (await api.A.PostAsync($"/v1/setup_intents/{done.Id}/confirm")).Fails(400, "setup_intent_unexpected_state");
    }

    [Fact]
    public async Task Many_confirmations_at_once_make_one_try()
    {
        var made = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_visa" })).Ok();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.A.PostAsync($"/v1/setup_intents/{made.Id}/confirm")));
        Assert.Single(replies, r => r.Code == 200);
        Assert.All(replies, r => Assert.True(r.Code is 200 or 400 or 429, r.Body));
        Assert.Single((await api.A.GetAsync($"/v1/setup_attempts?setup_intent={made.Id}")).Ok().List());
    }

    [Fact]
    public async Task A_browser_reads_and_confirms_with_the_client_secret_alone()
    {
        var customer = await api.A.CustomerAsync();
        var made = (await api.A.PostAsync("/v1/setup_intents", new() { ["customer"] = customer.Id, ["metadata[internal]"] = "1" })).Ok();
        var secret = made.Text("client_secret")!;
        (await api.Browser.GetAsync($"/v1/setup_intents/{made.Id}")).Fails(400, "parameter_missing", "client_secret");
        (await api.Browser.GetAsync($"/v1/setup_intents/{made.Id}?client_secret={made.Id}_secret_wrong")).Fails(400, param: "client_secret");
        var seen = (await api.Browser.GetAsync($"/v1/setup_intents/{made.Id}?client_secret={secret}")).Ok();
        Assert.True(seen.Id == made.Id && seen.IsNull("customer") && !seen.Body.Contains("internal", StringComparison.Ordinal));
        (await api.Browser.PostAsync($"/v1/setup_intents/{made.Id}/confirm", new() { ["payment_method"] = "pm_card_visa" })).Fails(400, "parameter_missing", "client_secret");
        (await api.Browser.PostAsync($"/v1/setup_intents/{made.Id}", new() { ["client_secret"] = secret })).Fails(403);
        (await api.Browser.PostAsync($"/v1/setup_intents/{made.Id}/cancel")).Fails(403);
        (await api.Browser.PostAsync("/v1/setup_intents")).Fails(403);
        (await api.Browser.GetAsync("/v1/setup_intents")).Fails(403);
        var done = (await api.Browser.PostAsync($"/v1/setup_intents/{made.Id}/confirm", new() { ["client_secret"] = secret, ["payment_method"] = "pm_card_visa" })).Ok();
        Assert.True(done.Text("status") == "succeeded" && done.IsNull("customer"));
    }

    [Fact]
    public async Task Intents_are_listed_by_customer_by_method_and_by_time()
    {
        var customer = await api.A.CustomerAsync();
        var one = (await api.A.PostAsync("/v1/setup_intents", new() { ["customer"] = customer.Id })).Ok();
        var two = (await api.A.PostAsync("/v1/setup_intents", new() { ["customer"] = customer.Id, ["payment_method"] = "pm_card_visa", ["confirm"] = "true" })).Ok();
        async Task<string[]> Ids(string filter) => [.. (await api.A.GetAsync($"/v1/setup_intents?{filter}")).Ok().List().Select(i => i.GetProperty("id").GetString()!)];
        Assert.Equal([two.Id, one.Id], await Ids($"customer={customer.Id}"));
        Assert.Equal([two.Id], await Ids($"payment_method={two.Text("payment_method")}"));
        Assert.Empty(await Ids($"customer={customer.Id}&created[gt]={two.Number("created") + 5}"));
    }

    [Fact]
    public async Task A_neighbour_sees_no_intent_and_no_try()
    {
        var done = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_visa", ["confirm"] = "true" })).Ok();
        (await api.B.GetAsync($"/v1/setup_intents/{done.Id}")).Fails(404, "resource_missing", "intent");
        (await api.B.PostAsync($"/v1/setup_intents/{done.Id}", new() { ["metadata[a]"] = "1" })).Fails(404);
        (await api.B.PostAsync($"/v1/setup_intents/{done.Id}/confirm")).Fails(404);
        (await api.B.PostAsync($"/v1/setup_intents/{done.Id}/cancel")).Fails(404);
        (await api.B.GetAsync($"/v1/setup_attempts?setup_intent={done.Id}")).Fails(400);
        (await api.B.PostAsync("/v1/setup_intents", new() { ["payment_method"] = done.Text("payment_method")! })).Fails(400, "resource_missing", "payment_method");
    }

    [Fact]
    public async Task What_is_not_served_is_refused_by_name()
    {
        (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method_types[]"] = "sepa_debit" })).Fails(400);
        (await api.A.PostAsync("/v1/setup_intents", new() { ["on_behalf_of"] = "acct_1" })).Fails(400, param: "on_behalf_of");
        (await api.A.PostAsync("/v1/setup_intents", new() { ["customer"] = "cus_none" })).Fails(400, "resource_missing", "customer");
        (await api.A.PostAsync("/v1/setup_intents", new() { ["unheard_of"] = "1" })).Fails(400, "parameter_unknown", "unheard_of");
        Assert.True((await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method_types[]"] = "card" })).Ok().IsNull("automatic_payment_methods"));
    }

    [Fact]
    public void Nothing_leaves_a_finished_intent()
    {
        foreach (var end in (SetupIntentStatus[])[SetupIntentStatus.Succeeded, SetupIntentStatus.Canceled])
            foreach (var move in Enum.GetValues<SetupIntentMove>())
                Assert.Throws<CalmonyPay.Platform.Errors.StripeError>(() => SetupIntentLifecycle.Next(end, move));
    }
}
