using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Webhooks;

public sealed class WebhookEndpointTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task The_secret_is_shown_once_and_kept_hashed_and_encrypted()
    {
        var made = await api.EndpointAsync("/crud", new() { ["description"] = "Orders", ["metadata[team]"] = "shop" });
        var secret = made.Text("secret")!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Equal(("enabled", "Orders", "shop"), (made.Text("status"), made.Text("description"), made.Text("metadata.team")));

        var seen = (await api.A.GetAsync($"/v1/webhook_endpoints/{made.Id}")).Ok();
        Assert.False(seen.Has("secret"));
        var row = (await api.SqlAsync("select secret_hash, secret_encrypted from pay_webhook_endpoints where id = $1", made.Id))[0];
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), row[0]);
        Assert.DoesNotContain(secret, Encoding.Latin1.GetString((byte[])row[1]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_is_updated_listed_disabled_and_deleted()
    {
        var made = await api.EndpointAsync("/life", who: api.B);
        var other = await api.EndpointAsync("/other", who: api.B);
        var updated = (await api.B.PostAsync($"/v1/webhook_endpoints/{made.Id}", new()
        {
            ["url"] = api.Receiver.At("/moved"),
            ["enabled_events[0]"] = "customer.created",
            ["enabled_events[1]"] = "invoice.paid",
            ["disabled"] = "true",
            ["strict_order"] = "true",
        })).Ok();
        Assert.Equal(("disabled", true), (updated.Text("status"), updated.Json.GetProperty("strict_order").GetBoolean()));
        Assert.Equal(["customer.created", "invoice.paid"], updated.Json.GetProperty("enabled_events").EnumerateArray().Select(e => e.GetString()));
        Assert.EndsWith("/moved", updated.Text("url"), StringComparison.Ordinal);
        Assert.Equal("enabled", (await api.B.PostAsync($"/v1/webhook_endpoints/{made.Id}", new() { ["disabled"] = "false" })).Ok().Text("status"));

        var list = (await api.B.GetAsync("/v1/webhook_endpoints")).Ok();
        Assert.Equal([other.Id, made.Id], list.Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        var deleted = (await api.B.DeleteAsync($"/v1/webhook_endpoints/{made.Id}")).Ok();
        Assert.True(deleted.Json.GetProperty("deleted").GetBoolean());
        (await api.B.GetAsync($"/v1/webhook_endpoints/{made.Id}")).Fails(404, "resource_missing");
        (await api.B.PostAsync($"/v1/webhook_endpoints/{made.Id}", new())).Fails(404, "resource_missing");
        (await api.A.GetAsync($"/v1/webhook_endpoints/{other.Id}")).Fails(404, "resource_missing");
    }

    [Theory]
    [InlineData("enabled_events[]", "customer.baptised", "enabled_events[0]")]
    [InlineData("url", "not a url", "url")]
    [InlineData("url", "ftp://example.com/hooks", "url")]
    [InlineData("url", "https://user:pass@example.com/hooks", "url")]
    [InlineData("connect", "true", "connect")]
    public async Task What_cannot_be_is_refused_and_named(string name, string value, string param)
    {
        var form = new Form { [name] = value };
        if (name != "url") form["url"] = "https://example.com/hooks";
        if (name != "enabled_events[]") form["enabled_events[]"] = "*";
        (await api.A.PostAsync("/v1/webhook_endpoints", form)).Fails(400, param: param);
    }

    [Fact]
    public async Task A_live_endpoint_is_https()
    {
        (await api.Live.PostAsync("/v1/webhook_endpoints", new() { ["url"] = "http://93.184.215.14/hooks", ["enabled_events[]"] = "*" })).Fails(400, "url_invalid", "url");
        var made = (await api.Live.PostAsync("/v1/webhook_endpoints", new() { ["url"] = "https://93.184.215.14/hooks", ["enabled_events[]"] = "customer.deleted" })).Ok();
        Assert.True(made.Json.GetProperty("livemode").GetBoolean());
    }

    [Fact]
    public async Task During_a_roll_both_secrets_sign()
    {
        var made = await api.EndpointAsync("/roll");
        var old = made.Text("secret")!;
        var rolled = (await api.A.PostAsync($"/v1/webhook_endpoints/{made.Id}/roll_secret", new() { ["expires_in"] = "3600" })).Ok();
        var next = rolled.Text("secret")!;
        Assert.NotEqual(old, next);
        await Task.Delay(1000); // so long a host may send with what it knew
        var customer = await api.CustomerAsync();
        var got = (await api.Receiver.UntilAsync("/roll", 1)).Last(r => r.ObjectId == customer.Id);
        Assert.True(Signed.ByStripe(got, next));
        Assert.True(Signed.ByStripe(got, old));
        Assert.True(Signed.ByStandard(got, next));
        Assert.True(Signed.ByStandard(got, old));
        Assert.Equal(2, got.Headers["Stripe-Signature"].Split("v1=").Length - 1);

        (await api.A.PostAsync($"/v1/webhook_endpoints/{made.Id}/roll_secret", new() { ["expires_in"] = "0" })).Ok();
        await Task.Delay(1000);
        var later = await api.CustomerAsync();
        var newest = (await api.Receiver.UntilAsync("/roll", 2)).Last(r => r.ObjectId == later.Id);
        Assert.False(Signed.ByStripe(newest, next));
    }
}
