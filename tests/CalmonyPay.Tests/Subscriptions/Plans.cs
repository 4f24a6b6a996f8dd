using System.Globalization;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>Schedules as tests make and read them.</summary>
internal static class Plans
{
    /// <summary>Of a customer, beginning now: one item a phase, each phase for as many months as it says.</summary>
    public static Task<Reply> ScheduleAsync(this ApiClient api, string customer, Form? more, params (string Price, int Months)[] phases)
    {
        var form = new Form { ["customer"] = customer };
        if (more is null || !more.Exists(field => field.Key == "start_date")) form["start_date"] = "now";
        for (var i = 0; i < phases.Length; i++)
        {
            form[$"phases[{i}][items][0][price]"] = phases[i].Price;
            form[$"phases[{i}][iterations]"] = phases[i].Months.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in more ?? []) form[name] = value;
        return api.PostAsync("/v1/subscription_schedules", form);
    }

    public static async Task<Reply> PlanAsync(this ApiClient api, string id) => (await api.GetAsync($"/v1/subscription_schedules/{id}")).Ok();

    public static Task<Reply> ChangeAsync(this ApiClient api, string id, Form form) => api.PostAsync($"/v1/subscription_schedules/{id}", form);

    /// <summary>Its phases as their first and last days.</summary>
    public static string[] Days(this Reply schedule) =>
        [.. schedule.List("phases").Select(phase => $"{Day(phase.GetProperty("start_date").GetInt64())} to {Day(phase.GetProperty("end_date").GetInt64())}")];

    private static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
