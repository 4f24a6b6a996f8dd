using System.Net;
using CalmonyPay.Simulator.Wire;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class FaultTests : IAsyncLifetime
{
    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync() => gateway = await StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Theory]
    [InlineData("drop_before", 0)]
    [InlineData("drop_after", 1)]
    [InlineData("cut_connection", 1)]
    public async Task A_dropped_connection_leaves_what_the_name_says(string kind, int stored)
    {
        await gateway.AdminAsync("faults", $"kind={kind}&count=1");
        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.SendAsync(Signed()));
        Assert.Equal(stored, await StoredAsync());
        Assert.Equal("0", (await gateway.PostAsync(Sale()))["responseCode"]);
    }

    [Theory]
    [InlineData("http_500_before", HttpStatusCode.InternalServerError, 0)]
    [InlineData("http_500_after", HttpStatusCode.InternalServerError, 1)]
    [InlineData("http_503", HttpStatusCode.ServiceUnavailable, 0)]
    public async Task A_server_error_leaves_what_the_name_says(string kind, HttpStatusCode status, int stored)
    {
        await gateway.AdminAsync("faults", "kind=" + kind);
        using var response = await gateway.SendAsync(Signed());
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(stored, await StoredAsync());
    }

    [Theory]
    [InlineData("wrong_signature")]
    [InlineData("no_signature")]
    [InlineData("garbage")]
    [InlineData("cut_body")]
    [InlineData("empty_body")]
    public async Task A_spoilt_answer_does_not_verify_though_the_sale_was_stored(string kind)
    {
        await gateway.AdminAsync("faults", "kind=" + kind);
        Assert.False(Signature.Verifies(await gateway.PostRawAsync(Signed()), Secret));
        Assert.Equal(1, await StoredAsync());
    }

    [Theory]
    [InlineData("in_progress", "65536", 0, true)]
    [InlineData("in_progress_after", "65536", 1, true)]
    [InlineData("duplicate", "65554", 0, true)]
    [InlineData("duplicate_without_xref", "65554", 0, false)]
    [InlineData("answer_code&code=65548", "65548", 0, true)]
    [InlineData("issuer_code&code=51", "51", 1, true)]
    [InlineData("issuer_code&code=85", "85", 1, true)]
    public async Task A_code_can_be_put_in_the_answers_place(string kind, string code, int stored, bool xref)
    {
        await gateway.AdminAsync("faults", "kind=" + kind);
        var answer = await gateway.PostAsync(Sale());
        Assert.Equal((code, xref), (answer["responseCode"], answer.Has("xref")));
        Assert.Equal(stored, await StoredAsync());
    }

    [Fact]
    public async Task A_partial_approval_gives_half()
    {
        await gateway.AdminAsync("faults", "kind=issuer_code&code=10");
        var answer = await gateway.PostAsync(Sale(("amount", "1000")));
        Assert.Equal(("10", "0", "captured", "500"),
            (answer["responseCode"], answer["responseStatus"], answer["state"], answer["amountReceived"]));
    }

    [Fact]
    public async Task A_request_that_acts_twice_leaves_two_transactions_of_one_reference()
    {
        await gateway.AdminAsync("faults", "kind=act_twice&action=SALE");
        var answer = await gateway.PostAsync(Sale());
        var found = await gateway.LookAsync("transactions?transactionUnique=" + answer["transactionUnique"]);
        Assert.Equal(2, found.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_fault_strikes_only_what_it_was_aimed_at()
    {
        await gateway.AdminAsync("faults", "kind=answer_code&code=65548&action=VERIFY");
        await gateway.AdminAsync("faults", "kind=answer_code&code=65549&transactionUnique=aimed&skip=1&count=2");
        Assert.Equal("0", (await gateway.PostAsync(Sale()))["responseCode"]);
        Assert.Equal("65548", (await gateway.PostAsync(Sale(("action", "VERIFY"), ("amount", "0"))))["responseCode"]);
        var codes = "";
        for (var amount = 1; amount <= 4; amount++)
            codes += (await gateway.PostAsync(Sale(("transactionUnique", "aimed"), ("amount", $"{amount}"))))["responseCode"] + " ";
        Assert.Equal("0 65549 65549 0 ", codes);
        await gateway.Http.DeleteAsync("/_simulator/faults");
        Assert.Equal("0", (await gateway.PostAsync(Sale(("action", "VERIFY"), ("amount", "0"))))["responseCode"]);
    }

    [Fact]
    public async Task A_probability_is_drawn_from_its_seed()
    {
        async Task<string> RunAsync()
        {
            await gateway.AdminAsync("faults", "kind=answer_code&code=65548&probability=0.5&seed=7");
            var run = "";
            for (var i = 0; i < 16; i++) run += (await gateway.PostAsync(Sale()))["responseCode"] == "0" ? "." : "x";
            await gateway.Http.DeleteAsync("/_simulator/faults");
            return run;
        }

        var first = await RunAsync();
        Assert.Contains('x', first);
        Assert.Contains('.', first);
        Assert.Equal(first, await RunAsync());
    }

    [Fact]
    public async Task A_delay_holds_the_answer_back()
    {
        await gateway.AdminAsync("faults", "kind=delay_after&ms=300");
        var start = TimeProvider.System.GetTimestamp();
        await gateway.PostAsync(Sale());
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task Faults_are_listed_counted_and_named_when_unknown()
    {
        await gateway.AdminAsync("faults", "kind=delay&ms=1");
        await gateway.PostAsync(Sale());
        var listed = (await gateway.LookAsync("faults"))[0];
        Assert.Equal(("delay", 1), (listed.GetProperty("kind").GetString(), listed.GetProperty("hits").GetInt32()));
        Assert.Equal(1, (await gateway.LookAsync("counters")).GetProperty("fault:delay").GetInt32());
        using var wrong = await gateway.SendAsync("kind=mischief", "/_simulator/faults");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("drop_after", await wrong.Content.ReadAsStringAsync());
    }

    private static string Signed()
    {
        var sale = Sale();
        return sale.Set("signature", Signature.Of(sale, Secret)).Encode();
    }

    private async Task<int> StoredAsync() => (await gateway.LookAsync("transactions")).GetProperty("count").GetInt32();
}
