namespace CalmonyPay.Tests.Platform.Http;

/// <summary>Stripe's rules of metadata, on objects of several rooms.</summary>
public sealed class MetadataTests(PayApi api) : IClassFixture<PayApi>
{
    public static TheoryData<string> Resources => ["/v1/customers", "/v1/payment_intents", "/v1/payment_methods"];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Keys_are_added_changed_removed_and_all_cleared(string resource)
    {
        var made = await MakeAsync(resource, [.. Made(resource), new("metadata[a]", "1"), new("metadata[b]", "2")]);
        Assert.Equal("""{"a":"1","b":"2"}""", made["metadata"].GetRawText());
        var changed = await ChangeAsync(resource, made.Id, new() { ["metadata[b]"] = "", ["metadata[c]"] = "3", ["metadata[a]"] = "one" });
        Assert.Equal("""{"a":"one","c":"3"}""", changed["metadata"].GetRawText());
        Assert.Equal("{}", (await ChangeAsync(resource, made.Id, new() { ["metadata"] = "" }))["metadata"].GetRawText());
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Fifty_keys_are_kept_and_one_more_is_refused(string resource)
    {
        var full = Made(resource);
        for (var i = 0; i < 50; i++) full[$"metadata[k{i}]"] = "v";
        var made = await MakeAsync(resource, full);
        Assert.Equal(50, made["metadata"].EnumerateObject().Count());
        (await api.A.PostAsync(resource, [.. full, new("metadata[k50]", "v")])).Fails(400, param: "metadata");
        (await api.A.PostAsync($"{resource}/{made.Id}", new() { ["metadata[k50]"] = "v" })).Fails(400, param: "metadata");
        var swapped = (await api.A.PostAsync($"{resource}/{made.Id}", new() { ["metadata[k50]"] = "v", ["metadata[k0]"] = "" })).Ok();
        Assert.Equal(50, swapped["metadata"].EnumerateObject().Count());
    }

    [Fact]
    public async Task A_key_has_forty_characters_and_a_value_five_hundred_counted_as_people_count()
    {
        foreach (var c in (string[])["k", "é", "🙂"])
        {
            string Of(int count) => string.Concat(Enumerable.Repeat(c, count));
            var made = (await api.A.PostAsync("/v1/customers", new() { [$"metadata[{Of(40)}]"] = Of(500) })).Ok();
            Assert.Equal(Of(500), made["metadata"].GetProperty(Of(40)).GetString());
            (await api.A.PostAsync("/v1/customers", new() { [$"metadata[{Of(41)}]"] = "v" })).Fails(400);
            (await api.A.PostAsync("/v1/customers", new() { ["metadata[k]"] = Of(501) })).Fails(400, param: "metadata[k]");
        }
    }

    [Theory]
    [InlineData("metadata[a][b]=1")]
    [InlineData("metadata[]=1")]
    [InlineData("metadata=text")]
    [InlineData("metadata[a%5Bb]=1")]
    public async Task What_is_no_flat_set_of_texts_is_refused(string body) =>
        Assert.StartsWith("metadata", (await api.A.SendAsync(HttpMethod.Post, "/v1/customers", new StringContent(body, null, "application/x-www-form-urlencoded"), null)).Fails(400).Text("error.param"), StringComparison.Ordinal);

    [Fact]
    public async Task JSON_may_clear_a_key_with_an_empty_text_and_numbers_become_texts()
    {
        var made = (await api.A.PostJsonAsync("/v1/customers", """{"metadata": {"a": "1", "b": 2}}""")).Ok();
        Assert.Equal("""{"a":"1","b":"2"}""", made["metadata"].GetRawText());
        Assert.Equal("""{"b":"2"}""", (await api.A.PostJsonAsync($"/v1/customers/{made.Id}", """{"metadata": {"a": ""}}""")).Ok()["metadata"].GetRawText());
    }

    /// <summary>A payment method is changed only while it is a customer's.</summary>
    private async Task<Reply> MakeAsync(string resource, Form form)
    {
        var made = (await api.A.PostAsync(resource, form)).Ok();
        if (resource == "/v1/payment_methods")
            (await api.A.PostAsync($"{resource}/{made.Id}/attach", new() { ["customer"] = (await api.A.PostAsync("/v1/customers")).Ok().Id })).Ok();
        return made;
    }

    private async Task<Reply> ChangeAsync(string resource, string id, Form change) => (await api.A.PostAsync($"{resource}/{id}", change)).Ok();

    private static Form Made(string resource) => resource switch
    {
        "/v1/payment_intents" => new() { ["amount"] = "1000", ["currency"] = "gbp" },
        "/v1/payment_methods" => new() { ["type"] = "card", ["card[token]"] = "tok_visa" },
        _ => [],
    };
}
