using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Billing;

namespace CalmonyPay.Checkout.Lines;

/// <summary>What a session comes to.</summary>
/// <param name="Subtotal">Minor units; before discounts, exclusive taxes and shipping.</param>
/// <param name="Due">What is charged now: the total, with the customer's balance in subscription mode.</param>
/// <param name="Following">What a subscription costs later; null in the other modes.</param>
public sealed record WorkedSession(IReadOnlyList<SessionLine> Lines, long Subtotal, long Total, SessionTotals Totals, long Due, CheckoutFollowing? Following)
{
    /// <summary>The same with other ids of its discounts: a redeemed one has an id of its own.</summary>
    public WorkedSession With(IReadOnlyDictionary<string, string> ids)
    {
        IReadOnlyList<DiscountAmount> Named(IReadOnlyList<DiscountAmount> amounts) => [.. amounts.Select(a => a with { Discount = ids.GetValueOrDefault(a.Discount, a.Discount) })];
        return this with { Lines = [.. Lines.Select(line => line with { Discounts = Named(line.Discounts) })], Totals = Totals with { Discounts = Named(Totals.Discounts) } };
    }

    public static WorkedSession Nothing { get; } = new([], 0, 0, new(0, 0, null, [], []), 0, null);
}

/// <summary>Works out a session's amounts by the arithmetic that makes invoices, so that its total and that of its invoice agree. Nothing is written.</summary>
public sealed class SessionReckoning(PayDb db, ProjectBilling billing, SubscriptionCreation creation, SubscriptionBooks books, SubscriptionLines recurring, ScopeTime time)
{
    /// <param name="lines">With the quantities that were chosen.</param>
    /// <param name="shipping">What was chosen; null where there is no choice.</param>
    /// <param name="customer">Null for a guest.</param>
    /// <exception cref="StripeError">400 for what is too large, or fits no subscription.</exception>
    public async Task<WorkedSession> WorkAsync(
        CheckoutSession session, IReadOnlyList<SessionLine> lines, IReadOnlyList<Discount> discounts, SessionShipping? shipping, Customer? customer, CancellationToken ct)
    {
        await time.EnterAsync(db, customer?.TestClockId, ct);
        return session.Mode switch
        {
            CheckoutSessionMode.Payment => await OnceAsync(session, lines, discounts, shipping, customer, ct),
            CheckoutSessionMode.Subscription => await RecurringAsync(session, lines, discounts, customer, ct),
            _ => WorkedSession.Nothing,
        };
    }

    private async Task<WorkedSession> OnceAsync(CheckoutSession session, IReadOnlyList<SessionLine> lines, IReadOnlyList<Discount> discounts, SessionShipping? shipping, Customer? customer, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        var worked = InvoiceArithmetic.Work([.. lines.Select(LineOf)], discounts, [], session.Currency!, customer?.TaxExempt ?? TaxExempt.None, project.TaxRounding);
        var total = checked(worked.Total + (shipping?.Amount ?? 0));
        return new([.. lines.Zip(worked.Lines, (line, done) => line.Worked(done))], worked.Subtotal, total, TotalsOf(worked.Discounts, worked.Taxes, shipping?.Amount), total, null);
    }

    private async Task<WorkedSession> RecurringAsync(CheckoutSession session, IReadOnlyList<SessionLine> lines, IReadOnlyList<Discount> discounts, Customer? customer, CancellationToken ct)
    {
        var chosen = lines.Where(line => line.Quantity != 0).ToList();
        var buyer = customer ?? Guest();
        var create = SubscriptionPlan.Of(session, chosen, buyer.Id, [], null);
        var (held, whole) = await creation.MakeAsync(create, buyer, ct);
        var row = held.Row;
        row.Discounts = discounts;
        var about = new CycleInvoice(BillingReason.SubscriptionCreate, new(row.CurrentPeriodStart, row.CurrentPeriodStart), row.CurrentPeriodStart, AutoAdvance: false);
        var once = chosen.Where(line => !line.Recurs).ToList();
        var invoice = await books.PreviewAsync(row, buyer, about, [.. creation.FirstLines(create, held, whole), .. once.Select(LineOf)], ct);

        var items = held.Items.Select(item => item.Id).Zip(chosen.Where(line => line.Recurs)).ToDictionary(pair => pair.First, pair => pair.Second.Id);
        var billed = invoice.Lines.Where(line => line.SubscriptionItemId is not null).ToDictionary(line => items[line.SubscriptionItemId!]);
        foreach (var (line, done) in once.Zip(invoice.Lines.Where(line => line.SubscriptionItemId is null))) billed[line.Id] = done;
        var subtotal = invoice.Lines.Sum(line => line.Amount);
        return new(
            [.. lines.Select(line => billed.TryGetValue(line.Id, out var done) ? line.Worked(done) : line.Unbilled())], subtotal, invoice.Total, TotalsOf(invoice.TotalDiscounts, invoice.TotalTaxes, null),
            InvoiceBooks.Settle(invoice, buyer.Balance).Due, await FollowingAsync(held, buyer, ct));
    }

    /// <summary>A whole period later on, with the discounts that last.</summary>
    private async Task<CheckoutFollowing> FollowingAsync(HeldSubscription held, Customer customer, CancellationToken ct)
    {
        var row = held.Row;
        var period = new BillingPeriod(row.CurrentPeriodEnd, row.Interval.After(row.CurrentPeriodEnd, row.IntervalCount, 1));
        var items = held.Items.ConvertAll(item => item.Terms);
        var lasting = SubscriptionDiscounts.At(row, customer, row.CurrentPeriodEnd).Where(d => d.Terms.Duration == CouponDuration.Forever).ToList();
        var worked = InvoiceArithmetic.Work(
            recurring.InAdvance(row, items, held.Catalog, period, period), lasting, row.DefaultTaxRates, row.Currency, customer.TaxExempt, (await billing.ReadAsync(ct)).TaxRounding);
        return new(row.TrialEnd, row.CurrentPeriodEnd, worked.Total, new(SnakeCase.Of(row.Interval), row.IntervalCount, items.Exists(held.Catalog.IsMetered)));
    }

    private InvoiceLine LineOf(SessionLine line)
    {
        var priced = PriceArithmetic.Of(line.Price, line.Quantity ?? 1);
        return new(InvoiceLine.NewId(time.Now), line.Name, priced.Amount, line.Quantity ?? 1, time.Now, time.Now) { Price = new(line.Price.PriceId, line.Price.ProductId, priced.UnitAmountDecimal), TaxRates = line.TaxRates };
    }

    private static SessionTotals TotalsOf(IReadOnlyList<DiscountAmount> discounts, IReadOnlyList<TaxAmount> taxes, long? shipping) =>
        new(discounts.Sum(d => d.Amount), taxes.Sum(t => t.Amount), shipping, discounts, taxes);

    /// <summary>Somebody of whom nothing is known yet.</summary>
    private Customer Guest() => new() { Id = "", CreatedAt = time.Now };
}
