using CalmonyPay.Checkout.Portal.Sessions;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Checkout.Portal;

public sealed class PortalApiTests(PayApi api) : IClassFixture<PayApi>
{
    private const string Configurations = "/v1/billing_portal/configurations", Sessions = "/v1/billing_portal/sessions";

    [Fact]
    public async Task Each_project_and_mode_has_one_default_configuration_without_making_it()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.B.GetAsync($"{Configurations}?is_default=true")));
        var ids = lists.Select(list => Assert.Single(list.Ok().List()).GetProperty("id").GetString()).Distinct();
        var shown = (await api.B.GetAsync($"{Configurations}/{Assert.Single(ids)}")).Ok();
        Assert.True(shown.Flag("is_default") && shown.Flag("active") && shown.Flag("features.subscription_cancel.enabled") && shown.Flag("features.invoice_history.enabled"));
        Assert.False(shown.Flag("features.subscription_update.enabled"));
        (await api.B.PostAsync($"{Configurations}/{shown.Id}", new() { ["active"] = "false" })).Fails(400, param: "active");
        Assert.NotEqual(shown.Id, (await api.A.GetAsync(Configurations)).Ok().Text("data[0].id"));
        var live = (await api.Live.GetAsync(Configurations)).Ok();
        Assert.True(live.Flag("data[0].livemode"));
    }

    [Fact]
    public async Task A_configuration_is_made_changed_and_told()
    {
        var price = await api.A.PriceAsync();
        var product = (await api.A.GetAsync($"/v1/prices/{price}")).Ok().Text("product")!;
        var made = (await api.A.PostAsync(Configurations, new()
        {
            ["name"] = "Members",
            ["business_profile[headline]"] = "Hello",
            ["business_profile[privacy_policy_url]"] = "https://shop.example/privacy",
            ["default_return_url"] = "https://shop.example/account",
            ["features[customer_update][enabled]"] = "true",
            ["features[customer_update][allowed_updates][0]"] = "email",
            ["features[subscription_cancel][enabled]"] = "true",
            ["features[subscription_cancel][mode]"] = "immediately",
            ["features[subscription_cancel][cancellation_reason][enabled]"] = "true",
            ["features[subscription_update][enabled]"] = "true",
            ["features[subscription_update][default_allowed_updates][0]"] = "price",
            ["features[subscription_update][default_allowed_updates][1]"] = "quantity",
            ["features[subscription_update][products][0][product]"] = product,
            ["features[subscription_update][products][0][prices][0]"] = price,
        })).Ok();
        Assert.StartsWith("bpc_", made.Id, StringComparison.Ordinal);
        Assert.Equal(8, made["features.subscription_cancel.cancellation_reason.options"].GetArrayLength());
        Assert.True(made.Flag("features.subscription_update.products[0].adjustable_quantity.enabled"));
        var changed = (await api.A.PostAsync($"{Configurations}/{made.Id}", new()
        {
            ["features[subscription_cancel][proration_behavior]"] = "create_prorations",
            ["business_profile[headline]"] = "",
            ["features[invoice_history][enabled]"] = "true",
            ["active"] = "false",
        })).Ok();
        Assert.True(changed.IsNull("business_profile.headline"));
        Assert.Equal("https://shop.example/privacy", changed.Text("business_profile.privacy_policy_url"));
        Assert.Equal(["create_prorations", "immediately"], [changed.Text("features.subscription_cancel.proration_behavior")!, changed.Text("features.subscription_cancel.mode")!]);
        Assert.Equal("email", changed.Text("features.customer_update.allowed_updates[0]"));
        var told = (await api.A.GetAsync("/v1/events?type=billing_portal.configuration.updated")).Ok();
        Assert.Equal("Hello", told.Text("data[0].data.previous_attributes.business_profile.headline"));
        (await api.A.PostAsync(Sessions, new() { ["customer"] = await api.A.PayerAsync(null), ["configuration"] = made.Id })).Fails(400, param: "configuration");
        Assert.DoesNotContain((await api.A.GetAsync($"{Configurations}?active=true&limit=100")).Ok().List(), c => c.GetProperty("id").GetString() == made.Id);
    }

    [Theory]
    [InlineData("features[customer_update][allowed_updates][0]", "tax_id", "features[customer_update][allowed_updates]")]
    [InlineData("features[customer_update][allowed_updates][0]", "shoe_size", "features[customer_update][allowed_updates][0]")]
    [InlineData("features[subscription_pause][enabled]", "true", "features[subscription_pause][enabled]")]
    [InlineData("features[subscription_cancel][proration_behavior]", "create_prorations", "features[subscription_cancel][proration_behavior]")]
    [InlineData("features[subscription_cancel][mode]", "later", "features[subscription_cancel][mode]")]
    [InlineData("features[subscription_update][schedule_at_period_end][conditions][0][type]", "shortening_interval", "features[subscription_update][schedule_at_period_end]")]
    [InlineData("features[subscription_update][products][0][product]", "prod_none", "features[subscription_update][products][0][prices]")]
    [InlineData("login_page[enabled]", "true", "login_page[enabled]")]
    [InlineData("default_return_url", "nowhere", "default_return_url")]
    [InlineData("business_profile[privacy_policy_url]", "nowhere", "business_profile[privacy_policy_url]")]
    [InlineData("active", "true", "active")]
    public async Task What_is_not_served_or_makes_no_sense_is_refused(string name, string value, string param) => (await api.A.PostAsync(Configurations, new()
    {
        ["features[customer_update][enabled]"] = "true",
        ["features[subscription_cancel][enabled]"] = "true",
        ["features[subscription_update][enabled]"] = "true",
        [name] = value,
    })).Fails(400, param: param);

    [Fact]
    public async Task Prices_that_nobody_can_subscribe_to_are_refused()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Mug" })).Ok().Id;
        var once = (await api.A.PostAsync("/v1/prices", new() { ["product"] = product, ["currency"] = "gbp", ["unit_amount"] = "900" })).Ok().Id;
        (await OfferAsync(product, once)).Fails(400, param: "features[subscription_update][products][0][prices][0]");
        (await OfferAsync(product, await api.A.PriceAsync())).Fails(400, param: "features[subscription_update][products][0][prices][0]");
        (await OfferAsync(product, "price_none")).Fails(400, "resource_missing", "features[subscription_update][products][0][prices][0]");
        (await OfferAsync("prod_none", once)).Fails(400, "resource_missing", "features[subscription_update][products][0][product]");
    }

    [Fact]
    public async Task A_session_has_a_short_address_and_is_told()
    {
        var customer = await api.A.PayerAsync(null);
        var made = (await api.A.PostAsync(Sessions, new() { ["customer"] = customer, ["return_url"] = "https://shop.example", ["locale"] = "de", ["expand[0]"] = "configuration" })).Ok();
        Assert.StartsWith("bps_", made.Id, StringComparison.Ordinal);
        Assert.Contains("/portal/", made.Text("url"), StringComparison.Ordinal);
        Assert.DoesNotContain(made.Id, made.Text("url"), StringComparison.Ordinal);
        Assert.True(made.Flag("configuration.is_default"));
        Assert.True(made.IsNull("flow"));
        Assert.Equal(made.Id, (await api.A.GetAsync("/v1/events?type=billing_portal.session.created")).Ok().Text("data[0].data.object.id"));
        (await api.A.PostAsync(Sessions)).Fails(400, "parameter_missing", "customer");
        (await api.B.PostAsync(Sessions, new() { ["customer"] = customer })).Fails(400, "resource_missing", "customer");
        (await api.A.PostAsync(Sessions, new() { ["customer"] = customer, ["configuration"] = "bpc_none" })).Fails(400, "resource_missing", "configuration");
        (await api.A.PostAsync(Sessions, new() { ["customer"] = customer, ["locale"] = "xx" })).Fails(400, param: "locale");
        (await api.A.PostAsync(Sessions, new() { ["customer"] = customer, ["return_url"] = "shop" })).Fails(400, "url_invalid", "return_url");
    }

    [Fact]
    public async Task A_flow_that_cannot_be_walked_is_refused()
    {
        var customer = await api.A.PayerAsync();
        var price = await api.A.PriceAsync();
        var subscription = (await api.A.SubscribeAsync(customer, price)).Ok();
        Task<Reply> FlowAsync(Form form) => api.A.PostAsync(Sessions, [new("customer", customer), .. form]);
        (await FlowAsync(new() { ["flow_data[type]"] = "subscription_pause" })).Fails(400, param: "flow_data[type]");
        (await FlowAsync(new() { ["flow_data[type]"] = "subscription_cancel" })).Fails(400, "parameter_missing", "flow_data[subscription_cancel]");
        (await FlowAsync(new() { ["flow_data[type]"] = "subscription_cancel", ["flow_data[subscription_cancel][subscription]"] = "sub_none" })).Fails(400, "resource_missing", "flow_data[subscription_cancel][subscription]");
        (await FlowAsync(new() { ["flow_data[type]"] = "subscription_update", ["flow_data[subscription_update][subscription]"] = subscription.Id })).Fails(400, param: "flow_data[type]");
        (await FlowAsync(new() { ["flow_data[type]"] = "payment_method_update", ["flow_data[after_completion][type]"] = "redirect" })).Fails(400, "parameter_missing");
        var made = (await FlowAsync(new()
        {
            ["flow_data[type]"] = "subscription_cancel",
            ["flow_data[subscription_cancel][subscription]"] = subscription.Id,
            ["flow_data[after_completion][type]"] = "redirect",
            ["flow_data[after_completion][redirect][return_url]"] = "https://shop.example/bye",
        })).Ok();
        Assert.Equal(subscription.Id, made.Text("flow.subscription_cancel.subscription"));
        Assert.Equal("https://shop.example/bye", made.Text("flow.after_completion.redirect.return_url"));
    }

    [Fact]
    public async Task Sessions_that_expired_long_ago_are_swept_away()
    {
        var made = (await api.A.PostAsync(Sessions, new() { ["customer"] = await api.A.PayerAsync(null) })).Ok();
        var fresh = (await api.A.PostAsync(Sessions, new() { ["customer"] = await api.A.PayerAsync(null) })).Ok();
        await api.SqlAsync("update pay_portal_sessions set expires_at = now() - interval '2 days' where id = $1", made.Id);
        await ActivatorUtilities.CreateInstance<PortalSessionSweep>(api.Services).SweepAsync(CancellationToken.None);
        Assert.Empty(await api.SqlAsync("select 1 from pay_portal_sessions where id = $1", made.Id));
        Assert.Single(await api.SqlAsync("select 1 from pay_portal_sessions where id = $1", fresh.Id));
    }

    private Task<Reply> OfferAsync(string product, string price) => api.A.PostAsync(Configurations, new()
    {
        ["features[subscription_update][enabled]"] = "true",
        ["features[subscription_update][default_allowed_updates][0]"] = "price",
        ["features[subscription_update][products][0][product]"] = product,
        ["features[subscription_update][products][0][prices][0]"] = price,
    });
}
