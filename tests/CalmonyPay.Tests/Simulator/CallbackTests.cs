using System.Collections.Concurrent;
using CalmonyPay.Simulator.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class CallbackTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Form> received = new();
    private GatewayUnderTest gateway = null!;
    private WebApplication shop = null!;
    private int refusals;

    public async Task InitializeAsync()
    {
        gateway = await StartAsync();
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        shop = builder.Build();
        shop.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (Interlocked.Decrement(ref refusals) >= 0) context.Response.StatusCode = 500;
            else received.Enqueue(FormParser.Parse(body.ToArray()));
        });
        await shop.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task A_signed_copy_of_the_answer_is_posted_until_it_is_taken()
    {
        refusals = 2;
        var answer = await gateway.PostAsync(SaleWithCallback());
        var copy = (await ReceivedAsync(1))[0];
        Assert.True(Signature.Verifies(copy, Secret));
        Assert.Equal((answer["xref"], "0", "captured"), (copy["xref"], copy["responseCode"], copy["state"]));
    }

    [Fact]
    public async Task A_callback_can_be_doubled_lost_held_and_badly_signed()
    {
        await gateway.AdminAsync("faults", "kind=callback_twice&count=1");
        await gateway.PostAsync(SaleWithCallback());
        await ReceivedAsync(2);

        await gateway.AdminAsync("faults", "kind=callback_lost&count=1");
        await gateway.PostAsync(SaleWithCallback());
        await gateway.AdminAsync("faults", "kind=callback_hold&count=1");
        await gateway.PostAsync(SaleWithCallback());
        Assert.Equal(1, (await gateway.LookAsync("callbacks")).GetProperty("held").GetInt32());
        await gateway.AdminAsync("faults", "kind=callback_wrong_signature&count=1");
        await gateway.PostAsync(SaleWithCallback());
        Assert.False(Signature.Verifies((await ReceivedAsync(3))[2], Secret));
        await gateway.AdminAsync("callbacks/release");
        Assert.True(Signature.Verifies((await ReceivedAsync(4))[3], Secret));
    }

    [Theory]
    [InlineData("4000000000000259", "chargeback", "fraudulent")]
    [InlineData("4000000000002685", "chargeback", "product_not_received")]
    [InlineData("4000000000001976", "inquiry", "fraudulent")]
    public async Task A_dispute_card_opens_a_chargeback_that_is_decided_and_told(string card, string type, string reason)
    {
        var sale = await gateway.PostAsync(SaleWithCallback(("cardNumber", card), ("captureDelay", "-1")));
        Assert.False(sale.Has("chargebackID"));
        await gateway.PostAsync(Manage("CAPTURE", sale["xref"]));
        var query = await gateway.PostAsync(Manage("QUERY", sale["xref"]));
        Assert.Equal((type, "open", reason, "1099"), (query["chargebackType"], query["chargebackStatus"],
            query["chargebackReason"], query["chargebackAmount"]));
        await gateway.AdminAsync("chargebacks/" + query["chargebackID"], "status=lost");
        var told = (await ReceivedAsync(3)).Select(copy => copy["chargebackStatus"]);
        Assert.Equal([null, "open", "lost"], told);
    }

    [Fact]
    public async Task A_card_of_many_disputes_brings_the_next_after_the_first()
    {
        var sale = await gateway.PostAsync(Sale(("cardNumber", "4000000404000079")));
        var first = (await gateway.PostAsync(Manage("QUERY", sale["xref"])))["chargebackID"];
        await gateway.AdminAsync("chargebacks/" + first, "status=won");
        var query = await gateway.PostAsync(Manage("QUERY", sale["xref"]));
        Assert.Equal("open", query["chargebackStatus"]);
        Assert.NotEqual(first, query["chargebackID"]);
    }

    [Fact]
    public async Task Any_captured_sale_can_be_disputed_by_an_admin_call()
    {
        var sale = await gateway.PostAsync(Sale());
        await gateway.AdminAsync("chargebacks", $"xref={sale["xref"]}&reason=duplicate&amount=500");
        var query = await gateway.PostAsync(Manage("QUERY", sale["xref"]));
        Assert.Equal(("open", "duplicate", "500"), (query["chargebackStatus"], query["chargebackReason"], query["chargebackAmount"]));
    }

    [Fact]
    public async Task A_warning_card_draws_a_warning_without_a_chargeback()
    {
        var sale = await gateway.PostAsync(SaleWithCallback(("cardNumber", "4000000000005423")));
        Assert.Equal([null, "fraudulent"], (await ReceivedAsync(2)).Select(copy => copy["fraudWarningReason"]).Order());
        Assert.False((await gateway.PostAsync(Manage("QUERY", sale["xref"]))).Has("chargebackID"));
    }

    private Form SaleWithCallback(params (string, string?)[] changes) => Sale([("callbackURL", shop.Urls.First()), .. changes]);

    private async Task<Form[]> ReceivedAsync(int count)
    {
        for (var i = 0; i < 200 && received.Count < count; i++) await Task.Delay(20);
        Assert.Equal(count, received.Count);
        return [.. received];
    }
}
