using CalmonyPay.Accounts;
using CalmonyPay.Cardstream;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Tests.Checkout;

/// <summary>What merchants and shoppers do at a checkout, without the page's HTML.</summary>
internal static class Shopping
{
    public const string Good = "4242424242424242", Declined = "4000000000000002", Challenging = "4000000000003220";

    /// <summary>A session that sells one thing for £20, unless the form says otherwise.</summary>
    public static async Task<Reply> SessionAsync(this ApiClient api, Form? more = null, bool sells = true, string mode = "payment")
    {
        var form = new Form { ["mode"] = mode, ["success_url"] = "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}", ["cancel_url"] = "https://shop.example/cart" };
        if (sells)
        {
            form["line_items[0][price_data][currency]"] = "gbp";
            form["line_items[0][price_data][unit_amount]"] = "2000";
            form["line_items[0][price_data][product_data][name]"] = "Tea";
            form["line_items[0][quantity]"] = "1";
            if (mode == "subscription") form["line_items[0][price_data][recurring][interval]"] = "month";
        }
        foreach (var (name, value) in more ?? []) form[name] = value;
        return await api.PostAsync("/v1/checkout/sessions", form);
    }

    /// <summary>Of a session: a free trial with a box for £7 that is paid at once, or left out.</summary>
    public static Form TrialWithBox() => new()
    {
        ["line_items[1][price_data][currency]"] = "gbp",
        ["line_items[1][price_data][unit_amount]"] = "700",
        ["line_items[1][price_data][product_data][name]"] = "Welcome box",
        ["line_items[1][quantity]"] = "1",
        ["line_items[1][adjustable_quantity][enabled]"] = "true",
        ["line_items[1][adjustable_quantity][minimum]"] = "0",
        ["subscription_data[trial_period_days]"] = "7",
    };

    public static async Task<Reply> SeeAsync(this ApiClient api, string session) => (await api.GetAsync($"/v1/checkout/sessions/{session}")).Ok();

    /// <summary>A form as a shopper fills it in.</summary>
    public static CheckoutForm Fill(string? card = Good, CheckoutSelection? selection = null) => new(
        Guid.NewGuid(), selection ?? CheckoutSelection.None, card is null ? null : CardOf(card), "ada@example.com", "Ada Lovelace", null, null, null, null, new Dictionary<string, string>(), false, false,
        new BrowserFacts("203.0.113.7", "Mozilla/5.0", "text/html", "en-GB", true, 0, "1920x1080x24"));

    public static NewCard CardOf(string number)
    {
        Assert.True(CardNumber.TryParse(number, out var parsed));
        Assert.True(SecurityCode.TryParse("123", out var code));
        return new(parsed, 12, DateTime.UtcNow.Year + 2, code);
    }

    /// <summary>Sends the form, as the page of project A does.</summary>
    public static Task<CheckoutAnswer> PayAsync(this PayApi api, string session, CheckoutForm? form = null, Guid? project = null) =>
        api.AtPageAsync<CheckoutPaying, CheckoutAnswer>(paying => paying.PayAsync(session, form ?? Fill()), project);

    public static async Task<CheckoutView> ViewAsync(this PayApi api, string session, CheckoutSelection? selection = null) =>
        (await api.AtPageAsync<CheckoutReading, CheckoutView?>(reading => reading.ViewAsync(session, selection, CancellationToken.None)))!;

    public static async Task<T> AtPageAsync<TService, T>(this PayApi api, Func<TService, Task<T>> work, Guid? project = null) where TService : notnull
    {
        var tenant = project ?? api.ProjectA;
        await using var scope = api.Worker(tenant);
        await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant);
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public static CheckoutSelection Choose(string? code = null, string? rate = null, params (string Line, long Quantity)[] quantities) => new(quantities.ToDictionary(q => q.Line, q => q.Quantity), code, rate);

    public static Address London { get; } = new("London", "GB", "12 Grimmauld Place", null, "N1 1AA", null);

    public static async Task<string[]> ToldAsync(this ApiClient api, string id) =>
        [.. (await api.GetAsync($"/v1/events?object_id={id}&limit=100")).Ok().List().Select(e => e.GetProperty("type").GetString()!).Reverse()];
}
