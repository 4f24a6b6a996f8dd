using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>Forms of the checkout whose host is killed at every step between what the shopper sent and what the shop is told.</summary>
public sealed class CheckoutCrashTests(CheckoutBench bench) : IClassFixture<CheckoutBench>, IAsyncLifetime
{
    private readonly List<CrashedCheckout> visits = [];

    public Task InitializeAsync() => bench.Gateway.BehaveAsync();

    public Task DisposeAsync()
    {
        visits.ForEach(visit => visit.Dispose());
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(Moment.TheGatewayHasActed, "payment", "subscription", "paid trial", "hold")]
    [InlineData(Moment.TheCaptureIsAsked, "payment", "subscription", "paid trial")]
    [InlineData(Moment.TheMoneyIsTaken, "payment", "subscription", "paid trial")]
    [InlineData(Moment.TheSessionCompletes, "payment", "subscription", "paid trial", "hold")]
    public async Task What_the_gateway_took_completes_the_session_after_the_restart(Moment moment, params string[] kinds)
    {
        await DieAsync(moment, kinds);
        await EachAsync(async visit =>
        {
            await visit.SendAgainAsync();
            await visit.CompletesAsync();
        });
    }

    [Fact]
    public async Task What_the_gateway_never_heard_of_leaves_the_session_open_to_be_paid_again()
    {
        await DieAsync(Moment.TheGatewayIsAsked, "payment", "subscription", "paid trial");
        await EachAsync(PayAnewAsync);
    }

    [Theory]
    [InlineData(Moment.TheFormIsWritten, "payment", "subscription", "paid trial", "trial", "setup")]
    [InlineData(Moment.TheSubscriptionOpens, "subscription")]
    public async Task A_form_that_was_not_taken_down_pays_when_it_is_sent_again(Moment moment, params string[] kinds)
    {
        await DieAsync(moment, kinds);
        await EachAsync(async visit =>
        {
            await visit.AssertNothingTakenAsync();
            await visit.SendAgainAsync();
            await visit.CompletesAsync();
        });
    }

    [Fact]
    public async Task A_form_that_was_taken_down_and_not_tried_charges_nothing_and_the_next_one_pays()
    {
        await DieAsync(Moment.TheFormIsAccepted, "subscription", "paid trial");
        await EachAsync(PayAnewAsync);
    }

    [Theory]
    [InlineData(Moment.TheGatewayIsAsked, "setup", "trial")]
    [InlineData(Moment.TheGatewayHasActed, "setup", "trial")]
    [InlineData(Moment.TheCardIsStored, "setup", "trial")]
    [InlineData(Moment.TheSessionCompletes, "setup")]
    public async Task A_card_whose_verification_was_cut_off_is_asked_for_again(Moment moment, params string[] kinds)
    {
        await DieAsync(moment, kinds);
        await EachAsync(PayAnewAsync);
    }

    [Theory]
    [InlineData(Moment.TheSubscriptionOpens)]
    [InlineData(Moment.TheSubscriptionOpens, 1)]
    [InlineData(Moment.TheSessionCompletes)]
    public async Task A_trial_whose_card_was_stored_begins_after_the_restart(Moment moment, int again = 0)
    {
        await DieAsync(moment, ["trial"], again);
        await EachAsync(async visit =>
        {
            await visit.SendAgainAsync();
            await visit.CompletesAsync();
        });
    }

    [Theory]
    [InlineData("payment", Moment.TheFormIsWritten)]
    [InlineData("payment", Moment.TheGatewayIsAsked)]
    [InlineData("subscription", Moment.TheFormIsAccepted)]
    [InlineData("trial", Moment.TheGatewayIsAsked)]
    public async Task The_last_place_of_a_link_is_free_again_when_its_form_came_to_nothing(string kind, Moment moment)
    {
        var (first, second) = await OpenLinkAsync(kind);
        await KillAsync([first], moment);
        await second.PayWhenThereIsAPlaceAsync();
        await second.AssertSoldOnceAsync();
        await first.AssertTooLateAsync();
    }

    [Theory]
    [InlineData("payment", Moment.TheGatewayHasActed)]
    [InlineData("subscription", Moment.TheMoneyIsTaken)]
    [InlineData("trial", Moment.TheSubscriptionOpens)]
    public async Task The_last_place_of_a_link_is_kept_for_what_was_taken_before_the_crash(string kind, Moment moment)
    {
        var (first, second) = await OpenLinkAsync(kind);
        await KillAsync([first], moment);
        await second.SendAgainAsync();
        await first.CompletesAsync();
        await second.AssertTooLateAsync();
        await first.AssertSoldOnceAsync();
    }

    [Theory]
    [InlineData(Moment.TheSubscriptionOpens)]
    [InlineData(Moment.TheSessionCompletes)]
    public async Task A_changed_order_takes_its_own_code_once_and_gives_the_other_back(Moment moment)
    {
        var (tenth, half) = (await CodeAsync("10"), await CodeAsync("50"));
        visits.Add(await CrashedCheckout.OpenAsync(bench, "subscription"));
        await visits[0].ChangeMindAsync(tenth.Text("code")!, half.Text("code")!);
        await KillAsync(visits, moment);
        await EachAsync(async visit =>
        {
            await visit.SendAgainAsync();
            await visit.CompletesAsync();
        });
        Assert.Equal((0, 1), (await RedeemedAsync(tenth), await RedeemedAsync(half)));
    }

    [Theory]
    [InlineData(Moment.TheGatewayHasActed)]
    [InlineData(Moment.TheMoneyIsTaken)]
    [InlineData(Moment.TheSessionCompletes)]
    public async Task What_the_bank_confirmed_completes_the_session_after_the_restart(Moment moment)
    {
        await ComeBackAsync(moment, "payment", "subscription");
        await EachAsync(visit => visit.CompletesAsync());
    }

    [Theory]
    [InlineData(Moment.TheGatewayIsAsked, "payment", "subscription", "trial")]
    [InlineData(Moment.TheCardIsStored, "trial")]
    public async Task A_confirmation_that_was_lost_leaves_the_session_open_to_be_paid_again(Moment moment, params string[] kinds)
    {
        await ComeBackAsync(moment, kinds);
        await EachAsync(async visit =>
        {
            await visit.AssertNothingTakenAsync();
            await visit.PayAnewAsync();
        });
    }

    /// <summary>Shoppers who come back from their banks together; the host is killed with all of them at the moment, and started again.</summary>
    private async Task ComeBackAsync(Moment moment, params string[] kinds)
    {
        foreach (var kind in kinds) visits.Add(await CrashedCheckout.OpenAsync(bench, kind, secure: true));
        var back = new List<Func<Task>>();
        foreach (var visit in visits) back.Add(await visit.GoToBankAsync());
        await bench.KillAsync(back, moment, "CONTINUE");
    }

    private Task DieAsync(Moment moment, params string[] kinds) => DieAsync(moment, kinds, again: 0);

    /// <summary>A session of each kind, whose forms are sent together; the host is killed with all of them at the moment, and started again.</summary>
    private async Task DieAsync(Moment moment, string[] kinds, int again)
    {
        foreach (var kind in kinds) visits.Add(await CrashedCheckout.OpenAsync(bench, kind));
        await KillAsync(visits, moment, again);
    }

    private Task KillAsync(List<CrashedCheckout> of, Moment moment, int again = 0) =>
        bench.KillAsync([.. of.Select(visit => (Func<Task>)visit.SendAsync)], moment, of[0].Verifies ? "VERIFY" : "SALE", again);

    private async Task<(CrashedCheckout First, CrashedCheckout Second)> OpenLinkAsync(string kind)
    {
        var both = await CrashedCheckout.OpenLinkAsync(bench, kind);
        visits.AddRange([both.First, both.Second]);
        return both;
    }

    private async Task<Reply> CodeAsync(string percent)
    {
        var coupon = (await bench.Api.PostAsync("/v1/coupons", new() { ["percent_off"] = percent, ["duration"] = "once" })).Ok().Id;
        return (await bench.Api.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["max_redemptions"] = "1" })).Ok();
    }

    private async Task<long> RedeemedAsync(Reply code)
    {
        var times = (await bench.Api.GetAsync($"/v1/promotion_codes/{code.Id}")).Ok().Number("times_redeemed");
        Assert.Equal(times, (await bench.Api.GetAsync($"/v1/coupons/{code.Text("promotion.coupon")}")).Ok().Number("times_redeemed"));
        return times;
    }

    /// <summary>The form that died charges nothing; a new one pays.</summary>
    private static async Task PayAnewAsync(CrashedCheckout visit)
    {
        await visit.SendAgainAsync();
        await visit.AssertNothingTakenAsync();
        await visit.PayAnewAsync();
    }

    /// <summary>What has to come of each; then the form comes once more, and everything is there once.</summary>
    private async Task EachAsync(Func<CrashedCheckout, Task> then)
    {
        await Task.WhenAll(visits.Select(then));
        foreach (var visit in visits)
        {
            await visit.SendAgainAsync();
            await visit.AssertSoldOnceAsync();
        }
        await bench.AssertBooksAgreeAsync();
    }
}
