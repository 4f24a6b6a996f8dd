using System.Net;
using System.Net.Sockets;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Webhooks.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Webhooks;

/// <summary>
/// A host as it runs in production, which may call no address but public ones, with a resolver in which a test's names stand
/// for what it likes.
/// </summary>
public sealed class GuardedApi : PayApi
{
    /// <summary>What names stand for, newest question first: a list of answers is given one after the other, its last one for good.</summary>
    public Dictionary<string, Queue<string>> Names { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["loopback.test"] = new(["127.0.0.1"]),
        ["six.test"] = new(["::1"]),
        ["metadata.test"] = new(["169.254.169.254"]),
        ["private.test"] = new(["10.1.2.3"]),
        ["mapped.test"] = new(["::ffff:192.168.1.1"]),
        ["public.test"] = new(["93.184.215.14"]),
    };

    protected override void Adjust(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ResolveHost>((host, _) => Task.FromResult(Resolve(host)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:Webhooks:TestRetries"] = "00:00:00.2", ["CalmonyPay:Webhooks:Timeout"] = "00:00:01", ["CalmonyPay:Webhooks:LookEvery"] = "00:00:00.1" });
    }

    private IPAddress[] Resolve(string host)
    {
        lock (Names)
        {
            if (!Names.TryGetValue(host, out var answers)) throw new SocketException((int)SocketError.HostNotFound);
            return [IPAddress.Parse(answers.Count > 1 ? answers.Dequeue() : answers.Peek())];
        }
    }
}

public sealed class AddressTests(GuardedApi api) : IClassFixture<GuardedApi>
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.1:22/")]
    [InlineData("http://127.255.255.254/hooks")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://0.1.2.3/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://10.255.255.255/")]
    [InlineData("http://167772161/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9fea9fe/")]
    [InlineData("http://169.254.170.2/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.0.0.1/")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://192.88.99.1/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://198.51.100.1/")]
    [InlineData("http://203.0.113.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://240.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:8080/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[64:ff9b:1::1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[2001::1]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fd12:3456:789a::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%251]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://[100::1]/")]
    [InlineData("http://loopback.test/")]
    [InlineData("http://six.test/")]
    [InlineData("http://metadata.test/computeMetadata/v1/")]
    [InlineData("http://private.test:9200/")]
    [InlineData("http://mapped.test/")]
    [InlineData("http://LOOPBACK.test/")]
    [InlineData("https://loopback.test/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("gopher://127.0.0.1:6379/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//127.0.0.1/")]
    public async Task A_hostile_url_is_refused_when_it_is_given(string url)
    {
        var refused = (await api.A.PostAsync("/v1/webhook_endpoints", new() { ["url"] = url, ["enabled_events[]"] = "*" })).Fails(400, "url_invalid", "url");
        Assert.StartsWith("Invalid URL: ", refused.Text("error.message"), StringComparison.Ordinal);
        var good = (await api.A.PostAsync("/v1/webhook_endpoints", new() { ["url"] = "http://public.test/", ["enabled_events[]"] = "product.created" })).Ok();
        (await api.A.PostAsync($"/v1/webhook_endpoints/{good.Id}", new() { ["url"] = url })).Fails(400, "url_invalid", "url");
    }

    [Theory]
    [InlineData("rebinds.test", "127.0.0.1", "the loopback address")]
    [InlineData("turns.test", "169.254.169.254", "a link-local address")]
    [InlineData("wraps.test", "::ffff:10.0.0.1", "a private network")]
    public async Task A_name_that_changes_its_mind_is_refused_when_it_is_called(string host, string later, string what)
    {
        lock (api.Names) api.Names[host] = new(["93.184.215.14", later]);
        var endpoint = (await api.A.PostAsync("/v1/webhook_endpoints", new() { ["url"] = $"http://{host}/hooks", ["enabled_events[]"] = "customer.created" })).Ok();
        (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok();
        for (var until = DateTime.UtcNow.AddSeconds(20); ; await Task.Delay(50))
        {
            var tries = await api.SqlAsync("select a.error, a.response_status from pay_webhook_attempts a join pay_webhook_deliveries d on d.id = a.delivery_id where d.webhook_endpoint_id = $1", endpoint.Id);
            if (tries.Count == 0 && DateTime.UtcNow < until) continue;
            Assert.Equal($"{host} stands for {later}, {what}, which webhooks are not sent to.", tries[0][0]);
            Assert.Null(tries[0][1]);
            break;
        }
        (await api.A.DeleteAsync($"/v1/webhook_endpoints/{endpoint.Id}")).Ok();
    }

    [Theory]
    [InlineData("http://93.184.215.14/")]
    [InlineData("https://public.test/hooks?shop=1")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    [InlineData("http://not-yet-registered.test/")]
    public async Task A_public_address_is_taken(string url) =>
        (await api.A.PostAsync("/v1/webhook_endpoints", new() { ["url"] = url, ["enabled_events[]"] = "product.created" })).Ok();
}
