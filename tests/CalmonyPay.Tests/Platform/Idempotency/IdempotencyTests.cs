namespace CalmonyPay.Tests.Platform.Idempotency;

public sealed class IdempotencyTests(PayApi api) : IClassFixture<PayApi>
{
    private static Form Named(string name) => new() { ["name"] = name, ["metadata[a]"] = "1" };

    [Theory]
    [InlineData("/v1/customers", "pay_customers")]
    [InlineData("/v1/payment_intents", "pay_payment_intents")]
    public async Task A_hundred_twins_of_a_creation_make_one_row(string path, string table)
    {
        var key = $"twins-{table}";
        Form form = path.EndsWith("customers", StringComparison.Ordinal) ? Named(key) : new() { ["amount"] = "2000", ["currency"] = "gbp", ["description"] = key };
        var before = await CountAsync(table);
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.A.PostAsync(path, form, key)));
        Assert.All(replies, reply => Assert.True(reply.Code is 200 or 409, reply.Body));
        Assert.Single(replies.Where(reply => reply.Code == 200).Select(reply => reply.Body).Distinct());
        Assert.Single(replies, reply => reply.Code == 200 && reply.Header("Idempotent-Replayed") is null);
        Assert.Equal(before + 1, await CountAsync(table));
        var id = replies.First(reply => reply.Code == 200).Id;
        Assert.Single((await api.A.GetAsync($"/v1/events?object_id={id}")).Ok().List());
    }

    [Fact]
    public async Task Twins_of_an_update_make_one_event()
    {
        var ada = (await api.A.PostAsync("/v1/customers", Named("Ada"))).Ok();
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => api.A.PostAsync($"/v1/customers/{ada.Id}", Named("Bob"), "twins-update")));
        Assert.Single(replies.Select(reply => reply.Ok().Body).Distinct());
        Assert.Equal(2, (await api.A.GetAsync($"/v1/events?object_id={ada.Id}")).Ok().List().Count);
    }

    [Fact]
    public async Task A_replay_after_a_restart_is_equal_to_the_byte()
    {
        var first = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["confirm"] = "true", ["payment_method"] = "pm_card_visa", ["expand[]"] = "latest_charge" }, "restart-1")).Ok();
        var plain = (await api.A.PostAsync("/v1/customers", Named("Ünï 🙂"), "restart-2")).Ok();
        using var later = new ApiClient(await api.StartHostAsync(), api.A.Key);
        var again = (await later.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["confirm"] = "true", ["payment_method"] = "pm_card_visa", ["expand[]"] = "latest_charge" }, "restart-1")).Ok();
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal(plain.Body, (await later.PostAsync("/v1/customers", Named("Ünï 🙂"), "restart-2")).Ok().Body);
    }

    [Fact]
    public async Task A_replay_shows_what_was_answered_then_and_not_what_is_so_now()
    {
        var ada = (await api.A.PostAsync("/v1/customers", Named("Ada"), "then-1")).Ok();
        (await api.A.PostAsync($"/v1/customers/{ada.Id}", Named("Bob"))).Ok();
        Assert.Equal(ada.Body, (await api.A.PostAsync("/v1/customers", Named("Ada"), "then-1")).Ok().Body);
        (await api.A.DeleteAsync($"/v1/customers/{ada.Id}")).Ok();
        Assert.Equal(ada.Body, (await api.A.PostAsync("/v1/customers", Named("Ada"), "then-1")).Ok().Body);
    }

    [Fact]
    public async Task Other_parameters_another_path_or_another_order_of_them()
    {
        (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada", ["email"] = "a@example.com" }, "other-1")).Ok();
        Assert.Equal("idempotency_error", (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" }, "other-1")).Fails(400).Text("error.type"));
        Assert.Equal("idempotency_error", (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "100", ["currency"] = "gbp" }, "other-1")).Fails(400).Text("error.type"));
        var swapped = (await api.A.PostAsync("/v1/customers", new() { ["email"] = "a@example.com", ["name"] = "Ada" }, "other-1")).Ok();
        Assert.Equal("true", swapped.Header("Idempotent-Replayed"));
        var json = (await api.A.PostJsonAsync("/v1/customers", """{"name": "Ada", "email": "a@example.com"}""", "other-1")).Ok();
        Assert.Equal("true", json.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free_for_a_corrected_one()
    {
        (await api.A.PostAsync("/v1/customers", new() { ["nmae"] = "Ada" }, "free-1")).Fails(400, "parameter_unknown");
        (await api.A.PostAsync("/v1/customers", Named("Ada"), "free-1")).Ok();
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1", ["currency"] = "gbp", ["confirm"] = "true" }, "free-2")).Fails(400);
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["confirm"] = "true", ["payment_method"] = "pm_card_visa" }, "free-2")).Ok();
    }

    [Fact]
    public async Task The_answer_of_a_decline_is_kept()
    {
        Form form = new() { ["amount"] = "1000", ["currency"] = "gbp", ["confirm"] = "true", ["payment_method"] = "pm_card_chargeDeclined" };
        var declined = (await api.A.PostAsync("/v1/payment_intents", form, "declined-1")).Fails(402, "card_declined");
        var again = (await api.A.PostAsync("/v1/payment_intents", form, "declined-1")).Fails(402, "card_declined");
        Assert.Equal(declined.Body, again.Body);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task The_answer_of_a_state_that_refuses_is_kept()
    {
        var intent = (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp" })).Ok();
        (await api.A.PostAsync($"/v1/payment_intents/{intent.Id}/capture", null, "state-1")).Fails(400, "payment_intent_unexpected_state");
        Assert.Equal("true", (await api.A.PostAsync($"/v1/payment_intents/{intent.Id}/capture", null, "state-1")).Fails(400).Header("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData("/v1/customers", "expired-1")]
    [InlineData("/v1/charges", "expired-2")]
    public async Task An_expired_key_is_taken_anew(string path, string key)
    {
        Form form = path == "/v1/customers" ? Named("Ada") : new() { ["amount"] = "1000", ["currency"] = "gbp", ["source"] = "tok_visa" };
        var first = (await api.A.PostAsync(path, form, key)).Ok();
        await api.SqlAsync("update pay_idempotency_keys set expires_at = now() - interval '1 second' where key = $1", key);
        var anew = (await api.A.PostAsync(path, form, key)).Ok();
        Assert.NotEqual(first.Id, anew.Id);
        Assert.Null(anew.Header("Idempotent-Replayed"));
        Assert.Equal(anew.Body, (await api.A.PostAsync(path, form, key)).Ok().Body);
        Assert.Equal(1L, (await api.SqlAsync("select count(*) from pay_idempotency_keys where key = $1", key))[0][0]);
    }

    [Fact]
    public async Task A_key_is_at_most_255_printable_characters_and_counts_for_POST_alone()
    {
        (await api.A.PostAsync("/v1/customers", Named("Ada"), new string('k', 255))).Ok();
        (await api.A.PostAsync("/v1/customers", Named("Ada"), new string('k', 256))).Fails(400);
        var ada = (await api.A.PostAsync("/v1/customers", Named("Ada"))).Ok();
        (await api.A.SendAsync(HttpMethod.Get, $"/v1/customers/{ada.Id}", null, "get-1")).Ok();
        (await api.A.SendAsync(HttpMethod.Get, "/v1/customers", null, "get-1")).Ok();
    }

    [Fact]
    public async Task Nothing_that_an_answer_shows_can_be_read_from_its_row()
    {
        (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["description"] = "find-me-if-you-can" }, "hidden-1")).Ok();
        var row = (await api.SqlAsync("select encode(response_body, 'escape'), encode(fingerprint, 'escape') from pay_idempotency_keys where key = 'hidden-1'"))[0];
        Assert.All(row, text => Assert.DoesNotContain("find-me", (string)text!, StringComparison.Ordinal));
    }

    private async Task<long> CountAsync(string table) => (long)(await api.SqlAsync($"select count(*) from {table}"))[0][0]!;
}
