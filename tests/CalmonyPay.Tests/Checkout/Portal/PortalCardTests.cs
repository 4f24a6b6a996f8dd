using System.Net;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Checkout.Portal;

public sealed class PortalCardTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly Form Mastercard = Visitor.Card("5555 5555 5555 4444");

    [Fact]
    public async Task A_new_card_becomes_the_default_of_invoices_and_subscriptions()
    {
        var customer = await api.A.PayerAsync();
        var own = (await api.A.PostAsync("/v1/payment_methods/pm_card_amex/attach", new() { ["customer"] = customer })).Ok().Id;
        var subscription = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["default_payment_method"] = own })).Ok().Id;
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        await visitor.FollowAsync("Add a card");
        await visitor.PressAsync("Save card", Mastercard);
        Assert.Contains("The card is saved. It is now your default.", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Mastercard •••• 4444 Default", visitor.Text, StringComparison.Ordinal);
        var shown = (await api.A.GetAsync($"/v1/customers/{customer}?expand[]=invoice_settings.default_payment_method")).Ok();
        Assert.Equal("4444", shown.Text("invoice_settings.default_payment_method.card.last4"));
        Assert.Equal(shown.Text("invoice_settings.default_payment_method.id"), (await api.A.ShownAsync(subscription)).Text("default_payment_method"));
        Assert.Equal("succeeded", (await api.A.GetAsync($"/v1/setup_intents?customer={customer}")).Ok().Text("data[0].status"));
    }

    [Fact]
    public async Task A_form_that_is_sent_several_times_saves_one_card()
    {
        var customer = await api.A.PayerAsync(null);
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        await visitor.FollowAsync("Add a card");
        var form = new Form { ["form_token"] = visitor.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")! };
        form.AddRange(Mastercard);
        var tabs = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var tab = new Visitor(api.A.Url);
            await tab.GoAsync(visitor.Address.ToString());
            return tab;
        }));
        await Task.WhenAll(tabs.Select(tab => tab.PressAsync("Save card", form)));
        var again = await visitor.PressAsync("Save card", form);
        await again();
        Assert.Contains("The card is saved. It is now your default.", visitor.Text, StringComparison.Ordinal);
        Assert.Single((await api.A.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List());
        Assert.Single((await api.A.GetAsync($"/v1/setup_intents?customer={customer}")).Ok().List());
        foreach (var tab in tabs) tab.Dispose();
    }

    [Fact]
    public async Task A_card_that_the_merchant_sets_up_is_no_default_whatever_its_metadata_say()
    {
        var customer = await api.A.PayerAsync(null);
        var setup = (await api.A.PostAsync("/v1/setup_intents", new()
        {
            ["customer"] = customer,
            ["payment_method"] = "pm_card_visa",
            ["confirm"] = "true",
            ["return_url"] = "https://shop.example/",
            ["metadata[portal_session]"] = "the north portal",
        })).Ok();
        Assert.Equal("succeeded", setup.Text("status"));
        Assert.True((await api.A.GetAsync($"/v1/customers/{customer}")).Ok().IsNull("invoice_settings.default_payment_method"));
    }

    [Fact]
    public async Task A_session_takes_ten_cards_and_no_more()
    {
        var customer = await api.B.PayerAsync(null);
        using var visitor = await Visitor.OpenAsync(api.B, customer);
        await visitor.FollowAsync("Add a card");
        for (var tried = 0; tried < 10; tried++)
        {
            await visitor.PressAsync("Save card", Visitor.Card("4000 0000 0000 0002"));
            Assert.Equal(HttpStatusCode.PaymentRequired, visitor.Status);
        }
        await visitor.PressAsync("Save card", Mastercard);
        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Status);
        Assert.Empty((await api.B.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List());
    }

    [Fact]
    public async Task What_is_wrong_with_a_card_is_said_and_the_number_never_comes_back()
    {
        var customer = await api.A.PayerAsync(null);
        using var visitor = await Visitor.OpenAsync(api.A, customer, new() { ["flow_data[type]"] = "payment_method_update" });
        await visitor.PressAsync("Save card", Visitor.Card("4242 4242 4242 4241"));
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("Check the card number", visitor.Text, StringComparison.Ordinal);
        Assert.Equal("", visitor.Page.QuerySelector("[name='card[number]']")!.GetAttribute("value") ?? "");
        Assert.Equal("Ada", visitor.Page.QuerySelector("[name=name]")!.GetAttribute("value"));
        await visitor.PressAsync("Save card", Visitor.Card("4000 0000 0000 0002"));
        Assert.Equal(HttpStatusCode.PaymentRequired, visitor.Status);
        Assert.Contains("The bank declined the card.", visitor.Text, StringComparison.Ordinal);
        Assert.Empty((await api.A.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List());
        await visitor.PressAsync("Save card", Mastercard);
        Assert.Contains("The card is saved. It is now your default.", visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_card_is_made_the_default_and_the_old_one_removed()
    {
        var customer = await api.A.PayerAsync();
        var first = (await api.A.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().Text("data[0].id")!;
        var second = (await api.A.PostAsync("/v1/payment_methods/pm_card_mastercard/attach", new() { ["customer"] = customer })).Ok().Id;
        (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Ok();
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        Assert.False(visitor.Offers("Remove", $"[data-card='{first}']"));
        var home = visitor.Address.AbsolutePath;
        await visitor.PostAsync($"{home}/cards/{first}/remove");
        Assert.Contains("This card pays for a subscription.", visitor.Text, StringComparison.Ordinal);

        var again = await visitor.PressAsync("Make default", within: $"[data-card='{second}']");
        await again();
        Assert.Equal(second, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Text("invoice_settings.default_payment_method"));
        again = await visitor.PressAsync("Remove", within: $"[data-card='{first}']");
        Assert.Contains("The card is removed.", visitor.Text, StringComparison.Ordinal);
        await again();
        Assert.Contains("The card is removed.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(second, Assert.Single((await api.A.GetAsync($"/v1/customers/{customer}/payment_methods")).Ok().List()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Cards_of_others_are_out_of_reach()
    {
        var (customer, other) = (await api.A.PayerAsync(), await api.A.PayerAsync());
        var theirs = (await api.A.GetAsync($"/v1/customers/{other}/payment_methods")).Ok().Text("data[0].id")!;
        using var visitor = await Visitor.OpenAsync(api.A, customer);
        foreach (var what in (string[])["remove", "default"]) await visitor.PostAsync($"{visitor.Address.AbsolutePath}/cards/{theirs}/{what}");
        Assert.Single((await api.A.GetAsync($"/v1/customers/{other}/payment_methods")).Ok().List());
        Assert.NotEqual(theirs, (await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Text("invoice_settings.default_payment_method"));
    }
}
