using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Usage;

/// <summary>In what steps a summary is shown.</summary>
public enum ValueGroupingWindow { Day, Hour }

/// <summary>Which summary is wanted: whose, from when (belongs to it) until when (does not), and in what steps.</summary>
public sealed record EventSummaryList(PageParams Page, string Customer, DateTimeOffset StartTime, DateTimeOffset EndTime, ValueGroupingWindow? Window) : IParams<EventSummaryList>
{
    private const long Minute = 60, Hour = 3600, Day = 86_400;

    /// <summary>Seconds of one step; the whole span where none is asked for.</summary>
    public long Step => Window switch { ValueGroupingWindow.Day => Day, ValueGroupingWindow.Hour => Hour, _ => Math.Max(1, EndTime.ToUnixTimeSeconds() - StartTime.ToUnixTimeSeconds()) };

    public static EventSummaryList Read(Params p)
    {
        var list = new EventSummaryList(
            PageParams.Read(p), p.Required("customer"), At(p, "start_time"), At(p, "end_time"), p.Enum<ValueGroupingWindow>("value_grouping_window"));
        var (unit, name) = list.Window switch { ValueGroupingWindow.Day => (Day, "UTC day"), ValueGroupingWindow.Hour => (Hour, "hour"), _ => (Minute, "minute") };
        Align(list.StartTime, "start_time");
        Align(list.EndTime, "end_time");
        return list;

        void Align(DateTimeOffset at, string param)
        {
            if (at.ToUnixTimeSeconds() % unit != 0) throw StripeError.Invalid($"The {param} must be aligned with {name} boundaries.", param);
        }
    }

    private static DateTimeOffset At(Params p, string name) => p.Timestamp(name) ?? throw StripeError.Missing(name);
}

/// <summary>What a customer used in one step, on the API.</summary>
public sealed record EventSummaryResponse(string Id, decimal AggregatedValue, long EndTime, bool Livemode, string Meter, long StartTime)
{
    private const int HashLength = 16;

    public string Object => "billing.meter_event_summary";

    /// <summary>A summary is in no table, so its id is made of what it sums up: the same window has the same id each time, and a list can go on behind it.</summary>
    public static string IdOf(string meter, string customer, long start, long end)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{meter} {customer}"));
        return string.Create(CultureInfo.InvariantCulture, $"mtrusg_{PayId.TextOf(hash, HashLength)}{start:x10}{end:x10}");
    }
}
