using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Crash;

/// <summary>A gateway that takes longer than the holder of the work, or the merchant, is given.</summary>
public sealed class SlowAnswerTests(HastyApi api) : IClassFixture<HastyApi>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(900)]  // the taker has heard nothing and gone before the holder's answer comes
    [InlineData(1400)]
    public async Task An_authorisation_slower_than_its_lease_is_still_captured_once(int milliseconds)
    {
        var hurried = await HostAsync(("CalmonyPay:Payments:Lease", "00:00:00.3"), ("CalmonyPay:Gateway:Timeout", "00:00:05"));
        using var shop = new ApiClient(hurried, api.A.Key);
        await api.Gateway.FaultAsync("callback_hold", ("action", "SALE"), ("count", 2));
        await api.Gateway.FaultAsync("delay_after", ("action", "SALE"), ("ms", milliseconds), ("count", 1));
        var reply = await api.PayAsync(new() { ["metadata[slow]"] = $"{milliseconds}" }, shop);
        Assert.True(reply.Code is 200 or 429, reply.Body);
        var made = (string)(await api.SqlAsync("select id from pay_payment_intents where metadata->>'slow' = $1", $"{milliseconds}"))[0][0]!;
        var paid = await api.UntilAsync(made, "succeeded");
        await api.BooksAsync(paid.Text("latest_charge")!, "captured");
        Assert.Single(await api.SqlAsync("select 1 from pay_events where object_id = $1 and type = 'payment_intent.succeeded'", made));
    }

    [Fact]
    public async Task What_was_answered_while_the_gateway_hesitated_is_what_a_retry_is_answered()
    {
        var brief = await HostAsync(("CalmonyPay:Requests:AnswerWithin", "00:00:01.5"), ("CalmonyPay:Gateway:Timeout", "00:00:10"));
        using var shop = new ApiClient(brief, api.A.Key);
        await api.Gateway.FaultAsync("delay", ("action", "SALE"), ("ms", 4000), ("count", 1));
        var form = new Form { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true" };
        var early = (await shop.PostAsync("/v1/payment_intents", form, "hesitant")).Ok();
        Assert.Equal("processing", early.Text("status"));

        await api.UntilAsync(early.Id, "succeeded");
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var again = (await shop.PostAsync("/v1/payment_intents", form, "hesitant")).Ok();
            Assert.Equal(("true", early.Body), (again.Header("Idempotent-Replayed"), again.Body));
            if ((await api.SqlAsync("select 1 from pay_payment_operations where payment_intent_id = $1 and finished_at is null", early.Id)).Count == 0) break;
            Assert.True(DateTime.UtcNow < until, "The work did not end.");
        }
        Assert.Single(await api.SqlAsync("select 1 from pay_payment_attempts where payment_intent_id = $1", early.Id));
    }

    private Task<Uri> HostAsync(params (string Name, string Value)[] settings) =>
        api.StartHostAsync(builder => builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)));
}
