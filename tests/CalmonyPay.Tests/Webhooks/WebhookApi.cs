using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Webhooks;

/// <summary>A host that may send to this machine and retries in a hurry, and a receiver beside it.</summary>
public class WebhookApi : PayApi
{
    public Receiver Receiver { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Receiver = await Receiver.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>An endpoint on a path of the receiver; its secret is in the reply.</summary>
    public async Task<Reply> EndpointAsync(string path, Form? more = null, ApiClient? who = null)
    {
        var form = new Form { ["url"] = Receiver.At(path) };
        form.AddRange(more ?? []);
        if (!form.Any(field => field.Key.StartsWith("enabled_events", StringComparison.Ordinal))) form["enabled_events[]"] = "*";
        return (await (who ?? A).PostAsync("/v1/webhook_endpoints", form)).Ok();
    }

    public async Task<Reply> CustomerAsync(string name = "Ada", ApiClient? who = null) => (await (who ?? A).PostAsync("/v1/customers", new() { ["name"] = name })).Ok();

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<Reply> UntilAsync(string path, Func<Reply, bool> done, double seconds = 20)
    {
        for (var until = DateTime.UtcNow.AddSeconds(seconds); ; await Task.Delay(50))
        {
            var now = (await A.GetAsync(path)).Ok();
            if (done(now)) return now;
            if (DateTime.UtcNow > until) throw new TimeoutException($"{path} within {seconds} s: {now.Body}");
        }
    }

    /// <summary>Waits until the log shows all that has happened: a transaction that is open anywhere in the cluster, another test's too, holds its end back.</summary>
    public async Task WholeLogAsync()
    {
        var written = (string)(await SqlAsync("select pg_current_xact_id()::text"))[0][0]!;
        for (var until = DateTime.UtcNow.AddMinutes(1); (bool)(await SqlAsync($"select pg_snapshot_xmin(pg_current_snapshot()) <= '{written}'::xid8"))[0][0]!; await Task.Delay(50))
            if (DateTime.UtcNow > until) throw new TimeoutException("A transaction stays open.");
    }

    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["CalmonyPay:Webhooks:AllowNetworks"] = "127.0.0.0/8, ::1/128",
        ["CalmonyPay:Webhooks:TestRetries"] = "00:00:00.3, 00:00:00.3, 00:00:00.3",
        ["CalmonyPay:Webhooks:Timeout"] = "00:00:01",
        ["CalmonyPay:Webhooks:LookEvery"] = "00:00:00.1",
    });
}
