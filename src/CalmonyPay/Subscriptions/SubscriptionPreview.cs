using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>Of which invoice a preview is wanted: a subscription's next, that of a change, or that of a new subscription.</summary>
/// <param name="Subscription">Null: a new one, of <paramref name="Change"/>'s items.</param>
/// <param name="CancelNow">It would end now, with a last invoice.</param>
public sealed record PreviewParams(string? Subscription, string? Currency, SubscriptionUpdate Change, bool CancelNow)
{
    /// <summary>Whether a subscription's invoice is asked for at all.</summary>
    public bool IsOfSubscription => Subscription is not null || Change.Items.Count > 0;

    /// <summary><c>subscription</c> and <c>subscription_details[…]</c> of <c>POST /v1/invoices/create_preview</c>.</summary>
    public static PreviewParams Read(Params p)
    {
        var subscription = p.Text("subscription");
        if (p.Child("subscription_details") is not { } details) return new(subscription, null, new([], false, null, false, default, null, SubscriptionFields.None), false);
        details.Refuse("billing_schedules", "Billing schedules are not served.");
        details.Refuse("pause", "A preview of a pause is not served.");
        details.Refuse("resume_at", "A preview of a resumption is not served.");
        details.Ignore("metadata", "billing_mode", "start_date");
        var (now, end) = SubscriptionParams.ReadTrialEnd(details);
        var fields = SubscriptionFields.None with
        {
            ProrationBehavior = details.Enum<ProrationBehavior>("proration_behavior"),
            CancelAt = SubscriptionParams.ReadCancelAt(details),
            CancelAtPeriodEnd = details.Bool("cancel_at_period_end"),
            DefaultTaxRates = details.List("default_tax_rates"),
        };
        var anchor = details.OneOf("billing_cycle_anchor", "now", "unchanged") == "now";
        var update = new SubscriptionUpdate(ItemParams.ReadList(details, create: subscription is null) ?? [], now, end, anchor, default, details.Timestamp("proration_date"), fields);
        return new(subscription, null, update, details.Bool("cancel_now") ?? false);
    }
}

/// <summary>Shows the invoice that a subscription would make, by the same reckoning that makes it; nothing is written.</summary>
public sealed class SubscriptionPreview(
    PayDb db, SubscriptionReader reader, SubscriptionCreation creation, SubscriptionPlanning planning, SubscriptionRenewal renewal, SubscriptionLines lines, ProrationItems prorations, InvoiceDrafting drafting, SubscriptionBooks books, ScopeTime time)
{
    /// <param name="customer">Read; the scope is in the customer's time.</param>
    /// <returns>An invoice in memory, with its amounts.</returns>
    /// <exception cref="StripeError">400 for a subscription that is not the customer's, or has no invoice to come.</exception>
    public async Task<Invoice> PreviewAsync(PreviewParams preview, Customer customer, CancellationToken ct)
    {
        await time.EnterAsync(db, customer.TestClockId, ct);
        try
        {
            return preview.Subscription is { } id ? await OfAsync(id, preview, customer, ct) : await OfNewAsync(preview, customer, ct);
        }
        finally
        {
            // Prices of price_data and redeemed coupons were made to reckon with, and are not to stay.
            await db.ForgetAsync();
        }
    }

    private async Task<Invoice> OfNewAsync(PreviewParams preview, Customer customer, CancellationToken ct)
    {
        var change = preview.Change;
        var create = new SubscriptionCreate(customer.Id, preview.Currency, change.Items, change.TrialEndsNow, change.TrialEnd, null, false, null, null, null, change.Fields);
        var (held, whole) = await creation.MakeAsync(create, customer, ct);
        var row = held.Row;
        var pending = await PendingAsync(row, customer, ct);
        return await books.PreviewAsync(
            row, customer, new(BillingReason.SubscriptionCreate, new(row.CurrentPeriodStart, row.CurrentPeriodStart), row.CurrentPeriodStart, true), Lines(creation.FirstLines(create, held, whole), pending), ct);
    }

    private async Task<Invoice> OfAsync(string id, PreviewParams preview, Customer customer, CancellationToken ct)
    {
        var row = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id && s.CustomerId == customer.Id, ct) ?? throw StripeError.NoSuchParam("subscription", id, "subscription");
        var held = (await reader.ReadAsync([row], ct))[0];
        if (row.IsOver || row.Status == SubscriptionStatus.Paused) throw StripeError.Invalid($"No upcoming invoices for customer: {customer.Id}", "subscription", "invoice_upcoming_none");
        var change = preview.Change;
        var pending = await PendingAsync(row, customer, ct);
        if (preview.CancelNow) return await OfEndAsync(held, customer, pending, change, ct);
        row.CancelAt = SubscriptionDates.CancelAtOf(change.Fields, row.CancelAt, row.CurrentPeriodEnd, time.Now);
        var behavior = change.Fields.ProrationBehavior ?? ProrationBehavior.CreateProrations;
        var plan = change.ChangesBilling
            ? await planning.PlanAsync(held, customer, new(change.Items, change.TrialEndsNow, change.TrialEnd, change.AnchorNow, behavior, change.ProrationDate), ct)
            : new(held.Target, [], [], false, false, time.Now);
        if (plan.InvoicesNow)
        {
            var own = pending.FindAll(item => item.SubscriptionId == row.Id);
            var about = new CycleInvoice(BillingReason.SubscriptionUpdate, new(row.CurrentPeriodStart, plan.At), null, true, plan.At);
            return await books.PreviewAsync(row, customer, about, Lines(plan.Lines, [.. own, .. plan.Settled]), ct);
        }
        if (row.CancelAt is { } end && end <= plan.Target.PeriodEnd && !Bills(held, pending, plan)) throw StripeError.Invalid($"No upcoming invoices for customer: {customer.Id}", "subscription", "invoice_upcoming_none");
        var trial = row.Status == SubscriptionStatus.Trialing;
        var coming = await renewal.ComingAsync(row, plan.Target, held.Catalog, trial, time.Now < plan.Target.PeriodEnd ? time.Now : plan.Target.PeriodEnd, ct);
        var cycle = row.CancelAt is { } last && last <= plan.Target.PeriodEnd ? [.. coming.Lines.Where(line => line.Metered is not null)] : coming.Lines;
        return await books.PreviewAsync(row, customer, coming.About with { ProrationDate = plan.Settled.Count > 0 ? plan.At : null }, Lines(cycle, [.. pending, .. plan.Settled]), ct);
    }

    private async Task<Invoice> OfEndAsync(HeldSubscription held, Customer customer, List<InvoiceItem> pending, SubscriptionUpdate change, CancellationToken ct)
    {
        var (row, at) = (held.Row, change.ProrationDate ?? time.Now);
        var prorates = row.Status is (SubscriptionStatus.Active or SubscriptionStatus.PastDue) && change.Fields.ProrationBehavior != ProrationBehavior.None;
        var credits = prorates ? prorations.CreditAll(held, customer, at) : [];
        var used = row.Status == SubscriptionStatus.Trialing ? [] : await lines.UsedAsync(row, held.Target.Items, held.Catalog, at, ct);
        return await books.PreviewAsync(
            row, customer, new(BillingReason.SubscriptionUpdate, new(row.CurrentPeriodStart, at), null, true, at), Lines(used, [.. pending.Where(item => item.SubscriptionId == row.Id), .. credits]), ct);
    }

    private static bool Bills(HeldSubscription held, List<InvoiceItem> pending, PlannedChange plan) =>
        plan.Settled.Count > 0 || pending.Exists(item => item.SubscriptionId == held.Row.Id) || plan.Target.Items.Any(held.Catalog.IsMetered);

    private async Task<List<InvoiceItem>> PendingAsync(Subscription row, Customer customer, CancellationToken ct) => await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct);

    private IReadOnlyList<InvoiceLine> Lines(IEnumerable<InvoiceLine> cycle, IEnumerable<InvoiceItem> items) => [.. items.Select(item => item.ToLine(InvoiceLine.NewId(time.Now))), .. cycle];
}
