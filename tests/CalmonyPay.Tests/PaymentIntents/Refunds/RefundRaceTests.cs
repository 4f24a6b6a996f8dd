namespace CalmonyPay.Tests.PaymentIntents.Refunds;

public sealed class RefundRaceTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    private const int Many = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_concurrent_refunds_of_more_than_half_one_succeeds(bool settled)
    {
        var paid = await api.PayAsync();
        if (settled) await api.SettledAsync(paid);
        var replies = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => api.RefundAsync(paid, 1200)));
        Assert.Single(replies, r => r.Code == 200);
        Assert.All(replies.Where(r => r.Code != 200), r => Assert.True(r.Code is 400 or 429, r.Body));
        Assert.Equal(1200, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        await api.BooksAgreeAsync(paid, left: 800);
    }

    [Fact]
    public async Task Of_many_small_concurrent_refunds_never_more_than_the_charge_goes_back()
    {
        var paid = await api.PayAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => api.RefundAsync(paid, 300)));
        var done = replies.Count(r => r.Code == 200);
        Assert.InRange(done, 1, 6);
        Assert.Equal(2000 - 300 * done, (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single().GetProperty("amountReceived").GetInt64());
        await api.BooksAgreeAsync(paid, left: 2000 - 300 * done);
    }

    [Fact]
    public async Task Of_captures_and_cancels_that_race_one_wins()
    {
        var held = await api.PayAsync(capture: "manual");
        var replies = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => api.A.PostAsync($"/v1/payment_intents/{held.Id}/{(i % 2 == 0 ? "capture" : "cancel")}")));
        var won = Assert.Single(replies, r => r.Code == 200);
        Assert.All(replies.Where(r => r.Code != 200), r => Assert.True(r.Code is 400 or 429, r.Body));
        var sale = (await api.AtGatewayAsync(held.Text("latest_charge")!)).Single();
        Assert.Equal(won.Text("status") == "succeeded" ? "captured" : "canceled", sale.GetProperty("state").GetString());
        Assert.Equal(won.Text("status"), (await api.A.GetAsync($"/v1/payment_intents/{held.Id}")).Ok().Text("status"));
        await api.BooksAgreeAsync(held, left: won.Text("status") == "succeeded" ? 2000 : 0);
    }

    [Fact]
    public async Task Refunds_that_race_with_the_settlement_agree_with_the_gateway_in_the_end()
    {
        var paid = await api.PayAsync();
        var refunding = Enumerable.Range(0, 5).Select(_ => api.RefundAsync(paid, 200)).ToList();
        await api.SettleAsync(paid.Text("latest_charge")!);
        var made = (await Task.WhenAll(refunding)).Where(r => r.Code == 200).ToList();
        Assert.NotEmpty(made);
        foreach (var refund in made) await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
        var sale = (await api.AtGatewayAsync(paid.Text("latest_charge")!)).Single();
        Assert.Equal(2000 - 200 * made.Count, sale.GetProperty("amountReceived").GetInt64() - sale.GetProperty("amountRefunded").GetInt64());
        await api.BooksAgreeAsync(paid, left: 2000 - 200 * made.Count);
    }
}
