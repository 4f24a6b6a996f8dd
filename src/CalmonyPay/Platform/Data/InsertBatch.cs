using System.Collections.Concurrent;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// New rows as one <see cref="NpgsqlBatch"/> made from the model: the scope, then the INSERTs in the order of their
/// foreign keys, one round trip, one implicit transaction. Half the CPU of a SaveChanges (docs/performance.md).
/// </summary>
internal static class InsertBatch
{
    private static readonly ConcurrentDictionary<IEntityType, Plan> Plans = new();

    public static async Task ExecuteAsync(PayDb db, List<EntityEntry> rows, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch();
        if (!db.ScopeIsTold)
        {
            var scope = new NpgsqlBatchCommand(ScopeStatement.Positional);
            ScopeStatement.Of(db.Scope).AddTo(scope.Parameters, named: false);
            batch.BatchCommands.Add(scope);
        }
        foreach (var (entry, plan) in rows.Select(row => (row, PlanOf(row.Metadata))).OrderBy(pair => pair.Item2.Rank))
            batch.BatchCommands.Add(plan.Command(entry.Entity));

        await db.Database.OpenConnectionAsync(ct);
        try
        {
            batch.Connection = (NpgsqlConnection)db.Database.GetDbConnection();
            batch.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
            await batch.ExecuteNonQueryAsync(ct);
            db.ScopeSent();
        }
        catch (PostgresException failure)
        {
            throw new DbUpdateException(failure.MessageText, failure);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static Plan PlanOf(IEntityType type) => Plans.GetOrAdd(type, static type => new Plan(type));

    /// <summary>One table's INSERT, worked out once.</summary>
    private sealed class Plan
    {
        private readonly string sql;
        private readonly Func<object, NpgsqlParameter>[] columns;

        public Plan(IEntityType type)
        {
            // A column that the database fills (a default, an identity) is left to it.
            var filled = type.GetProperties().Where(p => p.GetDefaultValueSql() is null && p.GetComputedColumnSql() is null).ToList();
            columns = [.. filled.Select(InsertColumn.Compile)];
            var text = new StringBuilder("insert into ").Append(type.GetTableName()).Append(" (")
                .AppendJoin(", ", filled.Select(p => p.GetColumnName())).Append(") values (")
                .AppendJoin(", ", filled.Select((_, i) => $"${i + 1}")).Append(')');
            sql = text.ToString();
            Rank = RankOf(type, []);
        }

        /// <summary>How many tables stand before this one on the longest way along its foreign keys.</summary>
        public int Rank { get; }

        public NpgsqlBatchCommand Command(object row)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var column in columns) command.Parameters.Add(column(row));
            return command;
        }

        private static int RankOf(IEntityType type, HashSet<IEntityType> walked) => !walked.Add(type)
            ? 0
            : type.GetForeignKeys().Where(key => key.PrincipalEntityType != type)
                .Select(key => 1 + RankOf(key.PrincipalEntityType, [.. walked])).DefaultIfEmpty(0).Max();
    }
}
