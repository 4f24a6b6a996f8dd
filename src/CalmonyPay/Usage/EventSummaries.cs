using CalmonyPay.Catalog.Meters;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Paging;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Usage;

/// <summary>Sums for people to look at: the same numbers that invoices are made of, by the hour, the day, or over the whole span.</summary>
public sealed class EventSummaries(PayDb db, MeterService meters, UsageReader reader)
{
    /// <summary>A page of steps, newest first. Steps in which nothing was used are there, too, with zero.</summary>
    /// <exception cref="StripeError">404 for a meter that is not there; 400 for such a customer, for an end that is not after the start and for a cursor that is no step of this list.</exception>
    public async Task<PagedList<EventSummaryResponse>> ListAsync(string meterId, EventSummaryList list, CancellationToken ct)
    {
        var meter = await meters.GetAsync(meterId, ct);
        if (list.EndTime <= list.StartTime) throw StripeError.Invalid("The end_time must be after the start_time.", "end_time");
        if (!await db.Customers.IgnoreQueryFilters(["erased"]).AnyAsync(c => c.Id == list.Customer, ct)) throw StripeError.NoSuchParam("customer", list.Customer, "customer");

        var (first, steps) = (list.StartTime.ToUnixTimeSeconds(), (list.EndTime.ToUnixTimeSeconds() - list.StartTime.ToUnixTimeSeconds()) / list.Step);
        var (newest, oldest, more) = PageOf(list, id => CursorOf(id, meter.Id, list, steps), steps);
        var windows = new List<UsageWindow>();
        for (var step = newest; step >= oldest; step--) windows.Add(new(meter.Id, list.Customer, At(step), At(step + 1)));
        var totals = await reader.TotalsAsync(windows, ct);
        return new($"/v1/billing/meters/{meter.Id}/event_summaries", more, [.. windows.Zip(totals, (window, total) => Show(meter, window, total))]);

        DateTimeOffset At(long step) => DateTimeOffset.FromUnixTimeSeconds(first + step * list.Step);
    }

    /// <summary>The steps of a page by their numbers (0 is the oldest), and whether there are more beyond it.</summary>
    private static (long Newest, long Oldest, bool More) PageOf(EventSummaryList list, Func<string, long?> cursor, long steps)
    {
        var page = list.Page;
        if (page.EndingBefore is { } before)
        {
            var oldest = Known(cursor(before), before, "ending_before") + 1;
            var newest = Math.Min(steps - 1, oldest + page.Limit - 1);
            return (newest, oldest, newest < steps - 1);
        }
        var from = page.StartingAfter is { } after ? Known(cursor(after), after, "starting_after") - 1 : steps - 1;
        var until = Math.Max(0, from - page.Limit + 1);
        return (from, until, until > 0);

        static long Known(long? step, string id, string param) => step ?? throw StripeError.NoSuchParam("event_summary", id, param);
    }

    /// <summary>Which step of this list an id stands for; null if none. The id ends with the step's bounds, so there is nothing to search.</summary>
    private static long? CursorOf(string id, string meterId, EventSummaryList list, long steps)
    {
        if (id.Length < 20 || !long.TryParse(id.AsSpan(id.Length - 20, 10), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var start)) return null;
        var step = (start - list.StartTime.ToUnixTimeSeconds()) / list.Step;
        return step >= 0 && step < steps && id == EventSummaryResponse.IdOf(meterId, list.Customer, start, start + list.Step) ? step : null;
    }

    private static EventSummaryResponse Show(Meter meter, UsageWindow window, decimal total)
    {
        var (start, end) = (window.From.ToUnixTimeSeconds(), window.Until.ToUnixTimeSeconds());
        return new(EventSummaryResponse.IdOf(meter.Id, window.CustomerId, start, end), total, end, meter.Livemode, meter.Id, start);
    }
}
