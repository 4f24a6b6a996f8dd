using System.Text.Json;

namespace CalmonyPay.Tests.Platform.Expansion;

public sealed class ExpansionTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task An_id_becomes_its_object_where_it_is_asked_for_and_nowhere_else()
    {
        var (customer, intent) = await PaidAsync("Ada");
        var plain = (await api.A.GetAsync($"/v1/payment_intents/{intent}")).Ok();
        Assert.Equal(customer, plain.Text("customer"));
        var expanded = (await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]=customer")).Ok();
        Assert.Equal("Ada", expanded.Text("customer.name"));
        Assert.Equal(plain.Text("latest_charge"), expanded.Text("latest_charge"));
        Assert.Equal((await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Body, expanded["customer"].GetRawText());
    }

    [Fact]
    public async Task A_path_leads_through_objects_and_several_may_share_a_beginning()
    {
        var (customer, intent) = await PaidAsync("Ada");
        var expanded = (await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]=latest_charge.customer&expand[]=latest_charge.balance_transaction&expand[]=payment_method&expand[]=latest_charge")).Ok();
        Assert.Equal(customer, expanded.Text("latest_charge.customer.id"));
        Assert.Equal("balance_transaction", expanded.Text("latest_charge.balance_transaction.object"));
        Assert.Equal("4242", expanded.Text("payment_method.card.last4"));
    }

    [Fact]
    public async Task On_a_list_every_row_is_expanded()
    {
        var customers = new List<string>();
        for (var i = 0; i < 5; i++) customers.Add((await PaidAsync($"Ada {i}")).Customer);
        var list = (await api.A.GetAsync("/v1/payment_intents?limit=5&expand[]=data.customer&expand[]=data.latest_charge.balance_transaction&expand[]=data.latest_charge.payment_intent.customer")).Ok().List();
        Assert.Equal(customers.AsEnumerable().Reverse(), list.Select(row => row.GetProperty("customer").GetProperty("id").GetString()));
        Assert.All(list, row => Assert.Equal(JsonValueKind.Object, row.GetProperty("latest_charge").GetProperty("balance_transaction").ValueKind));
        Assert.All(list, row => Assert.StartsWith("Ada", row.GetProperty("latest_charge").GetProperty("payment_intent").GetProperty("customer").GetProperty("name").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_empty_stays_empty()
    {
        var bare = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["expand[0]"] = "customer", ["expand[1]"] = "latest_charge.customer" })).Ok();
        Assert.True(bare.IsNull("customer"));
        Assert.True(bare.IsNull("latest_charge"));
    }

    [Fact]
    public async Task A_deleted_customer_is_expanded_as_deleted_beside_living_ones()
    {
        var (gone, intent) = await PaidAsync("Gone");
        (await api.A.DeleteAsync($"/v1/customers/{gone}")).Ok();
        Assert.True((await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]=customer")).Ok().Flag("customer.deleted"));
        // Whichever of the two comes first, the way on leads through the living one.
        await PaidAsync("Living");
        var mixed = (await api.A.GetAsync("/v1/payment_intents?limit=2&expand[]=data.customer.invoice_settings.default_payment_method")).Ok();
        Assert.True(mixed.Flag("data[1].customer.deleted"));
        var (goneToo, _) = await PaidAsync("Gone, too");
        (await api.A.DeleteAsync($"/v1/customers/{goneToo}")).Ok();
        var turned = (await api.A.GetAsync("/v1/payment_intents?limit=2&expand[]=data.customer.invoice_settings.default_payment_method")).Ok();
        Assert.True(turned.Flag("data[0].customer.deleted"));
        Assert.Equal("Living", turned.Text("data[1].customer.name"));
    }

    [Theory]
    [InlineData("customer.nothing")]
    [InlineData("amount")]
    [InlineData("nothing")]
    [InlineData("metadata")]
    [InlineData("metadata.order")]
    [InlineData("data.customer")]
    [InlineData("id")]
    [InlineData("client_secret")]
    [InlineData("customer.")]
    [InlineData(".")]
    [InlineData("payment_method_options.card.nothing")]
    public async Task What_cannot_be_expanded_is_named(string path)
    {
        var (_, intent) = await PaidAsync("Ada");
        Assert.Contains(path, (await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]={path}")).Fails(400, param: "expand").Text("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_levels_are_expanded_and_a_fifth_is_refused()
    {
        var (_, intent) = await PaidAsync("Ada");
        var deep = (await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]=latest_charge.payment_intent.latest_charge.customer")).Ok();
        Assert.Equal("Ada", deep.Text("latest_charge.payment_intent.latest_charge.customer.name"));
        (await api.A.GetAsync($"/v1/payment_intents/{intent}?expand[]=latest_charge.payment_intent.latest_charge.payment_intent.customer")).Fails(400, param: "expand");
        (await api.A.GetAsync("/v1/payment_intents?limit=1&expand[]=data.latest_charge.payment_intent.latest_charge.customer")).Ok();
    }

    [Fact]
    public async Task A_wrong_path_is_refused_on_an_empty_list_too() =>
        (await api.B.GetAsync("/v1/payment_intents?expand[]=data.nothing")).Fails(400, param: "expand");

    [Fact]
    public async Task A_creation_with_a_wrong_path_creates_nothing()
    {
        (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Nobody at all", ["expand[]"] = "nothing" })).Fails(400, param: "expand");
        Assert.Equal(0L, (await api.SqlAsync("select count(*) from pay_customers where name = 'Nobody at all'"))[0][0]);
    }

    [Fact]
    public async Task Expand_works_in_a_POST_and_in_its_replay()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok();
        Form form = new() { ["amount"] = "1000", ["currency"] = "gbp", ["customer"] = customer.Id, ["expand[]"] = "customer" };
        var made = (await api.A.PostAsync("/v1/payment_intents", form, "expand-1")).Ok();
        Assert.Equal("Ada", made.Text("customer.name"));
        Assert.Equal(made.Body, (await api.A.PostAsync("/v1/payment_intents", form, "expand-1")).Ok().Body);
    }

    private async Task<(string Customer, string Intent)> PaidAsync(string name)
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["name"] = name })).Ok();
        var intent = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["customer"] = customer.Id, ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["metadata[order]"] = "7" })).Ok();
        return (customer.Id, intent.Id);
    }
}
