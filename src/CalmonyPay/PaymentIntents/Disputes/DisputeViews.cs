using CalmonyPay.Ledger;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>Shows disputes with what they have moved, which the ledger knows: one query whatever their number.</summary>
public sealed class DisputeViews(PayDb db, TimeProvider clock)
{
    public async Task<IReadOnlyList<DisputeResponse>> OfAsync(IReadOnlyCollection<Dispute> disputes, CancellationToken ct)
    {
        var ids = disputes.Select(d => d.Id).ToList();
        var saved = ids.Count == 0 ? [] : await db.BalanceTransactions.Where(t => ids.Contains(t.SourceId)).ToListAsync(ct);
        // What this context has booked and not saved yet belongs to it.
        var added = db.ChangeTracker.Entries<BalanceTransaction>().Where(e => e.State == EntityState.Added).Select(e => e.Entity);
        var moved = saved.Concat(added).OrderBy(t => t.Id, StringComparer.Ordinal).ToLookup(t => t.SourceId);
        var now = clock.GetUtcNow();
        return [.. disputes.Select(d => DisputeResponse.Of(d, moved[d.Id], now))];
    }

    public async Task<DisputeResponse> OfAsync(Dispute dispute, CancellationToken ct) => (await OfAsync([dispute], ct))[0];
}
