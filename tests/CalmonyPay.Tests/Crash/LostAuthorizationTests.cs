using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Crash;

/// <summary>The roads back from a SALE whose answer was lost, each by itself.</summary>
public sealed class LostAuthorizationTests(HastyApi api) : IClassFixture<HastyApi>, IAsyncLifetime
{
    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_lost_answer_is_found_by_its_callback_even_if_the_first_query_fails()
    {
        await api.Gateway.FaultAsync("drop_after", ("action", "SALE"), ("count", 1));
        await api.Gateway.FaultAsync("http_503", ("action", "QUERY"), ("count", 1));
        var lost = (await api.PayAsync()).Ok();
        Assert.Equal("processing", lost.Text("status"));
        var paid = await api.UntilAsync(lost.Id, "succeeded");
        await api.BooksAsync(paid.Text("latest_charge")!, "captured");
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again_with_the_card_in_memory()
    {
        await api.Gateway.FaultAsync("drop_before", ("action", "SALE"), ("count", 1));
        var lost = (await api.PayAsync()).Ok();
        Assert.Equal("processing", lost.Text("status"));
        var paid = await api.UntilAsync(lost.Id, "succeeded");
        await api.BooksAsync(paid.Text("latest_charge")!, "captured");
    }

    [Fact]
    public async Task Without_any_word_the_attempt_is_given_up_and_what_turns_up_later_is_canceled()
    {
        await api.Gateway.FaultAsync("drop_after", ("action", "SALE"), ("count", 1));
        await api.Gateway.FaultAsync("callback_hold", ("action", "SALE"), ("count", 1));
        var lost = (await api.PayAsync()).Ok();
        var charge = lost.Text("latest_charge")!;
        var given = await api.UntilAsync(lost.Id, "requires_payment_method");
        Assert.Equal("processing_error", given.Text("last_payment_error.code"));
        await api.BooksAsync(charge, "approved");

        var again = (await api.A.PostAsync($"/v1/payment_intents/{lost.Id}/confirm", new() { ["payment_method"] = "pm_card_mastercard" })).Ok();
        Assert.Equal("succeeded", again.Text("status"));
        await api.Gateway.ReleaseAsync();
        await api.BooksAsync(charge, "canceled");
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/payment_intents/{lost.Id}")).Text("status"));
    }

    [Fact]
    public async Task A_second_hold_for_the_same_attempt_is_canceled()
    {
        await api.Gateway.FaultAsync("act_twice", ("action", "SALE"), ("count", 1));
        var paid = (await api.PayAsync()).Ok();
        await api.UntilAsync(paid.Id, "succeeded");
        await api.BooksAsync(paid.Text("latest_charge")!, "captured", "canceled");
    }

    [Fact]
    public async Task A_partly_approved_hold_is_given_back_even_if_the_first_try_is_lost()
    {
        await api.Gateway.FaultAsync("issuer_code", ("action", "SALE"), ("code", 10), ("count", 1));
        await api.Gateway.FaultAsync("drop_before", ("action", "CANCEL"), ("count", 1));
        var declined = (await api.PayAsync()).Fails(402, "card_declined");
        Assert.Equal("insufficient_funds", declined.Text("error.decline_code"));
        await api.BooksAsync(declined.Text("error.charge")!, "canceled");
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_fails_the_payment_at_once_and_keeps_the_intent()
    {
        await using (var scope = api.Worker())
            await TestGateway.SetAsync(api, api.ProjectB, new(new Uri("http://127.0.0.1:9/direct/"), TestGateway.MerchantId, TestGateway.Secret, "GB", TestCards: "stripe"));
        var failed = (await api.PayAsync(who: api.B)).Fails(402, "processing_error");
        Assert.Equal("requires_payment_method", failed.Text("error.payment_intent.status"));
    }

    [Fact]
    public async Task A_key_of_a_payment_that_was_taken_is_not_given_back_for_a_wrong_expansion()
    {
        var form = new Form { ["amount"] = "2000", ["currency"] = "gbp", ["payment_method"] = "pm_card_visa", ["confirm"] = "true", ["expand[]"] = "nonsense", ["metadata[wrong]"] = "expansion" };
        (await api.A.PostAsync("/v1/payment_intents", form, "wrong-expansion")).Fails(400);
        (await api.A.PostAsync("/v1/payment_intents", form, "wrong-expansion")).Fails(400);
        var made = await api.SqlAsync("select count(*) from pay_payment_intents where metadata->>'wrong' = 'expansion'");
        Assert.True((long)made[0][0]! <= 1, $"{made[0][0]} payments for one key");
    }

    [Fact]
    public async Task A_hold_that_nobody_captures_is_canceled_when_its_time_is_over()
    {
        var brief = await api.StartHostAsync(builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:Payments:HoldFor"] = "00:00:01" }));
        using var shop = new ApiClient(brief, api.A.Key);
        var held = (await api.PayAsync(new() { ["capture_method"] = "manual" }, shop)).Ok();
        var canceled = await api.UntilAsync(held.Id, "canceled");
        Assert.Equal("automatic", canceled.Text("cancellation_reason"));
        await api.BooksAsync(held.Text("latest_charge")!, "canceled");
    }
}
