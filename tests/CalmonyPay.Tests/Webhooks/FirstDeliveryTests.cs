namespace CalmonyPay.Tests.Webhooks;

/// <summary>One endpoint, one event: on a host of its own, so that nothing else is on its way.</summary>
public sealed class FirstDeliveryTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task An_event_arrives_as_the_api_shows_it_signed_twice_and_soon()
    {
        var endpoint = await api.EndpointAsync("/hooks", new() { ["enabled_events[]"] = "customer.created" });
        var customer = await api.CustomerAsync();
        (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["name"] = "Grace" })).Ok();
        var got = (await api.Receiver.UntilAsync("/hooks", 1))[0];
        Assert.Equal(("customer.created", customer.Id, 1L), (got.Type, got.ObjectId, got.Sequence));
        Assert.Equal(("application/json; charset=utf-8", "event"), (got.Headers["Content-Type"], got.Headers["CalmonyPay-Delivery"]));
        Assert.Equal(got.EventId, got.Headers["webhook-id"]);
        Assert.True(Signed.ByStripe(got, endpoint.Text("secret")!));
        Assert.True(Signed.ByStandard(got, endpoint.Text("secret")!));
        Assert.Equal(1, got.Json.GetProperty("pending_webhooks").GetInt32());

        var seen = await api.UntilAsync($"/v1/events/{got.EventId}", e => e.Number("pending_webhooks") == 0);
        Assert.Equal(seen.Json.GetProperty("data").GetRawText(), got.Json.GetProperty("data").GetRawText());
        var delivery = (await api.A.GetAsync($"/v1/webhook_endpoints/{endpoint.Id}/deliveries")).Ok().Json.GetProperty("data").EnumerateArray().Single();
        Assert.Equal(("succeeded", 200), (delivery.GetProperty("status").GetString(), delivery.GetProperty("response_status").GetInt32()));
        Assert.Single(api.Receiver.Of("/hooks")); // the update is of a type it did not ask for
    }
}
