using System.Diagnostics;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;
using Xunit.Abstractions;
using static CalmonyPay.Tests.Subscriptions.Billing;

namespace CalmonyPay.Tests.TestClocks;

public sealed class TestClockTests(PayApi api, ITestOutputHelper output) : IClassFixture<PayApi>
{
    private const int Subscribers = 50;
    private static readonly TimeSpan YearWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_year_of_fifty_subscriptions_passes_in_one_call_within_a_minute()
    {
        var clock = await api.A.ClockAsync();
        var price = await api.A.PriceAsync(1200);
        var customers = new List<string>();
        for (var i = 0; i < Subscribers; i++)
        {
            var customer = await api.A.PayerAsync(clock: clock);
            (await api.A.SubscribeAsync(customer, price, i % 5 == 0 ? new() { ["trial_period_days"] = "14" } : null)).Ok();
            customers.Add(customer);
        }

        var began = Stopwatch.StartNew();
        await api.A.AdvanceAsync(clock, NewYear.AddYears(1));
        output.WriteLine($"{Subscribers} subscriptions, a year: {began.Elapsed.TotalSeconds:0.0} s");
        Assert.True(began.Elapsed < YearWithin, $"It took {began.Elapsed.TotalSeconds:0.0} s.");

        foreach (var (i, customer) in customers.Index().Where(c => c.Index < 6))
        {
            var invoices = (await api.A.GetAsync($"/v1/invoices?customer={customer}&limit=100")).Ok().List();
            // The first at once and twelve renewals, of which the last is a draft for an hour; a trial's first one is of nothing, and the year holds twelve more from its end.
            Assert.Equal(13, invoices.Count);
            Assert.Equal(i % 5 == 0 ? 13 : 12, invoices.Count(invoice => invoice.GetProperty("status").GetString() == "paid"));
        }
    }

    [Fact]
    public async Task What_happens_on_a_clock_is_told_in_the_clock_s_time_and_in_order()
    {
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var subscription = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["trial_period_days"] = "14" })).Ok();
        await api.A.AdvanceAsync(clock, NewYear.AddDays(15));

        var events = (await api.A.GetAsync($"/v1/events?object_id={subscription.Id}&limit=100")).Ok().List().Reverse().ToList();
        Assert.Equal(
            ["customer.subscription.created", "customer.subscription.trial_will_end", "customer.subscription.updated"],
            events.Select(e => e.GetProperty("type").GetString()).Where(type => type!.StartsWith("customer.subscription.", StringComparison.Ordinal)));
        var times = events.Select(e => e.GetProperty("created").GetInt64()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(NewYear.AddDays(14).ToUnixTimeSeconds(), times[^1]);
        var renewed = (await api.A.GetAsync($"/v1/events?object_id={subscription.Id}&created[gte]={NewYear.AddDays(14).ToUnixTimeSeconds()}")).Ok().List();
        Assert.Single(renewed);
    }

    [Fact]
    public async Task A_clock_goes_forward_only_and_not_twice_at_once()
    {
        var clock = await api.A.ClockAsync();
        (await api.A.PostAsync($"/v1/test_helpers/test_clocks/{clock}/advance", new() { ["frozen_time"] = Seconds(NewYear) })).Fails(400, param: "frozen_time");
        (await api.A.PostAsync($"/v1/test_helpers/test_clocks/{clock}/advance")).Fails(400, "parameter_missing", "frozen_time");
        (await api.A.PostAsync("/v1/test_helpers/test_clocks/clock_none/advance", new() { ["frozen_time"] = "1800000000" })).Fails(404, "resource_missing");
        (await api.Live.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = "1800000000" })).Fails(400);
        (await api.A.PostAsync("/v1/customers", new() { ["test_clock"] = "clock_none" })).Fails(400, "resource_missing", "test_clock");
    }

    [Fact]
    public async Task A_deleted_clock_takes_its_customers_with_it()
    {
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var subscription = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync())).Ok();
        Assert.Equal([customer], (await api.A.GetAsync($"/v1/customers?test_clock={clock}")).Ok().List().Select(c => c.GetProperty("id").GetString()!));

        Assert.True((await api.A.DeleteAsync($"/v1/test_helpers/test_clocks/{clock}")).Ok().Flag("deleted"));
        Assert.True((await api.A.GetAsync($"/v1/customers/{customer}")).Ok().Flag("deleted"));
        Assert.Equal("canceled", (await api.A.GetAsync($"/v1/subscriptions/{subscription.Id}")).Ok().Text("status"));
        (await api.A.GetAsync($"/v1/test_helpers/test_clocks/{clock}")).Fails(404, "resource_missing");
    }
}
