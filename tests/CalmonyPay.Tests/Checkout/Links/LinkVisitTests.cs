using System.Net;
using CalmonyPay.Checkout.Links;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Links;

/// <summary>Visits of payment links: their sessions, their limit, their end.</summary>
public sealed class LinkVisitTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Each_visit_has_a_session_of_its_own()
    {
        var link = (await api.A.LinkAsync(new() { ["metadata[campaign]"] = "spring", ["after_completion[type]"] = "hosted_confirmation", ["after_completion[hosted_confirmation][custom_message]"] = "Enjoy your tea." })).Ok();
        var first = await api.A.SessionOfVisitAsync(link);
        var second = await api.A.SessionOfVisitAsync(link);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((link.Id, "spring", 2000, "open"), (first.Text("payment_link"), first.Text("metadata.campaign"), first.Number("amount_total"), first.Text("status")));
        Assert.True(first.IsNull("success_url"));

        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(first.Id));
        Assert.Equal(("complete", "open"), ((await api.A.SeeAsync(first.Id)).Text("status"), (await api.A.SeeAsync(second.Id)).Text("status")));
        Assert.Equal("Enjoy your tea.", (await api.ViewAsync(first.Id)).AfterCompletionMessage);
        Assert.Equal(2, (await api.A.GetAsync($"/v1/checkout/sessions?payment_link={link.Id}")).Ok().List().Count);
        Assert.Equal(link.Id, (await api.A.GetAsync($"/v1/checkout/sessions/{first.Id}?expand[]=payment_link")).Ok().Text("payment_link.id"));
    }

    [Fact]
    public async Task What_the_address_says_of_the_visitor_is_taken_and_nonsense_is_ignored()
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "25", ["duration"] = "once" })).Ok();
        (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon.Id, ["code"] = "SPRING25" })).Ok();
        var link = (await api.A.LinkAsync(new() { ["allow_promotion_codes"] = "true" })).Ok();
        var session = await api.A.SessionOfVisitAsync(link, "?prefilled_email=ada%40example.com&client_reference_id=cart_7-b&prefilled_promo_code=spring25&locale=de&utm_source=mail");
        var view = await api.ViewAsync(session.Id);
        Assert.Equal(("cart_7-b", "de", 1500), (session.Text("client_reference_id"), session.Text("locale"), session.Number("amount_total")));
        Assert.Equal(("ada@example.com", false, "SPRING25"), (view.Collect.Email, view.Collect.EmailFixed, view.PromotionCode));

        session = await api.A.SessionOfVisitAsync(link, "?prefilled_email=nobody&client_reference_id=cart%207&prefilled_promo_code=NONE&locale=xx");
        view = await api.ViewAsync(session.Id);
        Assert.True(session.IsNull("client_reference_id") && session.IsNull("locale") && view.Collect.Email is null && view.PromotionCode is null);
        Assert.Equal(2000, session.Number("amount_total"));

        view = await api.ViewAsync((await api.A.SessionOfVisitAsync(link, "?locked_prefilled_email=grace%40example.com")).Id);
        Assert.Equal(("grace@example.com", true), (view.Collect.Email, view.Collect.EmailFixed));
    }

    [Fact]
    public async Task A_link_names_its_products_as_they_are_called_today()
    {
        var product = (await api.A.PostAsync("/v1/products", new() { ["name"] = "Tee" })).Ok();
        var price = (await api.A.PostAsync("/v1/prices", new() { ["product"] = product.Id, ["currency"] = "gbp", ["unit_amount"] = "900" })).Ok();
        var link = (await api.A.PostAsync("/v1/payment_links", new() { ["line_items[0][price]"] = price.Id, ["line_items[0][quantity]"] = "1" })).Ok();
        (await api.A.PostAsync($"/v1/products/{product.Id}", new() { ["name"] = "Tea" })).Ok();
        Assert.Equal("Tea", (await api.ViewAsync((await api.A.SessionOfVisitAsync(link)).Id)).Lines[0].Name);
    }

    [Fact]
    public async Task A_subscription_is_sold_by_a_link()
    {
        var link = (await api.A.LinkAsync(new() { ["line_items[0][price_data][recurring][interval]"] = "month", ["subscription_data[metadata][plan]"] = "gold" })).Ok();
        var session = await api.A.SessionOfVisitAsync(link);
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(session.Id));
        var done = (await api.A.GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=subscription")).Ok();
        Assert.Equal(("complete", "active", "gold"), (done.Text("status"), done.Text("subscription.status"), done.Text("subscription.metadata.plan")));
    }

    [Fact]
    public async Task An_inactive_link_shows_its_message_or_ours_in_the_visitors_language()
    {
        var link = (await api.A.LinkAsync(new() { ["inactive_message"] = "See you next year." })).Ok();
        (await api.A.PostAsync($"/v1/payment_links/{link.Id}", new() { ["active"] = "false" })).Ok();
        using var said = await link.VisitAsync();
        Assert.Equal(HttpStatusCode.Gone, said.StatusCode);
        Assert.Contains("See you next year.", (await said.PageAsync()).Body!.TextContent, StringComparison.Ordinal);

        (await api.A.PostAsync($"/v1/payment_links/{link.Id}", new() { ["inactive_message"] = "" })).Ok();
        foreach (var texts in LinkTexts.All)
        {
            using var ours = await link.VisitAsync(language: texts.Locale.Tag);
            var page = await ours.PageAsync();
            Assert.Equal((HttpStatusCode.Gone, texts.Locale.Tag, texts.OverTitle), (ours.StatusCode, page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
        }
        Assert.Empty((await api.A.GetAsync($"/v1/checkout/sessions?payment_link={link.Id}")).Ok().List());
    }

    [Fact]
    public async Task A_look_at_the_address_makes_no_session()
    {
        var link = (await api.A.LinkAsync()).Ok();
        using var head = await link.VisitAsync(method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty((await api.A.GetAsync($"/v1/checkout/sessions?payment_link={link.Id}")).Ok().List());
        using var browser = Visiting.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(api.A.Url, $"/buy/{link.Id}"))).StatusCode);
    }

    [Fact]
    public async Task Eight_sessions_at_once_complete_no_more_than_the_limit()
    {
        var link = (await api.A.LinkAsync(new() { ["restrictions[completed_sessions][limit]"] = "3" })).Ok();
        var sessions = new List<string>();
        for (var i = 0; i < 8; i++) sessions.Add((await api.A.SessionOfVisitAsync(link)).Id);
        var answers = await Task.WhenAll(sessions.Select(session => api.PayAsync(session)));
        Assert.Equal(3, answers.Count(answer => answer is CheckoutAnswer.Complete));
        Assert.All(answers, answer => Assert.True(answer is CheckoutAnswer.Complete or CheckoutAnswer.Expired or CheckoutAnswer.Declined { Code: "processing_error" }));
        Assert.Equal(3, (await api.A.GetAsync($"/v1/payment_links/{link.Id}")).Ok().Number("restrictions.completed_sessions.count"));
        Assert.Equal(3L, (await api.SqlAsync("select count(*) from pay_payment_intents i join pay_checkout_sessions s on s.payment_intent_id = i.id where s.payment_link_id = $1", link.Id))[0][0]);

        // Whoever comes later learns that it is over: on the open page, and at the address.
        var late = sessions[Array.FindIndex(answers, answer => answer is not CheckoutAnswer.Complete)];
        Assert.IsType<CheckoutAnswer.Expired>(await api.PayAsync(late));
        Assert.Equal("expired", (await api.A.SeeAsync(late)).Text("status"));
        using var visit = await link.VisitAsync();
        Assert.Equal(HttpStatusCode.Gone, visit.StatusCode);
    }

    [Fact]
    public async Task A_declined_card_leaves_the_last_place_to_others()
    {
        var link = (await api.A.LinkAsync(new() { ["restrictions[completed_sessions][limit]"] = "1" })).Ok();
        var (first, second) = ((await api.A.SessionOfVisitAsync(link)).Id, (await api.A.SessionOfVisitAsync(link)).Id);
        Assert.IsType<CheckoutAnswer.Declined>(await api.PayAsync(first, Shopping.Fill(Shopping.Declined)));
        Assert.IsType<CheckoutAnswer.Complete>(await api.PayAsync(second));
        Assert.IsType<CheckoutAnswer.Expired>(await api.PayAsync(first));
    }
}
