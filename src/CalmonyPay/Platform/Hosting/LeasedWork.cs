using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Npgsql;

namespace CalmonyPay.Platform.Hosting;

/// <summary>
/// Work that stands in the rows of a table and is claimed in one statement, in all projects, so that any number of hosts share
/// it: a claimed row is left to its host until the lease ends. What a holder that died had claimed becomes due again by time.
/// </summary>
/// <param name="Table">The table's name; its key is <c>(project_id, id)</c>.</param>
/// <param name="Lease">The column that a claim moves ahead (wall time).</param>
/// <param name="Due">SQL: the rows that are due and that nobody holds; <c>$1</c> is now.</param>
/// <param name="First">SQL: which come first.</param>
public sealed record LeasedWork(string Table, string Lease, string Due, string First)
{
    /// <summary>SQL: what a claim changes beside the lease, of the row <c>t</c>.</summary>
    public string? Also { get; init; }

    /// <summary>The same with the condition that most have: nobody holds a row whose lease is empty or up.</summary>
    /// <param name="due">SQL: what is due; <c>$1</c> is now.</param>
    public static LeasedWork Free(string table, string lease, string due, string first) => new(table, lease, $"{due} and ({lease} is null or {lease} < $1)", first);

    /// <summary>Claims rows whose id is a text.</summary>
    /// <param name="now">Wall time.</param>
    /// <param name="lease">How long the rows are this host's.</param>
    /// <param name="most">Rows at most.</param>
    public Task<List<(Tenant Tenant, string Id)>> ClaimAsync(PayDbPools pools, DateTimeOffset now, TimeSpan lease, int most, CancellationToken ct) =>
        ClaimAsync(pools, now, lease, most, "t.id", row => row.GetString(0), ct);

    /// <summary>The same with what the work needs of the claimed rows.</summary>
    /// <param name="columns">SQL: columns of the row <c>t</c>.</param>
    /// <param name="read">Reads them, in their order from 0 on.</param>
    public async Task<List<(Tenant Tenant, T Row)>> ClaimAsync<T>(
        PayDbPools pools, DateTimeOffset now, TimeSpan lease, int most, string columns, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(
            $"""
            update {Table} t set {Lease} = $2{(Also is null ? "" : ", " + Also)}
            from (select project_id, id from {Table} where {Due} order by {First} limit $3 for update skip locked) due
            where t.project_id = due.project_id and t.id = due.id
            returning {columns}, t.project_id, t.livemode
            """);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = (now + lease).UtcDateTime });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<(Tenant, T)>();
        while (await reader.ReadAsync(ct)) claimed.Add((new(reader.GetGuid(reader.FieldCount - 2), reader.GetBoolean(reader.FieldCount - 1)), read(reader)));
        return claimed;
    }
}
