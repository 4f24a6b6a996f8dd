using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CalmonyPay.Tests.Platform.Data;

/// <summary>
/// Round trips to the database are what a request costs, so they are counted on the wire, between the host and PostgreSQL.
/// The key is known already, and every statement has been seen before.
/// </summary>
public sealed class RoundTripTests(RoundTripTests.Tapped api) : IClassFixture<RoundTripTests.Tapped>
{
    private static Form Intent => new() { ["amount"] = "2000", ["currency"] = "gbp", ["metadata[order]"] = "7" };

    private static Form Customer => new() { ["name"] = "Ada", ["email"] = "ada@example.com" };

    [Fact]
    public Task Creating_an_intent_is_one_round_trip() => IsOneAsync(() => api.A.PostAsync("/v1/payment_intents", Intent));

    [Fact]
    public Task Creating_an_intent_under_an_idempotency_key_is_one_round_trip() => IsOneAsync(() => api.A.PostAsync("/v1/payment_intents", Intent, $"{Guid.NewGuid()}"));

    [Fact]
    public Task Creating_a_customer_is_one_round_trip() => IsOneAsync(() => api.A.PostAsync("/v1/customers", Customer));

    [Fact]
    public Task Creating_a_customer_under_an_idempotency_key_is_one_round_trip() => IsOneAsync(() => api.A.PostAsync("/v1/customers", Customer, $"{Guid.NewGuid()}"));

    [Fact]
    public async Task Retrieving_an_intent_is_one_round_trip()
    {
        var intent = (await api.A.PostAsync("/v1/payment_intents", Intent)).Ok();
        await IsOneAsync(() => api.A.GetAsync($"/v1/payment_intents/{intent.Id}"));
    }

    [Theory]
    [InlineData("/v1/payment_intents")]
    [InlineData("/v1/customers")]
    [InlineData("/v1/charges")]
    [InlineData("/v1/events")]
    [InlineData("/v1/balance_transactions")]
    public async Task A_list_of_ten_is_one_round_trip(string path)
    {
        await FillAsync(12);
        await IsOneAsync(() => api.A.GetAsync($"{path}?limit=10"));
    }

    [Fact]
    public async Task What_a_list_costs_does_not_grow_with_its_rows()
    {
        await FillAsync(40);
        foreach (var query in (string[])["", "&expand[]=data.customer", "&expand[]=data.customer&expand[]=data.latest_charge"])
        {
            var few = await CountAsync(() => api.A.GetAsync($"/v1/payment_intents?limit=2{query}"));
            var many = await CountAsync(() => api.A.GetAsync($"/v1/payment_intents?limit=40{query}"));
            Assert.Equal(few, many);
        }
    }

    /// <summary>The lock, which opens the transaction and brings the scope; the changes with their events; the commit.</summary>
    [Fact]
    public async Task An_update_is_three_round_trips()
    {
        var customer = (await api.A.PostAsync("/v1/customers", Customer)).Ok();
        var count = 0;
        var cost = await CountAsync(() => api.A.PostAsync($"/v1/customers/{customer.Id}", new() { ["name"] = $"Ada {count++}" }));
        Assert.Equal(3, cost.RoundTrips);
    }

    private async Task IsOneAsync(Func<Task<Reply>> request) => Assert.Equal(1, (await CountAsync(request)).RoundTrips);

    /// <summary>The cheapest of three runs after a few to warm up: another request of this class may have its key looked up meanwhile.</summary>
    private async Task<PgTraffic> CountAsync(Func<Task<Reply>> request)
    {
        for (var warm = 0; warm < 3; warm++) (await request()).Ok();
        var runs = new List<PgTraffic>();
        for (var run = 0; run < 3; run++)
        {
            var before = api.Traffic;
            (await request()).Ok();
            var after = api.Traffic;
            runs.Add(new(after.RoundTrips - before.RoundTrips, after.Statements - before.Statements));
        }
        return runs.MinBy(run => run.RoundTrips);
    }

    private async Task FillAsync(int rows)
    {
        var customer = (await api.A.PostAsync("/v1/customers", Customer)).Ok();
        for (var row = 0; row < rows; row++)
            (await api.A.PostAsync("/v1/payment_intents", new() { ["amount"] = "2000", ["currency"] = "gbp", ["customer"] = row % 2 == 0 ? customer.Id : (await api.A.PostAsync("/v1/customers", Customer)).Id })).Ok();
    }

    /// <summary>A host whose application login goes through a tap.</summary>
    public sealed class Tapped : PayApi
    {
        private PgTap? tap;

        public PgTraffic Traffic => tap!.Of(new NpgsqlConnectionStringBuilder(Logins.Application).Username!);

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await tap!.DisposeAsync();
        }

        protected override void Adjust(WebApplicationBuilder builder)
        {
            var server = new NpgsqlConnectionStringBuilder(Logins.Application);
            tap ??= new(server.Host!, server.Port);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:CalmonyPayApplication"] = new NpgsqlConnectionStringBuilder(Logins.Application) { Host = "127.0.0.1", Port = tap.Port, SslMode = SslMode.Disable }.ConnectionString,
                ["ConnectionStrings:CalmonyPayWorker"] = Logins.Worker,
            });
        }
    }
}
