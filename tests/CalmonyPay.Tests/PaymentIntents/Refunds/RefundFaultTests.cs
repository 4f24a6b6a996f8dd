namespace CalmonyPay.Tests.PaymentIntents.Refunds;

public sealed class RefundFaultTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    [Theory]
    [InlineData("drop_before", "CANCEL", 2000)]
    [InlineData("drop_after", "CANCEL", 2000)]
    [InlineData("garbage", "CANCEL", 2000)]
    [InlineData("drop_before", "CAPTURE", 700)]
    [InlineData("drop_after", "CAPTURE", 700)]
    [InlineData("wrong_signature", "CAPTURE", 700)]
    [InlineData("drop_before", "QUERY", 700)]
    [InlineData("http_500_before", "QUERY", 2000)]
    public async Task A_lost_answer_before_settlement_loses_no_refund_and_makes_no_second(string kind, string action, long amount)
    {
        var paid = await api.PayAsync();
        await api.FaultAsync(kind, action);
        var refund = (await api.RefundAsync(paid, amount)).Ok();
        await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
        var sale = (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single();
        Assert.Equal(2000 - amount, sale.GetProperty("amountReceived").GetInt64());
        Assert.Equal(amount, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        await api.BooksAgreeAsync(paid, left: 2000 - amount);
        await api.NoFaultsAsync();
    }

    [Theory]
    [InlineData("drop_before", "REFUND_SALE")]
    [InlineData("drop_after", "REFUND_SALE")]
    [InlineData("http_500_after", "REFUND_SALE")]
    [InlineData("no_signature", "REFUND_SALE")]
    [InlineData("in_progress", "REFUND_SALE")]
    [InlineData("in_progress_after", "REFUND_SALE")]
    [InlineData("http_503", "QUERY")]
    public async Task A_lost_answer_after_settlement_loses_no_refund_and_makes_no_second(string kind, string action)
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        (await api.RefundAsync(paid, 100)).Ok();
        await api.FaultAsync(kind, action);
        var refund = (await api.RefundAsync(paid, 700)).Ok();
        await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
        Assert.Single(await api.AtGatewayAsync(refund.Id));
        Assert.Equal(800, (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single().GetProperty("amountRefunded").GetInt64());
        await api.BooksAgreeAsync(paid, left: 1200);
        await api.NoFaultsAsync();
    }

    [Fact]
    public async Task A_callback_whose_query_fails_is_worked_off_again()
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        await api.FaultAsync("drop_after", "REFUND_SALE");
        await api.FaultAsync("http_503", "QUERY");
        var refund = (await api.RefundAsync(paid, 700)).Ok();
        await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
        Assert.Single(await api.AtGatewayAsync(refund.Id));
        await api.BooksAgreeAsync(paid, left: 1300);
        await api.NoFaultsAsync();
    }

    [Fact]
    public async Task While_one_refund_is_in_doubt_another_waits_for_it()
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        await api.FaultAsync("drop_before", "REFUND_SALE");
        var doubtful = (await api.RefundAsync(paid, 700)).Ok();
        Assert.Equal("pending", doubtful.Text("status"));
        (await api.A.PostAsync($"/v1/refunds/{doubtful.Id}/cancel")).Fails(400);
        var second = (await api.RefundAsync(paid, 700)).Ok();
        Assert.Equal("pending", second.Text("status"));
        (await api.RefundAsync(paid, 700)).Fails(400, param: "amount");
        foreach (var id in (string[])[doubtful.Id, second.Id]) await api.UntilAsync($"/v1/refunds/{id}", r => r.Text("status") == "succeeded");
        Assert.Equal(1400, (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single().GetProperty("amountRefunded").GetInt64());
        await api.BooksAgreeAsync(paid, left: 600);
    }

    [Fact]
    public async Task A_settlement_that_races_with_a_refund_leaves_it_pending_until_it_can_be_done()
    {
        foreach (var (amount, action) in new[] { (2000L, "CANCEL"), (500L, "CAPTURE") })
        {
            var paid = await api.PayAsync();
            // The query still says captured; then the gateway hesitates, and night falls.
            await api.AdminAsync("faults", new() { ["kind"] = "delay", ["action"] = action, ["ms"] = "1200", ["count"] = "1" });
            var refunding = api.RefundAsync(paid, amount);
            await Task.Delay(500);
            await api.SettleAsync(paid.Text("latest_charge")!, to: "tendered");
            var refund = (await refunding).Ok();
            Assert.Equal("pending", refund.Text("status"));
            await api.SettleAsync(paid.Text("latest_charge")!);
            await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
            Assert.Equal(amount, (await api.AtGatewayAsync(refund.Id)).Single().GetProperty("amount").GetInt64());
            await api.BooksAgreeAsync(paid, left: 2000 - amount);
            await api.NoFaultsAsync();
        }
    }

    [Fact]
    public async Task A_refund_that_the_issuer_declines_fails_and_gives_its_reservation_back()
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        await api.FaultAsync("issuer_code", "REFUND_SALE", code: "5");
        var refund = (await api.RefundAsync(paid)).Ok();
        Assert.Equal(("failed", "declined"), (refund.Text("status"), refund.Text("failure_reason")));
        Assert.Equal(0, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        Assert.Equal(["refund.created", "refund.failed"], await api.EventsAsync(refund.Id));
        await api.BooksAgreeAsync(paid, left: 2000);
        Assert.Equal("succeeded", (await api.RefundAsync(paid)).Ok().Text("status"));
    }

    [Fact]
    public async Task A_refund_that_only_a_person_can_find_out_about_is_counted_and_resolved()
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        await api.FaultAsync("duplicate", "REFUND_SALE", count: 1000);
        var refund = (await api.RefundAsync(paid, 500)).Ok();
        Assert.Equal("pending", refund.Text("status"));
        await GatewayApi.UntilAsync(async () => (await Unresolved.ListAsync(api)).Any(p => p.Id == refund.Id));
        await GatewayApi.UntilAsync(async () => await Unresolved.CountAsync(api, "stuck_refunds") == 1);
        Assert.Equal("failed", await Unresolved.ResolveAsync(api, refund.Id, null));
        Assert.Equal(0, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        await api.NoFaultsAsync();
        await api.BooksAgreeAsync(paid, left: 2000);
    }
}
