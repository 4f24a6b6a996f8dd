using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>How a phase reaches its subscription.</summary>
/// <param name="At">From when it counts.</param>
/// <param name="Begins">The phase begins; else the present one has changed, and what was done at its beginning stays.</param>
/// <param name="MovesTrial">Whether its trial is another than the subscription's.</param>
public sealed record PhaseTerms(DateTimeOffset At, ProrationBehavior Behavior, bool Begins, bool MovesTrial);

/// <summary>Makes subscriptions what a phase says. The customer's row is locked by whoever calls.</summary>
public sealed class PhaseEntry(
    PayDb db, SubscriptionCreation creation, SubscriptionChanging changing, SubscriptionPlanning planning, SubscriptionBooks books, SubscriptionReader reader, ItemChoices choices, OneTimeItems oneTime, ScopeTime time)
{
    /// <summary>The first phase begins, and the subscription with it. Its first invoice is a draft that goes its way by itself.</summary>
    /// <param name="at">Now, or a little before.</param>
    public async Task<HeldSubscription> StartAsync(SubscriptionSchedule schedule, DateTimeOffset at, CancellationToken ct)
    {
        var (phase, defaults) = (schedule.Phases[0], schedule.Defaults);
        var invoices = phase.InvoiceSettings ?? defaults.InvoiceSettings;
        var fields = SubscriptionFields.None with
        {
            AddInvoiceItems = ExtrasOf(phase),
            CancelAt = schedule.EndBehavior == ScheduleEnd.Cancel ? Change<CancelMoment>.To(new(schedule.End)) : default,
            CollectionMethod = phase.CollectionMethod ?? defaults.CollectionMethod,
            DaysUntilDue = DaysOf(schedule, phase),
            DefaultPaymentMethod = await CardAsync(schedule, phase, ct) is { } card ? Change<string>.To(card) : default,
            DefaultTaxRates = phase.DefaultTaxRates?.Select(t => t.Id).ToList(),
            Description = (phase.Description ?? defaults.Description) is { } text ? Change<string>.To(text) : default,
            Discounts = await UsableAsync(phase.Discounts, [], ct),
            InvoiceTexts = invoices.Texts,
            Metadata = MetadataChange.To(phase.Metadata),
            OffSession = true,
            ProrationBehavior = phase.ProrationBehavior,
        };
        var items = new List<ItemParams>();
        foreach (var item in phase.Items)
            items.Add(new("", null, item.Price, null, item.Quantity, false, false, await UsableAsync(item.Discounts, [], ct), item.TaxRates?.Select(t => t.Id).ToList(), MetadataChange.To(item.Metadata)) { Known = true });
        var create = new SubscriptionCreate(schedule.CustomerId, phase.Currency, items, false, phase.TrialEnd > at ? phase.TrialEnd : null, null, false, null, null, phase.Start < at ? phase.Start : null, fields) { Scheduled = new(schedule.Id, at) };
        var held = await creation.OpenAsync(create, ct);
        schedule.Start(held.Row.Id);
        return held;
    }

    /// <summary>A phase begins on a subscription that there is, or the present one has changed.</summary>
    /// <returns>With the invoice that may be charged at once, if one was made.</returns>
    public async Task<MadeChange> EnterAsync(HeldSubscription held, Customer customer, SubscriptionSchedule schedule, SchedulePhase phase, PhaseTerms how, CancellationToken ct)
    {
        var (row, before) = (held.Row, held.Shown);
        var items = await ItemsAsync(held, customer, phase, how.At, ct);
        await ApplyAsync(held, customer, schedule, phase, items, ct);
        // Nothing is billed while it is paused: it goes on as what the phase says.
        if (row.Status == SubscriptionStatus.Paused)
        {
            books.Become(held, held.Target with { Items = items });
            await books.ChangedAsync(held, before, ct);
            return new(held, null, false);
        }
        var trialing = row.Status == SubscriptionStatus.Trialing;
        var trialEnd = how.MovesTrial && phase.TrialEnd > how.At ? phase.TrialEnd : null;
        var terms = new ChangeTerms([], how.MovesTrial && !how.Begins && trialing && trialEnd is null, trialEnd, how.Begins && AnchorsAt(schedule, phase, row, trialing, how.At), how.Behavior, null) { Becomes = items, At = how.At };
        var plan = await planning.PlanAsync(held, customer, terms, ct);
        var added = how.Begins ? await oneTime.AddAsync(ExtrasOf(phase), held, customer, ct) : [];
        return await changing.MakeAsync(held, customer, plan, SubscriptionFields.None, before, added, ct);
    }

    /// <summary>With <c>end_behavior=cancel</c> the subscription shows when it will end.</summary>
    public async Task ShowEndAsync(HeldSubscription held, SubscriptionSchedule schedule, DateTimeOffset? endBefore, CancellationToken ct)
    {
        var (row, before) = (held.Row, held.Shown);
        var end = schedule is { EndBehavior: ScheduleEnd.Cancel, IsOver: false } ? schedule.End : (DateTimeOffset?)null;
        if (end is null && row.CancelAt != endBefore) return;
        if (row.CancelAt == end && !row.CancelAtPeriodEnd) return;
        (row.CancelAt, row.CancelAtPeriodEnd, row.CanceledAt) = (end, false, end is null ? null : row.CanceledAt ?? time.Now);
        await books.ChangedAsync(held, before, ct);
    }

    private async Task ApplyAsync(HeldSubscription held, Customer customer, SubscriptionSchedule schedule, SchedulePhase phase, IReadOnlyList<ItemTerms> items, CancellationToken ct)
    {
        var (row, defaults) = (held.Row, schedule.Defaults);
        row.CollectionMethod = phase.CollectionMethod ?? defaults.CollectionMethod;
        row.DaysUntilDue = DaysOf(schedule, phase);
        row.DefaultPaymentMethodId = await CardAsync(schedule, phase, ct) ?? row.DefaultPaymentMethodId;
        row.DefaultTaxRates = phase.DefaultTaxRates ?? [];
        row.Description = phase.Description ?? defaults.Description ?? row.Description;
        row.InvoiceTexts = (phase.InvoiceSettings ?? defaults.InvoiceSettings).Texts;
        row.Metadata = MetadataChange.To(phase.Metadata).Over(row.Metadata);
        await reader.StockAsync(held.Catalog, [], row.DefaultTaxRates, ct);
        row.Discounts = await choices.DiscountsAsync(await UsableAsync(phase.Discounts, row.Discounts, ct), row.Discounts, row, null, customer, ItemChoices.AmountOf(items, held.Catalog, row.Currency), ct);
    }

    /// <summary>The items that there are stay where their price does, others go and come.</summary>
    private async Task<IReadOnlyList<ItemTerms>> ItemsAsync(HeldSubscription held, Customer customer, SchedulePhase phase, DateTimeOffset at, CancellationToken ct)
    {
        var there = held.Target.Items.ToDictionary(item => item.Price);
        var items = new List<ItemTerms>();
        foreach (var wanted in phase.Items)
        {
            var item = there.TryGetValue(wanted.Price, out var same)
                ? same with { Quantity = wanted.Quantity, TaxRates = wanted.TaxRates, Metadata = MetadataChange.To(wanted.Metadata).Over(same.Metadata) }
                : new(PayId.New("si", time.Now), wanted.Price, wanted.Product, wanted.Quantity, [], wanted.TaxRates, at, wanted.Metadata, at);
            await reader.StockAsync(held.Catalog, [item], [], ct);
            items.Add(item with { Discounts = await choices.DiscountsAsync(await UsableAsync(wanted.Discounts, item.Discounts, ct), item.Discounts, held.Row, item.Id, customer, ItemChoices.AmountOf([item], held.Catalog, held.Row.Currency), ct) });
        }
        return items;
    }

    /// <summary>A coupon that was used up, or went, before its phase began, is left out: the phase begins all the same.</summary>
    private async Task<Change<IReadOnlyList<DiscountChoice>>> UsableAsync(IReadOnlyList<PhaseDiscount> wanted, IReadOnlyList<Discount> current, CancellationToken ct)
    {
        var usable = new List<PhaseDiscount>();
        foreach (var discount in wanted)
        {
            var code = discount.PromotionCode is { } typed ? await db.PromotionCodes.SingleOrDefaultAsync(c => c.Id == typed, ct) : null;
            var couponId = discount.Coupon ?? code?.CouponId;
            var coupon = couponId is null ? null : await db.Coupons.SingleOrDefaultAsync(c => c.Id == couponId, ct);
            var kept = current.Any(d => d.Id == discount.Discount || d.Coupon == couponId);
            var fresh = coupon is not null && !coupon.IsUsedUp && !coupon.IsPast(time.Now) && (discount.PromotionCode is null || code is { Active: true, IsUsedUp: false });
            if (kept || fresh) usable.Add(discount);
        }
        return PhaseDiscount.Choices(usable, current);
    }

    /// <summary>The card that a phase names, while it is the customer's.</summary>
    private async Task<string?> CardAsync(SubscriptionSchedule schedule, SchedulePhase phase, CancellationToken ct) =>
        (phase.DefaultPaymentMethod ?? schedule.Defaults.DefaultPaymentMethod) is { } card && await db.PaymentMethods.AnyAsync(m => m.Id == card && m.CustomerId == schedule.CustomerId, ct) ? card : null;

    private static List<OneTimeParams> ExtrasOf(SchedulePhase phase) => [.. phase.Extras.Select((extra, i) => extra.In(phase, $"add_invoice_items[{i}]"))];

    private static int? DaysOf(SubscriptionSchedule schedule, SchedulePhase phase) => (phase.CollectionMethod ?? schedule.Defaults.CollectionMethod) == CollectionMethod.SendInvoice
        ? phase.InvoiceSettings?.DaysUntilDue ?? schedule.Defaults.InvoiceSettings.DaysUntilDue
        : null;

    /// <summary>A period begins with the phase where that is asked for, unless one does anyway.</summary>
    private static bool AnchorsAt(SubscriptionSchedule schedule, SchedulePhase phase, Subscription row, bool trialing, DateTimeOffset at) =>
        (phase.BillingCycleAnchor ?? schedule.Defaults.BillingCycleAnchor) == PhaseAnchor.PhaseStart && !trialing && phase.TrialEnd is null && row.CurrentPeriodStart != at;
}
