using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions.Billing;

/// <summary>What is to change of a subscription's items and dates.</summary>
public sealed record ChangeTerms(IReadOnlyList<ItemParams> Items, bool TrialEndsNow, DateTimeOffset? TrialEnd, bool AnchorNow, ProrationBehavior Behavior, DateTimeOffset? ProrationDate)
{
    /// <summary>All items as they are to be; null: what <see cref="Items"/> makes of those that are.</summary>
    public IReadOnlyList<ItemTerms>? Becomes { get; init; }

    /// <summary>When the change takes place: now, or when the phase that brings it began.</summary>
    public DateTimeOffset? At { get; init; }

    public DateTimeOffset Moment(DateTimeOffset now) => At ?? DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
}

/// <summary>A change, worked out and not made yet.</summary>
/// <param name="Settled">Prorations, and use that is billed because its item goes: they wait for an invoice.</param>
/// <param name="Lines">Of the invoice that is made at once, where a period begins.</param>
/// <param name="BeginsPeriod">A period begins now, and is invoiced now.</param>
public sealed record PlannedChange(SubscriptionTarget Target, List<InvoiceItem> Settled, IReadOnlyList<InvoiceLine> Lines, bool BeginsPeriod, bool InvoicesNow, DateTimeOffset At)
{
    public bool MovesAnchor { get; init; }
    public bool MovesTrial { get; init; }
}

/// <summary>Works out changes of subscriptions: what they become, what is credited and what is charged. Nothing is written, so a preview shows the very same.</summary>
public sealed class SubscriptionPlanning(ItemChanges changes, SubscriptionLines lines, ProrationItems prorations, ScopeTime time)
{
    public async Task<PlannedChange> PlanAsync(HeldSubscription held, Customer customer, ChangeTerms terms, CancellationToken ct)
    {
        var row = held.Row;
        var now = terms.Moment(time.Now);
        var at = terms.ProrationDate ?? (now < row.CurrentPeriodStart ? row.CurrentPeriodStart : now);
        if (terms.ProrationDate is not null && (at < row.CurrentPeriodStart || at > row.CurrentPeriodEnd))
            throw StripeError.Invalid("Cannot specify a proration_date outside of the current billing period.", "proration_date");
        var items = terms.Becomes ?? await changes.ApplyAsync(held, customer, terms.Items, now, ct);
        var recurring = ItemChoices.Check(items, held.Catalog, row.Currency);
        var trialing = row.Status == SubscriptionStatus.Trialing;
        var target = held.Target with { Items = items, Interval = recurring.Interval, IntervalCount = recurring.IntervalCount };
        if (terms.AnchorNow && trialing && !terms.TrialEndsNow) throw StripeError.Invalid("To begin a period now, end the trial: send trial_end=now.", "billing_cycle_anchor");

        if (terms.TrialEnd is { } end && trialing) return new(WithTrial(target, row.CurrentPeriodStart, SubscriptionDates.CheckTrialEnd(end, now), row.TrialStart, null), [], [], false, false, at) { MovesTrial = true };
        if (terms.TrialEnd is { } later) return await StartTrialAsync(held, customer, target, SubscriptionDates.CheckTrialEnd(later, now), terms, now, ct);
        if (trialing && terms.TrialEndsNow) return await BeginAsync(held, customer, target with { TrialEnd = now, Move = SubscriptionMove.EndTrial }, terms with { Behavior = ProrationBehavior.None }, now, ct);
        if (trialing) return new(target, [], [], false, false, at);
        var otherInterval = recurring.Interval != row.Interval || recurring.IntervalCount != row.IntervalCount;
        if (terms.AnchorNow || otherInterval) return await BeginAsync(held, customer, target, terms, at > now ? now : at, ct);

        var (settled, after) = terms.Behavior == ProrationBehavior.None ? ([], items) : prorations.Of(held, customer, items, at);
        foreach (var line in await lines.UsedAsync(row, changes.Ending(held, items, terms.Items), held.Catalog, now, ct))
            if (line.Amount != 0) settled.Add(prorations.Pending(row, customer, line));
        return new(target with { Items = after }, settled, [], false, terms.Behavior == ProrationBehavior.AlwaysInvoice && settled.Count > 0, at);
    }

    /// <summary>A period begins now: what is left of the old one is credited, its use is billed, and the new one is charged.</summary>
    private async Task<PlannedChange> BeginAsync(HeldSubscription held, Customer customer, SubscriptionTarget target, ChangeTerms terms, DateTimeOffset at, CancellationToken ct)
    {
        var row = held.Row;
        var now = terms.Moment(time.Now);
        var cycle = new BillingCycle(now, target.Interval, target.IntervalCount);
        var whole = cycle.PeriodAt(now);
        var period = row.CancelAt is { } last && !row.CancelAtPeriodEnd && last > now && last < whole.End ? whole with { End = last } : whole;
        var fresh = target with
        {
            Items = [.. target.Items.Select(item => item with { UsedFrom = now })],
            BillingCycleAnchor = now,
            AnchorConfig = null,
            PeriodStart = period.Start,
            PeriodEnd = period.End,
        };
        var used = row.Status == SubscriptionStatus.Trialing ? [] : await lines.UsedAsync(row, held.Target.Items, held.Catalog, now, ct);
        var credits = terms.Behavior == ProrationBehavior.None ? [] : prorations.CreditAll(held, customer, at);
        return new(fresh, credits, [.. used, .. lines.InAdvance(row, fresh.Items, held.Catalog, period, whole)], true, true, at) { MovesAnchor = true, MovesTrial = target.Move == SubscriptionMove.EndTrial };
    }

    private async Task<PlannedChange> StartTrialAsync(HeldSubscription held, Customer customer, SubscriptionTarget target, DateTimeOffset end, ChangeTerms terms, DateTimeOffset now, CancellationToken ct)
    {
        var row = held.Row;
        var fresh = WithTrial(target with { Items = [.. target.Items.Select(item => item with { UsedFrom = now })] }, now, end, now, SubscriptionMove.StartTrial);
        var used = await lines.UsedAsync(row, held.Target.Items, held.Catalog, now, ct);
        var credits = terms.Behavior == ProrationBehavior.None ? [] : prorations.CreditAll(held, customer, now);
        return new(fresh, credits, [.. used, .. lines.OfTrial(row, fresh.Items, held.Catalog, fresh.Period)], true, true, now) { MovesAnchor = true, MovesTrial = true };
    }

    private static SubscriptionTarget WithTrial(SubscriptionTarget target, DateTimeOffset start, DateTimeOffset end, DateTimeOffset? trialStart, SubscriptionMove? move) =>
        target with { PeriodStart = start, PeriodEnd = end, TrialStart = trialStart ?? start, TrialEnd = end, BillingCycleAnchor = end, AnchorConfig = null, Move = move };
}
