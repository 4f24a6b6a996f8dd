namespace CalmonyPay.Tests.Webhooks;

/// <summary>When an endpoint is left alone, and for how long: on a host of its own, so that nothing else is on its way.</summary>
public sealed class LaneTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    private const int Burst = 32;

    [Fact]
    public async Task A_burst_of_failures_closes_an_endpoint_for_a_second_and_not_for_a_minute()
    {
        await api.EndpointAsync("/stumbles", new() { ["enabled_events[]"] = "customer.created" });
        var together = new TaskCompletionSource();
        var tries = 0;
        api.Receiver.Answer("/stumbles", async (http, _) =>
        {
            var mine = Interlocked.Increment(ref tries);
            if (mine == Burst) together.SetResult();
            if (mine > Burst) return;
            await Task.WhenAny(together.Task, Task.Delay(700)); // they fail at the same moment
            http.Response.StatusCode = 503;
        });
        await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => api.CustomerAsync()));
        var got = await api.Receiver.UntilAsync("/stumbles", 2 * Burst);
        Assert.Equal(Burst, got.Skip(Burst).Select(received => received.EventId).Distinct().Count());
    }

    [Fact]
    public async Task An_endpoint_that_fails_a_few_times_in_a_row_is_not_taken_for_dead()
    {
        await api.EndpointAsync("/unlucky", new() { ["enabled_events[]"] = "customer.deleted" });
        var tries = 0;
        api.Receiver.Answer("/unlucky", (http, _) =>
        {
            http.Response.StatusCode = Interlocked.Increment(ref tries) <= 12 ? 500 : 200;
            return Task.CompletedTask;
        });
        foreach (var customer in await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => api.CustomerAsync()))) (await api.A.DeleteAsync($"/v1/customers/{customer.Id}")).Ok();
        var got = await api.Receiver.UntilAsync("/unlucky", 24, seconds: 6);
        Assert.Equal(12, got.Select(received => received.EventId).Distinct().Count());
    }
}
