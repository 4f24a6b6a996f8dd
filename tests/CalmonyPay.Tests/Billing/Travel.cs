using System.Globalization;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing;

/// <summary>Takes test clocks through time.</summary>
internal static class Travel
{
    /// <summary>Advances a clock, and waits until it has arrived.</summary>
    public static async Task AdvanceAsync(this ApiClient api, string clock, DateTimeOffset to)
    {
        (await api.PostAsync($"/v1/test_helpers/test_clocks/{clock}/advance", new() { ["frozen_time"] = to.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) })).Ok();
        for (var tries = 0; ; tries++)
        {
            var status = (await api.GetAsync($"/v1/test_helpers/test_clocks/{clock}")).Ok().Text("status");
            if (status == "ready") return;
            if (status != "advancing" || tries > 1200) throw new Xunit.Sdk.XunitException($"The clock is {status} on its way to {to:O}.");
            await Task.Delay(50);
        }
    }
}
