using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>Makes schedules, and ends them: with their subscription, or without it.</summary>
public sealed class ScheduleService(
    PayDb db, CustomerService customers, ICustomerCards cards, PhaseShaping shaping, PhaseEntry entry, ScheduleBooks books, SubscriptionBooks subscriptions, SubscriptionCancelling cancelling, ScopeTime time) : ICustomerDeleted
{
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds());

    /// <exception cref="StripeError">400 for what is not there or does not fit.</exception>
    public Task<HeldSchedule> CreateAsync(ScheduleCreate create, CancellationToken ct) => create.FromSubscription is { } id ? TakeOverAsync(id, create, ct) : PlanAsync(create, ct);

    /// <summary>It is over, and its subscription with it.</summary>
    /// <exception cref="StripeError">404; 400 for one that is over.</exception>
    public async Task<HeldSchedule> CancelAsync(string id, ScheduleCancel cancel, CancellationToken ct)
    {
        var held = await HoldAsync(id, ct);
        ScheduleLifecycle.Next(held.Row.Status, ScheduleMove.Cancel);
        if (held.Row.SubscriptionId is not { } subscription)
        {
            books.Finish(held, ScheduleMove.Cancel, letGo: false);
            return held;
        }
        await cancelling.CancelAsync(subscription, new(cancel.InvoiceNow, cancel.Prorate, before => before), ct, ScheduleMove.Cancel);
        return held;
    }

    /// <summary>It lets go of its subscription, which goes on as it is.</summary>
    /// <exception cref="StripeError">404; 400 for one that is over.</exception>
    public async Task<HeldSchedule> ReleaseAsync(string id, ScheduleRelease release, CancellationToken ct)
    {
        var held = await HoldAsync(id, ct);
        await LetGoAsync(held, ScheduleMove.Release, release.PreserveCancelDate, ct);
        return held;
    }

    /// <summary>It is over, and its subscription, if it has one, goes on without it.</summary>
    internal async Task LetGoAsync(HeldSchedule held, ScheduleMove move, bool keepsEnd, CancellationToken ct)
    {
        var (row, end) = (held.Row, held.Row.EndBehavior == ScheduleEnd.Cancel ? held.Row.End : (DateTimeOffset?)null);
        var driven = row.SubscriptionId is { } id ? await subscriptions.HoldAsync(id, ct) : null;
        books.Finish(held, move, letGo: true);
        if (driven is null) return;
        var before = driven.Shown;
        driven.Row.ScheduleId = null;
        if (!keepsEnd && end is not null && driven.Row.CancelAt == end) (driven.Row.CancelAt, driven.Row.CanceledAt) = (null, null);
        await subscriptions.ChangedAsync(driven, before, ct);
    }

    /// <summary>A customer who goes takes along what has not begun; what has begun ends with its subscription.</summary>
    public async Task CustomerDeletedAsync(Customer customer, CancellationToken ct)
    {
        foreach (var id in await db.SubscriptionSchedules.Where(s => s.CustomerId == customer.Id && s.Status == ScheduleStatus.NotStarted).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct))
            books.Finish(await books.HoldAsync(id, ct), ScheduleMove.Cancel, letGo: false);
    }

    private async Task<HeldSchedule> PlanAsync(ScheduleCreate create, CancellationToken ct)
    {
        var id = create.Customer!;
        if (!await db.Customers.AnyAsync(c => c.Id == id, ct)) throw StripeError.NoSuchParam("customer", id, "customer");
        var customer = await customers.LockAsync(id, ct, "customer");
        var (now, defaults) = (Now, create.Defaults.Over(ScheduleDefaults.None));
        if (defaults.DefaultPaymentMethod is { } card) await cards.RequireAsync(id, card, "default_settings[default_payment_method]", ct);
        var start = create.StartDate?.On(now) ?? now;
        var phases = await shaping.ShapeAsync(create.Phases, new(customer, start, now, [], defaults, null), ct);
        if (phases[0].End <= now) throw StripeError.Invalid("The first phase is over already: its end_date must be in the future.", "phases[0][end_date]");
        var row = new SubscriptionSchedule
        {
            Id = SubscriptionSchedule.NewId(now),
            CustomerId = id,
            TestClockId = customer.TestClockId,
            EndBehavior = create.EndBehavior ?? ScheduleEnd.Release,
            Defaults = defaults,
            Phases = phases,
            Metadata = create.Metadata.ForNew(),
            CreatedAt = time.Now,
        };
        var held = await books.AddAsync(row, ct);
        if (start > now) return held;
        // Prices that were made for the phases are found again as rows.
        await db.SaveChangesAsync(ct);
        var before = held.Shown;
        await entry.StartAsync(row, now, ct);
        await books.ChangedAsync(held, before, ct);
        return held;
    }

    /// <summary>The subscription as it is becomes the first phase, up to the end of its period.</summary>
    private async Task<HeldSchedule> TakeOverAsync(string id, ScheduleCreate create, CancellationToken ct)
    {
        var owner = await db.Subscriptions.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuchParam("subscription", id, "from_subscription");
        var customer = await customers.LockAsync(owner, ct, "from_subscription");
        var driven = await subscriptions.HoldAsync(id, ct);
        var (s, before) = (driven.Row, driven.Shown);
        if (s.ScheduleId is { } other) throw StripeError.Invalid($"You cannot migrate a subscription that is already attached to a schedule: `{other}`.", "from_subscription");
        if (s.IsOver || s.Status is SubscriptionStatus.Incomplete or SubscriptionStatus.Paused)
            throw StripeError.Invalid($"You cannot migrate a subscription that has a status of `{SnakeCase.Of(s.Status)}`.", "from_subscription");
        var phase = new SchedulePhase(
            s.CurrentPeriodStart, s.CancelAt ?? s.CurrentPeriodEnd, s.Currency, [.. driven.Items.Select(i => new PhaseItem(i.PriceId, i.ProductId, i.Quantity, [.. i.Discounts.Select(d => new PhaseDiscount(null, null, d.Id))], i.TaxRates, i.Metadata))],
            ProrationBehavior.CreateProrations)
        {
            DefaultTaxRates = s.DefaultTaxRates.Count > 0 ? s.DefaultTaxRates : null,
            Discounts = [.. s.Discounts.Select(d => new PhaseDiscount(null, null, d.Id))],
            TrialEnd = s.Status == SubscriptionStatus.Trialing ? s.TrialEnd : null,
        };
        var row = new SubscriptionSchedule
        {
            Id = SubscriptionSchedule.NewId(time.Now),
            CustomerId = owner,
            TestClockId = customer.TestClockId,
            EndBehavior = s.CancelAt is null ? ScheduleEnd.Release : ScheduleEnd.Cancel,
            Defaults = new(PhaseAnchor.Automatic, s.CollectionMethod, s.DefaultPaymentMethodId, s.Description, new(s.DaysUntilDue, s.InvoiceTexts?.CustomFields, s.InvoiceTexts?.Description, s.InvoiceTexts?.Footer)),
            Phases = [phase],
            Metadata = create.Metadata.ForNew(),
            CreatedAt = time.Now,
        };
        row.Start(id);
        (s.ScheduleId, s.CancelAtPeriodEnd) = (row.Id, false);
        await subscriptions.ChangedAsync(driven, before, ct);
        return await books.AddAsync(row, ct);
    }

    private async Task<HeldSchedule> HoldAsync(string id, CancellationToken ct)
    {
        var seen = await db.SubscriptionSchedules.Where(s => s.Id == id).Select(s => new { s.CustomerId, s.Status }).SingleOrDefaultAsync(ct) ?? throw ScheduleBooks.NoSuch(id);
        // What is over may have outlived its customer.
        if (!ScheduleLifecycle.IsOver(seen.Status)) await customers.LockAsync(seen.CustomerId, ct);
        return await books.HoldAsync(id, ct);
    }
}
