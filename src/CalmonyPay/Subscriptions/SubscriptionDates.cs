using CalmonyPay.Catalog.Prices;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions;

/// <summary>Dates that requests name, checked: when a trial ends, when a cycle begins, when it all ends.</summary>
internal static class SubscriptionDates
{
    private const int MostTrialYears = 2;

    public static DateTimeOffset CheckTrialEnd(DateTimeOffset end, DateTimeOffset now) =>
        end <= now ? throw StripeError.Invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end")
        : end > now.AddYears(MostTrialYears) ? throw StripeError.Invalid($"Invalid timestamp: can be no more than {MostTrialYears} years in the future.", "trial_end")
        : end;

    /// <summary>When it ends by plan after a request.</summary>
    /// <param name="current">When it ended before the request.</param>
    /// <param name="periodEnd">The end of the period that is, or begins.</param>
    public static DateTimeOffset? CancelAtOf(SubscriptionFields fields, DateTimeOffset? current, DateTimeOffset periodEnd, DateTimeOffset now)
    {
        if (fields.CancelAtPeriodEnd == true) return periodEnd;
        if (fields.CancelAt.TryGet(out var moment))
        {
            return moment.At is not { } at ? periodEnd
                : at > now ? at
                : throw StripeError.Invalid("The cancel_at must be in the future. To cancel now, cancel the subscription.", "cancel_at");
        }
        return fields.CancelAt.IsClear || fields.CancelAtPeriodEnd == false ? null : current;
    }

    public static void CheckCollection(CollectionMethod method, int? daysUntilDue, string param = "days_until_due")
    {
        if (method == CollectionMethod.ChargeAutomatically && daysUntilDue is not null)
            throw StripeError.Invalid("You can only specify `days_until_due` if `collection_method` is `send_invoice`.", param);
    }

    /// <summary>The first moment from a given one on that a date describes: the 31st is a month's last day where there is none.</summary>
    public static DateTimeOffset NextOf(AnchorConfig config, PriceRecurring recurring, DateTimeOffset from)
    {
        if (recurring.Interval is BillingInterval.Day or BillingInterval.Week)
            throw StripeError.Invalid("billing_cycle_anchor_config is for intervals of months and years.", "billing_cycle_anchor_config");
        if (config.Month is not null && recurring is { Interval: BillingInterval.Month, IntervalCount: 1 })
            throw StripeError.Invalid("A month can be given for intervals longer than a month.", "billing_cycle_anchor_config[month]");
        var (hour, minute, second) = (config.Hour ?? from.Hour, config.Minute ?? from.Minute, config.Second ?? from.Second);
        var month = new DateTimeOffset(from.Year, config.Month ?? from.Month, 1, hour, minute, second, TimeSpan.Zero);
        for (; ; month = config.Month is null ? month.AddMonths(1) : month.AddYears(1))
        {
            var day = month.AddDays(Math.Min(config.DayOfMonth, DateTime.DaysInMonth(month.Year, month.Month)) - 1);
            if (day >= from) return day;
        }
    }
}
