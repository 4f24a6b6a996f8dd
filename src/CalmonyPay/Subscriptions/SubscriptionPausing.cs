using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Subscriptions;

/// <summary>Pauses subscriptions, so that nothing is billed, and lets them go on.</summary>
public sealed class SubscriptionPausing(
    SubscriptionChanging changing, SubscriptionBooks books, SubscriptionLines lines, ProrationItems prorations, InvoiceFinalization finalization, ScopeTime time)
{
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds());

    public async Task<HeldSubscription> PauseAsync(string id, SubscriptionPause pause, CancellationToken ct)
    {
        var (held, customer) = await changing.HoldAsync(id, ct);
        var (row, before) = (held.Row, held.Shown);
        if (row.ScheduleId is not null) throw StripeError.Invalid("You cannot pause a subscription that a schedule drives: release the schedule first.", code: "subscription_unexpected_state");
        if (row.PendingUpdate is not null) throw StripeError.Invalid("You cannot pause a subscription that has a pending update.", code: "subscription_unexpected_state");
        var free = row.Status == SubscriptionStatus.Trialing;
        List<InvoiceItem> settled = free || pause.CreditFrom == "none" ? [] : prorations.CreditAll(held, customer, pause.CreditFrom == "now" ? Now : row.CurrentPeriodStart);
        if (pause.BillsUse && !free)
            settled.AddRange((await lines.UsedAsync(row, held.Target.Items, held.Catalog, Now, ct)).Where(line => line.Amount != 0).Select(line => prorations.Pending(row, customer, line)));
        foreach (var item in held.Items) item.UsedFrom = Now;
        books.AddItems(settled);
        row.Move(SubscriptionMove.Pause, time.Now);
        var invoice = pause.InvoiceAtOnce && settled.Count > 0
            ? await books.DraftAsync(held, customer, new(BillingReason.SubscriptionUpdate, new(row.CurrentPeriodStart, Now), null, AutoAdvance: true, Now), [], settled, ct)
            : null;
        await books.ChangedAsync(held, before, ct);
        books.Tell("customer.subscription.paused", held);
        if (invoice is not null) await finalization.FinalizeAsync(invoice, customer, ct);
        return held;
    }

    /// <summary>A paused one goes on: with a new period from now on, or in the one that its dates say.</summary>
    public async Task<MadeChange> ResumeAsync(string id, SubscriptionResume resume, CancellationToken ct)
    {
        var (held, customer) = await changing.HoldAsync(id, ct);
        var (row, before) = (held.Row, held.Shown);
        SubscriptionLifecycle.Next(row.Status, SubscriptionMove.Resume);
        if (row.PendingUpdate is not null) throw StripeError.Invalid("This subscription is being resumed already: pay its newest invoice, or void it.", code: "subscription_unexpected_state");
        var cycle = resume.AnchorNow ? new BillingCycle(Now, row.Interval, row.IntervalCount) : row.Cycle;
        var whole = cycle.PeriodAt(Now);
        var items = held.Target.Items.Select(item => item with { UsedFrom = Now, Charged = null }).ToList();
        var target = held.Target with { Items = items, BillingCycleAnchor = cycle.Anchor, AnchorConfig = resume.AnchorNow ? null : row.AnchorConfig, PeriodStart = whole.Start, PeriodEnd = whole.End, Move = SubscriptionMove.Resume };
        var at = resume.ProrationDate is { } date && date >= whole.Start && date < whole.End ? date : Now;
        var charges = !resume.AnchorNow && resume.ProrationBehavior == ProrationBehavior.None ? [] : lines.InAdvance(row, items, held.Catalog, whole with { Start = at }, whole);
        var atOnce = resume.AnchorNow || resume.ProrationBehavior == ProrationBehavior.AlwaysInvoice;
        var plan = new PlannedChange(target, atOnce ? [] : [.. charges.Select(line => prorations.Pending(row, customer, line))], atOnce ? charges : [], resume.AnchorNow, atOnce, at) { MovesAnchor = resume.AnchorNow };
        var made = await changing.MakeAsync(
            held, customer, plan, SubscriptionFields.None with { PaymentBehavior = resume.OnSuccess ? PaymentBehavior.PendingIfIncomplete : PaymentBehavior.AllowIncomplete }, before, [], ct);
        if (!made.Waits) books.Tell("customer.subscription.resumed", held);
        return made;
    }
}
