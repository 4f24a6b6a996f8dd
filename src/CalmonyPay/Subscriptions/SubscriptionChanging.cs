using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>What a change left to do.</summary>
/// <param name="InvoiceId">The invoice that was made at once and may be charged now; null if none was.</param>
/// <param name="Waits">The change is made only once that invoice is paid.</param>
public sealed record MadeChange(HeldSubscription Held, string? InvoiceId, bool Waits);

/// <summary>Changes subscriptions, with prorations and, where the change asks for one, an invoice: all in one transaction.</summary>
public sealed class SubscriptionChanging(
    PayDb db, CustomerService customers, ICustomerCards cards, ItemChoices choices, OneTimeItems oneTime, SubscriptionBooks books, SubscriptionPlanning planning, ProrationItems prorations, InvoiceFinalization finalization, InvoiceDrafting drafting, ScopeTime time)
{
    /// <summary>How long the engine leaves an invoice to the request that has just made it.</summary>
    private static readonly TimeSpan RequestCharges = TimeSpan.FromMinutes(10);

    public async Task<MadeChange> UpdateAsync(string id, SubscriptionUpdate update, CancellationToken ct)
    {
        var (held, customer) = await HoldAsync(id, ct);
        var (row, fields, before) = (held.Row, update.Fields, held.Shown);
        if (row.IsOver && !update.IsOnlyMetadata) throw StripeError.Invalid("A canceled subscription can only update its cancellation_details and metadata.", code: "subscription_unexpected_state");
        await ApplyAsync(held, customer, update, ct);
        if (row.IsOver)
        {
            await books.ChangedAsync(held, before, ct);
            return new(held, null, false);
        }
        var terms = new ChangeTerms(update.Items, update.TrialEndsNow, update.TrialEnd, update.AnchorNow, fields.ProrationBehavior ?? ProrationBehavior.CreateProrations, update.ProrationDate);
        if (row.Status is SubscriptionStatus.Incomplete or SubscriptionStatus.Paused && update.ChangesBilling)
            throw StripeError.Invalid(
                row.Status == SubscriptionStatus.Paused ? "Resume the subscription before you change what it bills." : "Pay the first invoice of this subscription before you change what it bills.", code: "subscription_unexpected_state");
        var plan = update.ChangesBilling ? await planning.PlanAsync(held, customer, terms, ct) : new(held.Target, [], [], false, false, time.Now);
        return await MakeAsync(held, customer, EndingEarlier(held, customer, fields, terms, plan), fields, before, await oneTime.AddAsync(fields.AddInvoiceItems, held, customer, ct), ct);
    }

    /// <summary>Makes a change that was worked out, or leaves it waiting for its invoice.</summary>
    internal async Task<MadeChange> MakeAsync(HeldSubscription held, Customer customer, PlannedChange plan, SubscriptionFields fields, SubscriptionResponse before, IReadOnlyList<InvoiceItem> added, CancellationToken ct)
    {
        var row = held.Row;
        books.AddItems(plan.Settled);
        if (!plan.InvoicesNow)
        {
            books.Become(held, plan.Target);
            await books.ChangedAsync(held, before, ct);
            return new(held, null, false);
        }

        var charges = row.CollectionMethod == CollectionMethod.ChargeAutomatically;
        var waits = charges && fields.PaymentBehavior is (PaymentBehavior.PendingIfIncomplete or PaymentBehavior.ErrorIfIncomplete);
        if (waits && row.PendingUpdate is not null) throw StripeError.Invalid("This subscription has a pending update already: pay or void its invoice first.", code: "subscription_unexpected_state");
        var (at, cycleStart) = (plan.At, plan.BeginsPeriod && plan.Target.PeriodStart != row.CurrentPeriodStart ? plan.Target.PeriodStart : (DateTimeOffset?)null);
        var about = new CycleInvoice(BillingReason.SubscriptionUpdate, new(row.CurrentPeriodStart, at > row.CurrentPeriodStart ? at : row.CurrentPeriodStart), cycleStart, AutoAdvance: !waits && fields.PaymentBehavior != PaymentBehavior.DefaultIncomplete, plan.Settled.Count > 0 ? at : null);
        // A change that may yet be dropped takes nothing along that was pending before it.
        var earlier = waits ? [] : (await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct)).FindAll(item => item.SubscriptionId == row.Id);
        if (!waits) books.Become(held, plan.Target);
        var invoice = await books.DraftAsync(held, customer, about, plan.Lines, [.. earlier, .. plan.Settled, .. added], ct, waits);
        if (waits) row.PendingUpdate = new(invoice.Id, time.Now + Subscription.PaymentWait, plan.Target, plan.MovesAnchor, plan.MovesTrial);
        await books.ChangedAsync(held, before, ct);
        if (charges && invoice.AutoAdvance) invoice.NextPaymentAttempt = time.Now + RequestCharges;
        await finalization.FinalizeAsync(invoice, customer, ct);
        var open = invoice.Status == InvoiceStatus.Open;
        if (open && charges && fields.PaymentBehavior == PaymentBehavior.DefaultIncomplete) await books.MoveAsync(held, SubscriptionMove.Fail, ct);
        return new(held, open && charges && fields.PaymentBehavior != PaymentBehavior.DefaultIncomplete ? invoice.Id : null, waits);
    }

    public async Task<(HeldSubscription Held, Customer Customer)> HoldAsync(string id, CancellationToken ct, string param = "id")
    {
        var owner = await db.Subscriptions.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) ?? throw SubscriptionBooks.NoSuch(id, param);
        // What is over may have outlived its customer.
        var customer = await db.LockAsync<Customer>(owner, ct) ?? throw SubscriptionBooks.NoSuch(id, param);
        await time.EnterAsync(db, customer.TestClockId, ct);
        return (await books.HoldAsync(id, ct), customer.DeletedAt is null ? customer : await customers.GetAsync(owner, ct));
    }

    /// <summary>What a request says besides items and dates.</summary>
    private async Task ApplyAsync(HeldSubscription held, Customer customer, SubscriptionUpdate update, CancellationToken ct)
    {
        var (row, fields) = (held.Row, update.Fields);
        row.Metadata = fields.Metadata.Over(row.Metadata);
        row.CancellationDetails = fields.CancellationDetails(row.CancellationDetails);
        if (row.IsOver) return;
        if (fields.DefaultPaymentMethod.OrNull() is { } card) await cards.RequireAsync(customer.Id, card, "default_payment_method", ct);
        row.DefaultPaymentMethodId = fields.DefaultPaymentMethod.Over(row.DefaultPaymentMethodId);
        row.SavesCard = fields.SavesCard ?? row.SavesCard;
        row.MissingPaymentMethod = fields.MissingPaymentMethod ?? row.MissingPaymentMethod;
        row.CollectionMethod = fields.CollectionMethod ?? row.CollectionMethod;
        row.DaysUntilDue = fields.CollectionMethod == CollectionMethod.ChargeAutomatically ? fields.DaysUntilDue : fields.DaysUntilDue ?? row.DaysUntilDue;
        SubscriptionDates.CheckCollection(row.CollectionMethod, row.DaysUntilDue);
        if (fields.DefaultTaxRates is { } rates) row.DefaultTaxRates = await choices.RatesAsync(rates, "default_tax_rates", held.Catalog, row.DefaultTaxRates, ct) ?? [];
        row.Description = fields.Description.Over(row.Description);
        row.InvoiceTexts = fields.InvoiceTexts ?? row.InvoiceTexts;
        row.PauseCollection = update.PauseCollection.Over(row.PauseCollection);
        row.Discounts = await choices.DiscountsAsync(fields.Discounts, row.Discounts, row, null, customer, ItemChoices.AmountOf(held.Target.Items, held.Catalog, row.Currency), ct);
        if (row.ScheduleId is { } driver && (!fields.CancelAt.IsAbsent || fields.CancelAtPeriodEnd is not null))
            throw StripeError.Invalid($"The subscription is managed by the subscription schedule `{driver}`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.");
        row.CancelAt = SubscriptionDates.CancelAtOf(fields, row.CancelAt, row.CurrentPeriodEnd, time.Now);
        row.CancelAtPeriodEnd = fields.CancelAtPeriodEnd ?? (fields.CancelAt.IsAbsent && row.CancelAtPeriodEnd);
        row.CanceledAt = row.CancelAt is null ? null : row.CanceledAt ?? time.Now;
        if (row.CancelAt is not null && (fields.CancelAtPeriodEnd == true || fields.CancelAt.IsSet)) row.CancellationDetails = (row.CancellationDetails ?? new(null, null, null)) with { Reason = "cancellation_requested" };
        if (row.CancelAt is null && row.CancellationDetails is { Reason: not null } details) row.CancellationDetails = details with { Reason = null };
    }

    /// <summary>An end within the period that is paid for: the rest is credited, unless no prorations are wanted, and the period ends there.</summary>
    private PlannedChange EndingEarlier(HeldSubscription held, Customer customer, SubscriptionFields fields, ChangeTerms terms, PlannedChange plan)
    {
        if (!fields.CancelAt.TryGet(out var moment) || moment.At is not { } end || end >= plan.Target.PeriodEnd || plan.BeginsPeriod || terms.Behavior == ProrationBehavior.None) return plan;
        if (held.Row.Status is not (SubscriptionStatus.Active or SubscriptionStatus.PastDue)) return plan;
        List<InvoiceItem> settled = [.. plan.Settled, .. prorations.CreditAll(held, customer, end)];
        return plan with { Target = plan.Target with { PeriodEnd = end }, Settled = settled, InvoicesNow = terms.Behavior == ProrationBehavior.AlwaysInvoice && settled.Count > 0 };
    }
}
