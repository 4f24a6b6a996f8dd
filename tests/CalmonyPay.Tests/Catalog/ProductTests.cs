using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Catalog;

public sealed class ProductTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_product_keeps_what_it_was_created_with()
    {
        var tea = (await api.A.PostAsync("/v1/products", new()
        {
            ["name"] = "Tea",
            ["description"] = "Leaves",
            ["images[0]"] = "https://example.com/tea.png",
            ["marketing_features[0][name]"] = "Hot",
            ["package_dimensions[height]"] = "1.5",
            ["package_dimensions[length]"] = "2",
            ["package_dimensions[weight]"] = "3",
            ["package_dimensions[width]"] = "4",
            ["shippable"] = "true",
            ["statement_descriptor"] = "TEA SHOP",
            ["tax_code"] = "txcd_99999999",
            ["unit_label"] = "bag",
            ["url"] = "https://example.com/tea",
            ["metadata[a]"] = "1",
        })).Ok();
        Assert.StartsWith("prod_", tea.Id);
        Assert.Equal(tea.Body, (await api.A.GetAsync($"/v1/products/{tea.Id}")).Ok().Body);
        Assert.Equal("Hot", tea.Text("marketing_features[0].name"));
        Assert.Equal(1.5m, tea["package_dimensions.height"].GetDecimal());
        Assert.Equal("txcd_99999999", tea.Text("tax_details.tax_code"));
        Assert.Equal("service", tea.Text("type"));
        Assert.True(tea.IsNull("default_price"));
    }

    [Fact]
    public async Task A_merchant_may_choose_the_id_and_use_it_in_both_modes_but_once_in_each()
    {
        var form = new Form { ["id"] = "tea", ["name"] = "Tea" };
        Assert.Equal("tea", (await api.A.PostAsync("/v1/products", form)).Ok().Id);
        Assert.Equal("tea", (await api.Live.PostAsync("/v1/products", form)).Ok().Id);
        Assert.Equal("tea", (await api.B.PostAsync("/v1/products", form)).Ok().Id);
        (await api.A.PostAsync("/v1/products", form)).Fails(400, "resource_already_exists", "id");
        (await api.A.PostAsync("/v1/products", new() { ["id"] = "a/b", ["name"] = "Tea" })).Fails(400, param: "id");
    }

    [Fact]
    public async Task One_of_several_who_want_the_same_id_gets_it()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.A.PostAsync("/v1/products", new() { ["id"] = "raced", ["name"] = "Tea" })));
        Assert.Equal([200, 400, 400, 400, 400, 400], replies.Select(reply => reply.Code).Order());
    }

    [Fact]
    public async Task A_product_is_made_with_its_default_price()
    {
        var tea = (await api.A.PostAsync("/v1/products", new()
        {
            ["name"] = "Tea",
            ["default_price_data[currency]"] = "gbp",
            ["default_price_data[unit_amount]"] = "500",
            ["default_price_data[recurring][interval]"] = "month",
            ["default_price_data[metadata][b]"] = "2",
            ["expand[]"] = "default_price",
        })).Ok();
        Assert.Equal(tea.Id, tea.Text("default_price.product"));
        Assert.Equal(500, tea.Number("default_price.unit_amount"));
        Assert.Equal("2", tea.Text("default_price.metadata.b"));
        var events = (await api.A.GetAsync($"/v1/events?object_id={tea.Text("default_price.id")}")).Ok().List().Select(e => e.GetProperty("type").GetString());
        Assert.Equal(["plan.created", "price.created"], events);
    }

    [Fact]
    public async Task An_update_leaves_absent_fields_and_clears_empty_ones()
    {
        var tea = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tea", ["description"] = "Leaves", ["url"] = "https://example.com" })).Ok();
        var other = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1", ["product_data[name]"] = "Coffee" })).Ok();
        var own = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1", ["product"] = tea.Id })).Ok();
        (await api.A.PostAsync($"/v1/products/{tea.Id}", new() { ["default_price"] = other.Id })).Fails(400, param: "default_price");
        (await api.A.PostAsync($"/v1/products/{tea.Id}", new() { ["default_price"] = "price_none" })).Fails(400, "resource_missing", "default_price");
        var now = (await api.A.PostAsync($"/v1/products/{tea.Id}", new() { ["description"] = "", ["active"] = "false", ["default_price"] = own.Id })).Ok();
        Assert.True(now.IsNull("description"));
        Assert.Equal("https://example.com", now.Text("url"));
        Assert.False(now.Flag("active"));
        Assert.Equal(own.Id, now.Text("default_price"));
        var updated = (await api.A.GetAsync($"/v1/events?object_id={tea.Id}&type=product.updated")).Ok();
        Assert.Equal("Leaves", updated.Text("data[0].data.previous_attributes.description"));
    }

    [Fact]
    public async Task A_product_with_prices_cannot_be_deleted_and_one_without_can()
    {
        var priced = (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1", ["product_data[name]"] = "Tea" })).Ok().Text("product");
        Assert.Equal("This product cannot be deleted because it has one or more user-created prices.", (await api.A.DeleteAsync($"/v1/products/{priced}")).Fails(400).Text("error.message"));
        var bare = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tea" })).Ok().Id;
        Assert.True((await api.A.DeleteAsync($"/v1/products/{bare}")).Ok().Flag("deleted"));
        (await api.A.GetAsync($"/v1/products/{bare}")).Fails(404, "resource_missing", "id");
        (await api.A.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1", ["product"] = bare })).Fails(400, "resource_missing", "product");
    }

    [Fact]
    public async Task Products_are_listed_newest_first_whatever_their_ids()
    {
        var url = "https://example.com/listed";
        foreach (var id in (string?[])["zzz", "aaa", null, "mmm"])
        {
            var form = new Form { ["name"] = $"Tea {id}", ["url"] = url };
            if (id is not null) form.Add(new("id", id));
            (await api.A.PostAsync("/v1/products", form)).Ok();
        }
        var all = (await api.A.GetAsync($"/v1/products?url={url}")).Ok().List().Select(p => p.GetProperty("id").GetString()!).ToList();
        Assert.Equal(["mmm", "aaa", "zzz"], all.Where(id => !id.StartsWith("prod_", StringComparison.Ordinal)));
        var page = (await api.A.GetAsync($"/v1/products?url={url}&limit=2&starting_after=mmm")).Ok();
        Assert.Equal(all[1..3], page.List().Select(p => p.GetProperty("id").GetString()!));
        Assert.True(page.Flag("has_more"));
        Assert.Equal(all[..3], (await api.A.GetAsync($"/v1/products?url={url}&ending_before=zzz")).Ok().List().Select(p => p.GetProperty("id").GetString()!));
        (await api.A.GetAsync("/v1/products?starting_after=nobody")).Fails(400, "resource_missing", "starting_after");
        Assert.Equal("aaa", Assert.Single((await api.A.GetAsync("/v1/products?ids[]=aaa&ids[]=none")).Ok().List()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Products_are_searched_by_the_fields_that_Stripe_documents()
    {
        var tea = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Lapsang Souchong", ["description"] = "Smoked leaves", ["shippable"] = "true", ["metadata[tag]"] = "searched" })).Ok();
        foreach (var query in (string[])["name~'lapsang'", "description:'smoked'", "active:'true' AND metadata['tag']:'searched'", "shippable:'true' AND name:'souchong'"])
            Assert.Equal(tea.Id, Assert.Single((await api.A.GetAsync($"/v1/products/search?query={Uri.EscapeDataString(query)}")).Ok().List()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("name", "", "parameter_invalid_empty", "name")]
    [InlineData("images", "x", null, "images")]
    [InlineData("package_dimensions[height]", "1", "parameter_missing", "package_dimensions[length]")]
    [InlineData("default_price_data[currency]", "gbp", "parameter_missing", "default_price_data[unit_amount]")]
    [InlineData("default_price_data[unit_amount]", "1", "parameter_missing", "default_price_data[currency]")]
    [InlineData("url", "nowhere", "url_invalid", "url")]
    [InlineData("statement_descriptor", "<>", null, "statement_descriptor")]
    [InlineData("shippable", "perhaps", null, "shippable")]
    [InlineData("nmae", "Tea", "parameter_unknown", "nmae")]
    public async Task Mistakes_are_named(string name, string value, string? code, string param)
    {
        var form = new Form { [name] = value };
        if (name != "name") form.Add(new("name", "Tea"));
        (await api.A.PostAsync("/v1/products", form)).Fails(400, code, param);
    }
}
