using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog;

/// <summary>
/// Names on which an index alone cannot decide. Where the rule is that no other row has the name (an id, a meter's event name),
/// the unique index decides in the save itself, without a look ahead and without a transaction
/// (<see cref="PayDb.WhenTaken"/>). A promotion code stands in the way of other rows than those of the same customer, and
/// one that is past gives its word up; a lookup key is taken from one price for another. There the row that has the name is
/// looked at and changed first, and two who do so must not meet: they claim.
/// </summary>
internal static class Claims
{
    /// <summary>
    /// Whoever wants the same name waits here until this transaction ends, so that a look whether the name is taken decides, and the
    /// loser of a race gets an answer that says so. Claim before any row is locked.
    /// </summary>
    /// <param name="kind">What the name is of: <c>promotion_code</c>.</param>
    public static async Task ClaimAsync(this PayDb db, string kind, string name, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync(ct);
        var claimed = $"{kind} {db.ProjectId} {db.Livemode} {name}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({claimed}, 0))", ct);
    }
}
