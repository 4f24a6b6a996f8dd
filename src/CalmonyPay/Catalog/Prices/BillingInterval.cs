using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Catalog.Prices;

/// <summary>How often something recurs; an interval count says how many of them make a period.</summary>
[PgEnum("pay_subscription_interval")]
public enum BillingInterval { Day, Week, Month, Year }

public static class BillingIntervals
{
    /// <summary>The most intervals a period: Stripe bills every three years at the least (3 years, 36 months, 156 weeks).</summary>
    public static int MostOf(BillingInterval interval) => interval switch
    {
        BillingInterval.Day => 1095,
        BillingInterval.Week => 156,
        BillingInterval.Month => 36,
        _ => 3,
    };

    /// <exception cref="StripeError">400 for a period of more than three years.</exception>
    public static void Check(BillingInterval interval, int count, string param)
    {
        var (most, word) = (MostOf(interval), interval switch { BillingInterval.Day => "daily", BillingInterval.Week => "weekly", BillingInterval.Month => "monthly", _ => "yearly" });
        if (count > most) throw StripeError.Invalid($"The interval_count for {word} prices can't be greater than {most}", param);
    }

    /// <summary>The end of so many periods after an anchor; the 31st is the month's last day where there is none.</summary>
    /// <param name="anchor">What every period is counted from: dates are never made from the period before.</param>
    /// <param name="periods">How many periods on; negative ones lead back.</param>
    public static DateTimeOffset After(this BillingInterval interval, DateTimeOffset anchor, int count, long periods)
    {
        var steps = checked((int)(count * periods));
        return interval switch
        {
            BillingInterval.Day => anchor.AddDays(steps),
            BillingInterval.Week => anchor.AddDays(7 * steps),
            BillingInterval.Month => anchor.AddMonths(steps),
            _ => anchor.AddYears(steps),
        };
    }
}
