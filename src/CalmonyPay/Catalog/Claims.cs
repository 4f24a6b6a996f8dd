using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog;

/// <summary>Names that only one row may have at a time.</summary>
internal static class Claims
{
    /// <summary>
    /// Whoever wants the same name waits here until this transaction ends, so that a look whether the name is taken decides, and the
    /// loser of a race gets an answer that says so. Claim before any row is locked.
    /// </summary>
    /// <param name="kind">What the name is of: <c>coupon</c>.</param>
    public static async Task ClaimAsync(this PayDb db, string kind, string name, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        var claimed = $"{kind} {db.ProjectId} {db.Livemode} {name}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({claimed}, 0))", ct);
    }
}
