using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentIntents.Refunds;

public sealed class ResolutionTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    [Fact]
    public async Task A_charge_that_was_captured_unheard_is_resolved_by_its_own_reference_only()
    {
        var charge = await LostAsync("drop_after");
        var unresolved = Assert.Single(await Unresolved.ListAsync(api), p => p.Id == charge.Id);
        Assert.True(unresolved.NeedsPerson);
        await GatewayApi.UntilAsync(async () => await Unresolved.CountAsync(api, "unresolved_attempts") > 0);

        await TestGateway.SetAsync(api, api.ProjectA, await api.SettingsAsync());
        var other = await api.PayAsync();
        var wrong = await Assert.ThrowsAsync<OperatorException>(async () => await Unresolved.ResolveAsync(api, charge.Id, await api.ReferenceAsync(other.Text("latest_charge")!)));
        Assert.Contains(other.Text("latest_charge")!, wrong.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OperatorException>(() => Unresolved.ResolveAsync(api, charge.Id, "26112113XX12YY34ZZ56AB"));

        Assert.Equal("captured", await Unresolved.ResolveAsync(api, charge.Id, await api.ReferenceAsync(charge.Id)));
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/payment_intents/{charge.Text("payment_intent")}")).Ok().Text("status"));
        Assert.Contains("payment_intent.succeeded", await api.EventsAsync(charge.Text("payment_intent")!));
        Assert.DoesNotContain(await Unresolved.ListAsync(api), p => p.Id == charge.Id);
        await Assert.ThrowsAsync<OperatorException>(() => Unresolved.ResolveAsync(api, charge.Id, null));
    }

    [Fact]
    public async Task A_charge_that_never_happened_fails_and_its_intent_takes_another_card()
    {
        var charge = await LostAsync("drop_before");
        Assert.Equal("failed", await Unresolved.ResolveAsync(api, charge.Id, null));
        var intent = (await api.A.GetAsync($"/v1/payment_intents/{charge.Text("payment_intent")}")).Ok();
        Assert.Equal("requires_payment_method", intent.Text("status"));
        Assert.Contains("charge.failed", await api.EventsAsync(charge.Id));
        Assert.Equal("succeeded", (await api.A.PostAsync($"/v1/payment_intents/{intent.Id}/confirm", new() { ["payment_method"] = "pm_card_visa", ["return_url"] = "https://example.com" })).Ok().Text("status"));
    }

    [Theory]
    [InlineData("accepted")]
    [InlineData(null)]
    public async Task A_refund_whose_host_died_is_finished_once_and_answered_under_its_key(string? settled)
    {
        await TestGateway.SetAsync(api, api.ProjectA, await api.SettingsAsync());
        var paid = await api.PayAsync();
        if (settled is not null) await api.SettledAsync(paid);
        // The host commits what it is about to do, and dies before, or after, it is done.
        await api.FaultAsync("drop_before", "QUERY");
        var form = new Form { ["payment_intent"] = paid.Id, ["amount"] = "700" };
        var key = $"died-{paid.Id}";
        var refund = (await api.A.PostAsync("/v1/refunds", form, key)).Ok();
        await api.SqlAsync("update pay_refunds set look_at = null, status = 'pending' where id = $1 and status = 'pending'", refund.Id);
        await api.SqlAsync("update pay_payment_operations set finished_at = null, lease_until = now() - interval '1 second' where refund_id = $1", refund.Id);
        await api.SqlAsync("update pay_idempotency_keys set response_status = null, response_body = null where key = $1", key);
        await api.UntilAsync($"/v1/refunds/{refund.Id}", r => r.Text("status") == "succeeded");
        await GatewayApi.UntilAsync(async () => (await api.A.PostAsync("/v1/refunds", form, key)) is { Code: 200 } again && again.Text("status") == "succeeded");
        Assert.Equal(700, (await api.ChargeOfAsync(paid)).Number("amount_refunded"));
        Assert.Equal(settled is null ? 0 : 1, (await api.AtGatewayAsync(refund.Id)).Count);
        await api.BooksAgreeAsync(paid, left: 1300);
    }

    /// <summary>A payment on an account that captures at once, whose answer and callback were lost: given to a person.</summary>
    private async Task<Reply> LostAsync(string kind)
    {
        await TestGateway.SetAsync(api, api.ProjectA, await api.SettingsAsync(captureAtOnce: true));
        await api.FaultAsync("callback_lost", "SALE");
        await api.FaultAsync(kind, "SALE");
        var paid = await api.PayAsync();
        Assert.Equal("processing", paid.Text("status"));
        var charge = paid.Text("latest_charge")!;
        await GatewayApi.UntilAsync(async () => (string)(await api.SqlAsync("select status::text from pay_payment_attempts where id = $1", charge))[0][0]! == "unresolved");
        await api.NoFaultsAsync();
        return (await api.A.GetAsync($"/v1/charges/{charge}")).Ok();
    }
}
