using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Customers;

public sealed class CustomerTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_customer_is_made_shown_and_listed()
    {
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com", ["name"] = "Ada", ["metadata[order]"] = "7" })).Ok();
        Assert.StartsWith("cus_", ada.Id);
        Assert.StartsWith("req_", ada.Header("Request-Id"));
        var shown = (await api.A.GetAsync($"/v1/customers/{ada.Id}")).Ok();
        Assert.Equal(ada.Body, shown.Body);
        Assert.Equal("7", shown.Text("metadata.order"));
        var list = (await api.A.GetAsync("/v1/customers?email=ada@example.com")).Ok();
        Assert.Equal(ada.Id, list.Text("data[0].id"));
    }

    [Fact]
    public async Task An_update_leaves_absent_fields_and_clears_empty_ones()
    {
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com", ["name"] = "Ada", ["metadata[a]"] = "1" })).Ok();
        var now = (await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["name"] = "", ["metadata[b]"] = "2" })).Ok();
        Assert.Equal("ada@example.com", now.Text("email"));
        Assert.Null(now.Text("name"));
        Assert.Equal("1", now.Text("metadata.a"));
        var events = (await api.A.GetAsync($"/v1/events?object_id={ada.Id}")).Ok();
        Assert.Equal("customer.updated", events.Text("data[0].type"));
        Assert.Equal("Ada", events.Text("data[0].data.previous_attributes.name"));
        Assert.Equal(2, events.Number("data[0].sequence"));
        Assert.Equal(events.Text("data[1].id"), events.Text("data[0].previous_event"));
    }

    [Fact]
    public async Task A_deleted_customer_is_erased_but_still_named()
    {
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "gone@example.com", ["name"] = "Ada" })).Ok();
        Assert.True((await api.A.DeleteAsync($"/v1/customers/{ada.Id}")).Ok().Flag("deleted"));
        Assert.True((await api.A.GetAsync($"/v1/customers/{ada.Id}")).Ok().Flag("deleted"));
        (await api.A.PostAsync($"/v1/customers/{ada.Id}", new() { ["name"] = "Eve" })).Fails(404, "resource_missing");
        Assert.Empty((await api.A.GetAsync("/v1/customers?email=gone@example.com")).Ok().List());
        Assert.Equal(0L, (await api.SqlAsync("select count(*) from pay_customers where email = 'gone@example.com'"))[0][0]);
    }

    [Fact]
    public async Task A_neighbour_and_the_other_mode_see_nothing()
    {
        var ada = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok();
        (await api.B.GetAsync($"/v1/customers/{ada.Id}")).Fails(404, "resource_missing");
        (await api.Live.GetAsync($"/v1/customers/{ada.Id}")).Fails(404, "resource_missing");
        Assert.DoesNotContain((await api.B.GetAsync("/v1/customers?limit=100")).Ok().List(), c => c.GetProperty("id").GetString() == ada.Id);
    }

    [Fact]
    public async Task A_repeated_create_under_one_key_answers_the_same_bytes()
    {
        var first = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" }, "key-1")).Ok();
        var again = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" }, "key-1")).Ok();
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal("idempotency_error", (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Eve" }, "key-1")).Fails(400).Text("error.type"));
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        (await api.A.PostAsync("/v1/customers", new() { ["nmae"] = "Ada" })).Fails(400, "parameter_unknown", "nmae");
        (await api.A.PostAsync("/v1/customers", new() { ["email"] = "not an address" })).Fails(400, "email_invalid", "email");
        (await api.A.GetAsync("/v1/customers?limit=0")).Fails(400);
        (await api.A.GetAsync("/v1/customers?expand[]=data.nothing")).Fails(400, param: "expand");
        (await api.A.GetAsync("/v1/terminal/readers")).Fails(404);
        (await api.A.SendAsync(HttpMethod.Put, "/v1/customers", null, null)).Fails(404);
        (await new ApiClient(api.A.Url, "sk_test_wrong").GetAsync("/v1/customers")).Fails(401);
        (await api.Browser.GetAsync("/v1/customers")).Fails(403);
    }
}
