using System.Diagnostics;
using System.Diagnostics.Metrics;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Platform.Health;

public sealed class HealthTests(HealthTests.WithKeysToCount api) : IClassFixture<HealthTests.WithKeysToCount>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task What_waits_for_a_person_is_counted_over_all_projects_and_exported_as_a_gauge()
    {
        // An answer is good for some seconds, and the host has asked itself before there were keys.
        var said = "";
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30) && !said.Contains("\"keys_to_look_at\":6", StringComparison.Ordinal); await Task.Delay(200))
            said = await Http.GetStringAsync(new Uri(api.A.Url, "/readyz"));
        Assert.Contains("\"keys_to_look_at\":6", said, StringComparison.Ordinal);

        var seen = new List<(int Value, object? What)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) => { if (instrument.Name == "calmonypay.awaits_person") l.EnableMeasurementEvents(instrument); },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => seen.Add((value, tags[0].Value)));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Contains((6, "keys_to_look_at"), seen);
    }

    /// <summary>A host with one more thing to count: each of the fixture's six keys.</summary>
    public sealed class WithKeysToCount : PayApi
    {
        protected override void Adjust(WebApplicationBuilder builder) => builder.Services.AddSingleton(new AwaitsPerson(
            "keys_to_look_at", (db, ct) => db.Set<ApiKey>().IgnoreQueryFilters(["project", "mode"]).CountAsync(ct)));
    }
}
