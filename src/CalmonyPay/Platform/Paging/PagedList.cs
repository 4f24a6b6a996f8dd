using System.Linq.Expressions;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CalmonyPay.Platform.Paging;

/// <summary>A page of a list, newest first.</summary>
public sealed record PagedList<T>(string Url, bool HasMore, IReadOnlyList<T> Data)
{
    public string Object => "list";
}

/// <summary>Keyset paging by id: ids sort by age, so page 1,000 costs what page 1 costs.</summary>
public static class Paging
{
    private static readonly System.Reflection.MethodInfo Compare = typeof(string).GetMethod(nameof(string.CompareTo), [typeof(string)])!;

    /// <summary>One page of the rows that the query leaves, in one statement.</summary>
    /// <param name="query">Filtered, not ordered.</param>
    /// <param name="id">The row's id.</param>
    /// <param name="url">The list's path, as Stripe shows it.</param>
    public static Task<PagedList<TOut>> PageAsync<T, TOut>(
        this IQueryable<T> query, PageParams page, Expression<Func<T, string>> id, string url, Func<T, TOut> show, CancellationToken ct) =>
        PageAsync(query, page, id, page.StartingAfter ?? page.EndingBefore, row => row, url, show, ct);

    /// <summary>The same with something else of each row: what a select makes of it in the same statement.</summary>
    public static Task<PagedList<TOut>> PageAsync<T, TRow, TOut>(
        this IQueryable<T> query, PageParams page, Expression<Func<T, string>> id, Expression<Func<T, TRow>> select, string url, Func<TRow, TOut> show, CancellationToken ct) =>
        PageAsync(query, page, id, page.StartingAfter ?? page.EndingBefore, select, url, show, ct);

    /// <summary>The same for rows whose ids are UUIDs of version 7, which sort by age as well.</summary>
    public static Task<PagedList<TOut>> PageAsync<T, TOut>(
        this IQueryable<T> query, PageParams page, Expression<Func<T, Guid>> id, string url, Func<T, TOut> show, CancellationToken ct) =>
        (page.StartingAfter ?? page.EndingBefore) is not { } bound ? PageAsync(query, page, id, (object?)null, row => row, url, show, ct)
        : Guid.TryParse(bound, out var uuid) ? PageAsync(query, page, id, uuid, row => row, url, show, ct)
        : throw NoSuchCursor(page, url);

    private static async Task<PagedList<TOut>> PageAsync<T, TKey, TRow, TOut>(
        IQueryable<T> query, PageParams page, Expression<Func<T, TKey>> id, object? bound, Expression<Func<T, TRow>> select, string url, Func<TRow, TOut> show, CancellationToken ct)
    {
        var backwards = page.EndingBefore is not null;
        IQueryable<T>? cursor = null;
        var pageOf = query;
        if (bound is TKey key)
        {
            // The cursor has to exist. That is asked in the page's own statement, and again alone only for an empty page.
            cursor = Root(query).Where(Than(id, ExpressionType.Equal, key));
            var exists = cursor;
            pageOf = pageOf.Where(Than(id, backwards ? ExpressionType.GreaterThan : ExpressionType.LessThan, key)).Where(_ => exists.Any());
        }
        pageOf = backwards ? pageOf.OrderBy(id) : pageOf.OrderByDescending(id);
        var rows = await pageOf.Take(page.Limit + 1).Select(select).ToListAsync(ct);
        if (rows.Count == 0 && cursor is not null && !await cursor.AnyAsync(ct)) throw NoSuchCursor(page, url);
        var more = rows.Count > page.Limit;
        if (more) rows.RemoveAt(page.Limit);
        if (backwards) rows.Reverse();
        return new(url, more, rows.ConvertAll(row => show(row)));
    }

    private static StripeError NoSuchCursor(PageParams page, string url) => StripeError.NoSuchParam(
        url.Split('/')[^1].TrimEnd('s'), (page.StartingAfter ?? page.EndingBefore)!, page.EndingBefore is not null ? "ending_before" : "starting_after");

    /// <summary>
    /// A filter on the time of creation, as a range of ids (which are the key) and of the column itself.
    /// </summary>
    public static IQueryable<T> CreatedIn<T>(
        this IQueryable<T> query, TimeRange? created, string prefix, Expression<Func<T, string>> id, Expression<Func<T, DateTimeOffset>> at)
    {
        if (created is not { } range) return query;
        if (range.From is { } from)
            query = query.Where(Than(id, ExpressionType.GreaterThanOrEqual, PayId.Floor(prefix, from))).Where(At(at, ExpressionType.GreaterThanOrEqual, from));
        return range.Until is { } until ? query.Where(At(at, ExpressionType.LessThan, until)) : query;
    }

    /// <summary>The whole table that a query narrows, within the tenant's filters.</summary>
    private static IQueryable<T> Root<T>(IQueryable<T> query)
    {
        var finder = new RootFinder();
        finder.Visit(query.Expression);
        return query.Provider.CreateQuery<T>(finder.Root!);
    }

    private sealed class RootFinder : ExpressionVisitor
    {
        public EntityQueryRootExpression? Root { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is EntityQueryRootExpression root) Root ??= root;
            return node is EntityQueryRootExpression ? node : base.VisitExtension(node);
        }
    }

    /// <summary>Rows older than an id.</summary>
    internal static Expression<Func<T, bool>> Before<T>(Expression<Func<T, string>> id, string bound) => Than(id, ExpressionType.LessThan, bound);

    private static Expression<Func<T, bool>> Than<T, TKey>(Expression<Func<T, TKey>> id, ExpressionType comparison, TKey bound)
    {
        Expression<Func<TKey>> captured = () => bound; // a closure becomes a parameter, so the plan is shared
        var compared = typeof(TKey) == typeof(string)
            ? Expression.MakeBinary(comparison, Expression.Call(id.Body, Compare, captured.Body), Expression.Constant(0))
            : Expression.MakeBinary(comparison, id.Body, captured.Body);
        return Expression.Lambda<Func<T, bool>>(compared, id.Parameters);
    }

    private static Expression<Func<T, bool>> At<T>(Expression<Func<T, DateTimeOffset>> at, ExpressionType comparison, DateTimeOffset bound)
    {
        Expression<Func<DateTimeOffset>> captured = () => bound; // a closure becomes a parameter, so the plan is shared
        return Expression.Lambda<Func<T, bool>>(Expression.MakeBinary(comparison, at.Body, captured.Body), at.Parameters);
    }
}
