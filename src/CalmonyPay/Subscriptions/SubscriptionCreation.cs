using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary>
/// Makes a subscription with its items and its first invoice, all in one transaction: finalised at once, unless a bill is sent
/// for it or a schedule begins it. What is to be paid is charged after the commit.
/// </summary>
public sealed class SubscriptionCreation(
    PayDb db, CustomerService customers, ICustomerCards cards, ItemChoices choices, OneTimeItems oneTime, SubscriptionBooks books, SubscriptionLines lines, InvoiceDrafting drafting, InvoiceFinalization finalization, ScopeTime time)
{
    /// <summary>Adds it all to the save.</summary>
    /// <exception cref="StripeError">400 for what does not fit, and where there would be something to pay and no card.</exception>
    public async Task<HeldSubscription> OpenAsync(SubscriptionCreate create, CancellationToken ct)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == create.Customer, ct)) throw StripeError.NoSuchParam("customer", create.Customer, "customer");
        var customer = await customers.LockAsync(create.Customer, ct, "customer");
        var (held, whole) = await MakeAsync(create, customer, ct);
        var (row, fields) = (held.Row, create.Fields);
        var items = held.Items.ConvertAll(item => item.Terms);
        var amount = ItemChoices.AmountOf(items, held.Catalog, row.Currency);
        row.Discounts = await choices.DiscountsAsync(fields.Discounts, [], row, null, customer, amount, ct);
        for (var i = 0; i < held.Items.Count; i++)
            held.Items[i].Discounts = await choices.DiscountsAsync(create.Items[i].Discounts, [], row, held.Items[i].Id, customer, ItemChoices.AmountOf([items[i]], held.Catalog, row.Currency), ct);
        customer.BillIn(row.Currency);
        await books.AddAsync(held, ct);

        var added = await oneTime.AddAsync(fields.AddInvoiceItems, held, customer, ct);
        var pending = create.TakesPending ? await drafting.PendingAsync(customer.Id, row.Currency, row.Id, ct) : [];
        var sent = row.Status == SubscriptionStatus.Active;
        var about = new CycleInvoice(BillingReason.SubscriptionCreate, new(row.CurrentPeriodStart, row.CurrentPeriodStart), row.CurrentPeriodStart, AutoAdvance: row.CollectionMethod == CollectionMethod.SendInvoice || create.Scheduled is not null);
        var invoice = await books.DraftAsync(held, customer, about, FirstLines(create, held, whole), [.. pending, .. added], ct);
        if (!sent) await finalization.FinalizeAsync(invoice, customer, ct);
        if (invoice is { Status: InvoiceStatus.Open, CollectionMethod: CollectionMethod.ChargeAutomatically } && fields.PaymentBehavior != PaymentBehavior.DefaultIncomplete) RequireCard(row, customer);
        return held;
    }

    /// <summary>It as it would be, with nothing written: for a preview as well.</summary>
    /// <returns>With the whole period of which its first may be a part.</returns>
    internal async Task<(HeldSubscription Held, BillingPeriod Whole)> MakeAsync(SubscriptionCreate create, Customer customer, CancellationToken ct)
    {
        var fields = create.Fields;
        var now = create.Scheduled?.At ?? DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds());
        var catalog = new SubscriptionCatalog();
        var priced = new List<Price>();
        foreach (var item in create.Items) priced.Add(await choices.PriceAsync(item, catalog, ct));
        var currency = create.Currency ?? (customer.Currency is { } theirs && priced.TrueForAll(price => price.Currency == theirs || price.CurrencyOptions?.ContainsKey(theirs) == true) ? theirs : priced[0].Currency);
        var items = new List<ItemTerms>();
        for (var i = 0; i < priced.Count; i++) items.Add(await choices.NewAsync(create.Items[i], priced[i], catalog, now, ct));
        var recurring = ItemChoices.Check(items, catalog, currency);
        if (fields.DefaultPaymentMethod.OrNull() is { } card) await cards.RequireAsync(customer.Id, card, "default_payment_method", ct);

        var trialEnd = TrialEndOf(create, priced, now);
        var firstBilled = trialEnd ?? now;
        var anchor = AnchorOf(create, recurring, firstBilled);
        var cycle = new BillingCycle(anchor, recurring.Interval, recurring.IntervalCount, create.AnchorConfig?.DayOfMonth);
        var whole = trialEnd is { } end ? new BillingPeriod(now, end) : cycle.PeriodAt(now);
        var cancelAt = SubscriptionDates.CancelAtOf(fields, null, whole.End, now);
        var row = new Subscription
        {
            Id = Subscription.NewId(now),
            CustomerId = customer.Id,
            TestClockId = customer.TestClockId,
            ScheduleId = create.Scheduled?.ScheduleId,
            Currency = currency,
            Interval = recurring.Interval,
            IntervalCount = recurring.IntervalCount,
            BillingCycleAnchor = anchor,
            AnchorConfig = create.AnchorConfig,
            CurrentPeriodStart = now,
            CurrentPeriodEnd = cancelAt is { } last && last < whole.End ? last : whole.End,
            TrialStart = trialEnd is null ? null : now,
            TrialEnd = trialEnd,
            MissingPaymentMethod = fields.MissingPaymentMethod ?? MissingPaymentMethod.CreateInvoice,
            CollectionMethod = fields.CollectionMethod ?? CollectionMethod.ChargeAutomatically,
            DaysUntilDue = fields.DaysUntilDue,
            DefaultPaymentMethodId = fields.DefaultPaymentMethod.OrNull(),
            SavesCard = fields.SavesCard ?? false,
            DefaultTaxRates = await choices.RatesAsync(fields.DefaultTaxRates, "default_tax_rates", catalog, [], ct, create.Scheduled is not null) ?? [],
            InvoiceTexts = fields.InvoiceTexts,
            CancelAtPeriodEnd = fields.CancelAtPeriodEnd ?? false,
            CancelAt = cancelAt,
            CanceledAt = cancelAt is null ? null : now,
            StartDate = BackdatedTo(create, now) ?? now,
            Description = fields.Description.OrNull(),
            Metadata = fields.Metadata.ForNew(),
            CreatedAt = time.Now,
        };
        SubscriptionDates.CheckCollection(row.CollectionMethod, row.DaysUntilDue);
        row.Begin(trialEnd is not null ? SubscriptionStatus.Trialing : row.CollectionMethod == CollectionMethod.SendInvoice || create.Scheduled is not null ? SubscriptionStatus.Active : SubscriptionStatus.Incomplete);
        return (new(row, items.ConvertAll(terms => SubscriptionItem.Of(row.Id, terms)), catalog), whole);
    }

    /// <summary>What the first invoice bills.</summary>
    internal List<InvoiceLine> FirstLines(SubscriptionCreate create, HeldSubscription held, BillingPeriod whole)
    {
        var (row, items) = (held.Row, held.Items.ConvertAll(item => item.Terms));
        if (row.Status == SubscriptionStatus.Trialing) return lines.OfTrial(row, items, held.Catalog, row.Period);
        var prorates = create.Fields.ProrationBehavior != ProrationBehavior.None;
        var first = row.Period == whole || prorates ? lines.InAdvance(row, items, held.Catalog, row.Period, whole) : [];
        return prorates && row.StartDate < row.CurrentPeriodStart ? [.. lines.Backdated(row, items, held.Catalog, row.StartDate, row.CurrentPeriodStart), .. first] : first;
    }

    private static DateTimeOffset? TrialEndOf(SubscriptionCreate create, List<Price> prices, DateTimeOffset now)
    {
        if (create.TrialEndsNow) return null;
        if (create.TrialEnd is { } end) return SubscriptionDates.CheckTrialEnd(end, now);
        var days = create.TrialDays ?? (create.TrialFromPlan ? prices.Max(price => price.TrialPeriodDays ?? 0) : 0);
        return days > 0 ? now.AddDays(days) : null;
    }

    private static DateTimeOffset AnchorOf(SubscriptionCreate create, PriceRecurring recurring, DateTimeOffset firstBilled)
    {
        if (create.AnchorConfig is { } config) return SubscriptionDates.NextOf(config, recurring, firstBilled);
        if (create.BillingCycleAnchor is not { } anchor) return firstBilled;
        if (anchor < firstBilled) throw StripeError.Invalid("The billing_cycle_anchor must not be in the past, nor before the end of the trial.", "billing_cycle_anchor");
        var natural = recurring.Interval.After(firstBilled, recurring.IntervalCount, 1);
        return anchor <= natural ? anchor : throw StripeError.Invalid($"billing_cycle_anchor cannot be later than next natural billing date ({natural.ToUnixTimeSeconds()}) for plan", "billing_cycle_anchor");
    }

    private static DateTimeOffset? BackdatedTo(SubscriptionCreate create, DateTimeOffset now) => create.BackdateStartDate is not { } start ? null
        : start <= now ? start : throw StripeError.Invalid("The backdate_start_date must be in the past.", "backdate_start_date");

    private static void RequireCard(Subscription row, Customer customer)
    {
        if ((row.DefaultPaymentMethodId ?? customer.InvoiceSettings.DefaultPaymentMethod ?? customer.DefaultSource) is not null) return;
        throw StripeError.Invalid(
            "This customer has no attached payment source or default payment method. Name a default_payment_method, give the customer one, or create the subscription with payment_behavior=default_incomplete.",
            code: "resource_missing");
    }
}
