using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Search;

/// <summary>A page of what was found, newest first. It reads the tables themselves, so a search sees what was written before it.</summary>
public sealed record SearchResult<T>(string Url, bool HasMore, string? NextPage, IReadOnlyList<T> Data)
{
    public string Object => "search_result";
}

public static class Searching
{
    /// <summary>The rows that the query asks for, one page of them, in one statement.</summary>
    public static async Task<SearchResult<TOut>> SearchAsync<T, TOut>(
        this IQueryable<T> rows, SearchParams search, SearchFields<T> fields, Expression<Func<T, string>> id, Func<T, string> idOf, string url, Func<T, TOut> show, CancellationToken ct)
    {
        var found = rows.Where(fields.Where(search.Query));
        if (search.After is { } after) found = found.Where(Paging.Paging.Before(id, after));
        var page = await found.OrderByDescending(id).Take(search.Limit + 1).ToListAsync(ct);
        var more = page.Count > search.Limit;
        if (more) page.RemoveAt(search.Limit);
        return new(url, more, more ? search.PageAfter(idOf(page[^1])) : null, page.ConvertAll(row => show(row)));
    }
}
