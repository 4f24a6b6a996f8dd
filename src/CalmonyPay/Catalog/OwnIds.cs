using System.Linq.Expressions;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog;

/// <summary>
/// Ids that a merchant chooses (products, plans, coupons). They are the same in test and live mode if he likes, so the mode is part of
/// these tables' keys; and they do not sort by age, so a row has a <c>ListId</c> beside its id, made of its time of creation, by which
/// lists and searches page.
/// </summary>
internal static class OwnIds
{
    private const int Longest = 255;

    /// <summary>The id that a merchant wants for something new; null if he leaves it to us.</summary>
    /// <exception cref="StripeError">400 for one that could not stand in a path.</exception>
    public static string? OwnId(this Params p, string name = "id")
    {
        if (p.Text(name, Longest) is not { } id) return null;
        return id.AsSpan().Trim().Length == id.Length && !id.Any(c => c is '/' or '\\' or '?' or '#' || char.IsControl(c)) && id is not ("search" or "." or "..")
            ? id
            : throw StripeError.Invalid($"Invalid id: {SafeText.Of(id)}. An id has no slashes, question marks or control characters, and no spaces at its ends.", p.Path(name));
    }

    public static StripeError AlreadyExists(string kind, string param = "id") =>
        new(400, "invalid_request_error", "resource_already_exists", $"{kind} already exists.", param);

    /// <summary>
    /// A page of rows whose ids say nothing of their age: the id that the client continues from is exchanged for the row's list id, one
    /// look by the primary key, before the page itself is read.
    /// </summary>
    /// <param name="query">Filtered, not ordered.</param>
    /// <param name="table">All of the table, within the tenant's filters: the row to continue from need not pass the list's.</param>
    public static async Task<PagedList<TOut>> PageByAgeAsync<T, TRow, TOut>(
        this IQueryable<T> query, IQueryable<T> table, PageParams page, Expression<Func<T, string>> id, Expression<Func<T, string>> listId,
        Expression<Func<T, TRow>> select, string url, Func<TRow, TOut> show, CancellationToken ct)
    {
        if ((page.StartingAfter ?? page.EndingBefore) is { } named)
        {
            Expression<Func<string>> wanted = () => named;
            var here = Expression.Lambda<Func<T, bool>>(Expression.Equal(id.Body, wanted.Body), id.Parameters);
            var place = await table.Where(here).Select(listId).SingleOrDefaultAsync(ct)
                ?? throw StripeError.NoSuchParam(url.Split('/')[^1].TrimEnd('s'), named, page.EndingBefore is null ? "starting_after" : "ending_before");
            page = page with { StartingAfter = page.StartingAfter is null ? null : place, EndingBefore = page.EndingBefore is null ? null : place };
        }
        return await query.PageAsync(page, listId, select, url, show, ct);
    }
}
