using System.Globalization;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CalmonyPay.Tests.Usage;

public sealed class MeterEventTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task An_event_is_answered_as_it_was_sent_with_what_was_filled_in()
    {
        var (_, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var made = (await api.A.PostAsync("/v1/billing/meter_events", new()
        {
            ["event_name"] = name,
            ["payload[stripe_customer_id]"] = customer,
            ["payload[value]"] = "1.250",
            ["payload[region]"] = "north",
        })).Ok();
        Assert.Equal(("billing.meter_event", name, "1.250", "north", customer),
            (made.Text("object"), made.Text("event_name"), made.Text("payload.value"), made.Text("payload.region"), made.Text("payload.stripe_customer_id")));
        Assert.NotEmpty(made.Text("identifier")!);
        Assert.Equal(made.Number("created"), made.Number("timestamp"));
        Assert.False(made.Has("id"));
        Assert.Equal("""{"region": "north"}""", (await api.SqlAsync("select extra::text from pay_meter_events where identifier = $1", made.Text("identifier")!))[0][0]);
    }

    [Fact]
    public async Task A_meter_finds_customer_and_value_under_its_own_keys()
    {
        var name = $"bytes_{Guid.NewGuid():N}";
        var meter = (await api.A.PostAsync("/v1/billing/meters", new()
        {
            ["display_name"] = "Bytes",
            ["event_name"] = name,
            ["default_aggregation[formula]"] = "sum",
            ["customer_mapping[type]"] = "by_id",
            ["customer_mapping[event_payload_key]"] = "who",
            ["value_settings[event_payload_key]"] = "bytes",
        })).Ok().Id;
        var (customer, other) = (await api.A.CustomerAsync(), await api.A.CustomerAsync());
        var form = new Form { ["event_name"] = name, ["payload[who]"] = customer, ["payload[bytes]"] = "9", ["payload[stripe_customer_id]"] = other, ["payload[value]"] = "1" };
        (await api.A.PostAsync("/v1/billing/meter_events", form)).Ok();
        Assert.Equal((9m, 0m), (await api.AllAsync(meter, customer), await api.AllAsync(meter, other)));
        (await api.A.ReportAsync(name, customer, "1")).Fails(400, "meter_event_no_customer_defined", "payload[who]");
    }

    [Fact]
    public async Task A_repeated_identifier_is_refused_and_counted_once()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "5", identifier: "order-1")).Ok();
        var again = (await api.A.ReportAsync(name, customer, "5", identifier: "order-1")).Fails(400, "duplicate_meter_event", "identifier");
        Assert.Equal("An event already exists with identifier order-1.", again.Text("error.message"));
        Assert.Equal("invalid_request_error", again.Text("error.type"));
        Assert.Equal(5m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task An_identifier_is_one_project_s_and_one_mode_s_own()
    {
        foreach (var client in (ApiClient[])[api.A, api.B, api.Live])
        {
            var (_, name) = await client.MeterAsync();
            var customer = await client.CustomerAsync();
            var made = (await client.ReportAsync(name, customer, "1", identifier: "same-everywhere")).Ok();
            Assert.Equal(client == api.Live, made.Flag("livemode"));
            (await client.ReportAsync(name, customer, "1", identifier: "same-everywhere")).Fails(400, "duplicate_meter_event");
        }
    }

    [Fact]
    public async Task Of_32_twins_at_once_one_is_counted()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(n =>
            api.A.ReportAsync(name, customer, "3", identifier: "twin", idempotencyKey: n % 2 == 0 ? $"twin-{n}" : null)));
        Assert.Single(replies, reply => reply.Code == 200);
        Assert.All(replies.Where(reply => reply.Code != 200), reply => reply.Fails(400, "duplicate_meter_event", "identifier"));
        Assert.Equal(3m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task Twins_under_one_idempotency_key_get_one_answer()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.A.ReportAsync(name, customer, "3", identifier: "retried", idempotencyKey: "one-key")));
        Assert.Single(replies.Select(reply => reply.Ok().Body).Distinct());
        Assert.Equal(3m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task An_identifier_comes_free_after_a_day_and_not_before()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var sweep = api.Services.GetServices<IHostedService>().OfType<IdentifierSweep>().Single();
        (await api.A.ReportAsync(name, customer, "2", identifier: "nightly")).Ok();
        await ReceivedAsync("23 hours 59 minutes");
        await sweep.SweepAsync(CancellationToken.None);
        (await api.A.ReportAsync(name, customer, "2", identifier: "nightly")).Fails(400, "duplicate_meter_event");
        await ReceivedAsync("24 hours");
        Assert.True(await sweep.SweepAsync(CancellationToken.None) > 0);
        (await api.A.ReportAsync(name, customer, "2", identifier: "nightly")).Ok();
        Assert.Equal(4m, await api.AllAsync(meter, customer));

        Task ReceivedAsync(string ago) => api.SqlAsync($"update pay_meter_event_identifiers set received_at = now() - interval '{ago}' where identifier = 'nightly'");
    }

    [Fact]
    public async Task Values_are_added_up_to_the_last_decimal()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        foreach (var value in (string[])["0.1", "0.2", "0.000000000001", "999999999999999", "-2.5", "+1"]) (await api.A.ReportAsync(name, customer, value)).Ok();
        Assert.Equal(999999999999997.800000000001m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task A_sum_too_long_for_its_decimals_keeps_its_whole_part()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "999999999999999.000000000001")).Ok();
        await api.SqlAsync("""
            insert into pay_meter_events (project_id, livemode, id, meter_id, customer_id, identifier, value, timestamp, created_at)
            select project_id, livemode, gen_random_uuid(), meter_id, customer_id, identifier, value, timestamp, created_at from pay_meter_events, generate_series(2, 1000)
            where meter_id = $1
            """, meter);
        Assert.Equal(999999999999999000m, await api.AllAsync(meter, customer));
    }

    [Theory]
    [InlineData("a lot", "meter_event_invalid_value")]
    [InlineData("1e3", "meter_event_invalid_value")]
    [InlineData("1,000", "meter_event_invalid_value")]
    [InlineData("", "meter_event_invalid_value")]
    [InlineData("1000000000000000", "meter_event_value_too_many_digits")]
    [InlineData("0.0000000000001", "meter_event_value_too_many_digits")]
    [InlineData("99999999999999999999999999999999999999", "meter_event_value_too_many_digits")]
    public async Task A_value_that_is_no_number_or_too_long_is_refused(string value, string code)
    {
        var (_, name) = await api.A.MeterAsync();
        (await api.A.ReportAsync(name, await api.A.CustomerAsync(), value)).Fails(400, code, "payload[value]");
    }

    [Fact]
    public async Task What_names_no_meter_or_no_customer_is_refused()
    {
        var (_, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync("never_heard_of", customer, "1")).Fails(400, "no_meter", "event_name");
        (await api.A.ReportAsync(name, "cus_000000000000000000000000", "1")).Fails(400, "meter_event_customer_not_found", "payload[stripe_customer_id]");
        (await api.A.ReportAsync(name, await api.B.CustomerAsync(), "1")).Fails(400, "meter_event_customer_not_found");
        (await api.B.ReportAsync(name, await api.B.CustomerAsync(), "1")).Fails(400, "no_meter");
        (await api.A.DeleteAsync($"/v1/customers/{customer}")).Ok();
        (await api.A.ReportAsync(name, customer, "1")).Fails(400, "meter_event_customer_not_found");
        (await api.A.PostAsync("/v1/billing/meter_events", new() { ["event_name"] = name, ["payload[value]"] = "1" })).Fails(400, "meter_event_no_customer_defined");
        (await api.A.PostAsync("/v1/billing/meter_events", new() { ["event_name"] = name })).Fails(400, "parameter_missing", "payload");
    }

    [Fact]
    public async Task A_time_too_long_ago_or_ahead_is_refused()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        var now = DateTimeOffset.UtcNow;
        (await api.A.ReportAsync(name, customer, "1", now.AddDays(-35).AddMinutes(1))).Ok();
        (await api.A.ReportAsync(name, customer, "1", now.AddMinutes(4))).Ok();
        (await api.A.ReportAsync(name, customer, "1", now.AddDays(-35).AddMinutes(-1))).Fails(400, "timestamp_too_far_in_past", "timestamp");
        (await api.A.ReportAsync(name, customer, "1", now.AddMinutes(6))).Fails(400, "timestamp_in_future", "timestamp");
        Assert.Equal(2m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task A_cancelled_event_counts_no_more()
    {
        var (meter, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "40", identifier: "right")).Ok();
        (await api.A.ReportAsync(name, customer, "400", identifier: "wrong")).Ok();
        var adjusted = (await api.A.CancelAsync(name, "wrong")).Ok();
        Assert.Equal(("billing.meter_event_adjustment", "complete", "cancel", "wrong", name),
            (adjusted.Text("object"), adjusted.Text("status"), adjusted.Text("type"), adjusted.Text("cancel.identifier"), adjusted.Text("event_name")));
        Assert.Equal(40m, await api.AllAsync(meter, customer));
        Assert.Equal(adjusted.Body, (await api.A.CancelAsync(name, "wrong")).Ok().Body);
        Assert.Equal(40m, await api.AllAsync(meter, customer));
        (await api.A.ReportAsync(name, customer, "4", identifier: "wrong")).Fails(400, "duplicate_meter_event");
    }

    [Fact]
    public async Task An_event_of_another_name_of_a_neighbour_or_of_yesterday_cannot_be_cancelled()
    {
        var (meter, name) = await api.A.MeterAsync();
        var (_, other) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "7", identifier: "kept")).Ok();
        (await api.A.CancelAsync(other, "kept")).Fails(400, "resource_missing", "cancel[identifier]");
        (await api.A.CancelAsync(name, "unheard")).Fails(400, "resource_missing", "cancel[identifier]");
        (await api.B.CancelAsync(name, "kept")).Fails(400, "resource_missing");
        (await api.Live.CancelAsync(name, "kept")).Fails(400, "resource_missing");
        (await api.A.PostAsync("/v1/billing/meter_event_adjustments", new() { ["event_name"] = name, ["type"] = "cancel" })).Fails(400, "parameter_missing", "cancel");
        await api.SqlAsync("update pay_meter_event_identifiers set received_at = received_at - interval '1 day' where identifier = 'kept'");
        (await api.A.CancelAsync(name, "kept")).Fails(400, "resource_missing");
        Assert.Equal(7m, await api.AllAsync(meter, customer));
    }

    [Theory]
    [InlineData("sum", null, 15)]
    [InlineData("count", null, 4)]
    [InlineData("last", null, 2)]
    [InlineData("sum", "hour", 11)]
    [InlineData("count", "hour", 2)]
    [InlineData("last", "hour", 3)]
    [InlineData("sum", "day", 3)]
    public async Task A_formula_makes_one_number_of_many_events(string formula, string? window, int expected)
    {
        var (meter, name) = await api.A.MeterAsync(formula, window);
        var customer = await api.A.CustomerAsync();
        var day = Metering.Yesterday;
        // In the second hour the newest event is not the one that arrived last.
        foreach (var (minute, value) in (List<(int, int)>)[(5, 2), (10, 8), (90, 2), (70, 3)])
            (await api.A.ReportAsync(name, customer, value.ToString(CultureInfo.InvariantCulture), day.AddMinutes(minute))).Ok();
        Assert.Equal(expected, await api.TotalAsync(meter, customer, day, day.AddDays(1)));
    }

    [Fact]
    public async Task A_meter_that_counts_needs_no_number()
    {
        var (meter, name) = await api.A.MeterAsync("count");
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, null)).Ok();
        (await api.A.ReportAsync(name, customer, "100")).Ok();
        Assert.Equal(2m, await api.AllAsync(meter, customer));
    }

    [Fact]
    public async Task The_last_value_falls_back_when_it_is_cancelled()
    {
        var (meter, name) = await api.A.MeterAsync("last");
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "10", identifier: "seats-1")).Ok();
        (await api.A.ReportAsync(name, customer, "12", identifier: "seats-2")).Ok();
        Assert.Equal(12m, await api.AllAsync(meter, customer));
        (await api.A.CancelAsync(name, "seats-2")).Ok();
        Assert.Equal(10m, await api.AllAsync(meter, customer));
    }
}
