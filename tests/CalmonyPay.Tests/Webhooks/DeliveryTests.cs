using System.Text;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Http;

namespace CalmonyPay.Tests.Webhooks;

public sealed class DeliveryTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task What_fails_is_tried_again_and_every_try_is_kept()
    {
        var endpoint = await api.EndpointAsync("/flaky", new() { ["enabled_events[]"] = "customer.created" });
        var tries = 0;
        api.Receiver.Answer("/flaky", async (http, _) =>
        {
            http.Response.StatusCode = Interlocked.Increment(ref tries) < 3 ? 500 : 204;
            http.Response.Headers["X-Why"] = "busy";
            if (tries < 3) await http.Response.WriteAsync("not now 4242 4242 4242 4242 \0" + new string('x', 10_000));
        });
        await api.CustomerAsync();
        await api.Receiver.UntilAsync("/flaky", 3);
        var list = await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}/deliveries", l => l.Json.GetProperty("data")[0].GetProperty("status").GetString() == "succeeded");
        Assert.Equal(2, list.Json.GetProperty("data")[0].GetProperty("retries").GetInt32());
        var attempts = (await api.A.GetAsync($"/v1/webhook_deliveries/{list.Json.GetProperty("data")[0].GetProperty("id").GetString()}/attempts")).Ok().Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal([3, 2, 1], attempts.Select(a => a.GetProperty("number").GetInt32()));
        Assert.Equal([204, 500, 500], attempts.Select(a => a.GetProperty("response_status").GetInt32()));
        Assert.Equal("busy", attempts[2].GetProperty("response_headers").GetProperty("X-Why").GetString());
        var body = attempts[2].GetProperty("response_body").GetString()!;
        Assert.StartsWith("not now ••• \uFFFDxxx", body, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(body) <= 4096);
        Assert.Equal(3, api.Receiver.Of("/flaky").Select(r => r.Headers["Stripe-Signature"]).Count());
        Assert.Single(api.Receiver.Of("/flaky").Select(r => r.EventId).Distinct());
    }

    [Fact]
    public async Task After_the_last_retry_it_is_given_up_and_can_be_sent_again()
    {
        var endpoint = await api.EndpointAsync("/down", new() { ["enabled_events[]"] = "customer.created" });
        api.Receiver.Answer("/down", 503);
        var customer = await api.CustomerAsync();
        await api.Receiver.UntilAsync("/down", 4);
        await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}/deliveries", l => l.Json.GetProperty("data")[0].GetProperty("status").GetString() == "failed");
        Assert.False((await api.A.GetAsync($"/v1/webhook_endpoints/{endpoint.Id}")).Ok().IsNull("failing_since"));
        var happened = api.Receiver.Of("/down")[0].EventId;
        Assert.Contains(happened, (await api.A.GetAsync("/v1/events?delivery_success=false")).Ok().Body, StringComparison.Ordinal);

        await api.WholeLogAsync();
        api.Receiver.Answer("/down", 200);
        var again = (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["failed"] = "true" })).Ok();
        Assert.Equal((1L, happened), (again.Number("deliveries"), again.Text("next_after")));
        var got = (await api.Receiver.UntilAsync("/down", 5))[4];
        Assert.Equal((happened, "replay"), (got.EventId, got.Headers["CalmonyPay-Delivery"]));
        await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}", e => e.IsNull("failing_since"));
        Assert.Equal(0, (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["failed"] = "true" })).Ok().Number("deliveries"));
        Assert.Equal(customer.Id, got.ObjectId);
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_and_another_is_told()
    {
        var witness = await api.EndpointAsync("/witness", new() { ["enabled_events[]"] = "webhook_endpoint.disabled" });
        var endpoint = await api.EndpointAsync("/gone", new() { ["enabled_events[]"] = "customer.created" });
        api.Receiver.Answer("/gone", 410);
        await api.CustomerAsync();
        var disabled = await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}", e => e.Text("status") == "disabled");
        Assert.Equal("gone", disabled.Text("disabled_reason"));
        var told = (await api.Receiver.UntilAsync("/witness", 1))[0];
        Assert.Equal((endpoint.Id, "enabled"), (told.ObjectId, told.Json.GetProperty("data").GetProperty("previous_attributes").GetProperty("status").GetString()));
        (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["failed"] = "true" })).Fails(400, param: "webhook_endpoint");
        (await api.A.DeleteAsync($"/v1/webhook_endpoints/{witness.Id}")).Ok();
    }

    [Fact]
    public async Task An_endpoint_that_has_failed_for_days_is_disabled_and_can_be_enabled_again()
    {
        var endpoint = await api.EndpointAsync("/for-days", new() { ["enabled_events[]"] = "customer.updated" });
        api.Receiver.Answer("/for-days", 500);
        await api.SqlAsync("update pay_webhook_endpoints set failing_since = now() - interval '73 hours' where id = $1", endpoint.Id);
        await Task.Delay(1000); // until the host has read that
        var customer = await api.CustomerAsync();
        (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["name"] = "Grace" })).Ok();
        var disabled = await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}", e => e.Text("status") == "disabled");
        Assert.Equal("failing", disabled.Text("disabled_reason"));
        var told = (await api.A.GetAsync($"/v1/events?object_id={endpoint.Id}")).Ok().List().Single();
        Assert.Equal("webhook_endpoint.disabled", told.GetProperty("type").GetString());

        // What was on its way waits, and goes on.
        api.Receiver.Answer("/for-days", 200);
        var before = api.Receiver.Of("/for-days").Count;
        var enabled = (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}", new() { ["disabled"] = "false" })).Ok();
        Assert.True(enabled.IsNull("failing_since") && enabled.IsNull("disabled_reason"));
        await api.Receiver.UntilAsync("/for-days", before + 1);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_slow_answer_is_cut_off()
    {
        var endpoint = await api.EndpointAsync("/redirects", new() { ["enabled_events[]"] = "customer.created" });
        var slow = await api.EndpointAsync("/slow", new() { ["enabled_events[]"] = "customer.created" });
        api.Receiver.Answer("/redirects", (http, _) =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        api.Receiver.Answer("/slow", (http, _) => Task.Delay(TimeSpan.FromSeconds(5), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await api.CustomerAsync();
        var redirected = await FirstAttemptAsync(endpoint);
        Assert.Equal(302, redirected.GetProperty("response_status").GetInt32());
        Assert.Empty(api.Receiver.Of("/elsewhere"));
        var late = await FirstAttemptAsync(slow);
        Assert.Equal("The endpoint did not answer within 1 s.", late.GetProperty("error").GetString());
        Assert.InRange(late.GetProperty("duration_ms").GetInt32(), 900, 4000);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        await api.EndpointAsync("/patient", new() { ["enabled_events[]"] = "customer.created" });
        api.Receiver.Answer("/patient", (http, _) =>
        {
            http.Response.StatusCode = api.Receiver.Of("/patient").Count == 1 ? 429 : 200;
            http.Response.Headers.RetryAfter = "3";
            return Task.CompletedTask;
        });
        await api.CustomerAsync();
        var got = await api.Receiver.UntilAsync("/patient", 2);
        Assert.InRange((got[1].At - got[0].At).TotalSeconds, 2.9, 8);
    }

    [Fact]
    public async Task In_strict_order_an_object_waits_for_its_earlier_event_and_others_go_on()
    {
        await api.EndpointAsync("/strict", new() { ["strict_order"] = "true" });
        string? stuck = null;
        var refused = 0;
        api.Receiver.Answer("/strict", (http, got) =>
        {
            http.Response.StatusCode = got.ObjectId == stuck && got.Sequence == 1 && Interlocked.Increment(ref refused) <= 2 ? 500 : 200;
            return Task.CompletedTask;
        });
        var first = await api.CustomerAsync("first");
        stuck = first.Id;
        for (var i = 0; i < 3; i++) (await api.A.PostAsync($"/v1/customers/{first.Id}", new() { ["name"] = $"first {i}" })).Ok();
        var other = await api.CustomerAsync("other");
        for (var until = DateTime.UtcNow.AddSeconds(10); Accepted(first.Id).Count < 4 || Accepted(other.Id).Count < 1; await Task.Delay(50))
            Assert.True(DateTime.UtcNow < until, string.Join(", ", api.Receiver.Of("/strict").Select(r => $"{r.ObjectId} {r.Sequence}")));
        var all = api.Receiver.Of("/strict").Where(r => r.ObjectId == first.Id || r.ObjectId == other.Id).ToList();
        var sequences = all.Where(r => r.ObjectId == first.Id).Select(r => r.Sequence).ToList();
        Assert.Equal(sequences.Order(), sequences);
        Assert.True(all.FindIndex(r => r.ObjectId == other.Id) < all.FindIndex(r => r.ObjectId == first.Id && r.Sequence == 2) || refused < 2, "The other object waited.");

        List<Received> Accepted(string id) => [.. api.Receiver.Of("/strict").Where(r => r.ObjectId == id).DistinctBy(r => r.Sequence)];
    }

    [Fact]
    public async Task One_event_can_be_sent_again_and_a_dry_run_is_sent_once()
    {
        var customer = await api.CustomerAsync();
        var happened = (await api.A.GetAsync($"/v1/events?object_id={customer.Id}")).Ok().Json.GetProperty("data")[0].GetProperty("id").GetString()!;
        var endpoint = await api.EndpointAsync("/later", new() { ["enabled_events[]"] = "customer.deleted" });
        var resent = (await api.A.PostAsync($"/v1/events/{happened}/resend", new() { ["webhook_endpoint"] = endpoint.Id })).Ok();
        Assert.Equal(("resend", "pending"), (resent.Text("kind"), resent.Text("status")));
        Assert.Equal(("resend", happened), (await api.Receiver.UntilAsync("/later", 1)).Select(r => (r.Headers["CalmonyPay-Delivery"], r.EventId)).Single());

        await api.WholeLogAsync();
        api.Receiver.Answer("/later", 500);
        var dry = (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["dry_run"] = "true", ["object_id"] = customer.Id })).Ok();
        Assert.Equal(1, dry.Number("deliveries"));
        Assert.Equal("dry_run", (await api.Receiver.UntilAsync("/later", 2))[1].Headers["CalmonyPay-Delivery"]);
        await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}/deliveries", l => l.Json.GetProperty("data")[0].GetProperty("status").GetString() == "failed");
        await Task.Delay(800);
        Assert.Equal(2, api.Receiver.Of("/later").Count);
        (await api.A.PostAsync($"/v1/events/{happened}/resend", new() { ["webhook_endpoint"] = "we_nobody" })).Fails(400, param: "webhook_endpoint");
        (await api.A.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new())).Fails(400);
    }

    [Fact]
    public async Task A_replay_keeps_its_rate_and_says_where_to_go_on()
    {
        for (var i = 0; i < 5; i++) await api.CustomerAsync($"number {i}", api.B);
        var endpoint = await api.EndpointAsync("/rate", new() { ["enabled_events[]"] = "customer.deleted" }, api.B);
        await Task.Delay(1000); // until every host knows the endpoint
        await api.WholeLogAsync();
        var first = (await api.B.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["types[]"] = "customer.created", ["rate"] = "4", ["limit"] = "3" })).Ok();
        Assert.Equal((3L, true), (first.Number("deliveries"), first.Json.GetProperty("has_more").GetBoolean()));
        var rest = (await api.B.PostAsync($"/v1/webhook_endpoints/{endpoint.Id}/replay", new() { ["types[]"] = "customer.created", ["after"] = first.Text("next_after")! })).Ok();
        Assert.False(rest.Json.GetProperty("has_more").GetBoolean());
        var got = await api.Receiver.UntilAsync("/rate", (int)(3 + rest.Number("deliveries")));
        Assert.Equal(got.Count, got.Select(r => r.EventId).Distinct().Count());
        var spread = got.Where(r => r.Json.GetProperty("data").GetProperty("object").GetProperty("name").GetString() is "number 0" or "number 2").Select(r => r.At).Order().ToList();
        Assert.True((spread[^1] - spread[0]).TotalSeconds > 0.3, string.Join(", ", got.Select(r => $"{r.At:mm:ss.fff} {r.Json.GetProperty("data").GetProperty("object").GetProperty("name")}")));
    }

    private async Task<System.Text.Json.JsonElement> FirstAttemptAsync(Reply endpoint)
    {
        var list = await api.UntilAsync($"/v1/webhook_endpoints/{endpoint.Id}/deliveries", l => l.Json.GetProperty("data").EnumerateArray().Any(d => d.GetProperty("retries").GetInt32() > 0 || d.GetProperty("status").GetString() != "pending"));
        var id = list.Json.GetProperty("data").EnumerateArray().Last().GetProperty("id").GetString();
        return (await api.A.GetAsync($"/v1/webhook_deliveries/{id}/attempts")).Ok().Json.GetProperty("data").EnumerateArray().Last();
    }
}
