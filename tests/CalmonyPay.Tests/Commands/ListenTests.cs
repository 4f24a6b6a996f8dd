using System.Diagnostics;
using System.Text.Json;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Webhooks;

namespace CalmonyPay.Tests.Commands;

/// <summary><c>listen</c> as a process beside a server, and the backend that it forwards to.</summary>
public sealed class ListenTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task An_event_is_printed_and_forwarded_as_a_webhook_would_be_sent()
    {
        await api.EndpointAsync("/hooks", new() { ["enabled_events[]"] = "customer.created" });
        await using var listen = Listen("--since", await NewestAsync(), "--forward-to", api.Receiver.At("/listened"));
        var customer = await api.CustomerAsync();
        var got = (await api.Receiver.UntilAsync("/listened", 1))[0];
        var sent = (await api.Receiver.UntilAsync("/hooks", 2)).Single(r => r.EventId == got.EventId); // the other one is that of NewestAsync
        await listen.SayAsync("200 in ");
        var ended = await listen.InterruptAsync();

        var secret = ended.Errors.Split("Signing secret: ")[1].Split('\n')[0].Trim();
        Assert.True(Signed.ByStripe(got, secret));
        Assert.True(Signed.ByStandard(got, secret));
        Assert.Equal(sent.Json.GetProperty("data").GetRawText(), got.Json.GetProperty("data").GetRawText());
        Assert.Equal(sent.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase), got.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        foreach (var name in (string[])["Content-Type", "User-Agent", "Accept", "webhook-id", "CalmonyPay-Delivery"])
            Assert.Equal(sent.Headers[name], got.Headers[name]);
        Assert.Matches($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  customer\.created  {got.EventId}  {customer.Id}\n    200 in \d+ ms\n$", ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Only_what_is_wanted_is_forwarded_in_order_whatever_the_receiver_answers()
    {
        const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
        api.Receiver.Answer("/broken", 500);
        await using var listen = Listen("--since", await NewestAsync(), "--events", "customer.updated, payment_intent.*", "--forward-to", api.Receiver.At("/broken"), "--secret", Secret);
        var customer = await api.CustomerAsync();
        (await api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["name"] = "Grace" })).Ok();
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp" })).Ok();
        var got = await api.Receiver.UntilAsync("/broken", 2);
        await listen.SayAsync("payment_intent.created");
        var ended = await listen.InterruptAsync();

        Assert.Equal(["customer.updated", "payment_intent.created"], got.Select(r => r.Type));
        Assert.All(got, r => Assert.True(Signed.ByStripe(r, Secret)));
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("    500 in ", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("customer.created", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_events_stand_alone_on_standard_output_and_a_dead_receiver_is_told_beside_them()
    {
        await using var listen = Listen("--since", await NewestAsync(), "--events", "customer.created", "--print-json", "--forward-to", "http://127.0.0.1:9/");
        var (first, second) = (await api.CustomerAsync(), await api.CustomerAsync());
        await listen.SayAsync(second.Id);
        await SayErrorAsync(listen, "failed after ", times: 2);
        var ended = await listen.InterruptAsync();

        var events = ended.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([first.Id, second.Id], events.Select(e => e.GetProperty("data").GetProperty("object").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_server_that_starts_anew_is_waited_for_and_nothing_is_missed()
    {
        var url = PayProcess.FreeUrl().GetLeftPart(UriPartial.Authority);
        var environment = new ServerSettings(api.Logins, PayApi.EncryptionKeys, "https://pay.example.com", null).Environment();
        await using var first = await ServerAsync();
        await using var listen = PayProcess.Start([], "listen", "--api", url, "--key", api.A.Key, "--events", "customer.*");
        await SayErrorAsync(listen, "Listening to");
        await first.InterruptAsync();
        await SayErrorAsync(listen, "Waiting for it");
        var customer = await api.CustomerAsync(); // through the class's own host, while the other one is down
        await using var second = await ServerAsync();
        await listen.SayAsync(customer.Id);
        var ended = await listen.InterruptAsync();
        Assert.Contains($"{url} is back.", ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Output.Trim().Split('\n'));

        async Task<PayProcess> ServerAsync()
        {
            var server = PayProcess.Start(environment, "--urls", url, "--role", "api");
            await server.SayAsync("CalmonyPay listens on");
            return server;
        }
    }

    [Theory]
    [InlineData("refuses the key", "--key", "sk_test_wrong")]
    [InlineData("takes a secret key", "--key", "pk_test_sandbox")]
    [InlineData("cannot be reached", "--api", "http://127.0.0.1:1")]
    [InlineData("is no http or https URL", "--api", "localhost")]
    [InlineData("No such event: 'evt_none'", "--since", "evt_none")]
    [InlineData("neither an event type nor a family", "--events", "cust*")]
    [InlineData("takes a signing secret", "--secret", "secret")]
    public async Task What_cannot_work_is_one_line_and_exit_code_1(string message, string option, string value)
    {
        var ended = await PayProcess.RunAsync(new() { ["CALMONYPAY_API"] = api.A.Url.AbsoluteUri, ["CALMONYPAY_KEY"] = api.A.Key }, ["listen", "--forward-to", "http://127.0.0.1:9", option, value]);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, Assert.Single(ended.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private PayProcess Listen(params string[] arguments) => PayProcess.Start([], ["listen", "--api", api.A.Url.AbsoluteUri, "--key", api.A.Key, .. arguments]);

    /// <summary>An event of which nothing that the test does is older.</summary>
    private async Task<string> NewestAsync()
    {
        var customer = await api.CustomerAsync("Before");
        return (await api.A.GetAsync($"/v1/events?object_id={customer.Id}")).Ok().Text("data[0].id")!;
    }

    private static async Task SayErrorAsync(PayProcess process, string text, int times = 1)
    {
        for (var watch = Stopwatch.StartNew(); process.Errors.Split(text).Length <= times; await Task.Delay(20))
            if (watch.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"It did not say '{text}' but:\n{process.Output}\n{process.Errors}");
    }
}
