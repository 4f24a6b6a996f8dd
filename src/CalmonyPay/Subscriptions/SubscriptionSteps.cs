using System.Text.Json.Nodes;
using CalmonyPay.Accounts;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Schedules;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>What comes due on a subscription by itself, one duty and one transaction a step: a renewal, a trial's end, the end, and what is told ahead.</summary>
public sealed class SubscriptionSteps(
    PayDb db, CustomerService customers, SubscriptionBooks books, SubscriptionRenewal renewal, SubscriptionEnding ending, InvoiceDrafting drafting, ScheduleSteps schedules, EventLog events, ProjectBilling billing, ScopeTime time)
{
    /// <summary>How long a payment under way may hold up the end of what waits for it, before that is looked at again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(30);

    public async Task StepAsync(string id, CancellationToken ct)
    {
        if (await db.Subscriptions.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) is not { } owner) return;
        var customer = await customers.LockAsync(owner, ct);
        var held = await books.HoldAsync(id, ct);
        var duty = SubscriptionAgenda.NextOf(held.Row, (await billing.ReadAsync(ct)).Settings.UpcomingDays, time.Now);
        // What renews at the end of a phase renews as the next one has it, whichever of the two is taken on first.
        if (duty is { } next && held.Row.ScheduleId is { } driver && await db.SubscriptionSchedules.Where(s => s.Id == driver && s.NextStepAt <= next.At).Select(s => s.Id).SingleOrDefaultAsync(ct) is { } schedule)
        {
            await db.ForgetAsync();
            await schedules.StepAsync(schedule, ct);
            await customers.LockAsync(owner, ct);
            await books.PlanAsync(await books.HoldAsync(id, ct), ct);
            await db.SaveAndCommitAsync(ct);
            return;
        }
        if (duty?.Duty is SubscriptionDuty.Expire or SubscriptionDuty.ExpireUpdate)
        {
            var invoice = held.Row.PendingUpdate?.InvoiceId ?? held.Row.LatestInvoiceId;
            // The payment is locked before the customer: begin again in that order.
            await db.ForgetAsync();
            if (await ending.GiveUpAsync(id, invoice)) return;
            await customers.LockAsync(owner, ct);
            (await books.HoldAsync(id, ct)).Row.Postpone(time.Now + LookAgain);
            await db.SaveAndCommitAsync(ct);
            return;
        }
        if (duty is { } due) await DoAsync(due.Duty, held, customer, ct);
        else await books.PlanAsync(held, ct);
        await db.SaveAndCommitAsync(ct);
    }

    private async Task DoAsync(SubscriptionDuty duty, HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var (row, before) = (held.Row, held.Shown);
        switch (duty)
        {
            case SubscriptionDuty.Uncollected:
                row.PauseCollection = null;
                await books.ChangedAsync(held, before, ct);
                break;
            case SubscriptionDuty.TellTrialEnd:
                row.TrialEndTold = row.CurrentPeriodEnd;
                await books.PlanAsync(held, ct);
                books.Tell("customer.subscription.trial_will_end", held);
                break;
            case SubscriptionDuty.TellUpcoming:
                row.UpcomingTold = row.CurrentPeriodEnd;
                await books.PlanAsync(held, ct);
                await TellUpcomingAsync(held, customer, ct);
                break;
            case SubscriptionDuty.Cancel:
                await EndByPlanAsync(held, customer, ct);
                break;
            case SubscriptionDuty.EndTrial:
                await EndTrialAsync(held, customer, ct);
                break;
            default:
                await renewal.RenewAsync(held, customer, ct);
                break;
        }
    }

    private async Task EndByPlanAsync(HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var (row, wasTrial) = (held.Row, held.Row.Status == SubscriptionStatus.Trialing);
        var end = row.CancelAt!.Value;
        await books.EndAsync(held, row.CancellationDetails?.Reason ?? "cancellation_requested", ct);
        if (!wasTrial) await renewal.BillLastAsync(held, customer, BillingReason.SubscriptionCycle, end, ct);
    }

    private async Task EndTrialAsync(HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var row = held.Row;
        var card = row.DefaultPaymentMethodId ?? customer.InvoiceSettings.DefaultPaymentMethod ?? customer.DefaultSource;
        var missing = card is null && row.CollectionMethod == CollectionMethod.ChargeAutomatically ? row.MissingPaymentMethod : MissingPaymentMethod.CreateInvoice;
        switch (missing)
        {
            case MissingPaymentMethod.Cancel:
                await books.EndAsync(held, "cancellation_requested", ct);
                break;
            case MissingPaymentMethod.Pause:
                await books.MoveAsync(held, SubscriptionMove.Pause, ct);
                books.Tell("customer.subscription.paused", held);
                break;
            default:
                await renewal.RenewAsync(held, customer, ct);
                break;
        }
    }

    /// <summary>The invoice to come as it would be now: it has no id, because there is no such invoice yet.</summary>
    private async Task TellUpcomingAsync(HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var row = held.Row;
        var coming = await renewal.ComingAsync(row, held.Target, held.Catalog, row.Status == SubscriptionStatus.Trialing, time.Now < row.CurrentPeriodEnd ? time.Now : row.CurrentPeriodEnd, ct);
        var pending = await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct);
        var lines = (IReadOnlyList<InvoiceLine>)[.. coming.Lines, .. pending.Select(item => item.ToLine(InvoiceLine.NewId(time.Now)))];
        var preview = await books.PreviewAsync(row, customer, coming.About with { Reason = BillingReason.Upcoming }, lines, ct);
        var shown = (JsonObject)PayJson.Node(InvoiceResponse.Of(preview))!;
        shown.Remove("id");
        events.Record("invoice.upcoming", row, shown);
    }
}
