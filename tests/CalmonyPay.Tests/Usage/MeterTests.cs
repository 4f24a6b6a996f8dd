using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Usage;

public sealed class MeterTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_meter_is_made_shown_renamed_and_listed()
    {
        var made = (await api.A.PostAsync("/v1/billing/meters", new()
        {
            ["display_name"] = "Bytes",
            ["event_name"] = "bytes_sent",
            ["default_aggregation[formula]"] = "sum",
            ["customer_mapping[type]"] = "by_id",
            ["customer_mapping[event_payload_key]"] = "who",
            ["value_settings[event_payload_key]"] = "bytes",
        })).Ok();
        Assert.StartsWith("mtr_", made.Id, StringComparison.Ordinal);
        Assert.Equal(("billing.meter", "active", "who", "bytes"),
            (made.Text("object"), made.Text("status"), made.Text("customer_mapping.event_payload_key"), made.Text("value_settings.event_payload_key")));
        Assert.True(made.IsNull("event_time_window") && made.IsNull("status_transitions.deactivated_at"));
        Assert.Equal(made.Body, (await api.A.GetAsync($"/v1/billing/meters/{made.Id}")).Ok().Body);

        var renamed = (await api.A.PostAsync($"/v1/billing/meters/{made.Id}", new() { ["display_name"] = "Traffic" })).Ok();
        Assert.Equal(("Traffic", "bytes_sent"), (renamed.Text("display_name"), renamed.Text("event_name")));
        (await api.A.PostAsync($"/v1/billing/meters/{made.Id}", new() { ["event_name"] = "other" })).Fails(400, "parameter_unknown", "event_name");
        var events = (await api.A.GetAsync($"/v1/events?object_id={made.Id}")).Ok();
        Assert.Equal("Bytes", events.Text("data[0].data.previous_attributes.display_name"));
        Assert.Equal(["billing.meter.updated", "billing.meter.created"], events.List().Select(e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_meter_has_stripes_keys_for_customer_and_value_unless_told_otherwise()
    {
        var (id, _) = await api.A.MeterAsync();
        var meter = (await api.A.GetAsync($"/v1/billing/meters/{id}")).Ok();
        Assert.Equal(("stripe_customer_id", "by_id", "value"),
            (meter.Text("customer_mapping.event_payload_key"), meter.Text("customer_mapping.type"), meter.Text("value_settings.event_payload_key")));
    }

    [Fact]
    public async Task An_event_name_belongs_to_one_active_meter()
    {
        var (id, name) = await api.A.MeterAsync();
        var twin = new Form { ["display_name"] = "Twin", ["event_name"] = name, ["default_aggregation[formula]"] = "count" };
        (await api.A.PostAsync("/v1/billing/meters", twin)).Fails(400, "resource_already_exists", "event_name");
        (await api.A.PostAsync("/v1/billing/meters", twin, "twin-meter")).Fails(400, "resource_already_exists", "event_name");
        (await api.B.PostAsync("/v1/billing/meters", twin)).Ok();
        (await api.Live.PostAsync("/v1/billing/meters", twin)).Ok();

        (await api.A.PostAsync($"/v1/billing/meters/{id}/deactivate")).Ok();
        (await api.A.PostAsync("/v1/billing/meters", twin)).Ok();
        (await api.A.PostAsync($"/v1/billing/meters/{id}/reactivate")).Fails(400, "resource_already_exists", "event_name");
        Assert.Equal("inactive", (await api.A.GetAsync($"/v1/billing/meters/{id}")).Text("status"));
    }

    [Fact]
    public async Task A_deactivated_meter_refuses_events_until_it_is_reactivated()
    {
        var (id, name) = await api.A.MeterAsync();
        var customer = await api.A.CustomerAsync();
        (await api.A.ReportAsync(name, customer, "3")).Ok();
        var off = (await api.A.PostAsync($"/v1/billing/meters/{id}/deactivate")).Ok();
        Assert.Equal("inactive", off.Text("status"));
        Assert.InRange(off.Number("status_transitions.deactivated_at"), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        (await api.A.PostAsync($"/v1/billing/meters/{id}/deactivate")).Fails(400);
        (await api.A.ReportAsync(name, customer, "4")).Fails(400, "archived_meter", "event_name");

        var on = (await api.A.PostAsync($"/v1/billing/meters/{id}/reactivate")).Ok();
        Assert.True(on.IsNull("status_transitions.deactivated_at"));
        (await api.A.PostAsync($"/v1/billing/meters/{id}/reactivate")).Fails(400);
        (await api.A.ReportAsync(name, customer, "5")).Ok();
        Assert.Equal(8m, await api.AllAsync(id, customer));
        Assert.Equal(["billing.meter.reactivated", "billing.meter.deactivated", "billing.meter.created"],
            (await api.A.GetAsync($"/v1/events?object_id={id}")).Ok().List().Select(e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Meters_are_listed_by_status()
    {
        var (on, _) = await api.A.MeterAsync();
        var (off, _) = await api.A.MeterAsync();
        (await api.A.PostAsync($"/v1/billing/meters/{off}/deactivate")).Ok();
        Assert.Contains(on, await ListAsync("active"));
        Assert.DoesNotContain(off, await ListAsync("active"));
        Assert.Contains(off, await ListAsync("inactive"));

        async Task<IReadOnlyList<string?>> ListAsync(string status) =>
            [.. (await api.A.GetAsync($"/v1/billing/meters?limit=100&status={status}")).Ok().List().Select(m => m.GetProperty("id").GetString())];
    }

    [Theory]
    [InlineData("display_name", null)]
    [InlineData("event_name", null)]
    [InlineData("default_aggregation", null)]
    [InlineData("default_aggregation[formula]", "median")]
    [InlineData("customer_mapping[type]", "by_email")]
    public async Task A_meter_that_says_too_little_or_what_we_do_not_know_is_refused(string param, string? value)
    {
        var form = new Form { ["display_name"] = "Calls", ["event_name"] = $"calls_{Guid.NewGuid():N}", ["default_aggregation[formula]"] = "sum" };
        form.RemoveAll(pair => pair.Key.StartsWith(param, StringComparison.Ordinal));
        if (value is not null) form[param] = value;
        (await api.A.PostAsync("/v1/billing/meters", form)).Fails(400, value is null ? "parameter_missing" : null, param);
    }
}
