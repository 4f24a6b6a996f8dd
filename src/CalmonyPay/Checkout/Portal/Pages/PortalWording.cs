using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;
using CalmonyPay.Subscriptions;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>Says amounts, plans and states in the visitor's language.</summary>
internal static class PortalWording
{
    public static string Money(this PortalVisit visit, long minor, string currency) => visit.Locale.Money(minor, Currency.Of(currency));

    /// <summary><c>£10.00 every month</c>; metered use has no amount of its own.</summary>
    /// <param name="quantity">How many of it.</param>
    public static string PriceOf(this PortalVisit visit, Price price, long quantity, string currency)
    {
        if (price.UsageType == UsageType.Metered) return visit.Words.Shared.BilledByUse;
        return $"{visit.Money(PriceArithmetic.Of(price.TermsIn(currency), quantity).Amount, currency)} {visit.Every(price.Recurring!)}";
    }

    /// <summary><c>2 × Gold</c>; one of it is its name.</summary>
    public static string Counted(this PortalVisit visit, long? quantity, string name) => quantity is null or 1 ? name : $"{visit.Locale.Quantity(quantity.Value)} × {name}";

    public static string BadgeOf(this PortalVisit visit, SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Trialing => visit.Words.Trial,
        SubscriptionStatus.PastDue => visit.Words.PastDue,
        SubscriptionStatus.Unpaid => visit.Words.Unpaid,
        SubscriptionStatus.Incomplete => visit.Words.Incomplete,
        SubscriptionStatus.Paused => visit.Words.Paused,
        _ => visit.Words.Active,
    };

    /// <summary>What comes next for a subscription; null where nothing comes by itself.</summary>
    public static string? NextOf(this PortalVisit visit, Subscription row) => row switch
    {
        { CancelAt: { } end } => visit.Words.Ends.With(visit.Day(end)),
        { Status: SubscriptionStatus.Trialing } => visit.Words.TrialEnds.With(visit.Day(row.TrialEnd ?? row.CurrentPeriodEnd)),
        { Status: SubscriptionStatus.Active or SubscriptionStatus.PastDue } => visit.Words.Renews.With(visit.Day(row.CurrentPeriodEnd)),
        _ => null,
    };

    private static string Every(this PortalVisit visit, PriceRecurring recurring)
    {
        var words = visit.Words.Shared;
        var phrase = recurring.Interval switch
        {
            BillingInterval.Day => words.EveryDay,
            BillingInterval.Week => words.EveryWeek,
            BillingInterval.Month => words.EveryMonth,
            _ => words.EveryYear,
        };
        return phrase.Of(recurring.IntervalCount, visit.Locale.Quantity(recurring.IntervalCount), visit.Locale.Tag[..2]);
    }
}
