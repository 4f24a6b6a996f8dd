using CalmonyPay.PaymentMethods;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.House;

/// <summary>
/// Every card there is, on every way in, through success, decline and a gateway that fails; then nothing of them is in the
/// database or the logs. (The same watch runs over every class that uses <see cref="PayApi"/>.)
/// </summary>
public sealed class LeakTests(PayApi api) : IClassFixture<PayApi>
{
    /// <summary>Security codes that nothing else in a database says by chance.</summary>
    private const string Code = "837", AmexCode = "8731";

    [Fact]
    public async Task No_card_on_any_way_in_leaves_a_trace()
    {
        api.Leaks.Word("a security code", AmexCode);
        var later = $"{DateTime.UtcNow.Year + 3}";
        // The cards of other countries (at, gb_debit) behave like the plain ones.
        var numbers = TestCards.Names.Where(name => name.Split('_')[0].Length > 2).Select(NumberOf).Distinct().ToArray();
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var code = number.Length == 15 ? AmexCode : Code;
            Form Card(string under, string shown) => new() { [$"{under}[number]"] = shown, [$"{under}[exp_month]"] = "7", [$"{under}[exp_year]"] = later, [$"{under}[cvc]"] = code };

            var method = await api.A.PostAsync("/v1/payment_methods", [.. Card("card", number), new("type", "card")]);
            await api.A.PostAsync("/v1/tokens", Card("card", Spaced(number)));
            await api.A.PostAsync("/v1/payment_intents", [.. Card("payment_method_data[card]", number), new("payment_method_data[type]", "card"), new("amount", "1250"), new("currency", "gbp"), new("confirm", "true")], $"pay-{number[^6..]}-{number.Length}");
            if (method.Code == 200) await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "1350", ["currency"] = "gbp", ["confirm"] = "true", ["payment_method"] = method.Id, ["setup_future_usage"] = "off_session" });
            if (Serves("/v1/setup_intents"))
                await api.A.PostAsync("/v1/setup_intents", [.. Card("payment_method_data[card]", number), new("payment_method_data[type]", "card"), new("confirm", "true")]);
        });
        Assert.NotEqual(0L, (await api.SqlAsync("select count(*) from pay_payment_attempts where status = 'declined'"))[0][0]);
        await NothingIsFoundAsync();
    }

    [Fact]
    public async Task What_is_refused_is_not_repeated()
    {
        string[] bodies =
        [
            "card[number]=4242424242424242&type=card&card[cvc]=8731&card[exp_month]=13&card[exp_year]=2040",
            "card[number]=4242 4242 4242 4242x&type=card&card[cvc]=8731&card[exp_month]=1&card[exp_year]=2040",
            "card[number][]=4242424242424242&type=card&card[cvc][a]=8731",
            "4242424242424242=1&cvc=8731",
            "card[4242424242424242]=8731",
            "type=4242424242424242&card=8731",
            "type=card&card[number]=4242424242424242&card[cvc]=87318731&card[exp_month]=1&card[exp_year]=2040",
        ];
        foreach (var body in bodies)
            foreach (var path in (string[])["/v1/payment_methods", "/v1/tokens", "/v1/payment_intents", "/v1/charges", "/v1/nowhere"])
            {
                var reply = await api.A.SendAsync(HttpMethod.Post, path, new StringContent(body, null, "application/x-www-form-urlencoded"), null);
                Assert.InRange(reply.Code, 400, 404);
                Assert.DoesNotContain("8731", reply.Body, StringComparison.Ordinal);
            }
        await NothingIsFoundAsync();
    }

    /// <summary>The faults of a gateway that are worst for secrets: what was sent is at hand when the exception is made.</summary>
    [Theory]
    [InlineData("drop_before")]
    [InlineData("drop_after")]
    [InlineData("http_500_after")]
    [InlineData("garbage")]
    [InlineData("wrong_signature")]
    [InlineData("cut_body")]
    public async Task A_gateway_that_fails_leaves_no_trace_either(string fault)
    {
        await using var gateway = await FailingGateway.StartAsync(api, fault);
        await api.B.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[number]"] = "378282246310005", ["card[exp_month]"] = "7", ["card[exp_year]"] = "2040", ["card[cvc]"] = AmexCode });
        await api.B.PostAsync("/v1/payment_intents", new()
        {
            ["amount"] = "1250",
            ["currency"] = "gbp",
            ["confirm"] = "true",
            ["payment_method_data[type]"] = "card",
            ["payment_method_data[card][number]"] = "5555 5555 5555 4444",
            ["payment_method_data[card][exp_month]"] = "7",
            ["payment_method_data[card][exp_year]"] = "2040",
            ["payment_method_data[card][cvc]"] = Code,
        });
        await NothingIsFoundAsync();
    }

    [Theory]
    [InlineData("paid with 4242424242424242", 1)]
    [InlineData("paid with 4242 4242 4242 4242, thanks", 1)]
    [InlineData("3782-822463-10005", 1)]
    [InlineData("number 14242424242424242x", 1)]
    [InlineData("""{"cvc": "123"}""", 1)]
    [InlineData("cardCVV=8731&x", 1)]
    [InlineData("pi_000000000000000000000000_secret_000000000000000000000000", 1)]
    [InlineData("1763728328123456 4242 and 4141414141414141", 0)]
    [InlineData("""{"cvc_check": "pass", "created": 1763728328}""", 0)]
    [InlineData("POST /v1/customers/cus_01KF7ZQ3P8M2R4T6V8W0XcVc 200 in 1.5 ms", 0)]
    public void The_watch_sees_what_it_should(string text, int found)
    {
        var watch = new LeakWatch();
        watch.Scan(text, "a test");
        Assert.Equal(found, watch.Findings.Count);
    }

    [Fact]
    public async Task The_watch_reads_texts_json_and_bytes_of_every_table()
    {
        var logins = await TestDatabase.CreateAsync();
        try
        {
            await using var source = Npgsql.NpgsqlDataSource.Create(logins.Owner);
            await using (var plant = source.CreateCommand("""
                create table planted (a text, b jsonb, c bytea, d bigint, e text[]);
                insert into planted values ('4242-4242-4242-4242', null, null, null, null), (null, '{"x": ["5555555555554444"]}', null, null, null),
                    (null, null, '378282246310005', null, null), (null, null, null, 4000056655665556, null), (null, null, null, null, '{6011111111111117}');
                """)) await plant.ExecuteNonQueryAsync();
            var watch = new LeakWatch();
            await watch.ScanDatabaseAsync(logins.Owner);
            Assert.Equal(5, watch.Findings.Count);
        }
        finally
        {
            await TestDatabase.DropAsync(logins);
        }
    }

    private async Task NothingIsFoundAsync()
    {
        await api.Leaks.ScanDatabaseAsync(api.Logins.Owner);
        Assert.Empty(api.Leaks.Findings);
    }

    private bool Serves(string path) => api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Any(endpoint => endpoint.RoutePattern.RawText?.TrimEnd('/') == path);

    private static string NumberOf(string name) => TestCards.Of("pm_card_" + name, "stripe", DateTimeOffset.UtcNow, "").Card.Number.Reveal();

    private static string Spaced(string number) => string.Join(' ', number.Chunk(4).Select(part => new string(part)));
}
