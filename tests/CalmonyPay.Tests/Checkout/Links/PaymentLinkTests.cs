using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Links;

/// <summary>Payment links on the API.</summary>
public sealed class PaymentLinkTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_link_says_what_it_was_given_and_has_a_stable_address()
    {
        var link = (await api.A.LinkAsync(new()
        {
            ["after_completion[type]"] = "redirect",
            ["after_completion[redirect][url]"] = "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}",
            ["custom_fields[0][key]"] = "engraving",
            ["custom_fields[0][label][type]"] = "custom",
            ["custom_fields[0][label][custom]"] = "Engraving",
            ["custom_fields[0][type]"] = "text",
            ["restrictions[completed_sessions][limit]"] = "3",
            ["payment_intent_data[description]"] = "Tea",
            ["payment_intent_data[metadata][a]"] = "1",
            ["metadata[campaign]"] = "spring",
        })).Ok();
        Assert.StartsWith("plink_", link.Id, StringComparison.Ordinal);
        Assert.Equal(("payment_link", "gbp", "auto", "always", "if_required"), (link.Text("object"), link.Text("currency"), link.Text("submit_type"), link.Text("payment_method_collection"), link.Text("customer_creation")));
        Assert.Equal(("redirect", "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}"), (link.Text("after_completion.type"), link.Text("after_completion.redirect.url")));
        Assert.Equal((0, 3), (link.Number("restrictions.completed_sessions.count"), link.Number("restrictions.completed_sessions.limit")));
        Assert.Equal("Engraving", link.Text("custom_fields[0].label.custom"));
        Assert.Contains("/buy/", link.Text("url"), StringComparison.Ordinal);
        Assert.False(link.Has("line_items"));
        var again = (await api.A.GetAsync($"/v1/payment_links/{link.Id}?expand[]=line_items")).Ok();
        Assert.Equal((link.Text("url"), 2000), (again.Text("url"), again.Number("line_items.data[0].amount_total")));
        Assert.Equal("Tea", (await api.A.GetAsync($"/v1/payment_links/{link.Id}/line_items")).Ok().Text("data[0].description"));
        Assert.Equal(["payment_link.created"], await api.A.ToldAsync(link.Id));
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_clears_what_is_empty()
    {
        var link = (await api.A.LinkAsync(new()
        {
            ["payment_intent_data[description]"] = "Tea",
            ["payment_intent_data[metadata][a]"] = "1",
            ["custom_text[submit][message]"] = "We pack by hand.",
            ["custom_text[after_submit][message]"] = "Soon with you.",
            ["restrictions[completed_sessions][limit]"] = "3",
            ["shipping_address_collection[allowed_countries][]"] = "GB",
            ["inactive_message"] = "Sold out.",
        })).Ok();
        var line = (await api.A.GetAsync($"/v1/payment_links/{link.Id}/line_items")).Ok().Text("data[0].id")!;
        var changed = (await api.A.PostAsync($"/v1/payment_links/{link.Id}", new()
        {
            ["active"] = "false",
            ["payment_intent_data[metadata][b]"] = "2",
            ["custom_text[submit]"] = "",
            ["restrictions"] = "",
            ["shipping_address_collection"] = "",
            ["inactive_message"] = "",
            ["line_items[0][id]"] = line,
            ["line_items[0][quantity]"] = "2",
            ["line_items[0][adjustable_quantity][enabled]"] = "true",
            ["after_completion[type]"] = "hosted_confirmation",
            ["after_completion[hosted_confirmation][custom_message]"] = "Enjoy.",
            ["expand[]"] = "line_items",
        })).Ok();
        Assert.False(changed.Flag("active"));
        Assert.Equal(("Tea", "1", "2"), (changed.Text("payment_intent_data.description"), changed.Text("payment_intent_data.metadata.a"), changed.Text("payment_intent_data.metadata.b")));
        Assert.True(changed.IsNull("custom_text.submit") && changed.IsNull("restrictions") && changed.IsNull("shipping_address_collection") && changed.IsNull("inactive_message"));
        Assert.Equal(("Soon with you.", "Enjoy."), (changed.Text("custom_text.after_submit.message"), changed.Text("after_completion.hosted_confirmation.custom_message")));
        Assert.Equal((line, 2, 4000, 99), (changed.Text("line_items.data[0].id"), changed.Number("line_items.data[0].quantity"), changed.Number("line_items.data[0].amount_total"), changed.Number("line_items.data[0].adjustable_quantity.maximum")));
        Assert.Equal(["payment_link.created", "payment_link.updated"], await api.A.ToldAsync(link.Id));
        Assert.DoesNotContain(link.Id, (await api.A.GetAsync("/v1/payment_links?active=true&limit=100")).Ok().List().Select(l => l.GetProperty("id").GetString()!));
        Assert.Contains(link.Id, (await api.A.GetAsync("/v1/payment_links?active=false&limit=100")).Ok().List().Select(l => l.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task A_recurring_price_makes_the_link_sell_subscriptions()
    {
        var link = (await api.A.LinkAsync(new() { ["line_items[0][price_data][recurring][interval]"] = "month", ["subscription_data[trial_period_days]"] = "7", ["subscription_data[metadata][plan]"] = "gold" })).Ok();
        Assert.Equal((7, "gold"), (link.Number("subscription_data.trial_period_days"), link.Text("subscription_data.metadata.plan")));
        Assert.Equal(("month", 0), Line(await api.A.GetAsync($"/v1/payment_links/{link.Id}/line_items")));
    }

    [Theory]
    [InlineData("line_items", 400, "parameter_missing", "line_items")]
    [InlineData("subscription_data[trial_period_days]=7", 400, null, "subscription_data")]
    [InlineData("submit_type=subscribe", 400, null, "submit_type")]
    [InlineData("after_completion[type]=redirect", 400, "parameter_missing", "after_completion[redirect]")]
    [InlineData("after_completion[type]=redirect&after_completion[redirect][url]=thanks", 400, "url_invalid", "after_completion[redirect][url]")]
    [InlineData("after_completion[type]=redirect&after_completion[hosted_confirmation][custom_message]=x", 400, null, "after_completion[hosted_confirmation]")]
    [InlineData("restrictions[completed_sessions][limit]=0", 400, "parameter_invalid_integer", "restrictions[completed_sessions][limit]")]
    [InlineData("automatic_tax[enabled]=true", 400, null, "automatic_tax[enabled]")]
    [InlineData("payment_method_types[]=klarna", 400, null, "payment_method_types")]
    [InlineData("payment_method_collection=if_required", 400, null, "payment_method_collection")]
    [InlineData("payment_intent_data[receipt_email]=a@b.example", 400, null, "payment_intent_data[receipt_email]")]
    [InlineData("locale=de", 400, "parameter_unknown", "locale")]
    [InlineData("success_url=https://shop.example", 400, "parameter_unknown", "success_url")]
    public async Task What_a_link_cannot_be_is_said_by_its_parameter(string sent, int status, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Where(pair => pair.Contains('=', StringComparison.Ordinal)).Select(pair => pair.Split('=', 2))) form[pair[0]] = pair[1];
        (sent == "line_items" ? await api.A.PostAsync("/v1/payment_links", []) : await api.A.LinkAsync(form)).Fails(status, code, param);
    }

    [Fact]
    public async Task A_link_that_is_not_there_is_not_found() => (await api.A.GetAsync("/v1/payment_links/plink_none")).Fails(404, "resource_missing", "payment_link");

    private static (string?, long) Line(Reply lines) => (lines.Ok().Text("data[0].price.recurring.interval"), lines.Number("data[0].amount_total"));
}
