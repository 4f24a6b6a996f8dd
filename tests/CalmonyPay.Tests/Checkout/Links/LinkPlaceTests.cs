using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Crash;

namespace CalmonyPay.Tests.Checkout.Links;

/// <summary>The last place of a link whose shopper has to authenticate: it is kept while he may, and is free again once that has failed.</summary>
public sealed class LinkPlaceTests(SecureApi api) : IClassFixture<SecureApi>, IAsyncLifetime
{
    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_trials_card_whose_authentication_fails_gives_the_last_place_back()
    {
        var (first, second, setup) = await BeginAsync();
        await api.AuthenticateSetupAsync(setup, "decline");
        Assert.Equal("requires_payment_method", (await api.B.GetAsync($"/v1/setup_intents/{setup}")).Ok().Text("status"));
        await TheOtherHasItAsync(first, second);
    }

    [Fact]
    public async Task A_trials_card_that_nobody_authenticates_gives_the_last_place_back()
    {
        var (first, second, setup) = await BeginAsync();
        await api.SqlAsync("update pay_setup_intents set due_at = now() where id = $1", setup);
        for (var i = 0; i < 200 && (await api.B.GetAsync($"/v1/setup_intents/{setup}")).Ok().Text("status") == "requires_action"; i++) await Task.Delay(100); // the worker comes every ten seconds
        await TheOtherHasItAsync(first, second);
    }

    [Fact]
    public async Task A_trials_card_that_is_authenticated_has_the_last_place()
    {
        var (first, second, setup) = await BeginAsync();
        await api.AuthenticateSetupAsync(setup, "approve");
        for (var i = 0; i < 200 && (await api.B.SeeAsync(first)).Text("status") == "open"; i++) await Task.Delay(50);
        Assert.Equal("complete", (await api.B.SeeAsync(first)).Text("status"));
        Assert.IsType<CheckoutAnswer.Expired>(await PayAsync(second, Shopping.Good));
    }

    [Fact]
    public async Task A_trial_that_cannot_begin_after_its_card_was_stored_gives_the_last_place_back()
    {
        var coupon = (await api.B.PostAsync("/v1/coupons", new() { ["percent_off"] = "50", ["duration"] = "once" })).Ok().Id;
        var code = (await api.B.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["max_redemptions"] = "1" })).Ok();
        var (first, second, setup) = await BeginAsync(code.Text("code"));
        var other = (await api.B.SessionAsync(new() { ["allow_promotion_codes"] = "true" })).Ok().Id;
        Assert.IsType<CheckoutAnswer.Complete>(await PayAsync(other, Shopping.Good, code.Text("code")));
        await api.AuthenticateSetupAsync(setup, "approve");
        CheckoutView view = null!;
        for (var i = 0; i < 200 && view?.LastDecline is null; i++)
        {
            await Task.Delay(50);
            view = (await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(first, null, CancellationToken.None), api.ProjectB))!;
        }
        Assert.Equal("open", view.Status);
        await TheOtherHasItAsync(first, second);
        Assert.Equal(1, (await api.B.GetAsync($"/v1/promotion_codes/{code.Id}")).Ok().Number("times_redeemed"));
    }

    /// <summary>Two sessions of a link with one place; the first one's card waits for its shopper.</summary>
    private async Task<(string First, string Second, string Setup)> BeginAsync(string? code = null)
    {
        var link = (await api.B.LinkAsync(new()
        {
            ["line_items[0][price_data][recurring][interval]"] = "month",
            ["subscription_data[trial_period_days]"] = "7",
            ["restrictions[completed_sessions][limit]"] = "1",
            ["allow_promotion_codes"] = "true",
        })).Ok();
        var (first, second) = ((await api.B.SessionOfVisitAsync(link)).Id, (await api.B.SessionOfVisitAsync(link)).Id);
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(first, Shopping.Challenging, code));
        Assert.IsType<CheckoutAnswer.Declined>(await PayAsync(second, Shopping.Good)); // others are paying
        return (first, second, (await api.SqlAsync("select setup_intent_id from pay_checkout_sessions where id = $1", first))[0][0]!.ToString()!);
    }

    private async Task TheOtherHasItAsync(string first, string second)
    {
        Assert.IsType<CheckoutAnswer.Complete>(await PayAsync(second, Shopping.Good));
        Assert.IsType<CheckoutAnswer.Expired>(await PayAsync(first, Shopping.Good));
    }

    private Task<CheckoutAnswer> PayAsync(string session, string card, string? code = null) => api.PayAsync(session, Shopping.Fill(card, Shopping.Choose(code)), api.ProjectB);
}
