using System.Globalization;
using CalmonyPay.Tests.Checkout;
using CalmonyPay.Tests.Checkout.Links;
using CalmonyPay.Tests.Checkout.Page;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>One shopper at one session's page, whose form is cut off by a crash.</summary>
internal sealed class CrashedCheckout : IDisposable
{
    private readonly CheckoutBench bench;
    private readonly ApiClient api;
    private readonly Shopper shopper;
    private readonly int price;
    private readonly string kind;
    private string token;

    private CrashedCheckout(CheckoutBench bench, ApiClient api, string kind, int price, Reply session, Shopper shopper)
    {
        (this.bench, this.api, this.kind, this.price, this.shopper) = (bench, api, kind, price, shopper);
        (Session, token) = (session, shopper.Fields()["form_token"]);
    }

    public Reply Session { get; }

    /// <summary>The gateway is asked to verify the card, and for no money.</summary>
    public bool Verifies => kind is "setup" or "trial";

    /// <summary>Opens the page of a new session.</summary>
    /// <param name="kind"><c>payment</c>, <c>subscription</c>, <c>setup</c>, <c>trial</c> (a free one), <c>paid trial</c> (with a thing that is paid at once), or <c>hold</c> (a payment that is captured later).</param>
    /// <param name="secure">In the shop whose account asks for 3-D Secure.</param>
    public static async Task<CrashedCheckout> OpenAsync(CheckoutBench bench, string kind, bool secure = false)
    {
        var api = secure ? bench.Secure : bench.Api;
        var price = bench.NewPrice();
        var form = Selling(kind, price);
        if (kind == "setup") form["customer"] = (await api.PostAsync("/v1/customers", new() { ["email"] = "ada@example.com" })).Ok().Id;
        return await OpenAsync(bench, api, kind, price, (await api.SessionAsync(form, sells: kind != "setup", kind switch { "hold" => "payment", "payment" or "setup" => kind, _ => "subscription" })).Ok());
    }

    /// <summary>Two visits of a link that can be paid once.</summary>
    public static async Task<(CrashedCheckout First, CrashedCheckout Second)> OpenLinkAsync(CheckoutBench bench, string kind)
    {
        var price = bench.NewPrice();
        var form = Selling(kind, price);
        form["restrictions[completed_sessions][limit]"] = "1";
        form["after_completion[type]"] = "redirect";
        form["after_completion[redirect][url]"] = "https://shop.example/thanks";
        if (kind != "payment") form["line_items[0][price_data][recurring][interval]"] = "month";
        var link = (await bench.Api.LinkAsync(form)).Ok();
        return (await VisitAsync(), await VisitAsync());

        async Task<CrashedCheckout> VisitAsync() => await OpenAsync(bench, bench.Api, kind, price, await bench.Api.SessionOfVisitAsync(link));
    }

    /// <summary>A first card is declined, with one code; then the shopper takes two, with another code.</summary>
    /// <param name="half">Of a half, so that it comes to the same price.</param>
    public async Task ChangeMindAsync(string tenth, string half)
    {
        await shopper.SendAsync("update", new() { ["promotion_code"] = tenth });
        await shopper.PayAsync(Shopping.Declined);
        Assert.Equal(402, shopper.Status);
        await shopper.SendAsync("remove_promotion_code");
        await shopper.SendAsync("update", new() { ["promotion_code"] = half, [shopper.Page.QuerySelector("input[type=number]")!.GetAttribute("name")!] = "2" });
        token = shopper.Fields()["form_token"];
    }

    /// <summary>Fills the form in and sends it.</summary>
    public Task SendAsync() => shopper.PayAsync();

    /// <summary>Fills the form in with a card whose bank asks, and goes to the bank.</summary>
    /// <returns>What the shopper brings back: it sends that to us.</returns>
    public async Task<Func<Task>> GoToBankAsync()
    {
        await shopper.PayAsync(Shopping.Challenging);
        await shopper.FollowAsync();
        var here = new Uri(shopper.Url, shopper.Answer.RequestMessage!.RequestUri!.AbsolutePath);
        if (shopper.Page.QuerySelector("input[name=leg]") is { } leg)
        {
            using var device = await bench.Gateway.BrowseAsync(here, [new("leg", leg.GetAttribute("value")!)]); // its ten seconds are over
            await shopper.OpenAsync(here);
        }
        var bank = shopper.Page.QuerySelector("form[data-issuer]")!;
        var fields = bank.QuerySelectorAll("input").Select(input => new KeyValuePair<string, string>(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).ToList();
        var (back, posted) = await bench.Gateway.AnswerAsync(new(bank.GetAttribute("action")!), fields, "approve");
        return async () => (await bench.Gateway.BrowseAsync(back, posted)).Dispose();
    }

    /// <summary>Sends the same form again, as a browser does that is reloaded: it is told what has become of it.</summary>
    public async Task SendAgainAsync()
    {
        await shopper.PayAsync(more: new() { ["form_token"] = token });
        Assert.True(shopper.Status is 303 or 402, shopper.Html);
    }

    /// <summary>Looks at the page until it has a form again, fills that in, and sends it.</summary>
    public async Task PayAnewAsync()
    {
        await CheckoutBench.UntilAsync(api, Session.Id, async now =>
        {
            Assert.Equal("open", now.Text("status"));
            return (await shopper.OpenAsync()).QuerySelector("#pay") is not null;
        });
        await shopper.PayAsync();
        Assert.Equal(303, shopper.Status);
        await shopper.FollowAsync();
    }

    /// <summary>Sends the form until the link has a place for it.</summary>
    public async Task PayWhenThereIsAPlaceAsync()
    {
        await CheckoutBench.UntilAsync(api, Session.Id, async _ =>
        {
            await shopper.PayAsync();
            return shopper.Status != 402;
        });
        Assert.Equal(303, shopper.Status);
        await shopper.FollowAsync();
    }

    /// <summary>The link was paid for by another: the form is told so, and takes nothing.</summary>
    public async Task AssertTooLateAsync()
    {
        await shopper.OpenAsync();
        await shopper.PayAsync();
        await shopper.OpenAsync();
        Assert.Equal((410, "expired"), (shopper.Status, (await api.SeeAsync(Session.Id)).Text("status")));
    }

    public Task CompletesAsync() => CheckoutBench.UntilAsync(api, Session.Id, now => Task.FromResult(now.Text("status") == "complete"));

    /// <summary>The gateway has taken nothing for it.</summary>
    public async Task AssertNothingTakenAsync()
    {
        Assert.Empty(await bench.TakenAsync(price));
        Assert.Equal("open", (await api.SeeAsync(Session.Id)).Text("status"));
        Assert.Empty(await api.ToldAsync(Session.Id));
    }

    /// <summary>It is complete, told of once and paid for once, and what it sold is there once.</summary>
    public async Task AssertSoldOnceAsync()
    {
        var done = (await api.GetAsync($"/v1/checkout/sessions/{Session.Id}?expand[]=subscription&expand[]=invoice&expand[]=setup_intent")).Ok();
        Assert.Equal(("complete", kind switch { "hold" => "unpaid", _ when Verifies => "no_payment_required", _ => "paid" }), (done.Text("status"), done.Text("payment_status")));
        Assert.Equal(["checkout.session.completed"], await api.ToldAsync(Session.Id));
        Assert.Equal("Payment complete;Your subscription is set up;Your card is saved".Split(';')[kind switch { "payment" or "hold" => 0, "setup" => 2, _ => 1 }], (await shopper.OpenAsync()).Said("h1"));
        Assert.Equal(Verifies || kind == "hold" ? [] : [price], await bench.TakenAsync(price));
        Assert.Equal(kind == "hold" ? 1 : 0, await bench.HeldAsync(price));
        Assert.Equal(Verifies || kind == "hold" ? 0L : 1L, (await bench.SqlAsync($"select count(*) from pay_balance_transactions where amount = {Text(price)}"))[0][0]);
        if (kind is "payment" or "hold") Assert.Equal(1L, (await bench.SqlAsync($"select count(*) from pay_payment_intents where checkout_session_id = '{Session.Id}'"))[0][0]);
        else await AssertCustomerAsync(done);
    }

    public void Dispose() => shopper.Dispose();

    private static async Task<CrashedCheckout> OpenAsync(CheckoutBench bench, ApiClient api, string kind, int price, Reply session)
    {
        var shopper = new Shopper(session.Text("url")!);
        await shopper.OpenAsync();
        Assert.Equal(200, shopper.Status);
        return new(bench, api, kind, price, session, shopper);
    }

    private static Form Selling(string kind, int price)
    {
        var form = new Form();
        if (kind is "trial" or "paid trial") form["subscription_data[trial_period_days]"] = "14";
        if (kind == "hold") form["payment_intent_data[capture_method]"] = "manual";
        if (kind == "subscription") (form["line_items[0][adjustable_quantity][enabled]"], form["allow_promotion_codes"]) = ("true", "true");
        if (kind == "setup") form["currency"] = "gbp";
        else form[$"line_items[{(kind == "paid trial" ? 1 : 0)}][price_data][unit_amount]"] = Text(price);
        if (kind == "paid trial")
        {
            form["line_items[1][price_data][currency]"] = "gbp";
            form["line_items[1][price_data][product_data][name]"] = "Welcome box";
            form["line_items[1][quantity]"] = "1";
        }
        return form;
    }

    /// <summary>One card on file, and where it subscribes one subscription with one paid invoice.</summary>
    private async Task AssertCustomerAsync(Reply done)
    {
        var customer = done.Text("customer");
        Assert.Single((await api.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List());
        if (kind == "setup")
        {
            Assert.Equal("succeeded", done.Text("setup_intent.status"));
            return;
        }
        Assert.Equal((kind == "subscription" ? "active" : "trialing", "paid"), (done.Text("subscription.status"), done.Text("invoice.status")));
        Assert.Equal(done.Text("subscription.id"), await OnlyAsync($"/v1/subscriptions?customer={customer}&status=all", "incomplete_expired"));
        Assert.Equal(done.Text("invoice.id"), await OnlyAsync($"/v1/invoices?customer={customer}", "void"));
        Assert.False(done.IsNull("subscription.default_payment_method"));
    }

    /// <summary>The only one of a list that was not given up.</summary>
    private async Task<string> OnlyAsync(string path, string givenUp) =>
        Assert.Single((await api.GetAsync(path)).Ok().List(), one => one.GetProperty("status").GetString() != givenUp).GetProperty("id").GetString()!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
