namespace CalmonyPay.Tests.Crash;

/// <summary>Forms of the checkout whose host is killed at every step between what the shopper sent and what the shop is told.</summary>
public sealed class CheckoutCrashTests(CheckoutBench bench) : IClassFixture<CheckoutBench>, IAsyncLifetime
{
    public Task InitializeAsync() => bench.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("payment", Moment.TheGatewayHasActed)]
    [InlineData("payment", Moment.TheCaptureIsAsked)]
    [InlineData("payment", Moment.TheMoneyIsTaken)]
    [InlineData("payment", Moment.TheSessionCompletes)]
    [InlineData("subscription", Moment.TheGatewayHasActed)]
    [InlineData("subscription", Moment.TheCaptureIsAsked)]
    [InlineData("subscription", Moment.TheMoneyIsTaken)]
    [InlineData("subscription", Moment.TheSessionCompletes)]
    [InlineData("paid trial", Moment.TheGatewayHasActed)]
    [InlineData("paid trial", Moment.TheSessionCompletes)]
    public async Task What_the_gateway_took_completes_the_session_after_the_restart(string kind, Moment moment)
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, kind);
        await visit.DieAsync(moment);
        await visit.SendAgainAsync();
        await visit.CompletesAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("subscription")]
    public async Task What_the_gateway_never_heard_of_leaves_the_session_open_to_be_paid_again(string kind)
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, kind);
        await visit.DieAsync(Moment.TheGatewayIsAsked);
        await visit.SendAgainAsync();
        await visit.AssertNothingTakenAsync();
        await visit.PayAnewAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }

    [Theory]
    [InlineData("payment", Moment.TheFormIsWritten)]
    [InlineData("subscription", Moment.TheSubscriptionOpens)]
    [InlineData("subscription", Moment.TheSubscriptionIsOpen)]
    [InlineData("paid trial", Moment.TheSubscriptionIsOpen)]
    [InlineData("trial", Moment.TheFormIsWritten)]
    [InlineData("setup", Moment.TheFormIsWritten)]
    public async Task A_form_that_was_not_taken_down_pays_when_it_is_sent_again(string kind, Moment moment)
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, kind);
        await visit.DieAsync(moment);
        await visit.AssertNothingTakenAsync();
        await visit.SendAgainAsync();
        await visit.CompletesAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }

    [Fact]
    public async Task A_form_that_was_taken_down_and_not_tried_charges_nothing_and_the_next_one_pays()
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, "subscription");
        await visit.DieAsync(Moment.TheFormIsAccepted);
        await visit.SendAgainAsync();
        await visit.AssertNothingTakenAsync();
        await visit.PayAnewAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }

    [Theory]
    [InlineData("setup", Moment.TheGatewayIsAsked)]
    [InlineData("setup", Moment.TheGatewayHasActed)]
    [InlineData("setup", Moment.TheCardIsStored)]
    [InlineData("setup", Moment.TheSessionCompletes)]
    [InlineData("trial", Moment.TheGatewayIsAsked)]
    [InlineData("trial", Moment.TheGatewayHasActed)]
    [InlineData("trial", Moment.TheCardIsStored)]
    public async Task A_card_whose_verification_was_cut_off_is_asked_for_again(string kind, Moment moment)
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, kind);
        await visit.DieAsync(moment);
        await visit.SendAgainAsync();
        await visit.AssertNothingTakenAsync();
        await visit.PayAnewAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }

    [Theory]
    [InlineData(Moment.TheSubscriptionOpens, 0)]
    [InlineData(Moment.TheSubscriptionOpens, 1)]
    [InlineData(Moment.TheSessionCompletes, 0)]
    public async Task A_trial_whose_card_was_stored_begins_after_the_restart(Moment moment, int again)
    {
        using var visit = await CrashedCheckout.OpenAsync(bench, "trial");
        await visit.DieAsync(moment, again);
        await visit.SendAgainAsync();
        await visit.CompletesAsync();
        await visit.SendAgainAsync();
        await visit.AssertSoldOnceAsync();
    }
}
