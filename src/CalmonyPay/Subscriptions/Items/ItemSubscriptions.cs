using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Items;

/// <summary>Tells invoice items which subscriptions they can wait for.</summary>
public sealed class ItemSubscriptions(PayDb db) : IItemSubscriptions
{
    public async Task<string?> CurrencyOfAsync(string customerId, string subscriptionId, CancellationToken ct) =>
        await db.Subscriptions.Where(s => s.Id == subscriptionId && s.CustomerId == customerId && s.Status != SubscriptionStatus.Canceled && s.Status != SubscriptionStatus.IncompleteExpired)
            .Select(s => s.Currency).SingleOrDefaultAsync(ct);
}
