using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog;

internal static class Rows
{
    /// <summary>
    /// Those rows of the given ids that there are, deleted ones too, in one query. What this request has made or locked is taken as it has
    /// it, because that is saved with its answer: a product that is created with a price is shown with it.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, T>> ByIdAsync<T>(this PayDb db, IReadOnlyCollection<string> ids, CancellationToken ct) where T : class, IEventSource
    {
        var found = db.Tracked<T>().Where(row => ids.Contains(row.Id)).ToDictionary(row => row.Id);
        var rest = ids.Where(id => !found.ContainsKey(id)).ToList();
        if (rest.Count == 0) return found;
        foreach (var row in await db.Set<T>().IgnoreQueryFilters(["erased"]).Where(row => rest.Contains(row.Id)).ToListAsync(ct)) found[row.Id] = row;
        return found;
    }
}
