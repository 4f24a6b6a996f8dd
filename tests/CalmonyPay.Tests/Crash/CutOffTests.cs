using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>Requests whose host is killed while the gateway is at work on them, and twins that arrive together.</summary>
public sealed class CutOffTests : IAsyncLifetime
{
    private CrashBench bench = null!;

    private HostProcess Host => bench.Hosts[0];

    private Merchant Shop => new([bench.Clients[0]]);

    public async Task InitializeAsync()
    {
        bench = await CrashBench.StartAsync(patient: true);
        await Host.StartAsync();
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task A_hundred_twins_on_two_hosts_make_one_sale_and_replay_it_after_a_restart()
    {
        await bench.Hosts[1].StartAsync();
        var form = Payment("twins");
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bench.Clients[i % 2].PostAsync("/v1/payment_intents", form, "twins")));
        Assert.All(replies, reply => Assert.True(reply.Code is 200 or 409 or 429, reply.Body));
        var first = await Shop.PostAsync("/v1/payment_intents", form, "twins");
        Assert.Equal("succeeded", (await SettledAsync(first.Id)).Text("status"));
        Assert.All(replies.Where(reply => reply.Code == 200), reply => Assert.Equal(first.Body, reply.Body));
        Assert.Equal("captured", Assert.Single(await bench.Gateway.BooksAsync()).State);

        var other = Payment("twins");
        other["description"] = "changed";
        Assert.Equal("idempotency_error", (await bench.Clients[1].PostAsync("/v1/payment_intents", other, "twins")).Fails(400).Text("error.type"));
        foreach (var host in bench.Hosts) await host.KillAsync();
        await Host.StartAsync();
        var replay = (await bench.Clients[0].PostAsync("/v1/payment_intents", form, "twins")).Ok();
        Assert.Equal(("true", first.Body), (replay.Header("Idempotent-Replayed"), replay.Body));
    }

    [Fact]
    public async Task A_sale_cut_off_by_a_crash_is_finished_by_its_callback()
    {
        await bench.Gateway.FaultAsync("delay_after", ("action", "SALE"), ("ms", 1400), ("count", 1));
        await bench.Gateway.FaultAsync("callback_late", ("action", "SALE"), ("ms", 1000), ("count", 1));
        var paid = await CrashInAsync(Payment("sale"), "sale", "SALE");
        Assert.Equal("succeeded", (await SettledAsync(paid.Id)).Text("status"));
        Assert.Equal("captured", Assert.Single(await bench.Gateway.BooksAsync()).State);
    }

    [Fact]
    public async Task A_capture_cut_off_by_a_crash_is_finished_and_answered_under_its_key()
    {
        await bench.Gateway.FaultAsync("delay_after", ("action", "CAPTURE"), ("ms", 1400), ("count", 1));
        var paid = await CrashInAsync(Payment("capture"), "capture", "CAPTURE");
        Assert.Equal("succeeded", (await SettledAsync(paid.Id)).Text("status"));
        Assert.Equal(("captured", 2000L), (await bench.Gateway.BooksAsync()).Select(t => (t.State, t.AmountReceived)).Single());
        Assert.Equal(paid.Body, (await bench.Clients[0].PostAsync("/v1/payment_intents", Payment("capture"), "capture")).Body);
    }

    [Fact]
    public async Task A_request_that_died_with_its_card_is_paid_when_the_retry_brings_the_card_again()
    {
        await bench.Gateway.FaultAsync("delay", ("action", "SALE"), ("ms", 1400), ("count", 1));
        await bench.Gateway.FaultAsync("drop_before", ("action", "SALE"), ("count", 1));
        var paid = await CrashInAsync(Payment("again"), "again", "SALE");
        Assert.Equal("succeeded", (await SettledAsync(paid.Id)).Text("status"));
        Assert.Equal("captured", Assert.Single(await bench.Gateway.BooksAsync()).State);
    }

    /// <summary>Posts, kills the host while the gateway is at work on the step, starts it again, and retries as an SDK does.</summary>
    private async Task<Reply> CrashInAsync(Form form, string key, string action)
    {
        var before = await RequestsAsync(action);
        var cut = bench.Clients[0].PostAsync("/v1/payment_intents", form, key);
        while (await RequestsAsync(action) == before) await Task.Delay(10);
        await Host.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut);
        await Host.StartAsync();
        return (await Shop.PostAsync("/v1/payment_intents", form, key)).Ok();
    }

    private async Task<long> RequestsAsync(string action) => (await bench.Gateway.CountersAsync()).GetValueOrDefault("request:" + action);

    private async Task<Reply> SettledAsync(string intent)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100))
        {
            var now = await Shop.GetAsync($"/v1/payment_intents/{intent}");
            if (now.Text("status") != "processing" || DateTime.UtcNow > until) return now;
        }
    }

    private static Form Payment(string order) => new()
    {
        ["amount"] = "2000",
        ["currency"] = "gbp",
        ["confirm"] = "true",
        ["metadata[order_id]"] = order,
        ["payment_method_data[type]"] = "card",
        ["payment_method_data[card][number]"] = "4242424242424242",
        ["payment_method_data[card][exp_month]"] = "12",
        ["payment_method_data[card][exp_year]"] = "2034",
        ["payment_method_data[card][cvc]"] = "123",
    };
}
