using CalmonyPay.Checkout.Paying;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Crash;

namespace CalmonyPay.Tests.Checkout;

/// <summary>Sessions whose shopper has to authenticate, and sessions whose payment a crash or a lost answer cuts off.</summary>
public sealed class AuthenticationTests(SecureApi api) : IClassFixture<SecureApi>, IAsyncLifetime
{
    public Task InitializeAsync() => api.Gateway.BehaveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_shopper_authenticates_and_the_session_completes()
    {
        var made = (await api.B.SessionAsync()).Ok();
        var next = Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made.Id, Shopping.Challenging));
        Assert.Contains("/pay/authenticate/", next.Url, StringComparison.Ordinal);
        var waiting = await api.B.SeeAsync(made.Id);
        Assert.Equal("open", waiting.Text("status"));
        var view = (await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(made.Id, null, CancellationToken.None), api.ProjectB))!;
        Assert.Equal(next.Url, view.AuthenticateUrl);
        var intent = (await api.B.GetAsync($"/v1/payment_intents/{waiting.Text("payment_intent")}")).Ok();
        Assert.Equal(made.Text("url"), intent.Text("next_action.redirect_to_url.return_url"));

        await DecideAsync(intent.Id, "approve");
        var paid = await api.B.SeeAsync(made.Id);
        Assert.Equal(("complete", "paid"), (paid.Text("status"), paid.Text("payment_status")));
        Assert.Equal(["checkout.session.completed"], await api.B.ToldAsync(made.Id));
    }

    [Fact]
    public async Task A_challenge_that_is_failed_leaves_the_session_open_for_another_card()
    {
        var made = (await api.B.SessionAsync()).Ok();
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made.Id, Shopping.Challenging));
        var intent = (await api.B.SeeAsync(made.Id)).Text("payment_intent")!;
        await DecideAsync(intent, "decline");
        var view = (await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(made.Id, null, CancellationToken.None), api.ProjectB))!;
        Assert.Equal("payment_intent_authentication_failure", view.LastDecline?.Code);
        Assert.IsType<CheckoutAnswer.Complete>(await PayAsync(made.Id, Shopping.Good));
        Assert.Equal(intent, (await api.B.SeeAsync(made.Id)).Text("payment_intent"));
    }

    [Fact]
    public async Task The_first_invoice_of_a_subscription_is_authenticated()
    {
        var made = (await api.B.SessionAsync(mode: "subscription")).Ok();
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made.Id, Shopping.Challenging));
        var invoice = (await api.B.SeeAsync(made.Id)).Text("invoice");
        var payment = (await api.B.GetAsync($"/v1/invoice_payments?invoice={invoice}")).Ok().Text("data[0].payment.payment_intent")!;
        await DecideAsync(payment, "approve");
        var paid = (await api.B.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription&expand[]=invoice")).Ok();
        Assert.Equal(("complete", "paid", "active", "paid"), (paid.Text("status"), paid.Text("payment_status"), paid.Text("subscription.status"), paid.Text("invoice.status")));
        Assert.False(paid.IsNull("subscription.default_payment_method"));
    }

    [Fact]
    public async Task A_trials_card_is_authenticated_and_the_subscription_begins()
    {
        var made = (await api.B.SessionAsync(new() { ["subscription_data[trial_period_days]"] = "7" }, mode: "subscription")).Ok();
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made.Id, Shopping.Challenging));
        await api.AuthenticateSetupAsync(await SetupOfAsync(made.Id), "approve");
        for (var i = 0; i < 200 && (await api.B.SeeAsync(made.Id)).Text("status") == "open"; i++) await Task.Delay(50);
        var done = (await api.B.GetAsync($"/v1/checkout/sessions/{made.Id}?expand[]=subscription")).Ok();
        Assert.Equal(("complete", "trialing"), (done.Text("status"), done.Text("subscription.status")));
    }

    [Fact]
    public async Task A_subscription_that_becomes_free_after_a_declined_payment_asks_for_authentication()
    {
        var (made, box) = await WithBoxAsync();
        Assert.IsType<CheckoutAnswer.Declined>(await PayAsync(made, Shopping.Declined));
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made, Shopping.Challenging, (box, 0)));
        await api.AuthenticateSetupAsync(await SetupOfAsync(made), "decline");
        var view = (await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(made, null, CancellationToken.None), api.ProjectB))!;
        Assert.Equal("setup_intent_authentication_failure", view.LastDecline?.Code);
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made, Shopping.Challenging, (box, 0)));
        await api.AuthenticateSetupAsync(await SetupOfAsync(made), "approve");
        for (var i = 0; i < 200 && (await api.B.SeeAsync(made)).Text("status") == "open"; i++) await Task.Delay(50);
        var done = (await api.B.GetAsync($"/v1/checkout/sessions/{made}?expand[]=subscription")).Ok();
        Assert.Equal(("complete", "no_payment_required", "trialing"), (done.Text("status"), done.Text("payment_status"), done.Text("subscription.status")));
    }

    [Fact]
    public async Task A_card_that_was_left_at_the_bank_for_a_payment_subscribes_nobody_twice()
    {
        var (made, box) = await WithBoxAsync();
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made, Shopping.Challenging, (box, 0)));
        var setup = await SetupOfAsync(made);
        Assert.IsType<CheckoutAnswer.Authenticate>(await PayAsync(made, Shopping.Challenging, (box, 1)));
        var seen = await api.B.SeeAsync(made);
        await Assert.ThrowsAsync<StripeError>(() => api.AuthenticateSetupAsync(setup, "approve")); // in the other tab
        Assert.Equal("canceled", (await api.B.GetAsync($"/v1/setup_intents/{setup}")).Ok().Text("status"));
        await DecideAsync((await api.B.GetAsync($"/v1/invoice_payments?invoice={seen.Text("invoice")}")).Ok().Text("data[0].payment.payment_intent")!, "approve");
        var paid = await api.B.SeeAsync(made);
        Assert.Equal(("complete", "paid", seen.Text("subscription")), (paid.Text("status"), paid.Text("payment_status"), paid.Text("subscription")));
        Assert.Single((await api.B.GetAsync($"/v1/subscriptions?customer={paid.Text("customer")}&status=all")).Ok().List());
    }

    [Fact]
    public async Task A_lost_answer_is_processing_and_completes_the_session_when_it_is_found()
    {
        await api.Gateway.FaultAsync("drop_after", ("action", "SALE"), ("count", 1));
        var made = (await api.A.SessionAsync()).Ok();
        var form = Shopping.Fill();
        Assert.IsType<CheckoutAnswer.Processing>(await api.PayAsync(made.Id, form));
        Assert.True((await api.ViewAsync(made.Id)).Processing);
        Assert.Equal("open", (await api.A.SeeAsync(made.Id)).Text("status"));
        (await api.A.PostAsync($"/v1/checkout/sessions/{made.Id}/expire")).Fails(429); // the money may yet come
        var paid = await api.UntilAsync((await api.A.SeeAsync(made.Id)).Text("payment_intent")!, "succeeded");
        await api.BooksAsync(paid.Text("latest_charge")!, "captured");
        Assert.Equal("complete", (await api.A.SeeAsync(made.Id)).Text("status"));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(made.Id, form));
    }

    private Task<CheckoutAnswer> PayAsync(string session, string card, params (string Line, long Quantity)[] quantities) =>
        api.PayAsync(session, Shopping.Fill(card, Shopping.Choose(null, null, quantities)), api.ProjectB);

    /// <summary>A free trial with a box that is paid at once, or left out.</summary>
    private async Task<(string Session, string Box)> WithBoxAsync()
    {
        var made = (await api.B.SessionAsync(Shopping.TrialWithBox(), mode: "subscription")).Ok();
        return (made.Id, (await api.B.GetAsync($"/v1/checkout/sessions/{made.Id}/line_items")).Ok().Text("data[1].id")!);
    }

    private async Task<string> SetupOfAsync(string session) => (await api.SqlAsync("select setup_intent_id from pay_checkout_sessions where id = $1", session))[0][0]!.ToString()!;

    /// <summary>The shopper's browser at the bank, leg by leg.</summary>
    private async Task DecideAsync(string intent, string choice)
    {
        for (var leg = 0; leg < 3; leg++)
        {
            if (await api.AtPageAsync<AuthenticationFlow, Challenge?>(flow => flow.PendingAsync(intent, CancellationToken.None), api.ProjectB) is not { } challenge) return;
            var posted = await api.Gateway.AnswerAsync(challenge, choice);
            try
            {
                await api.AtPageAsync<AuthenticationFlow, object>(flow => flow.ContinueAsync(intent, challenge.Reference, posted), api.ProjectB);
            }
            catch (StripeError)
            {
                return; // declined: the session says so
            }
        }
    }
}
