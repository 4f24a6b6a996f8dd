namespace CalmonyPay.Tests.Crash;

/// <summary>Steps whose base transaction is known: they can be asked after. And the one that cannot: a sale that captures at once.</summary>
public sealed class LostStepTests(HastyApi api) : IClassFixture<HastyApi>, IAsyncLifetime
{
    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_capture_whose_answer_was_lost_is_asked_after_at_once()
    {
        await api.Gateway.FaultAsync("drop_after", ("action", "CAPTURE"), ("count", 1));
        var paid = (await api.PayAsync()).Ok();
        Assert.Equal("succeeded", paid.Text("status"));
        await api.BooksAsync(paid.Text("latest_charge")!, "captured");
    }

    [Theory]
    [InlineData("drop_after")]
    [InlineData("drop_before")]
    public async Task A_capture_that_cannot_be_asked_after_yet_is_finished_by_the_worker(string kind)
    {
        await api.Gateway.FaultAsync(kind, ("action", "CAPTURE"), ("count", 1));
        await api.Gateway.FaultAsync("http_503", ("action", "QUERY"), ("count", 2));
        var held = (await api.PayAsync(new() { ["capture_method"] = "manual" })).Ok();
        var captured = (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/capture", new() { ["amount_to_capture"] = "1500" })).Ok();
        Assert.Equal("processing", captured.Text("status"));
        var paid = await api.UntilAsync(held.Id, "succeeded");
        Assert.Equal(1500, paid.Number("amount_received"));
        var books = Assert.Single(await api.Gateway.BooksAsync(held.Text("latest_charge")));
        Assert.Equal(("captured", 1500L), (books.State, books.AmountReceived));
    }

    [Fact]
    public async Task A_lost_cancellation_is_finished_by_the_worker()
    {
        await api.Gateway.FaultAsync("drop_before", ("action", "CANCEL"), ("count", 1));
        var held = (await api.PayAsync(new() { ["capture_method"] = "manual" })).Ok();
        (await api.A.PostAsync($"/v1/payment_intents/{held.Id}/cancel", new() { ["cancellation_reason"] = "duplicate" })).Ok();
        var canceled = await api.UntilAsync(held.Id, "canceled");
        Assert.Equal("duplicate", canceled.Text("cancellation_reason"));
        await api.BooksAsync(held.Text("latest_charge")!, "canceled");
    }

    [Fact]
    public async Task A_sale_that_captures_at_once_is_never_repeated_and_waits_for_a_person()
    {
        await api.Gateway.FaultAsync("drop_after", ("action", "SALE"), ("count", 1));
        await api.Gateway.FaultAsync("callback_hold", ("action", "SALE"), ("count", 1));
        var lost = (await api.PayAsync(who: api.B)).Ok();
        var charge = lost.Text("latest_charge")!;
        for (var until = DateTime.UtcNow.AddSeconds(40); DateTime.UtcNow < until; await Task.Delay(200))
            if ((string)(await api.SqlAsync("select status::text from pay_payment_attempts where id = $1", charge))[0][0]! == "unresolved") break;
        Assert.Equal("processing", (await api.B.GetAsync($"/v1/payment_intents/{lost.Id}")).Text("status"));
        await api.BooksAsync(charge, "captured");

        await api.Gateway.ReleaseAsync();   // and should the gateway tell after all, nobody has to decide
        await api.UntilAsync(lost.Id, "succeeded", api.B);
    }
}
