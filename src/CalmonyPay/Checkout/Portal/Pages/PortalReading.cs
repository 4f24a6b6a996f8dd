using CalmonyPay.Checkout.Portal.Cards;
using CalmonyPay.Checkout.Portal.Changing;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>What the overview shows.</summary>
/// <param name="Older">The invoice from which the next page goes on; null on the last.</param>
/// <param name="IsFirst">The newest invoices.</param>
public sealed record PortalOverview(IReadOnlyList<PortalPlan> Plans, IReadOnlyList<WalletCard> Cards, IReadOnlyList<PortalBill> Bills, string? Older, bool IsFirst);

/// <param name="Lines">What it bills: counted, and what that costs.</param>
public sealed record PortalPlan(
    string Id, string Name, IReadOnlyList<PortalPlanLine> Lines, SubscriptionStatus Status, string Badge, string? Next, bool MayChange, bool MayEnd, bool MayKeep);

public sealed record PortalPlanLine(string Text, string Price);

/// <param name="PageUrl">Null where the invoice has no address.</param>
public sealed record PortalBill(string Number, string Day, string Amount, InvoiceStatus Status, string Badge, string? PageUrl, string? PdfUrl);

/// <summary>Reads what a customer sees of their subscriptions, cards and invoices.</summary>
public sealed class PortalReading(PayDb db, SubscriptionReader subscriptions, PlanOffers offers, WalletService wallet)
{
    private const int MostPlans = 50, BillsAPage = 10;

    /// <param name="before">An invoice: only older ones are wanted.</param>
    public async Task<PortalOverview> ReadAsync(PortalVisit visit, string? before, CancellationToken ct)
    {
        var plans = new List<PortalPlan>();
        foreach (var held in await LivingAsync(visit.Customer.Id, ct)) plans.Add(await PlanAsync(visit, held, ct));
        var cards = visit.Features.PaymentMethodUpdate.Enabled ? await wallet.ReadAsync(visit.Customer, ct) : [];
        var bills = visit.Features.InvoiceHistory.Enabled ? await BillsAsync(visit.Customer.Id, before, ct) : [];
        var older = bills.Count > BillsAPage ? bills[BillsAPage - 1].Id : null;
        return new(plans, cards, [.. bills.Take(BillsAPage).Select(bill => Shown(visit, bill))], older, before is null);
    }

    /// <summary>One of the customer's subscriptions; null if they have no such one.</summary>
    public async Task<HeldSubscription?> FindAsync(PortalVisit visit, string id, CancellationToken ct) =>
        await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id && s.CustomerId == visit.Customer.Id, ct) is { } row ? (await subscriptions.ReadAsync([row], ct))[0] : null;

    /// <summary>What a subscription is called: the products in it.</summary>
    public static string NameOf(HeldSubscription held) => string.Join(", ", held.Items.Select(item => held.Catalog.NameOf(item.Terms)).Distinct());

    private async Task<List<HeldSubscription>> LivingAsync(string customer, CancellationToken ct)
    {
        var rows = await db.Subscriptions.Where(s => s.CustomerId == customer && s.Status != SubscriptionStatus.Canceled && s.Status != SubscriptionStatus.IncompleteExpired)
            .OrderByDescending(s => s.Id).Take(MostPlans).ToListAsync(ct);
        return await subscriptions.ReadAsync(rows, ct);
    }

    private async Task<PortalPlan> PlanAsync(PortalVisit visit, HeldSubscription held, CancellationToken ct)
    {
        var (row, features) = (held.Row, visit.Features);
        var lines = held.Items.ConvertAll(item => new PortalPlanLine(
            visit.Counted(item.Quantity, held.Catalog.NameOf(item.Terms)), visit.PriceOf(held.Catalog.PriceOf(item.PriceId), item.Quantity ?? 1, row.Currency)));
        return new(
            row.Id, NameOf(held), lines, row.Status, visit.BadgeOf(row.Status), visit.NextOf(row), await offers.OfAsync(features.SubscriptionUpdate, held, ct) is not null,
            PlanEnds.MayEnd(features.SubscriptionCancel, row), PlanEnds.MayKeep(features.SubscriptionCancel, row));
    }

    private Task<List<Invoice>> BillsAsync(string customer, string? before, CancellationToken ct)
    {
        var wanted = db.Invoices.Where(i => i.CustomerId == customer && i.Number != null);
        if (before is not null) wanted = wanted.Where(i => i.Id.CompareTo(before) < 0);
        return wanted.OrderByDescending(i => i.Id).Take(BillsAPage + 1).ToListAsync(ct);
    }

    private static PortalBill Shown(PortalVisit visit, Invoice i) => new(
        i.Number!, visit.Day(i.EffectiveAt ?? i.FinalizedAt ?? i.CreatedAt), visit.Money(i.Total, i.Currency), i.Status, i.Status switch
        {
            InvoiceStatus.Paid => visit.Words.Paid,
            InvoiceStatus.Void => visit.Words.Void,
            InvoiceStatus.Uncollectible => visit.Words.Uncollectible,
            _ => visit.Words.Due,
        }, i.InvoicePdf is { } pdf ? InvoiceUrls.PageOf(pdf) : null, i.InvoicePdf);
}
