using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class TokenTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_card_becomes_a_token_also_in_a_browser()
    {
        foreach (var client in (ApiClient[])[api.A, api.Browser])
        {
            var token = (await client.PostAsync("/v1/tokens", Cards.Of("5555555555554444", year: "34").With("card[name]", "Ada").With("card[address_zip]", "N1 9GU"))).Ok();
            Assert.StartsWith("tok_", token.Id);
            Assert.Equal(("MasterCard", "4444", "Ada"), (token.Text("card.brand"), token.Text("card.last4"), token.Text("card.name")));
            Assert.Equal(2034, token.Number("card.exp_year"));
            Assert.Equal(("pass", "pass"), (token.Text("card.cvc_check"), token.Text("card.address_zip_check")));
            Assert.False(token.Flag("used"));
            Assert.Equal(token.Body, (await client.GetAsync($"/v1/tokens/{token.Id}")).Ok().Body);
        }
    }

    [Fact]
    public async Task A_token_becomes_a_method_once()
    {
        var token = (await api.A.PostAsync("/v1/tokens", Cards.Of("4242424242424242").With("card[name]", "Ada"))).Ok();
        var form = new Form { ["type"] = "card", ["card[token]"] = token.Id, ["metadata[a]"] = "1" };
        var made = (await api.A.PostAsync("/v1/payment_methods", form)).Ok();
        Assert.Equal(("4242", "Ada", "1"), (made.Text("card.last4"), made.Text("billing_details.name"), made.Text("metadata.a")));
        (await api.A.PostAsync("/v1/payment_methods", form)).Fails(400, "token_already_used", "card[token]");
        Assert.True((await api.A.GetAsync($"/v1/tokens/{token.Id}")).Ok().Flag("used"));
    }

    [Fact]
    public async Task Many_at_once_spend_a_token_once()
    {
        var token = (await api.A.PostAsync("/v1/tokens", Cards.Of("4242424242424242"))).Ok();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[token]"] = token.Id })));
        Assert.Single(replies, r => r.Code == 200);
        Assert.All(replies.Where(r => r.Code != 200), r => r.Fails(400, "token_already_used"));
    }

    [Fact]
    public async Task A_documented_test_token_works_any_number_of_times()
    {
        for (var i = 0; i < 2; i++)
            Assert.Equal("amex", (await api.A.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[token]"] = "tok_amex" })).Ok().Text("card.brand"));
    }

    [Fact]
    public async Task What_is_no_card_makes_no_token()
    {
        (await api.A.PostAsync("/v1/tokens")).Fails(400);
        (await api.A.PostAsync("/v1/tokens", new() { ["pii[id_number]"] = "1" })).Fails(400, param: "pii");
        (await api.A.PostAsync("/v1/tokens", Cards.Of("4242424242424241"))).Fails(402, "incorrect_number");
        (await api.A.GetAsync("/v1/tokens/tok_000000000000000000000000")).Fails(404, "resource_missing", "token");
    }

    [Fact]
    public async Task A_neighbour_sees_no_token_and_spends_none()
    {
        var token = (await api.A.PostAsync("/v1/tokens", Cards.Of("4242424242424242"))).Ok();
        (await api.B.GetAsync($"/v1/tokens/{token.Id}")).Fails(404);
        (await api.B.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[token]"] = token.Id })).Fails(400, "resource_missing");
    }
}
