using System.Globalization;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Sessions on the API.</summary>
public sealed class SessionTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_session_is_open_and_has_a_page_until_it_is_over()
    {
        var made = (await api.A.SessionAsync(new() { ["metadata[order]"] = "7", ["client_reference_id"] = "cart-7", ["locale"] = "de" })).Ok();
        Assert.StartsWith("cs_test_", made.Id, StringComparison.Ordinal);
        Assert.Equal(("open", "unpaid", "hosted_page"), (made.Text("status"), made.Text("payment_status"), made.Text("ui_mode")));
        Assert.Equal((2000, 2000, "gbp"), (made.Number("amount_subtotal"), made.Number("amount_total"), made.Text("currency")));
        Assert.True(made.IsNull("payment_intent"));
        Assert.Equal(86400, made.Number("expires_at") - made.Number("created"), 2.0);
        Assert.Contains("/checkout/", made.Text("url"), StringComparison.Ordinal);
        Assert.Equal(made.Text("url"), (await api.A.SeeAsync(made.Id)).Text("url"));

        var over = (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}/expire")).Ok();
        Assert.Equal("expired", over.Text("status"));
        Assert.True(over.IsNull("url"));
        Assert.Equal(["checkout.session.expired"], await api.A.ToldAsync(made.Id));
        Assert.Contains("status of `expired`", (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}/expire")).Fails(400).Text("error.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode", "other", "mode")]
    [InlineData("ui_mode", "embedded_page", "ui_mode")]
    [InlineData("return_url", "https://shop.example", "return_url")]
    [InlineData("automatic_tax[enabled]", "true", "automatic_tax[enabled]")]
    [InlineData("tax_id_collection[enabled]", "true", "tax_id_collection[enabled]")]
    [InlineData("invoice_creation[enabled]", "true", "invoice_creation[enabled]")]
    [InlineData("payment_method_types[]", "klarna", "payment_method_types")]
    [InlineData("payment_method_options[paypal][x]", "y", "payment_method_options[paypal]")]
    [InlineData("subscription_data[trial_period_days]", "7", "subscription_data")]
    [InlineData("setup_intent_data[description]", "x", "setup_intent_data")]
    [InlineData("payment_method_collection", "if_required", "payment_method_collection")]
    [InlineData("line_items[0][dynamic_tax_rates][]", "txr_1", "line_items[0][dynamic_tax_rates]")]
    [InlineData("line_items[0][adjustable_quantity][enabled]", "maybe", "line_items[0][adjustable_quantity][enabled]")]
    [InlineData("line_items[0][tax_rates][]", "txr_none", "line_items[0][tax_rates]")]
    [InlineData("line_items[0][colour]", "red", "line_items[0][colour]")]
    [InlineData("line_items[1][price]", "price_none", "line_items[1][price]")]
    [InlineData("customer", "cus_none", "customer")]
    [InlineData("customer_email", "nobody", "customer_email")]
    [InlineData("customer_update[name]", "auto", "customer_update")]
    [InlineData("expires_at", "1000000000", "expires_at")]
    [InlineData("discounts[0][coupon]", "none", "discounts[0][coupon]")]
    [InlineData("shipping_options[0][shipping_rate]", "shr_none", "shipping_options[0][shipping_rate]")]
    [InlineData("shipping_address_collection[allowed_countries][]", "Narnia", "shipping_address_collection[allowed_countries][0]")]
    [InlineData("custom_fields[0][key]", "a b", "custom_fields[0][key]")]
    [InlineData("payment_intent_data[transfer_data][destination]", "acct_1", "payment_intent_data[transfer_data]")]
    [InlineData("success_page", "https://shop.example", "success_page")]
    public async Task What_is_wrong_is_named(string name, string value, string param)
    {
        var form = new Form { [name] = value };
        if (name == "line_items[0][adjustable_quantity][enabled]") form["line_items[0][adjustable_quantity][maximum]"] = "3";
        (await api.A.SessionAsync(name == "mode" ? [] : form, mode: name == "mode" ? value : "payment")).Fails(400, param: param);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        (await api.A.PostAsync("/v1/checkout/sessions", new() { ["success_url"] = "https://shop.example" })).Fails(400, "parameter_missing", "mode");
        (await api.A.SessionAsync(sells: false)).Fails(400, "parameter_missing", "line_items");
        (await api.A.PostAsync("/v1/checkout/sessions", new() { ["mode"] = "setup" })).Fails(400, "parameter_missing", "success_url");
        (await api.A.SessionAsync(new() { ["line_items[0][price]"] = "price_1", ["line_items[0][quantity]"] = "1" }, sells: false, mode: "subscription")).Fails(400, "resource_missing", "line_items[0][price]");
        Assert.Contains("recurring price", (await api.A.SessionAsync(
            new() { ["mode"] = "subscription", ["line_items[0][price_data][currency]"] = "gbp", ["line_items[0][price_data][unit_amount]"] = "5", ["line_items[0][price_data][product_data][name]"] = "Tea", ["line_items[0][quantity]"] = "1" },
            sells: false, mode: "subscription")).Fails(400).Text("error.message"), StringComparison.Ordinal);
        (await api.A.SessionAsync(new() { ["line_items[0][price_data][unit_amount]"] = "12", ["line_items[0][price_data][currency]"] = "gbp", ["line_items[0][price_data][product_data][name]"] = "Tea", ["line_items[0][quantity]"] = "1" }, sells: false))
            .Fails(400, "amount_too_small", "line_items");
    }

    [Fact]
    public async Task Lines_are_paged_in_the_merchants_order_and_shown_when_they_are_expanded()
    {
        var form = new Form();
        for (var i = 1; i <= 11; i++)
        {
            var at = $"line_items[{i.ToString(CultureInfo.InvariantCulture)}]";
            form[$"{at}[price_data][currency]"] = "gbp";
            form[$"{at}[price_data][unit_amount]"] = (100 * i).ToString(CultureInfo.InvariantCulture);
            form[$"{at}[price_data][product_data][name]"] = $"Thing {i}";
            form[$"{at}[quantity]"] = "2";
        }
        form["expand[]"] = "line_items.data.price.product";
        var made = (await api.A.SessionAsync(form)).Ok();
        Assert.Equal(10, made.List("line_items.data").Count);
        Assert.True(made.Flag("line_items.has_more"));
        Assert.Equal("Tea", made.Text("line_items.data[0].price.product.name"));
        Assert.Equal(("Thing 3", 600, 2), (made.Text("line_items.data[3].description"), made.Number("line_items.data[3].amount_total"), made.Number("line_items.data[3].quantity")));

        var rest = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}/line_items?limit=3&starting_after={made.Text("line_items.data[8].id")}")).Ok();
        Assert.Equal(["Thing 9", "Thing 10", "Thing 11"], rest.List().Select(line => line.GetProperty("description").GetString()!));
        Assert.False(rest.Flag("has_more"));
        var before = (await api.A.GetAsync($"/v1/checkout/sessions/{made.Id}/line_items?limit=2&ending_before={rest.Text("data[0].id")}")).Ok();
        Assert.Equal(["Thing 7", "Thing 8"], before.List().Select(line => line.GetProperty("description").GetString()!));
        Assert.False((await api.A.SeeAsync(made.Id)).Has("line_items"));
    }

    [Fact]
    public async Task Sessions_are_found_by_who_buys_and_how_they_stand()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "grace@example.com" })).Ok();
        var hers = (await api.A.SessionAsync(new() { ["customer"] = customer.Id })).Ok();
        var mailed = (await api.A.SessionAsync(new() { ["customer_email"] = "joan@example.com" })).Ok();
        Assert.Equal("joan@example.com", mailed.Text("customer_details.email"));
        Assert.Equal([hers.Id], await FoundAsync($"customer={customer.Id}"));
        Assert.Equal([hers.Id], await FoundAsync("customer_details[email]=grace@example.com&status=open"));
        Assert.Equal([mailed.Id], await FoundAsync("customer_details[email]=joan@example.com"));
        Assert.Empty(await FoundAsync($"customer={customer.Id}&status=complete"));
        Assert.Empty(await FoundAsync("payment_intent=pi_none"));
    }

    [Fact]
    public async Task Metadata_and_where_it_goes_may_change_and_what_is_sold_may_not()
    {
        var made = (await api.A.SessionAsync(new() { ["metadata[a]"] = "1" })).Ok();
        var changed = (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}", new()
        {
            ["metadata[b]"] = "2",
            ["shipping_options[0][shipping_rate_data][display_name]"] = "Post",
            ["shipping_options[0][shipping_rate_data][fixed_amount][amount]"] = "350",
            ["shipping_options[0][shipping_rate_data][fixed_amount][currency]"] = "gbp",
            ["collected_information[shipping_details][name]"] = "Ada",
            ["collected_information[shipping_details][address][line1]"] = "12 Grimmauld Place",
            ["collected_information[shipping_details][address][country]"] = "GB",
        })).Ok();
        Assert.Equal(("1", "2"), (changed.Text("metadata.a"), changed.Text("metadata.b")));
        Assert.Equal((2350, 350), (changed.Number("amount_total"), changed.Number("shipping_cost.amount_total")));
        Assert.Equal("Ada", changed.Text("collected_information.shipping_details.name"));
        (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}", new() { ["line_items[0][quantity]"] = "3" })).Fails(400, param: "line_items");
    }

    [Fact]
    public async Task What_the_page_asks_for_is_shown_as_it_was_said()
    {
        var made = (await api.A.SessionAsync(new()
        {
            ["custom_fields[0][key]"] = "size",
            ["custom_fields[0][label][type]"] = "custom",
            ["custom_fields[0][label][custom]"] = "Size",
            ["custom_fields[0][type]"] = "dropdown",
            ["custom_fields[0][dropdown][options][0][label]"] = "Large",
            ["custom_fields[0][dropdown][options][0][value]"] = "l",
            ["custom_text[submit][message]"] = "We pack by hand.",
            ["consent_collection[terms_of_service]"] = "required",
            ["phone_number_collection[enabled]"] = "true",
            ["shipping_address_collection[allowed_countries][]"] = "GB",
            ["submit_type"] = "donate",
            ["after_expiration[recovery][enabled]"] = "true",
            ["payment_method_options[card][request_three_d_secure]"] = "any",
        })).Ok();
        Assert.Equal(("dropdown", "l"), (made.Text("custom_fields[0].type"), made.Text("custom_fields[0].dropdown.options[0].value")));
        Assert.False(made["custom_fields[0]"].TryGetProperty("text", out _));
        Assert.Equal(("We pack by hand.", "required", "donate"), (made.Text("custom_text.submit.message"), made.Text("consent_collection.terms_of_service"), made.Text("submit_type")));
        Assert.Equal(("GB", true, "any"), (made.Text("shipping_address_collection.allowed_countries[0]"), made.Flag("after_expiration.recovery.enabled"), made.Text("payment_method_options.card.request_three_d_secure")));
        Assert.True(made.IsNull("after_expiration.recovery.url"));
    }

    private async Task<string[]> FoundAsync(string query) => [.. (await api.A.GetAsync($"/v1/checkout/sessions?{query}")).Ok().List().Select(s => s.GetProperty("id").GetString()!)];
}
