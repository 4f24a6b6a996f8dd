namespace CalmonyPay.Subscriptions;

/// <summary>What a subscription does by itself.</summary>
public enum SubscriptionDuty
{
    // In the order in which they are done where several are due at the same moment.
    ExpireUpdate,
    Expire,
    Uncollected,
    TellTrialEnd,
    TellUpcoming,
    Cancel,
    EndTrial,
    Renew,
}

/// <param name="At">In the customer's time.</param>
public readonly record struct DueDuty(SubscriptionDuty Duty, DateTimeOffset At);

/// <summary>What comes due on a subscription, and when. Pure: the row says it all.</summary>
public static class SubscriptionAgenda
{
    public static IEnumerable<DueDuty> Of(Subscription s, int upcomingDays)
    {
        if (s.IsOver) yield break;
        if (s.PendingUpdate is { } pending) yield return new(SubscriptionDuty.ExpireUpdate, pending.ExpiresAt);
        if (s.Status == SubscriptionStatus.Incomplete)
        {
            yield return new(SubscriptionDuty.Expire, s.CreatedAt + Subscription.PaymentWait);
            yield break;
        }
        if (s.PauseCollection is { ResumesAt: { } resumes }) yield return new(SubscriptionDuty.Uncollected, resumes);
        if (s.CancelAt is { } end) yield return new(SubscriptionDuty.Cancel, end);
        if (s.Status == SubscriptionStatus.Paused) yield break;

        var endsFirst = s.CancelAt is { } last && last <= s.CurrentPeriodEnd;
        if (s.Status == SubscriptionStatus.Trialing)
        {
            if (s.TrialEndTold != s.CurrentPeriodEnd) yield return new(SubscriptionDuty.TellTrialEnd, Later(s.CurrentPeriodEnd - Subscription.TrialNotice, s.CurrentPeriodStart));
            yield return new(SubscriptionDuty.EndTrial, s.CurrentPeriodEnd);
        }
        else
        {
            yield return new(SubscriptionDuty.Renew, s.CurrentPeriodEnd);
        }
        if (upcomingDays > 0 && !endsFirst && s.UpcomingTold != s.CurrentPeriodEnd)
            yield return new(SubscriptionDuty.TellUpcoming, Later(s.CurrentPeriodEnd.AddDays(-upcomingDays), s.CurrentPeriodStart));
    }

    /// <summary>What is to be done now: the earliest, and of several at the same moment the first by its kind.</summary>
    public static DueDuty? NextOf(Subscription s, int upcomingDays, DateTimeOffset now) =>
        Of(s, upcomingDays).Where(due => due.At <= now).OrderBy(due => due.At).ThenBy(due => due.Duty).Select(due => (DueDuty?)due).FirstOrDefault();

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
