using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// Queries for one row by its id, made ready once for each table, so that EF Core need not build and look up the query each
/// time: with the many locks of a renewal that was a good part of its processor time (docs/renewal-run.md).
/// </summary>
internal sealed class RowQueries<T> where T : class, IProjectOwned
{
    /// <summary>As the filters leave it, not tracked.</summary>
    public Func<PayDb, string, CancellationToken, Task<T?>> Read { get; } = EF.CompileAsyncQuery(
        (PayDb db, string id, CancellationToken ct) => db.Set<T>().SingleOrDefault(row => EF.Property<string>(row, "Id") == id));

    /// <summary>Locked and tracked, erased or not.</summary>
    public Func<PayDb, string, CancellationToken, Task<T?>> Lock { get; } = EF.CompileAsyncQuery(
        (PayDb db, string id, CancellationToken ct) =>
            db.Set<T>().AsTracking().IgnoreQueryFilters(new[] { "erased" }).TagWith(RowLock.Tag).SingleOrDefault(row => EF.Property<string>(row, "Id") == id));

    /// <summary>Locked and not tracked, for an object that is tracked already.</summary>
    public Func<PayDb, string, CancellationToken, Task<T?>> LockAgain { get; } = EF.CompileAsyncQuery(
        (PayDb db, string id, CancellationToken ct) =>
            db.Set<T>().AsNoTracking().IgnoreQueryFilters(new[] { "erased" }).TagWith(RowLock.Tag).SingleOrDefault(row => EF.Property<string>(row, "Id") == id));
}

/// <summary>EF Core knows no locking clause: a query with this tag gets one on its way to the database.</summary>
internal static class RowLock
{
    public const string Tag = "lock";

    private const string Mark = $"-- {Tag}";

    /// <summary>NO KEY UPDATE excludes every other writer of the row, but not inserts that only refer to it.</summary>
    private const string Clause = "\nfor no key update";

    public static string Of(string sql) => sql.StartsWith(Mark, StringComparison.Ordinal) ? sql + Clause : sql;
}

/// <summary>Queries that EF Core compiles once.</summary>
internal static class CompiledQueries
{
    /// <summary>A room's compiled queries. They are kept with the model, because EF Core runs them against no other.</summary>
    /// <typeparam name="TQueries">Holds them: what <c>EF.CompileAsyncQuery</c> makes.</typeparam>
    public static TQueries Queries<TQueries>(this PayDb db) where TQueries : class, new() =>
        db.Model.GetOrAddRuntimeAnnotationValue(typeof(TQueries).FullName!, static _ => new TQueries(), 0);
}
