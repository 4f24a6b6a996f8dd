using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Payment mode, paid at the simulator.</summary>
public sealed class PaymentTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_shopper_pays_and_the_session_completes_with_what_was_entered()
    {
        var made = (await api.A.SessionAsync(new()
        {
            ["payment_intent_data[description]"] = "Tea, loose",
            ["payment_intent_data[metadata][order_id]"] = "7",
            ["payment_intent_data[statement_descriptor_suffix]"] = "TEA",
            ["shipping_address_collection[allowed_countries][]"] = "GB",
            ["billing_address_collection"] = "required",
            ["phone_number_collection[enabled]"] = "true",
            ["consent_collection[terms_of_service]"] = "required",
            ["consent_collection[promotions]"] = "auto",
            ["custom_fields[0][key]"] = "engraving",
            ["custom_fields[0][label][type]"] = "custom",
            ["custom_fields[0][label][custom]"] = "Engraving",
            ["custom_fields[0][type]"] = "text",
            ["custom_fields[0][text][maximum_length]"] = "5",
        })).Ok();
        var form = Shopping.Fill();
        var wrong = Assert.IsType<CheckoutAnswer.Invalid>(await api.PayAsync(made.Id, form)).CodesByField;
        foreach (var field in (string[])["phone", "billing[line1]", "billing[country]", "shipping[name]", "shipping[country]", "custom_fields[engraving]", "terms_of_service"])
            Assert.Equal(CheckoutCodes.Required, wrong[field]);

        form = form with
        {
            Phone = "+44 20 7946 0000",
            Billing = Shopping.London,
            Shipping = Shopping.London with { Country = "FR" },
            ShippingName = "Ada",
            CustomFields = new Dictionary<string, string> { ["engraving"] = "ADA & C" },
            TermsAccepted = true,
        };
        wrong = Assert.IsType<CheckoutAnswer.Invalid>(await api.PayAsync(made.Id, form)).CodesByField;
        Assert.Equal((2, CheckoutCodes.CountryNotAllowed, CheckoutCodes.TooLong), (wrong.Count, wrong["shipping[country]"], wrong["custom_fields[engraving]"]));

        form = form with { Shipping = Shopping.London, CustomFields = new Dictionary<string, string> { ["engraving"] = "ADA" } };
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, form));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=payment_intent.latest_charge")).Ok();
        Assert.Equal(("complete", "paid"), (paid.Text("status"), paid.Text("payment_status")));
        Assert.True(paid.IsNull("url") && paid.IsNull("customer"));
        Assert.Equal(("ada@example.com", "Ada Lovelace", "+44 20 7946 0000", "N1 1AA"),
            (paid.Text("customer_details.email"), paid.Text("customer_details.name"), paid.Text("customer_details.phone"), paid.Text("customer_details.address.postal_code")));
        Assert.Equal(("ADA", "accepted", "opt_out", "Ada"),
            (paid.Text("custom_fields[0].text.value"), paid.Text("consent.terms_of_service"), paid.Text("consent.promotions"), paid.Text("collected_information.shipping_details.name")));
        Assert.Equal(("succeeded", 2000, "Tea, loose", "7"),
            (paid.Text("payment_intent.status"), paid.Number("payment_intent.amount_received"), paid.Text("payment_intent.description"), paid.Text("payment_intent.metadata.order_id")));
        Assert.Equal(("Ada Lovelace", "12 Grimmauld Place", "Ada"),
            (paid.Text("payment_intent.latest_charge.billing_details.name"), paid.Text("payment_intent.latest_charge.billing_details.address.line1"), paid.Text("payment_intent.shipping.name")));
        Assert.Equal(["checkout.session.completed"], await api.A.ToldAsync(made.Id));
        Assert.Equal(["payment_intent.created", "payment_intent.succeeded"], await api.A.ToldAsync(paid.Text("payment_intent.id")!));
        Assert.Equal([made.Id], (await api.A.GetAsync($"/v1/checkout/sessions?payment_intent={paid.Text("payment_intent.id")}")).Ok().List().Select(s => s.GetProperty("id").GetString()!));
        Assert.Equal($"https://shop.example/thanks?session={made.Id}", (await api.ViewAsync(made.Id)).SuccessUrl);
    }

    [Fact]
    public async Task A_declined_card_may_be_followed_by_another_on_the_same_intent()
    {
        var made = (await api.A.SessionAsync()).Ok();
        var declined = Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.Equal(("card_declined", "generic_decline"), (declined.Code, declined.DeclineCode));
        var between = await api.A.SeeAsync(made.Id);
        Assert.Equal("open", between.Text("status"));
        Assert.Equal("card_declined", (await api.ViewAsync(made.Id)).LastDecline?.Code);

        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        Assert.Equal(between.Text("payment_intent"), (await api.A.SeeAsync(made.Id)).Text("payment_intent"));
        Assert.Equal(["succeeded", "failed"], await ChargesAsync(between.Text("payment_intent")!));
    }

    [Fact]
    public async Task The_same_form_sent_twice_pays_once()
    {
        var made = (await api.A.SessionAsync()).Ok();
        var form = Shopping.Fill();
        var answers = await Task.WhenAll(api.PayAsync(made.Id, form), api.PayAsync(made.Id, form));
        Assert.All(answers, answer => Assert.True(answer is CheckoutAnswer.Complete or CheckoutAnswer.Processing, answer.ToString()));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, form));
        Assert.Equal(["succeeded"], await ChargesAsync((await api.A.SeeAsync(made.Id)).Text("payment_intent")!));
    }

    [Fact]
    public async Task Two_forms_at_once_pay_once()
    {
        for (var round = 0; round < 3; round++)
        {
            var made = (await api.A.SessionAsync(new() { ["customer_creation"] = "always" })).Ok();
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.PayAsync(made.Id)));
            Assert.Contains(answers, answer => answer is CheckoutAnswer.Complete);
            Assert.All(answers, answer => Assert.True(answer is CheckoutAnswer.Complete or CheckoutAnswer.Processing, answer.ToString()));
            var paid = await api.A.SeeAsync(made.Id);
            Assert.Equal(["succeeded"], await ChargesAsync(paid.Text("payment_intent")!));
            Assert.Equal(1L, (await api.SqlAsync("select count(*) from pay_payment_intents where return_url = (select return_url from pay_payment_intents where id = $1)", paid.Text("payment_intent")!))[0][0]);
        }
    }

    [Fact]
    public async Task A_hold_completes_the_session_unpaid_and_its_capture_pays_it()
    {
        var made = (await api.A.SessionAsync(new() { ["payment_intent_data[capture_method]"] = "manual" })).Ok();
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var held = await api.A.SeeAsync(made.Id);
        Assert.Equal(("complete", "unpaid"), (held.Text("status"), held.Text("payment_status")));
        (await api.A.PostAsync($"/v1/payment_intents/{held.Text("payment_intent")}/capture")).Ok();
        Assert.Equal("paid", (await api.A.SeeAsync(made.Id)).Text("payment_status"));
        Assert.Equal(["checkout.session.completed"], await api.A.ToldAsync(made.Id));
    }

    [Fact]
    public async Task A_guest_becomes_a_customer_where_the_card_is_kept()
    {
        var made = (await api.A.SessionAsync(new() { ["payment_intent_data[setup_future_usage]"] = "off_session" })).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=customer")).Ok();
        Assert.Equal(("ada@example.com", "Ada Lovelace"), (paid.Text("customer.email"), paid.Text("customer.name")));
        var cards = (await api.A.GetAsync($"/v1/customers/{paid.Text("customer.id")}/payment_methods")).Ok();
        Assert.Equal("4242", Assert.Single(cards.List()).GetProperty("card").GetProperty("last4").GetString());
    }

    [Fact]
    public async Task A_known_customer_is_brought_up_to_date_where_the_merchant_asks_for_it()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "grace@example.com", ["name"] = "G. Hopper" })).Ok();
        var made = (await api.A.SessionAsync(new() { ["customer"] = customer.Id, ["customer_update[name]"] = "auto", ["customer_update[address]"] = "auto", ["billing_address_collection"] = "required" })).Ok();
        Assert.True((await api.ViewAsync(made.Id)).Collect.EmailFixed);
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, Shopping.Fill() with { Name = "Grace Hopper", Billing = Shopping.London }));
        var now = (await api.A.GetAsync($"/v1/customers/{customer.Id}")).Ok();
        Assert.Equal(("Grace Hopper", "London", "grace@example.com"), (now.Text("name"), now.Text("address.city"), now.Text("email")));
        Assert.Equal("grace@example.com", (await api.A.SeeAsync(made.Id)).Text("customer_details.email"));
    }

    [Fact]
    public async Task An_intent_that_the_merchant_cancels_is_replaced_and_an_edited_one_is_charged_what_the_page_says()
    {
        var made = (await api.A.SessionAsync()).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        var first = (await api.A.SeeAsync(made.Id)).Text("payment_intent")!;
        (await api.A.PostAsync($"/v1/payment_intents/{first}", new() { ["amount"] = "9900" })).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.Equal(2000, (await api.A.GetAsync($"/v1/payment_intents/{first}")).Ok().Number("amount"));
        (await api.A.PostAsync($"/v1/payment_intents/{first}/cancel")).Ok();
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id));
        var paid = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=payment_intent")).Ok();
        Assert.NotEqual(first, paid.Text("payment_intent.id"));
        Assert.Equal(2000, paid.Number("payment_intent.amount_received"));
    }

    [Fact]
    public async Task A_neighbours_session_is_not_there()
    {
        var made = (await api.A.SessionAsync()).Ok();
        Assert.Null(await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(made.Id, null, CancellationToken.None), api.ProjectB));
        Assert.IsType<CheckoutAnswer.Expired>(await api.PayAsync(made.Id, project: api.ProjectB));
        (await api.B.GetAsync($"/v1/checkout/sessions/{made.Id}")).Fails(404, "resource_missing", "session");
    }

    [Fact]
    public async Task A_session_takes_so_many_cards()
    {
        var made = (await api.A.SessionAsync()).Ok();
        for (var i = 0; i < 10; i++) Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(made.Id, Shopping.Fill(Shopping.Declined)));
        Assert.IsType<CheckoutAnswer.TooManyAttempts>(await api.PayAsync(made.Id));
    }

    private async Task<string[]> ChargesAsync(string intent) => [.. (await api.A.GetAsync($"/v1/charges?payment_intent={intent}")).Ok().List().Select(c => c.GetProperty("status").GetString()!)];
}
