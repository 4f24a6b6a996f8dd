using System.Data.Common;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace CalmonyPay.Platform.Data;

/// <summary>What row-level security is told: the project and the mode, or nothing for a worker that looks at all of them.</summary>
internal readonly record struct ScopeStatement(string Project, string Livemode)
{
    public const string Sql = "select set_config('pay.project', @pay_project, true), set_config('pay.livemode', @pay_livemode, true);\n";
    public const string Positional = "select set_config('pay.project', $1, true), set_config('pay.livemode', $2, true)";

    public static ScopeStatement Of(TenantScope scope) => scope is { Worker: true, IsSet: false }
        ? new("", "")
        : new(scope.Current.ProjectId.ToString("D"), scope.Current.Livemode ? "true" : "false");

    public void AddTo(NpgsqlParameterCollection parameters, bool named)
    {
        parameters.Add(new NpgsqlParameter<string> { ParameterName = named ? "pay_project" : "", TypedValue = Project, NpgsqlDbType = NpgsqlDbType.Text });
        parameters.Add(new NpgsqlParameter<string> { ParameterName = named ? "pay_livemode" : "", TypedValue = Livemode, NpgsqlDbType = NpgsqlDbType.Text });
    }
}

/// <summary>
/// Sends the scope in the statement's own round trip: <c>set_config(…, true)</c> stands before the query in one implicit
/// transaction, and its result is skipped. As a round trip of its own it would halve the reads. In an explicit transaction
/// the first statement alone brings it.
/// </summary>
internal sealed class ScopeInterceptor : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Prefixes(eventData)) Prefix(command, (PayDb)eventData.Context!);
        return new(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (Prefixes(eventData) && Carries(command))
        {
            await result.NextResultAsync(cancellationToken);
            ((PayDb)eventData.Context!).ScopeSent();
        }
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Prefixes(eventData) && !command.CommandText.StartsWith("select set_config", StringComparison.Ordinal)) Prefix(command, (PayDb)eventData.Context!);
        return new(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (Prefixes(eventData) && Carries(command)) ((PayDb)eventData.Context!).ScopeSent();
        return new(result);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        eventData.Context is PayDb ? throw new NotSupportedException("Query asynchronously.") : result;

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        eventData.Context is PayDb ? throw new NotSupportedException("A scalar command cannot carry the scope; use a query.") : new(result);

    /// <summary>A SaveChanges counts its own results, so the scope goes ahead of it: it runs in a transaction that has been told.</summary>
    private static bool Prefixes(CommandEventData eventData) =>
        eventData is { Context: PayDb, CommandSource: not (CommandSource.SaveChanges or CommandSource.Migrations) };

    private static bool Carries(DbCommand command) => command.CommandText.StartsWith(ScopeStatement.Sql, StringComparison.Ordinal);

    private static void Prefix(DbCommand command, PayDb db)
    {
        command.CommandText = RowLock.Of(command.CommandText);
        if (db.ScopeIsTold) return;
        command.CommandText = ScopeStatement.Sql + command.CommandText;
        ScopeStatement.Of(db.Scope).AddTo((NpgsqlParameterCollection)command.Parameters, named: true);
    }
}
