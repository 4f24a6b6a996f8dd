using System.Globalization;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Usage;

/// <summary>What a merchant who bills by usage does.</summary>
internal static class Metering
{
    /// <summary>Midnight, UTC, two days ago: whatever is reported for the day after it lies within the bounds of an event.</summary>
    public static DateTimeOffset Yesterday => new(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);

    public static async Task<(string Id, string EventName)> MeterAsync(this ApiClient api, string formula = "sum", string? window = null)
    {
        var name = $"calls_{Guid.NewGuid():N}";
        var form = new Form { ["display_name"] = "Calls", ["event_name"] = name, ["default_aggregation[formula]"] = formula };
        if (window is not null) form["event_time_window"] = window;
        return ((await api.PostAsync("/v1/billing/meters", form)).Ok().Id, name);
    }

    public static async Task<string> CustomerAsync(this ApiClient api) => (await api.PostAsync("/v1/customers")).Ok().Id;

    public static Task<Reply> ReportAsync(
        this ApiClient api, string eventName, string customer, string? value, DateTimeOffset? at = null, string? identifier = null, string? idempotencyKey = null)
    {
        var form = new Form { ["event_name"] = eventName, ["payload[stripe_customer_id]"] = customer };
        if (value is not null) form["payload[value]"] = value;
        if (at is { } moment) form["timestamp"] = Seconds(moment);
        if (identifier is not null) form["identifier"] = identifier;
        return api.PostAsync("/v1/billing/meter_events", form, idempotencyKey);
    }

    public static Task<Reply> CancelAsync(this ApiClient api, string eventName, string identifier) => api.PostAsync(
        "/v1/billing/meter_event_adjustments", new() { ["event_name"] = eventName, ["type"] = "cancel", ["cancel[identifier]"] = identifier });

    public static Task<Reply> SummariesAsync(this ApiClient api, string meter, string customer, DateTimeOffset from, DateTimeOffset until, string more = "") =>
        api.GetAsync($"/v1/billing/meters/{meter}/event_summaries?customer={customer}&start_time={Seconds(from)}&end_time={Seconds(until)}{more}");

    /// <summary>What invoicing would read, in project A.</summary>
    public static async Task<decimal> TotalAsync(this PayApi api, string meter, string customer, DateTimeOffset from, DateTimeOffset until)
    {
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, false));
        return await scope.ServiceProvider.GetRequiredService<UsageReader>().TotalAsync(meter, customer, from, until, CancellationToken.None);
    }

    public static Task<decimal> AllAsync(this PayApi api, string meter, string customer) =>
        api.TotalAsync(meter, customer, DateTimeOffset.UtcNow.AddDays(-40), DateTimeOffset.UtcNow.AddDays(1));

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
