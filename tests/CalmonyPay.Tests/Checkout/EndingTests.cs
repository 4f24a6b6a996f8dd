using CalmonyPay.Checkout.Paying;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Sessions that nobody paid.</summary>
public sealed class EndingTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_worker_expires_what_is_over_and_ends_what_it_had_begun()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["duration"] = "once", ["max_redemptions"] = "1" })).Ok().Id;
        var tried = (await api.A.SessionAsync(new() { ["discounts[0][coupon]"] = coupon })).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(tried.Id, Shopping.Fill(Shopping.Declined)));
        Assert.Equal(1, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
        var subscribed = (await api.A.SessionAsync(mode: "subscription")).Ok();
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(subscribed.Id, Shopping.Fill(Shopping.Declined)));
        var setup = (await api.A.SessionAsync(sells: false, mode: "setup")).Ok();
        var (paid, open) = ((await api.A.SessionAsync()).Ok(), (await api.A.SessionAsync()).Ok());
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(paid.Id));

        foreach (var id in (string[])[tried.Id, subscribed.Id, setup.Id, paid.Id]) await OverAsync(id);
        await api.Services.GetRequiredService<CheckoutWorker>().LookAsync(CancellationToken.None);
        for (var i = 0; i < 100 && (await api.A.SeeAsync(setup.Id)).Text("status") == "open"; i++) await Task.Delay(50); // the host's own worker may have had it in hand

        foreach (var id in (string[])[tried.Id, subscribed.Id, setup.Id])
        {
            Assert.Equal("expired", (await api.A.SeeAsync(id)).Text("status"));
            Assert.Equal(["checkout.session.expired"], await api.A.ToldAsync(id));
        }
        Assert.Equal("complete", (await api.A.SeeAsync(paid.Id)).Text("status"));
        Assert.Equal("open", (await api.A.SeeAsync(open.Id)).Text("status"));
        var intent = (await api.A.GetAsync($"/v1/payment_intents/{(await api.A.SeeAsync(tried.Id)).Text("payment_intent")}")).Ok();
        Assert.Equal(("canceled", "expired"), (intent.Text("status"), intent.Text("cancellation_reason")));
        Assert.Equal("incomplete_expired", (await api.A.GetAsync($"/v1/subscriptions/{(await api.A.SeeAsync(subscribed.Id)).Text("subscription")}")).Ok().Text("status"));
        Assert.Equal("canceled", (await api.A.GetAsync($"/v1/setup_intents/{setup.Text("setup_intent")}")).Ok().Text("status"));
        Assert.Equal(0, (await api.A.GetAsync($"/v1/coupons/{coupon}")).Ok().Number("times_redeemed"));
        Assert.IsType<CheckoutAnswer.Expired>(await api.PayAsync(tried.Id));
    }

    [Fact]
    public async Task A_session_whose_time_is_over_takes_no_money_though_no_worker_has_come()
    {
        var made = (await api.A.SessionAsync()).Ok();
        await api.SqlAsync("update pay_checkout_sessions set expires_at = now() - interval '1 second', next_step_at = null where id = $1", made.Id);
        Assert.Equal("expired", (await api.ViewAsync(made.Id)).Status);
        Assert.IsType<CheckoutAnswer.Expired>(await api.PayAsync(made.Id));
    }

    [Fact]
    public async Task An_expired_session_is_recovered_as_a_copy()
    {
        var made = (await api.A.SessionAsync(new() { ["after_expiration[recovery][enabled]"] = "true", ["after_expiration[recovery][allow_promotion_codes]"] = "true", ["metadata[order]"] = "7" })).Ok();
        Assert.Null(await RecoverAsync(made.Id));
        var over = (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}/expire")).Ok();
        Assert.EndsWith("/recover", over.Text("after_expiration.recovery.url"), StringComparison.Ordinal);
        Assert.Equal(30 * 86400, over.Number("after_expiration.recovery.expires_at") - over.Number("created"), 60.0);

        var url = await RecoverAsync(made.Id);
        Assert.Equal(url, await RecoverAsync(made.Id)); // one copy, however often it is asked for
        var copy = Assert.Single((await api.A.GetAsync("/v1/checkout/sessions?status=open")).Ok().List(), s => s.GetProperty("recovered_from").GetString() == made.Id);
        Assert.Equal((url, "7", true), (copy.GetProperty("url").GetString(), copy.GetProperty("metadata").GetProperty("order").GetString(), copy.GetProperty("allow_promotion_codes").GetBoolean()));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(copy.GetProperty("id").GetString()!));
        Assert.Equal(2000, (await api.A.SeeAsync(copy.GetProperty("id").GetString()!)).Number("amount_total"));
    }

    private Task<string?> RecoverAsync(string id) => api.AtPageAsync<CheckoutRecovery, string?>(recovery => recovery.RecoverAsync(id, CancellationToken.None));

    private async Task OverAsync(string id) => await api.SqlAsync("update pay_checkout_sessions set expires_at = now() - interval '1 second', next_step_at = case when status = 'open' then now() - interval '1 second' end where id = $1", id);
}
