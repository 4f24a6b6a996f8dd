using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class PaymentMethodTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_card_becomes_a_method_that_never_shows_its_number()
    {
        var made = (await api.A.PostAsync("/v1/payment_methods", Cards.Method()
            .With("billing_details[name]", "Ada").With("billing_details[address][postal_code]", "N1 9GU").With("metadata[from]", "test"))).Ok();
        Assert.StartsWith("pm_", made.Id);
        Assert.Equal(("visa", "4242", "credit", "US"), (made.Text("card.brand"), made.Text("card.last4"), made.Text("card.funding"), made.Text("card.country")));
        Assert.Equal((12, 2034), (made.Number("card.exp_month"), made.Number("card.exp_year")));
        Assert.Equal(("pass", "pass"), (made.Text("card.checks.cvc_check"), made.Text("card.checks.address_postal_code_check")));
        Assert.Equal(("Ada", "test"), (made.Text("billing_details.name"), made.Text("metadata.from")));
        Assert.True(made.IsNull("customer"));
        Assert.Equal(made.Body, (await api.A.GetAsync($"/v1/payment_methods/{made.Id}")).Ok().Body);
        var twin = (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        var other = (await api.B.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        Assert.Equal(made.Text("card.fingerprint"), twin.Text("card.fingerprint"));
        Assert.NotEqual(made.Text("card.fingerprint"), other.Text("card.fingerprint"));
    }

    [Theory]
    [InlineData("4242424242424241", "12", "2034", "123", "incorrect_number", "number")]
    [InlineData("4242", "12", "2034", "123", "invalid_number", "number")]
    [InlineData("4242 4242 4242 424x", "12", "2034", "123", "invalid_number", "number")]
    [InlineData("4242424242424242", "13", "2034", "123", "invalid_expiry_month", "exp_month")]
    [InlineData("4242424242424242", "12", "1970", "123", "invalid_expiry_year", "exp_year")]
    [InlineData("4242424242424242", "12", "2199", "123", "invalid_expiry_year", "exp_year")]
    [InlineData("4242424242424242", "12", "2034", "99", "invalid_cvc", "cvc")]
    [InlineData("4242424242424242", "12", "2034", "1234", "invalid_cvc", "cvc")]
    public async Task Card_data_that_cannot_be_right_are_named_and_not_repeated(string number, string month, string year, string cvc, string code, string param)
    {
        var refused = (await api.A.PostAsync("/v1/payment_methods", Cards.Method(number, month, year, cvc))).Fails(402, code, param);
        Assert.Equal("card_error", refused.Text("error.type"));
        Assert.DoesNotContain(number, refused.Body);
    }

    [Fact]
    public async Task Only_cards_are_taken_and_a_type_is_needed()
    {
        (await api.A.PostAsync("/v1/payment_methods", Cards.Of("4242424242424242"))).Fails(400, "parameter_missing", "type");
        (await api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "card" })).Fails(400, "parameter_missing", "card");
        (await api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[cvc]"] = "123" })).Fails(400, "parameter_missing", "card[number]");
        (await api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "sepa_debit", ["sepa_debit[iban]"] = "DE89370400440532013000" })).Fails(400, param: "type");
    }

    [Fact]
    public async Task A_method_is_attached_updated_listed_and_detached()
    {
        var customer = await api.A.CustomerAsync();
        var made = (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        (await api.A.PostAsync($"/v1/payment_methods/{made.Id}", new() { ["metadata[a]"] = "1" })).Fails(400);
        var attached = await api.A.AttachedAsync(customer.Id, made.Id);
        Assert.Equal((made.Id, customer.Id), (attached.Id, attached.Text("customer")));
        await api.A.AttachedAsync(customer.Id, made.Id); // once more changes nothing
        var updated = (await api.A.PostAsync($"/v1/payment_methods/{made.Id}", new()
        {
            ["billing_details[name]"] = "Grace",
            ["billing_details[address][city]"] = "Leeds",
            ["card[exp_year]"] = "2035",
            ["allow_redisplay"] = "always",
            ["metadata[a]"] = "1",
        })).Ok();
        Assert.Equal(("Grace", "Leeds", 2035), (updated.Text("billing_details.name"), updated.Text("billing_details.address.city"), updated.Number("card.exp_year")));
        Assert.Equal(("always", "1"), (updated.Text("allow_redisplay"), updated.Text("metadata.a")));
        (await api.A.PostAsync($"/v1/payment_methods/{made.Id}", new() { ["card[exp_year]"] = "2001" })).Fails(402, "invalid_expiry_year");
        Assert.Equal(made.Id, (await api.A.GetAsync($"/v1/payment_methods?customer={customer.Id}&type=card")).Ok().Text("data[0].id"));
        Assert.Empty((await api.A.GetAsync($"/v1/payment_methods?customer={customer.Id}&type=sepa_debit")).Ok().List());
        Assert.Equal(made.Id, (await api.A.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Ok().Text("data[0].id"));
        Assert.Equal(made.Id, (await api.A.GetAsync($"/v1/customers/{customer.Id}/payment_methods/{made.Id}")).Ok().Id);
        Assert.Equal("Ada", (await api.A.GetAsync($"/v1/payment_methods/{made.Id}?expand[]=customer")).Ok().Text("customer.name"));
        Assert.True((await api.A.PostAsync($"/v1/payment_methods/{made.Id}/detach")).Ok().IsNull("customer"));
        Assert.Empty((await api.A.GetAsync($"/v1/payment_methods?customer={customer.Id}")).Ok().List());
        Assert.Equal(["payment_method.detached", "payment_method.updated", "payment_method.attached"], await api.A.EventsAsync(made.Id));
    }

    [Fact]
    public async Task A_detached_method_is_of_no_more_use()
    {
        var customer = await api.A.CustomerAsync();
        var card = await api.A.AttachedAsync(customer.Id);
        (await api.A.PostAsync($"/v1/payment_methods/{card.Id}/detach")).Ok();
        (await api.A.PostAsync($"/v1/payment_methods/{card.Id}/detach")).Fails(400);
        (await api.A.PostAsync($"/v1/payment_methods/{card.Id}/attach", new() { ["customer"] = customer.Id })).Fails(400);
        (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = card.Id })).Fails(400);
    }

    [Fact]
    public async Task A_method_belongs_to_one_customer()
    {
        var (one, two) = (await api.A.CustomerAsync(), await api.A.CustomerAsync());
        var card = await api.A.AttachedAsync(one.Id);
        (await api.A.PostAsync($"/v1/payment_methods/{card.Id}/attach", new() { ["customer"] = two.Id })).Fails(400);
        (await api.A.GetAsync($"/v1/customers/{two.Id}/payment_methods/{card.Id}")).Fails(404);
        (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = card.Id, ["customer"] = two.Id })).Fails(400, param: "payment_method");
        (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = card.Id })).Fails(400, param: "payment_method");
    }

    [Fact]
    public async Task Creating_never_fails_for_an_issuers_decline_and_attaching_does()
    {
        var customer = await api.A.CustomerAsync();
        var bad = (await api.A.PostAsync("/v1/payment_methods", Cards.Method("4000000000000002"))).Ok();
        var refused = (await api.A.PostAsync($"/v1/payment_methods/{bad.Id}/attach", new() { ["customer"] = customer.Id })).Fails(402, "card_declined");
        Assert.Equal(("card_error", "generic_decline"), (refused.Text("error.type"), refused.Text("error.decline_code")));
        var poor = (await api.A.PostAsync("/v1/payment_methods/pm_card_visa_chargeDeclinedInsufficientFunds/attach", new() { ["customer"] = customer.Id }, "poor")).Fails(402, "card_declined");
        Assert.Equal("insufficient_funds", poor.Text("error.decline_code"));
        var again = await api.A.PostAsync("/v1/payment_methods/pm_card_visa_chargeDeclinedInsufficientFunds/attach", new() { ["customer"] = customer.Id }, "poor");
        Assert.Equal((poor.Body, "true"), (again.Body, again.Header("Idempotent-Replayed")));
        Assert.Empty((await api.A.GetAsync($"/v1/payment_methods?customer={customer.Id}")).Ok().List());
        await api.A.AttachedAsync(customer.Id, "pm_card_chargeCustomerFail");
        await api.A.AttachedAsync(customer.Id, "pm_card_authenticationRequired");
    }

    [Fact]
    public async Task A_create_under_one_key_makes_one_method()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.A.PostAsync("/v1/payment_methods", Cards.Method(), "once")));
        Assert.Single(replies.Where(r => r.Code == 200).Select(r => r.Id).Distinct());
        Assert.All(replies, r => Assert.True(r.Code is 200 or 409, r.Body));
    }

    [Fact]
    public async Task A_browser_makes_a_method_and_may_do_no_more_with_it()
    {
        var made = (await api.Browser.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        var customer = await api.A.CustomerAsync();
        (await api.Browser.GetAsync($"/v1/payment_methods/{made.Id}")).Fails(403);
        (await api.Browser.PostAsync($"/v1/payment_methods/{made.Id}", new() { ["metadata[a]"] = "1" })).Fails(403);
        (await api.Browser.PostAsync($"/v1/payment_methods/{made.Id}/attach", new() { ["customer"] = customer.Id })).Fails(403);
        (await api.Browser.PostAsync($"/v1/payment_methods/{made.Id}/detach")).Fails(403);
        (await api.Browser.GetAsync("/v1/payment_methods")).Fails(403);
        (await api.Browser.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Fails(403);
    }

    [Fact]
    public async Task A_neighbour_and_the_other_mode_see_nothing()
    {
        var customer = await api.A.CustomerAsync();
        var card = await api.A.AttachedAsync(customer.Id);
        foreach (var stranger in (ApiClient[])[api.B, api.Live])
        {
            (await stranger.GetAsync($"/v1/payment_methods/{card.Id}")).Fails(404, "resource_missing", "payment_method");
            (await stranger.PostAsync($"/v1/payment_methods/{card.Id}", new() { ["metadata[a]"] = "1" })).Fails(404);
            (await stranger.PostAsync($"/v1/payment_methods/{card.Id}/detach")).Fails(404);
            (await stranger.GetAsync($"/v1/payment_methods?customer={customer.Id}")).Fails(400, "resource_missing", "customer");
            (await stranger.GetAsync($"/v1/customers/{customer.Id}/payment_methods")).Fails(404);
        }
        var theirs = await api.B.CustomerAsync();
        (await api.B.PostAsync($"/v1/payment_methods/{card.Id}/attach", new() { ["customer"] = theirs.Id })).Fails(404);
        (await api.A.PostAsync("/v1/payment_methods/pm_card_visa/attach", new() { ["customer"] = theirs.Id })).Fails(400, "resource_missing", "customer");
    }

    [Fact]
    public async Task A_method_that_never_was_is_missing()
    {
        (await api.A.GetAsync("/v1/payment_methods/pm_000000000000000000000000")).Fails(404, "resource_missing");
        (await api.A.GetAsync("/v1/payment_methods/pm_card_unheardOf")).Fails(404, "resource_missing");
        (await api.Live.GetAsync("/v1/payment_methods/pm_card_visa")).Fails(404, "resource_missing");
    }
}
