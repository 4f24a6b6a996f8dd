using System.Net.Http.Json;
using System.Text.Json;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Simulator;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CalmonyPay.Tests.PaymentIntents.Refunds;

/// <summary>A server with a gateway of its own, which a test may settle and make misbehave; the worker looks often.</summary>
public sealed class GatewayApi : PayApi
{
    private static readonly HttpClient Admin = new();

    private WebApplication simulator = null!;
    private Uri gateway = null!;

    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["CalmonyPay:Payments:LookEvery"] = "00:00:00.1",
        ["CalmonyPay:Payments:AskForSettlementEvery"] = "00:00:00.3",
        ["CalmonyPay:Payments:AskAgainAfter"] = "00:00:00.2",
        ["CalmonyPay:Payments:RepeatAfter"] = "00:00:00.5",
        ["CalmonyPay:Payments:RepeatRefundWithin"] = "00:00:03",
        ["CalmonyPay:Payments:UnknownOutcomeAfter"] = "00:00:02",
    });

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        simulator = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options => options.SettleEvery = 0);
        await simulator.StartAsync();
        gateway = new Uri(simulator.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await TestGateway.SetAsync(this, ProjectA, await SettingsAsync());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await simulator.DisposeAsync();
    }

    public async Task<GatewaySettings> SettingsAsync(bool captureAtOnce = false) =>
        (await TestGateway.SettingsAsync()) with { Url = new Uri(gateway, "direct/"), CaptureAtOnce = captureAtOnce };

    /// <summary>A card payment of project A, in pence.</summary>
    public async Task<Reply> PayAsync(long amount = 2000, string card = "pm_card_visa", string? capture = null)
    {
        var form = new Form { ["amount"] = $"{amount}", ["currency"] = "gbp", ["payment_method"] = card, ["confirm"] = "true", ["return_url"] = "https://example.com/back" };
        if (capture is not null) form["capture_method"] = capture;
        return (await A.PostAsync("/v1/payment_intents", form)).Ok();
    }

    public Task<Reply> RefundAsync(Reply paid, long? amount = null)
    {
        var form = new Form { ["payment_intent"] = paid.Id };
        if (amount is { } part) form["amount"] = $"{part}";
        return A.PostAsync("/v1/refunds", form);
    }

    public async Task<Reply> ChargeOfAsync(Reply paid) => (await A.GetAsync($"/v1/charges/{paid.Text("latest_charge")}")).Ok();

    /// <summary>The gateway's transactions of one order (<c>ch_…</c>, <c>re_…</c>).</summary>
    public async Task<IReadOnlyList<JsonElement>> AtGatewayAsync(string order) =>
        [.. (await Admin.GetFromJsonAsync<JsonElement>(new Uri(gateway, $"_simulator/transactions?transactionUnique={order}"))).GetProperty("transactions").EnumerateArray()];

    public async Task<string> ReferenceAsync(string order) => (await AtGatewayAsync(order)).Single().GetProperty("xref").GetString()!;

    /// <summary>Night falls at the gateway, for one order.</summary>
    public async Task SettleAsync(string order, string? to = null)
    {
        var form = new Form { ["xref"] = await ReferenceAsync(order) };
        if (to is not null) form["to"] = to;
        await AdminAsync("settle", form);
    }

    public async Task SettledAsync(Reply paid)
    {
        await SettleAsync(paid.Text("latest_charge")!);
        await UntilAsync(async () => (string)(await SqlAsync("select settlement::text from pay_payment_attempts where id = $1", paid.Text("latest_charge")!))[0][0]! == "settled");
    }

    /// <summary>The gateway misbehaves once.</summary>
    public Task FaultAsync(string kind, string action, string? code = null, int count = 1)
    {
        var form = new Form { ["kind"] = kind, ["action"] = action, ["count"] = $"{count}" };
        if (code is not null) form["code"] = code;
        return AdminAsync("faults", form);
    }

    public async Task NoFaultsAsync() => (await Admin.DeleteAsync(new Uri(gateway, "_simulator/faults"))).EnsureSuccessStatusCode();

    public async Task<JsonElement> AdminAsync(string path, Form form)
    {
        using var body = new FormUrlEncodedContent(form);
        var answer = await Admin.PostAsync(new Uri(gateway, $"_simulator/{path}"), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<Reply> UntilAsync(string path, Func<Reply, bool> done, double seconds = 15)
    {
        Reply last = null!;
        await UntilAsync(async () => done(last = (await A.GetAsync(path)).Ok()), seconds, () => last.Body);
        return last;
    }

    public static async Task UntilAsync(Func<Task<bool>> done, double seconds = 15, Func<string>? what = null)
    {
        for (var end = DateTime.UtcNow.AddSeconds(seconds); !await done(); await Task.Delay(50))
            if (DateTime.UtcNow > end) throw new Xunit.Sdk.XunitException($"It did not happen within {seconds} s: {what?.Invoke()}");
    }

    /// <summary>Runs the worker's look now, as another host might at the same time.</summary>
    public Task LookAsync() => Services.GetServices<IHostedService>().OfType<PaymentWorker>().Single().LookAsync(CancellationToken.None);

    public async Task<IReadOnlyList<string>> EventsAsync(string id) =>
        [.. (await A.GetAsync($"/v1/events?object_id={id}&limit=100")).Ok().List().Select(e => e.GetProperty("type").GetString()!).Reverse()];

    /// <summary>Every transaction sums to zero, and the charge's own bring the merchant what is left of it.</summary>
    public async Task BooksAgreeAsync(Reply paid, long left)
    {
        Assert.Empty(await SqlAsync("select transaction_id from pay_ledger_entries group by project_id, transaction_id, step having sum(amount) <> 0"));
        var net = (await SqlAsync("select coalesce(sum(net), 0)::bigint from pay_balance_transactions where charge_id = $1", paid.Text("latest_charge")!))[0][0];
        Assert.Equal(left, net);
    }
}
