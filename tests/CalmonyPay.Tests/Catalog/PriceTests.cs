using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Catalog;

public sealed class PriceTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_price_is_paid_once_or_recurs()
    {
        var once = (await PriceAsync(new() { ["unit_amount"] = "1000" })).Ok();
        Assert.Equal(("one_time", "per_unit", "unspecified", "1000"), (once.Text("type"), once.Text("billing_scheme"), once.Text("tax_behavior"), once.Text("unit_amount_decimal")));
        Assert.True(once.IsNull("recurring"));
        Assert.False(once.Has("tiers") || once.Has("currency_options"));
        var monthly = (await PriceAsync(new() { ["unit_amount_decimal"] = "123.450", ["recurring[interval]"] = "month", ["recurring[interval_count]"] = "3" })).Ok();
        Assert.Equal(("recurring", "licensed", 3, "123.45"), (monthly.Text("type"), monthly.Text("recurring.usage_type"), monthly.Number("recurring.interval_count"), monthly.Text("unit_amount_decimal")));
        Assert.True(monthly.IsNull("unit_amount"));
        Assert.Equal(monthly.Body, (await api.A.GetAsync($"/v1/prices/{monthly.Id}")).Ok().Body);
    }

    [Fact]
    public async Task Tiers_and_other_currencies_are_shown_when_they_are_expanded()
    {
        var tiered = (await PriceAsync(new()
        {
            ["billing_scheme"] = "tiered",
            ["tiers_mode"] = "graduated",
            ["recurring[interval]"] = "month",
            ["tiers[0][up_to]"] = "5",
            ["tiers[0][unit_amount]"] = "500",
            ["tiers[1][up_to]"] = "inf",
            ["tiers[1][unit_amount_decimal]"] = "0.5",
            ["tiers[1][flat_amount]"] = "9",
            ["currency_options[eur][tiers][0][up_to]"] = "5",
            ["currency_options[eur][tiers][0][unit_amount]"] = "600",
            ["currency_options[eur][tiers][1][up_to]"] = "inf",
            ["currency_options[eur][tiers][1][unit_amount]"] = "1",
        })).Ok();
        Assert.False(tiered.Has("tiers") || tiered.Has("currency_options"));
        Assert.True(tiered.IsNull("unit_amount"));
        var shown = (await api.A.GetAsync($"/v1/prices/{tiered.Id}?expand[]=tiers&expand[]=currency_options")).Ok();
        Assert.Equal((5, 500, "0.5"), (shown.Number("tiers[0].up_to"), shown.Number("tiers[0].unit_amount"), shown.Text("tiers[1].unit_amount_decimal")));
        Assert.True(shown.IsNull("tiers[1].up_to") && shown.IsNull("tiers[1].unit_amount"));
        Assert.Equal(600, shown.Number("currency_options.eur.tiers[0].unit_amount"));
        Assert.Equal(500, shown.Number("currency_options.gbp.tiers[0].unit_amount"));
        Assert.Equal("data", (await api.A.GetAsync("/v1/prices?expand[]=data.tiers&expand[]=data.product")).Ok().Has("data") ? "data" : "");
    }

    [Fact]
    public async Task A_price_s_terms_can_be_had_in_each_of_its_currencies_and_no_other()
    {
        var made = (await PriceAsync(new() { ["unit_amount"] = "1000", ["currency_options[jpy][unit_amount]"] = "150", ["currency_options[jpy][tax_behavior]"] = "inclusive" })).Ok();
        await using var scope = api.Worker(api.ProjectA);
        var price = (await scope.ServiceProvider.GetRequiredService<PriceService>().LoadAsync([made.Id], CancellationToken.None))[made.Id];
        Assert.Equal((150, TaxBehavior.Inclusive), (price.TermsIn("jpy").UnitAmount, price.TermsIn("jpy").TaxBehavior));
        Assert.Equal(3000, PriceArithmetic.Of(price.Terms(), 3).Amount);
        Assert.Contains("`gbp`, `jpy`", Assert.Throws<StripeError>(() => price.TermsIn("usd")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lookup_key_is_one_price_s_and_moves_only_on_request()
    {
        var old = (await PriceAsync(new() { ["unit_amount"] = "1", ["lookup_key"] = "standard" })).Ok();
        Assert.Equal($"A price (`{old.Id}`) already uses that lookup key.", (await PriceAsync(new() { ["unit_amount"] = "2", ["lookup_key"] = "standard" })).Fails(400, param: "lookup_key").Text("error.message"));
        var now = (await PriceAsync(new() { ["unit_amount"] = "2", ["lookup_key"] = "standard", ["transfer_lookup_key"] = "true" })).Ok();
        Assert.Equal("standard", now.Text("lookup_key"));
        Assert.True((await api.A.GetAsync($"/v1/prices/{old.Id}")).Ok().IsNull("lookup_key"));
        Assert.Equal("standard", (await api.A.GetAsync($"/v1/events?object_id={old.Id}&type=price.updated")).Ok().Text("data[0].data.previous_attributes.lookup_key"));
        Assert.Equal(now.Id, Assert.Single((await api.A.GetAsync("/v1/prices?lookup_keys[]=standard&lookup_keys[]=other")).Ok().List()).GetProperty("id").GetString());
        (await api.A.PostAsync($"/v1/prices/{old.Id}", new() { ["lookup_key"] = "standard" })).Fails(400, param: "lookup_key");
        Assert.Equal("standard", (await api.A.PostAsync($"/v1/prices/{old.Id}", new() { ["lookup_key"] = "standard", ["transfer_lookup_key"] = "true" })).Ok().Text("lookup_key"));
        Assert.Equal("standard", (await api.Live.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1", ["product_data[name]"] = "Tea", ["lookup_key"] = "standard" })).Ok().Text("lookup_key"));
    }

    [Fact]
    public async Task Prices_that_want_one_lookup_key_at_once_end_with_one_that_has_it()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => PriceAsync(new() { ["unit_amount"] = $"{n}", ["lookup_key"] = "raced", ["transfer_lookup_key"] = n % 2 == 0 ? "true" : "false" })));
        Assert.All(replies, reply => Assert.True(reply.Code is 200 or 400, reply.Body));
        Assert.Single((await api.A.GetAsync("/v1/prices?lookup_keys[]=raced")).Ok().List());
    }

    [Fact]
    public async Task What_a_price_costs_never_changes_and_its_tax_behavior_changes_once()
    {
        var price = (await PriceAsync(new() { ["unit_amount"] = "100" })).Ok();
        (await api.A.PostAsync($"/v1/prices/{price.Id}", new() { ["unit_amount"] = "200" })).Fails(400, "parameter_unknown", "unit_amount");
        var changed = (await api.A.PostAsync($"/v1/prices/{price.Id}", new()
        {
            ["active"] = "false",
            ["nickname"] = "old",
            ["tax_behavior"] = "exclusive",
            ["metadata[a]"] = "1",
            ["currency_options[usd][unit_amount]"] = "130",
            ["expand[]"] = "currency_options",
        })).Ok();
        Assert.Equal((false, "old", "exclusive", 130), (changed.Flag("active"), changed.Text("nickname"), changed.Text("tax_behavior"), changed.Number("currency_options.usd.unit_amount")));
        (await api.A.PostAsync($"/v1/prices/{price.Id}", new() { ["tax_behavior"] = "inclusive" })).Fails(400, param: "tax_behavior");
        (await api.A.PostAsync($"/v1/prices/{price.Id}", new() { ["tax_behavior"] = "exclusive" })).Ok();
        (await api.A.PostAsync($"/v1/prices/{price.Id}", new() { ["currency_options[eur][tiers][0][up_to]"] = "inf", ["currency_options[eur][tiers][0][unit_amount]"] = "1" })).Fails(400, param: "currency_options[eur][tiers]");
        (await api.A.DeleteAsync($"/v1/prices/{price.Id}")).Fails(404);
    }

    [Fact]
    public async Task Prices_are_filtered_and_searched()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Filtered" })).Ok().Id;
        var once = (await PriceAsync(new() { ["unit_amount"] = "1", ["product"] = product, ["currency"] = "usd" })).Ok().Id;
        var monthly = (await PriceAsync(new() { ["unit_amount"] = "1", ["product"] = product, ["recurring[interval]"] = "month", ["metadata[tag]"] = "found" })).Ok().Id;
        var meter = (await api.A.PostAsync("/v1/billing/meters", new() { ["display_name"] = "Calls", ["event_name"] = "filtered_calls", ["default_aggregation[formula]"] = "sum" })).Ok().Id;
        var metered = (await PriceAsync(new() { ["unit_amount"] = "1", ["product"] = product, ["recurring[interval]"] = "week", ["recurring[usage_type]"] = "metered", ["recurring[meter]"] = meter })).Ok().Id;
        foreach (var (filter, expected) in ((string, string[])[])
        [
            ("", [metered, monthly, once]), ("&type=one_time", [once]), ("&type=recurring", [metered, monthly]), ("&currency=usd", [once]), ("&recurring[interval]=month", [monthly]),
            ("&recurring[usage_type]=metered", [metered]), ($"&recurring[meter]={meter}", [metered]), ("&active=false", []), ("&limit=1", [metered]), ($"&starting_after={monthly}", [once]),
        ])
            Assert.Equal(expected, (await api.A.GetAsync($"/v1/prices?product={product}{filter}")).Ok().List().Select(p => p.GetProperty("id").GetString()!));
        foreach (var (query, expected) in ((string, string[])[])
        [
            ($"product:'{product}'", [metered, monthly, once]), ($"product:'{product}' AND type:'one_time'", [once]), ($"product:'{product}' AND currency:'gbp'", [metered, monthly]), ("metadata['tag']:'found' AND active:'true'", [monthly]),
        ])
            Assert.Equal(expected, (await api.A.GetAsync($"/v1/prices/search?query={Uri.EscapeDataString(query)}")).Ok().List().Select(p => p.GetProperty("id").GetString()!));
        (await api.A.GetAsync("/v1/prices?product=prod_none")).Fails(400, "resource_missing", "product");
    }

    [Fact]
    public async Task A_price_from_price_data_is_inactive_and_not_listed()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tea" })).Ok().Id;
        await using var scope = api.Worker(api.ProjectA);
        var prices = scope.ServiceProvider.GetRequiredService<PriceService>();
        var shape = new PriceShape("gbp", BillingScheme.PerUnit, new(700, 700, null, null, TaxBehavior.Unspecified), null, null, null, null);
        var made = await prices.FromDataAsync(new(shape, product, null, "items[0][price_data]"), CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<PayDb>().SaveChangesAsync();
        var shown = (await api.A.GetAsync($"/v1/prices/{made.Id}")).Ok();
        Assert.Equal((false, 700), (shown.Flag("active"), shown.Number("unit_amount")));
        Assert.Empty((await api.A.GetAsync($"/v1/prices?product={product}")).Ok().List());
        var refused = await Assert.ThrowsAsync<StripeError>(() => prices.FromDataAsync(new(shape, "prod_none", null, "items[0][price_data]"), CancellationToken.None));
        Assert.Equal("items[0][price_data][product]", refused.Param);
        Assert.Equal(404, (await Assert.ThrowsAsync<StripeError>(() => prices.GetAsync("price_none", CancellationToken.None))).Status);
        Assert.Equal((400, "items[0][price]"), (await Assert.ThrowsAsync<StripeError>(() => prices.RequireAsync(made.Id, "items[0][price]", CancellationToken.None))) is { } inactive ? (inactive.Status, inactive.Param) : default);
    }

    [Theory]
    [InlineData("unit_amount=", "parameter_invalid_empty", "unit_amount")]
    [InlineData("nickname=none", "parameter_missing", "unit_amount")]
    [InlineData("unit_amount=-1", "parameter_invalid_integer", "unit_amount")]
    [InlineData("unit_amount=1.5", "parameter_invalid_integer", "unit_amount")]
    [InlineData("unit_amount=1&unit_amount_decimal=1", "parameters_exclusive", "unit_amount")]
    [InlineData("unit_amount_decimal=0.0000000000001", null, "unit_amount_decimal")]
    [InlineData("unit_amount_decimal=x", null, "unit_amount_decimal")]
    [InlineData("unit_amount=1&currency=xyz", null, "currency")]
    [InlineData("unit_amount=1&recurring[interval]=fortnight", null, "recurring[interval]")]
    [InlineData("unit_amount=1&recurring[interval_count]=1", "parameter_missing", "recurring[interval]")]
    [InlineData("unit_amount=1&recurring[interval]=month&recurring[interval_count]=37", null, "recurring[interval_count]")]
    [InlineData("unit_amount=1&recurring[interval]=year&recurring[interval_count]=4", null, "recurring[interval_count]")]
    [InlineData("unit_amount=1&recurring[interval]=month&recurring[interval_count]=0", null, "recurring[interval_count]")]
    [InlineData("unit_amount=1&recurring[interval]=month&recurring[usage_type]=metered", null, "recurring[meter]")]
    [InlineData("unit_amount=1&recurring[interval]=month&recurring[meter]=mtr_1", null, "recurring[meter]")]
    [InlineData("unit_amount=1&tiers_mode=volume", null, "tiers_mode")]
    [InlineData("billing_scheme=tiered&tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=1", null, "interval")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume", "parameter_missing", "tiers")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers[0][up_to]=inf&tiers[0][unit_amount]=1", "parameter_missing", "tiers_mode")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume&tiers[0][up_to]=5&tiers[0][unit_amount]=1", null, "tiers[0][up_to]")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=1&tiers[1][up_to]=inf&tiers[1][unit_amount]=1", null, "tiers[0][up_to]")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume&tiers[0][up_to]=9&tiers[0][unit_amount]=1&tiers[1][up_to]=9&tiers[1][unit_amount]=1&tiers[2][up_to]=inf&tiers[2][unit_amount]=1", null, "tiers[1][up_to]")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume&tiers[0][up_to]=inf", "parameter_missing", "tiers[0][unit_amount]")]
    [InlineData("billing_scheme=tiered&recurring[interval]=month&tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=1&transform_quantity[divide_by]=2&transform_quantity[round]=up", null, "transform_quantity")]
    [InlineData("unit_amount=1&transform_quantity[divide_by]=0&transform_quantity[round]=up", null, "transform_quantity[divide_by]")]
    [InlineData("unit_amount=1&transform_quantity[divide_by]=2&transform_quantity[round]=half", null, "transform_quantity[round]")]
    [InlineData("unit_amount=1&custom_unit_amount[enabled]=true", "parameters_exclusive", "custom_unit_amount")]
    [InlineData("custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=5&custom_unit_amount[maximum]=4", null, "custom_unit_amount[maximum]")]
    [InlineData("unit_amount=1&currency_options=5", null, "currency_options")]
    [InlineData("unit_amount=1&currency_options[EUR][unit_amount]=1", null, "currency_options[EUR]")]
    [InlineData("unit_amount=1&currency_options[xyz][unit_amount]=1", null, "currency_options[xyz]")]
    [InlineData("unit_amount=1&currency_options[eur][tax_behavior]=inclusive", null, "currency_options[eur][unit_amount]")]
    [InlineData("unit_amount=1&product_data[name]=x", "parameters_exclusive", "product")]
    [InlineData("unit_amount=1&product=prod_none", "resource_missing", "product")]
    [InlineData("unit_amount=1&colour=red", "parameter_unknown", "colour")]
    public async Task Mistakes_are_named(string sent, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Select(pair => pair.Split('=', 2))) form.Add(new(pair[0], pair[1]));
        if (!sent.Contains("product=", StringComparison.Ordinal)) form.Add(new("product", await AnyProductAsync()));
        (await PriceAsync(form)).Fails(400, code, param);
    }

    [Fact]
    public async Task A_price_needs_a_product()
    {
        Assert.Equal("You must specify either `product` or `product_data` when creating a price.", (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1" })).Fails(400).Text("error.message"));
        (await api.A.PostAsync("/v1/prices", new() { ["product"] = "x", ["unit_amount"] = "1" })).Fails(400, "parameter_missing", "currency");
        (await api.A.GetAsync("/v1/prices/price_none")).Fails(404, "resource_missing", "price");
    }

    private async Task<string> AnyProductAsync() =>
        (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tea" })).Ok().Id;

    private Task<Reply> PriceAsync(Form form)
    {
        if (!form.Exists(pair => pair.Key == "currency")) form.Add(new("currency", "gbp"));
        if (!form.Exists(pair => pair.Key == "product")) form.Add(new("product_data[name]", "Tea"));
        return api.A.PostAsync("/v1/prices", form);
    }
}
