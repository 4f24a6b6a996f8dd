using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class CustomerCardTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_customer_is_created_with_a_card_as_its_default()
    {
        var made = (await api.A.PostAsync("/v1/customers", new() { ["payment_method"] = "pm_card_visa", ["invoice_settings[default_payment_method]"] = "pm_card_visa" })).Ok();
        var card = (await api.A.GetAsync($"/v1/customers/{made.Id}/payment_methods")).Ok();
        Assert.Equal(card.Text("data[0].id"), made.Text("invoice_settings.default_payment_method"));
        var expanded = (await api.A.GetAsync($"/v1/customers/{made.Id}?expand[]=invoice_settings.default_payment_method")).Ok();
        Assert.Equal("4242", expanded.Text("invoice_settings.default_payment_method.card.last4"));
    }

    [Fact]
    public async Task A_customer_is_created_with_a_method_that_exists()
    {
        var card = (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        var made = (await api.A.PostAsync("/v1/customers", new() { ["payment_method"] = card.Id })).Ok();
        Assert.Equal(made.Id, (await api.A.GetAsync($"/v1/payment_methods/{card.Id}")).Ok().Text("customer"));
        Assert.True(made.IsNull("invoice_settings.default_payment_method"));
    }

    [Fact]
    public async Task A_customer_is_not_created_with_a_card_that_the_issuer_declines()
    {
        (await api.A.PostAsync("/v1/customers", new() { ["email"] = "poor@example.com", ["payment_method"] = "pm_card_visa_chargeDeclined" }, "declined")).Fails(402, "card_declined");
        Assert.Empty((await api.A.GetAsync("/v1/customers?email=poor@example.com")).Ok().List());
    }

    [Fact]
    public async Task A_default_has_to_be_the_customers_own_card()
    {
        var customer = await api.A.CustomerAsync();
        var stray = (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Ok();
        const string param = "invoice_settings[default_payment_method]";
        (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { [param] = stray.Id })).Fails(400, "resource_missing", param);
        (await api.A.PostAsync("/v1/customers", new() { [param] = stray.Id })).Fails(400, "resource_missing", param);
    }

    [Fact]
    public async Task Detaching_a_card_clears_the_defaults_that_name_it()
    {
        var customer = await api.A.CustomerAsync();
        var card = await api.A.AttachedAsync(customer.Id);
        (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["invoice_settings[default_payment_method]"] = card.Id })).Ok();
        (await api.A.PostAsync($"/v1/payment_methods/{card.Id}/detach")).Ok();
        Assert.True((await api.A.GetAsync($"/v1/customers/{customer.Id}")).Ok().IsNull("invoice_settings.default_payment_method"));
        Assert.Equal(["customer.updated", "customer.updated", "customer.created"], await api.A.EventsAsync(customer.Id));
    }

    [Fact]
    public async Task A_source_is_attached_and_becomes_the_default_source()
    {
        var made = (await api.A.PostAsync("/v1/customers", new() { ["source"] = "tok_mastercard" })).Ok();
        var card = (await api.A.GetAsync($"/v1/customers/{made.Id}/payment_methods")).Ok();
        Assert.Equal(("mastercard", made.Text("default_source")), (card.Text("data[0].card.brand"), card.Text("data[0].id")));
        var now = (await api.A.PostAsync($"/v1/customers/{made.Id}", new() { ["source"] = "tok_visa" })).Ok();
        Assert.NotEqual(made.Text("default_source"), now.Text("default_source"));
    }

    [Fact]
    public async Task A_deleted_customers_cards_are_detached_and_erased()
    {
        var customer = await api.A.CustomerAsync();
        var card = (await api.A.PostAsync("/v1/payment_methods", Cards.Method().With("billing_details[name]", "Ada Gone"))).Ok();
        await api.A.AttachedAsync(customer.Id, card.Id);
        (await api.A.DeleteAsync($"/v1/customers/{customer.Id}")).Ok();
        var left = (await api.A.GetAsync($"/v1/payment_methods/{card.Id}")).Ok();
        Assert.True(left.IsNull("customer") && left.IsNull("billing_details.name"));
        (await api.A.GetAsync($"/v1/payment_methods?customer={customer.Id}")).Fails(400, "resource_missing");
    }
}
