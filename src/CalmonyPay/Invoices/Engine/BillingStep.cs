using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Invoices.Engine;

/// <summary>
/// A kind of row that has something to do at a time of its own: invoices, subscriptions, schedules. Its table has the columns
/// <c>customer_id</c>, <c>test_clock_id</c>, <c>next_step_at</c> (in the customer's time) and <c>claimed_until</c> (wall time). Rooms register theirs; the
/// worker and the test clocks run them all.
/// </summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rank">Which comes first when several are due at the same moment on a test clock.</param>
/// <param name="StepAsync">
/// Does what is due on one row, in a scope of its tenant and in its customer's time: each transaction of it can be repeated safely, and
/// it does nothing for a row on which nothing is due any more.
/// </param>
public sealed record BillingStep(string Table, int Rank, Func<IServiceProvider, string, CancellationToken, Task> StepAsync);

/// <summary>A row whose time has come.</summary>
public sealed record DueRow(Tenant Tenant, string Id);

/// <summary>Finds by index what is due on the wall clock, and claims it, so that any number of hosts share the work.</summary>
public sealed class BillingQueue(PayDbPools pools)
{
    /// <summary>
    /// Claims rows that are due, the longest due first. A claim ends with the row's next change; one whose holder died ends by time.
    /// </summary>
    public async Task<List<DueRow>> ClaimAsync(BillingStep kind, DateTimeOffset now, TimeSpan lease, int most, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(
            $"""
            update {kind.Table} t set claimed_until = $1
            from (select project_id, id from {kind.Table}
                  where next_step_at <= $2 and next_step_at is not null and test_clock_id is null and (claimed_until is null or claimed_until < $2)
                  order by next_step_at limit $3 for update skip locked) due
            where t.project_id = due.project_id and t.id = due.id
            returning t.project_id, t.livemode, t.id
            """);
        command.Parameters.Add(new() { Value = (now + lease).UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueRow>();
        while (await reader.ReadAsync(ct)) due.Add(new(new(reader.GetGuid(0), reader.GetBoolean(1)), reader.GetString(2)));
        return due;
    }
}
