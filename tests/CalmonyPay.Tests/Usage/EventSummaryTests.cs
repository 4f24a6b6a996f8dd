using System.Globalization;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Usage;

public sealed class EventSummaryTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_summary_covers_the_whole_span_or_its_hours_or_days()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        foreach (var (hours, value) in (List<(double, string)>)[(0, "1"), (0.5, "2.5"), (1, "4"), (23.9, "8"), (24, "16")])
            (await api.A.ReportAsync(name, customer, value, day.AddHours(hours))).Ok();

        var whole = (await api.A.SummariesAsync(meter, customer, day, day.AddMinutes(1500))).Ok();
        Assert.Equal(("list", $"/v1/billing/meters/{meter}/event_summaries", false), (whole.Text("object"), whole.Text("url"), whole.Flag("has_more")));
        var only = Assert.Single(whole.List());
        Assert.Equal("billing.meter_event_summary", only.GetProperty("object").GetString());
        Assert.Equal((31.5m, day.ToUnixTimeSeconds(), meter), (only.GetProperty("aggregated_value").GetDecimal(), only.GetProperty("start_time").GetInt64(), only.GetProperty("meter").GetString()));

        var hourly = (await api.A.SummariesAsync(meter, customer, day, day.AddHours(3), "&value_grouping_window=hour")).Ok();
        Assert.Equal([(2, 0m), (1, 4m), (0, 3.5m)], hourly.List().Select(step => ((int)(step.GetProperty("start_time").GetInt64() - day.ToUnixTimeSeconds()) / 3600, step.GetProperty("aggregated_value").GetDecimal())));
        var daily = (await api.A.SummariesAsync(meter, customer, day, day.AddDays(2), "&value_grouping_window=day")).Ok();
        Assert.Equal([16m, 15.5m], daily.List().Select(step => step.GetProperty("aggregated_value").GetDecimal()));
        Assert.Equal("15.5", daily["data[1].aggregated_value"].GetRawText());
    }

    [Fact]
    public async Task Steps_are_paged_both_ways()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        for (var hour = 0; hour < 24; hour++) (await api.A.ReportAsync(name, customer, hour.ToString(CultureInfo.InvariantCulture), day.AddHours(hour))).Ok();
        var seen = new List<(string Id, int Value)>();
        var (cursor, more) = ("", true);
        while (more)
        {
            var page = await PageAsync($"&limit=7{cursor}");
            seen.AddRange(page.Steps);
            (cursor, more) = ($"&starting_after={seen[^1].Id}", page.More);
        }
        Assert.Equal(Enumerable.Range(0, 24).Reverse(), seen.Select(step => step.Value));
        Assert.Equal(24, seen.Select(step => step.Id).Distinct().Count());

        var (steps, beyond) = await PageAsync($"&limit=3&ending_before={seen[^1].Id}");
        Assert.Equal([3, 2, 1], steps.Select(step => step.Value));
        Assert.True(beyond);
        (steps, beyond) = await PageAsync($"&limit=3&ending_before={seen[1].Id}");
        Assert.Equal([23], steps.Select(step => step.Value));
        Assert.False(beyond);
        Assert.Empty((await PageAsync($"&starting_after={seen[^1].Id}")).Steps);
        Assert.Empty((await PageAsync($"&ending_before={seen[0].Id}")).Steps);
        (await api.A.SummariesAsync(meter, await api.A.CustomerAsync(), day, day.AddDays(1), $"&value_grouping_window=hour&starting_after={seen[0].Id}")).Fails(400, "resource_missing", "starting_after");
        (await api.A.SummariesAsync(meter, customer, day, day.AddDays(1), "&value_grouping_window=hour&starting_after=mtrusg_1")).Fails(400, "resource_missing", "starting_after");

        async Task<(List<(string Id, int Value)> Steps, bool More)> PageAsync(string query)
        {
            var reply = (await api.A.SummariesAsync(meter, customer, day, day.AddDays(1), $"&value_grouping_window=hour{query}")).Ok();
            return ([.. reply.List().Select(step => (step.GetProperty("id").GetString()!, step.GetProperty("aggregated_value").GetInt32()))], reply.Flag("has_more"));
        }
    }

    [Fact]
    public async Task Bounds_that_are_not_aligned_are_refused()
    {
        var (meter, _) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        (await api.A.SummariesAsync(meter, customer, day.AddSeconds(1), day.AddHours(1))).Fails(400, param: "start_time");
        (await api.A.SummariesAsync(meter, customer, day, day.AddSeconds(90))).Fails(400, param: "end_time");
        (await api.A.SummariesAsync(meter, customer, day, day.AddMinutes(90), "&value_grouping_window=hour")).Fails(400, param: "end_time");
        (await api.A.SummariesAsync(meter, customer, day.AddHours(1), day.AddDays(1), "&value_grouping_window=day")).Fails(400, param: "start_time");
        (await api.A.SummariesAsync(meter, customer, day, day)).Fails(400, param: "end_time");
        (await api.A.SummariesAsync(meter, customer, day, day.AddHours(1), "&value_grouping_window=week")).Fails(400, param: "value_grouping_window");
        (await api.A.GetAsync($"/v1/billing/meters/{meter}/event_summaries?customer={customer}")).Fails(400, "parameter_missing", "start_time");
    }

    [Fact]
    public async Task A_neighbour_and_the_other_mode_learn_nothing()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        (await api.A.ReportAsync(name, customer, "5", day)).Ok();
        foreach (var stranger in (ApiClient[])[api.B, api.Live])
        {
            (await stranger.GetAsync($"/v1/billing/meters/{meter}")).Fails(404, "resource_missing");
            (await stranger.SummariesAsync(meter, customer, day, day.AddDays(1))).Fails(404, "resource_missing");
            var (own, _) = await stranger.MeterAsync();
            (await stranger.SummariesAsync(own, customer, day, day.AddDays(1))).Fails(400, "resource_missing", "customer");
        }
    }

    [Fact]
    public async Task Several_totals_are_read_at_once()
    {
        var (calls, callsName) = await api.A.MeterAsync();
        var (seats, seatsName) = await api.A.MeterAsync("last");
        var (ada, eve) = (await api.A.CustomerAsync(), await api.A.CustomerAsync());
        foreach (var (name, customer, value) in (List<(string, string, string)>)[(callsName, ada, "1"), (callsName, ada, "2"), (callsName, eve, "10"), (seatsName, ada, "7"), (seatsName, ada, "5")])
            (await api.A.ReportAsync(name, customer, value, Metering.Yesterday)).Ok();
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, false));
        var reader = scope.ServiceProvider.GetRequiredService<UsageReader>();
        var totals = await reader.TotalsAsync([(calls, ada), (seats, ada), (calls, eve), (seats, eve), (calls, ada)], Metering.Yesterday, Metering.Yesterday.AddSeconds(1), CancellationToken.None);
        Assert.Equal(4, totals.Count);
        Assert.Equal((3m, 5m, 10m, 0m), (totals[(calls, ada)], totals[(seats, ada)], totals[(calls, eve)], totals[(seats, eve)]));
        Assert.Equal(0m, await reader.TotalAsync(calls, ada, Metering.Yesterday.AddSeconds(1), Metering.Yesterday.AddDays(1), CancellationToken.None));
        Assert.Equal(0m, await reader.TotalAsync(calls, ada, Metering.Yesterday.AddDays(-1), Metering.Yesterday, CancellationToken.None));
    }

    /// <summary>Whatever was reported and taken back, no event is in two windows and none in none.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sums_by_windows_add_up_to_the_total(int seed)
    {
        var dice = new Random(seed);
        var (meter, name) = await api.A.MeterAsync(seed == 3 ? "count" : "sum");
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        var expected = 0m;
        for (var n = 0; n < 60; n++)
        {
            var value = dice.Next(-1_000_000, 5_000_000) / 1000m;
            // Often on the very bound of an hour, where an event is lost or counted twice most easily.
            var at = day.AddSeconds(dice.Next(2) == 0 ? dice.Next(24) * 3600 : dice.Next(86_400));
            (await api.A.ReportAsync(name, customer, value.ToString(CultureInfo.InvariantCulture), at, $"p-{seed}-{n}")).Ok();
            if (dice.Next(5) == 0) (await api.A.CancelAsync(name, $"p-{seed}-{n}")).Ok();
            else expected += seed == 3 ? 1 : value;
        }
        var hours = (await api.A.SummariesAsync(meter, customer, day, day.AddDays(1), "&value_grouping_window=hour&limit=100")).Ok().List();
        Assert.Equal(24, hours.Count);
        Assert.Equal(expected, hours.Sum(hour => hour.GetProperty("aggregated_value").GetDecimal()));
        Assert.Equal(expected, (await api.A.SummariesAsync(meter, customer, day, day.AddDays(1), "&value_grouping_window=day")).Ok()["data[0].aggregated_value"].GetDecimal());
        Assert.Equal(expected, await api.TotalAsync(meter, customer, day, day.AddDays(1)));
        var cut = day.AddSeconds(dice.Next(86_400));
        Assert.Equal(expected, await api.TotalAsync(meter, customer, day, cut) + await api.TotalAsync(meter, customer, cut, day.AddDays(1)));
    }
}
